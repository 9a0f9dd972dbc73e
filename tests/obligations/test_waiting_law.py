"""Law that is adopted, but whose start nobody has fixed."""

from tests.obligations.incidents import owed

CARRIER = {
    "format": "responder/facts/1",
    "events": {"determination": "2026-03-02T10:00:00-05:00"},
    "organisation": {
        "role": "controller",
        "qualifies_as": ["us-telecom-carrier"],
        "established_in": ["US-TX"],
        "timezone": "America/Chicago",
    },
    "exposure": {"encrypted": False, "accessed": True, "acquired": True, "form": "electronic"},
    "people": [{"where": "US-TX", "count": 800, "data": ["name", "cpni"]}],
    "people_complete": True,
}


def test_law_without_a_start_date_is_not_owed_and_says_why():
    waiting = owed(CARRIER)["us-fcc-2023-agencies", "US"]
    assert waiting.state == "not_required"
    assert "adopted; from when it applies is not fixed" in [r.text for r in waiting.because]
    assert owed(CARRIER)["us-fcc-cpni-agencies", "US"].state == "required"
