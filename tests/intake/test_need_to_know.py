from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from responder.agenda.records import DueItem
from responder.errors import Conflict, NotFound
from responder.intake import actions, queries
from responder.intake.actions import need_to_know
from responder.intake.queries.sight import VIEWER, Viewer, limit_to_viewer
from responder.journal.queries import page
from responder.journal.records import JournalLine
from responder.people.actions.accounts import make_account
from responder.vault.keystore import HOUSE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def staff(house):
    house.db.before_select.append(limit_to_viewer)
    with house.db.writing() as session:
        return {
            login: make_account(session, login=login, name=login, permission_set=held, by="system", now=NOW).id
            for login, held in {"kim": "commander", "ray": "responder", "lin": "counsel"}.items()
        }


def opened(session, by, *, restricted=False):
    return actions.open_incident(session, title="Payroll copied", by=by, now=NOW, restricted=restricted)


def seen_by(house, account_id, at=NOW):
    with house.db.reading(**{VIEWER: Viewer(account_id, at)}) as session:
        return [incident.number for incident in queries.list_incidents(session)]


def test_a_restricted_incident_is_seen_by_whoever_opened_it_and_nobody_else(house, staff):
    with house.db.writing() as session:
        everybody, few = opened(session, staff["ray"]).number, opened(session, staff["kim"], restricted=True).number
    assert seen_by(house, staff["kim"]) == [few, everybody]
    assert seen_by(house, staff["lin"]) == seen_by(house, staff["ray"]) == seen_by(house, "") == [everybody]


def test_whoever_is_not_named_gets_the_same_answer_as_for_a_number_that_was_never_given(house, staff):
    with house.db.writing() as session:
        number = opened(session, staff["kim"], restricted=True).number
    with house.db.reading(**{VIEWER: Viewer(staff["ray"], NOW)}) as session:
        for reference in (number, "INC-2026-0999"):
            with pytest.raises(NotFound, match=f"There is no incident {reference}"):
                queries.get_incident(session, reference)


def test_its_rows_in_other_tables_are_not_there_either(house, staff):
    with house.db.writing() as session:
        incident = opened(session, staff["kim"], restricted=True)
    with house.db.reading(**{VIEWER: Viewer(staff["ray"], NOW)}) as session:
        assert session.scalar(select(func.count()).select_from(JournalLine).where(JournalLine.stream != HOUSE)) == 0
        assert session.get(type(incident), incident.id) is None
        assert session.scalars(select(DueItem)).all() == []


def test_the_clock_sees_everything(house, staff):
    with house.db.writing() as session:
        number = opened(session, staff["kim"], restricted=True).number
    with house.db.reading() as session:
        assert queries.get_incident(session, number).restricted


def test_naming_and_un_naming_are_deeds_in_the_timeline(house, staff):
    with house.db.writing() as session:
        incident = opened(session, staff["kim"], restricted=True)
        need_to_know.name_insider(session, incident, staff["ray"], by=staff["kim"], now=NOW)
    assert seen_by(house, staff["ray"]) == [incident.number]
    with house.db.writing() as session:
        found = queries.get_incident(session, incident.number)
        need_to_know.remove_insider(session, found, staff["ray"], by=staff["kim"], now=NOW)
        with pytest.raises(Conflict, match="last one"):
            need_to_know.remove_insider(session, found, staff["kim"], by=staff["kim"], now=NOW)
    assert seen_by(house, staff["ray"]) == []
    with house.db.reading() as session:
        tags = [line["tag"] for line in page(session, incident.id).lines]
    assert tags == ["incident.opened", "need_to_know.named", "need_to_know.named", "need_to_know.removed"]


def test_breaking_the_glass_needs_a_reason_and_stands_in_both_timelines(house, staff):
    with house.db.writing() as session:
        incident = opened(session, staff["kim"], restricted=True)
    with house.db.writing(**{VIEWER: Viewer(staff["lin"], NOW)}) as session:
        found = need_to_know.break_glass(
            session, incident.number, reason="Kim is not reachable", by=staff["lin"], now=NOW
        )
        assert queries.get_incident(session, incident.number) is found
        with pytest.raises(Conflict, match="already"):
            need_to_know.break_glass(session, incident.number, reason="again", by=staff["lin"], now=NOW)
    assert seen_by(house, staff["lin"]) == [incident.number]
    with house.db.reading() as session:
        in_incident = [line["what"] for line in page(session, incident.id).lines]
        in_house = [line["tag"] for line in page(session, HOUSE).lines]
    assert "lin broke the glass: Kim is not reachable" in in_incident
    assert in_house[-1] == "need_to_know.glass_broken"


def test_an_open_incident_can_be_restricted_and_opened_again(house, staff):
    with house.db.writing() as session:
        incident = opened(session, staff["ray"])
        need_to_know.restrict(session, incident, [staff["lin"]], reason="An insider", by=staff["kim"], now=NOW)
    assert seen_by(house, staff["ray"]) == []
    assert seen_by(house, staff["lin"]) == seen_by(house, staff["kim"]) == [incident.number]
    with house.db.writing() as session:
        found = queries.get_incident(session, incident.number)
        need_to_know.lift_restriction(
            session, found, reason="It is known", by=staff["kim"], now=NOW + timedelta(days=1)
        )
    assert seen_by(house, staff["ray"]) == [incident.number]
