"""Incidents whose outcome somebody else settled, each under its own name."""

from datetime import datetime
from pathlib import Path

import pytest

from responder.books.yaml_loader import load_yaml
from tests.obligations.incidents import owed

FOLDER = Path(__file__).parents[1] / "golden"
CASES = [
    case
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in load_yaml(file.read_text(encoding="utf-8"), name=file.name)["cases"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_answer_is_the_one_that_was_given(case):
    found = owed(
        {"format": "responder/facts/1", **case["facts"]},
        would_change=False,
        only={wanted["regime"] for wanted in case["expect"]},
    )
    for expected in case["expect"]:
        obligation = found[expected["duty"], expected["where"]]
        assert (obligation.regime, obligation.state) == (expected["regime"], expected["state"]), obligation.because
        if "due" in expected:
            due = str(expected["due"])
            at = obligation.due.at
            assert (at.date().isoformat() == due) if len(due) == 10 else (at == datetime.fromisoformat(due))


DIDI = {
    "format": "responder/facts/1",
    "incident": {"kinds": []},
    "events": {"occurred": {"from": "2015-06-01", "to": "2022-05-31"}, "awareness": "2021-07-02T00:00:00+08:00"},
    "organisation": {
        "role": "controller", "established_in": ["CN"], "main_establishment": "CN", "qualifies_as": [],
        "timezone": "Asia/Shanghai",
    },
    "exposure": {"exfiltrated": False, "accessed": False, "acquired": False},
    "people": [{"where": "CN", "count": 57_000_000, "data": ["name", "national_id", "biometric", "location"]}],
    "people_complete": True,
}  # fmt: skip


def test_didi_2022_collection_without_a_ground_and_without_an_incident_owes_no_notice():
    asked = datetime.fromisoformat("2022-07-21T00:00:00+08:00")
    states = {each.state for each in owed(DIDI, as_of=asked, would_change=False).values()}
    assert states <= {"not_required", "undetermined"}
