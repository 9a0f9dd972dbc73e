"""Past incidents: their true dates, the law of their time, and silence."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from responder import clock, flow
from responder.agenda.records import DueItem
from responder.errors import BadInput
from responder.intake.past import read_past
from responder.intake.queries import get_incident, list_incidents
from responder.journal.queries import page
from responder.obligations.queries import current
from responder.people.queries import get_account
from tests.console.people import staffed_house

__all__ = ["staffed_house"]

CSV = """title,opened_at,closed_at,severity,zone,events.awareness,incident.kinds,organisation.role,people
Letters in wrong envelopes,2024-03-04T09:00,2024-03-20T17:00,low,Europe/Berlin,2024-03-04T10:00:00+01:00,\
"[confidentiality]",controller,"[{where: DE, count: 40, data: [name, address]}]"
"""
YAML = """format: responder/past-incidents/1
incidents:
- title: Lost stick
  opened_at: 2023-05-02T08:00:00+02:00
  closed_at: 2023-05-09T18:00:00+02:00
  closed_as: near_miss
  timeline:
  - {at: 2023-05-02T09:15:00+02:00, what: The stick was found in the lift}
"""


@pytest.fixture
def kim(staffed_house):
    with staffed_house.db.reading() as session:
        return get_account(session, "kim").id


def bring(house, kim, text, name):
    now = clock.now()
    past = read_past(text, name=name, now=now, zone="Europe/Berlin")
    with house.db.writing() as session:
        return [
            (one.incident.number, one.known)
            for one in flow.import_past(session, past, name=name, books=house, by=kim, now=now)
        ]


def test_a_past_incident_keeps_its_dates_its_number_and_its_times_of_recording(staffed_house, kim):
    assert bring(staffed_house, kim, YAML, "past.yaml") == [("INC-2023-0001", False)]
    with staffed_house.db.reading() as session:
        found = get_incident(session, "INC-2023-0001")
        assert found.opened_at == datetime(2023, 5, 2, 6, 0, tzinfo=UTC)
        assert (found.state, found.closed_as) == ("closed", "near_miss")
        assert found.closed_at == datetime(2023, 5, 9, 16, 0, tzinfo=UTC)
        assert found.imported_at is not None
        lines = page(session, found.id).lines
        stick = next(line for line in lines if "lift" in line["what"])
        assert stick["at"] == "2023-05-02T07:15:00.000000Z"
        assert stick["recorded_at"][:4] == str(clock.now().year)
        assert "incident.imported" in [line["tag"] for line in lines]


def test_it_is_judged_by_the_law_of_its_date_and_reminds_nobody(staffed_house, kim):
    assert bring(staffed_house, kim, CSV, "past.csv") == [("INC-2024-0001", False)]
    with staffed_house.db.reading() as session:
        found = get_incident(session, "INC-2024-0001")
        told = [duty for duty in current(session, found.id) if duty.regime == "eu-gdpr" and duty.due_at is not None]
        assert min(duty.due_at for duty in told).date().isoformat() == "2024-03-07"
        waiting = session.scalars(select(DueItem).where(DueItem.stream == found.id, DueItem.state == "planned")).all()
        assert waiting == []


def test_the_same_file_given_twice_brings_nothing_twice(staffed_house, kim):
    assert bring(staffed_house, kim, YAML, "past.yaml") == [("INC-2023-0001", False)]
    assert bring(staffed_house, kim, YAML, "past.yaml") == [("INC-2023-0001", True)]


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("title,opened_at,closed_at\nA,2024-01-02,2024-01-01\n", "p.csv", r"p.csv:2.*closed_at"),
        ("title,opened_at,closed_at\nA,2024-01-02,2999-01-01\n", "p.csv", r"p.csv:2.*closed_at"),
        ("title,opened_at,closed_at\nA,yesterday,2024-01-01\n", "p.csv", r"p.csv:2.*opened_at"),
        ("title,opened_at,closed_at,colour\nA,2024-01-02,2024-01-03,red\n", "p.csv", r"colour"),
        ("title,opened_at,closed_at\n,2024-01-02,2024-01-03\n", "p.csv", r"p.csv:2.*title"),
        ("format: responder/past-incidents/1\nincidents:\n- {titel: A}\n", "p.yaml", r"p.yaml:3.*titel"),
        ("nothing", "p.yaml", r"p.yaml:1"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(text, name, said):
    with pytest.raises(BadInput, match=said):
        read_past(text, name=name, now=clock.now())


def test_a_fact_that_cannot_be_taken_keeps_everything_out(staffed_house, kim):
    text = CSV + "Second,2024-04-04T09:00,2024-04-20T17:00,low,Europe/Berlin,not a time,,,\n"
    with pytest.raises(BadInput, match=r"past.csv:3.*events.awareness"):
        bring(staffed_house, kim, text, "past.csv")
    with staffed_house.db.reading() as session:
        assert not list_incidents(session)
