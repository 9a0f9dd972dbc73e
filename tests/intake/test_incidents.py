from datetime import UTC, datetime, timedelta

import pytest

from responder.errors import BadInput, Conflict, NotFound
from responder.intake import actions, queries
from responder.intake.drill_time import real_instant, time_at
from responder.journal.queries import page

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def opened(session, **given):
    return actions.open_incident(session, **{"title": "Laptop stolen", "by": "system", "now": NOW, **given})


def test_an_incident_gets_the_next_number_of_its_year_and_drills_have_their_own(house):
    with house.db.writing() as session:
        numbers = [opened(session).number, opened(session).number, opened(session, kind="drill").number]
        later = opened(session, now=NOW + timedelta(days=60)).number
    assert [*numbers, later] == ["INC-2026-0001", "INC-2026-0002", "DRILL-2026-0001", "INC-2027-0001"]


def test_it_is_found_by_the_number_as_people_say_it(house):
    with house.db.writing() as session:
        incident = opened(session)
    with house.db.reading() as session:
        assert queries.get_incident(session, " inc-2026-0001 ").id == incident.id
        with pytest.raises(NotFound, match="INC-2026-9999"):
            queries.get_incident(session, "INC-2026-9999")


def test_its_title_stands_nowhere_in_clear_and_is_gone_with_its_key(house):
    with house.db.writing() as session:
        incident_id = opened(session, title="The ledger of Unmistakable Synthetics").id
    house.db.dispose()
    assert b"Unmistakable" not in b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    with house.db.reading() as session:
        incident = queries.get_incident(session, incident_id)
        assert queries.title_of(session, incident) == "The ledger of Unmistakable Synthetics"
        house.keystore.destroy(incident_id)
        assert queries.title_of(session, incident) == incident.code_name


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": "  "}, "title"), ({"title": "x" * 201}, "title"), ({"severity": "very"}, "severity")],
)
def test_what_people_get_wrong_is_named_and_nothing_is_kept(house, given, field):
    with pytest.raises(BadInput) as wrong, house.db.writing() as session:
        opened(session, **given)
    assert wrong.value.field == field
    assert wrong.value.expected
    with house.db.reading() as session:
        assert queries.list_incidents(session) == []


def test_a_change_of_state_needs_a_reason_and_stands_in_the_timeline(house):
    with house.db.writing() as session:
        incident = opened(session)
        actions.change_state(session, incident, "contained", reason="The account is locked.", by="system", now=NOW)
        with pytest.raises(BadInput):
            actions.change_state(session, incident, "closed", reason=" ", by="system", now=NOW)
        with pytest.raises(Conflict):
            actions.change_state(session, incident, "contained", reason="Again.", by="system", now=NOW)
    with house.db.reading() as session:
        said = [line["what"] for line in page(session, incident.id, limit=10).lines]
    assert said == ["Incident INC-2026-0001 opened: Laptop stolen", "Incident contained: The account is locked."]


def test_an_hour_of_a_drill_at_speed_60_is_a_minute_of_the_clock(house):
    with house.db.writing() as session:
        drill = opened(session, kind="drill", drill_speed=60)
        real = opened(session)
    assert time_at(drill, NOW + timedelta(minutes=1)) == NOW + timedelta(hours=1)
    assert real_instant(drill, NOW + timedelta(hours=1)) == NOW + timedelta(minutes=1)
    assert time_at(real, NOW) == real_instant(real, NOW) == NOW


def test_what_commands_a_terminal_is_not_kept(house):
    with house.db.writing() as session:
        incident = opened(session, title="Mail\x1b]0;owned\x07 read")
        actions.add_entry(session, incident, "seen\x1b[2J\nand noted", by="system", at=NOW)
    with house.db.reading() as session:
        assert queries.title_of(session, queries.get_incident(session, incident.number)) == "Mail]0;owned read"
        assert page(session, incident.id, newest=True).lines[-1]["what"] == "seen[2J\nand noted"
