from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from responder import flow
from responder.agenda.actions import claim_due, settle_due
from responder.agenda.records import DueItem
from responder.errors import BadInput, Conflict, NotFound
from responder.facts.queries import document
from responder.flow.drills import end_drill, start_drill, steer_drill
from responder.intake.drill_time import FAR, time_at
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.response.actions.drills import INJECT, ask_in_drill, tell_inject
from responder.response.records import InjectTold
from responder.worker.jobs import JOBS

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BY = "a" * 32
DRILL = next(job for job in JOBS if job.name == "drill")


@pytest.fixture
def number(services):
    """The ransomware drill at speed 60."""
    with services.db.writing() as session:
        return start_drill(
            session,
            books=services,
            title="Exercise on a Friday",
            playbook="ransomware",
            scenario=services.scenarios["ransomware-friday"],
            speed=60,
            by=BY,
            now=NOW,
        ).number


def told(services):
    with services.db.reading() as session:
        return [row.inject_id for row in session.scalars(select(InjectTold).order_by(InjectTold.at))]


def lines(services, number, tag):
    with services.db.reading() as session:
        incident = get_incident(session, number)
        return [line for line in page(session, incident.id, limit=500).lines if line["tag"] == tag]


def steer(services, number, now, **how):
    with services.db.writing() as session:
        steer_drill(session, get_incident(session, number), books=services, by=BY, now=now, **how)


def test_a_drill_opens_under_its_own_number_with_playbook_facts_and_its_first_inject(services, number):
    assert number == "DRILL-2026-0001"
    DRILL.work(services, NOW)
    assert told(services) == ["call"]
    with services.db.reading() as session:
        assert document(session, get_incident(session, number))["organisation"]["role"] == "controller"
    (line,) = lines(services, number, "drill.inject")
    assert line["what"].startswith("Help desk: Files on the share cannot be opened. Three shops")


def test_injects_come_when_the_drills_own_clock_shows_their_time(services, number):
    DRILL.work(services, NOW)
    DRILL.work(services, NOW + timedelta(seconds=19))
    assert told(services) == ["call"]
    DRILL.work(services, NOW + timedelta(seconds=20))  # twenty minutes of the drill
    assert told(services) == ["call", "backup"]
    assert lines(services, number, "drill.inject")[-1]["at"] == "2026-11-24T17:20:00.000000Z"


def test_an_inject_comes_once_however_often_the_clock_looks(services, number):
    for _ in range(3):
        DRILL.work(services, NOW + MINUTE)
    assert len(lines(services, number, "drill.inject")) == len(told(services)) == 3


def test_an_inject_whose_sender_was_killed_halfway_comes_all_the_same_and_once(services, number):
    def killed_before_the_commit():
        with services.db.writing() as session:
            for item in claim_due(session, owner="killed", now=NOW + MINUTE, kinds=(INJECT,)):
                tell_inject(session, item, NOW + MINUTE)
                settle_due(session, item, now=NOW + MINUTE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed_before_the_commit()
    assert told(services) == []
    DRILL.work(services, NOW + 2 * MINUTE)
    assert told(services).count("call") == 1


def test_while_the_clock_stands_nothing_comes_and_after_it_everything_does(services, number):
    DRILL.work(services, NOW)
    stood = NOW + timedelta(seconds=10)
    steer(services, number, stood, speed=0)
    DRILL.work(services, NOW + timedelta(hours=5))
    assert told(services) == ["call"]
    with services.db.reading() as session:
        waiting = select(func.min(DueItem.planned_at)).where(DueItem.state == "planned", DueItem.planned_at > stood)
        soonest = session.scalars(waiting).one()
    assert soonest > NOW + FAR / 2
    steer(services, number, NOW + timedelta(hours=5), speed=60)
    DRILL.work(services, NOW + timedelta(hours=5, seconds=11))
    assert told(services) == ["call", "backup"]


def test_a_leap_brings_at_once_what_lies_before_its_landing(services, number):
    steer(services, number, NOW + timedelta(seconds=1), speed=60, to=NOW + timedelta(hours=2))
    DRILL.work(services, NOW + timedelta(seconds=2))
    assert sorted(told(services)) == ["backup", "call", "note", "press"]
    with services.db.reading() as session:
        incident = get_incident(session, number)
        assert time_at(incident, NOW + timedelta(seconds=2)) == NOW + timedelta(hours=2, minutes=1)


def test_reminders_before_a_steps_due_time_come_in_minutes_of_the_drill(services, number):
    with services.db.reading() as session:
        wanted = select(DueItem.due_at, DueItem.planned_at).where(DueItem.kind == "step", DueItem.state == "planned")
        apart = {int((due - planned).total_seconds()) for due, planned in session.execute(wanted)}
    assert apart == {10, 0, -15, -60}  # ten minutes before, a quarter and an hour after: seconds here


def test_what_somebody_knows_is_said_only_when_asked_and_only_once_they_can_know(services, number):
    DRILL.work(services, NOW)
    with services.db.writing() as session:
        incident = get_incident(session, number)
        assert ask_in_drill(session, incident, "exposure.backup.compromised", by=BY, now=NOW) is None
        assert ask_in_drill(session, incident, "incident.ongoing", by=BY, now=NOW).value is True
    DRILL.work(services, NOW + MINUTE)
    with services.db.writing() as session:
        incident = get_incident(session, number)
        found = ask_in_drill(session, incident, "exposure.backup.compromised", by=BY, now=NOW + MINUTE)
        assert found.says["en"].startswith("Last night's copies are gone")
    assert [line["tag"] for tag in ("drill.asked", "drill.answered") for line in lines(services, number, tag)] == [
        "drill.asked",
        "drill.answered",
        "drill.answered",
    ]


def test_a_drill_that_is_over_brings_nothing_more_and_is_over_once(services, number):
    with services.db.writing() as session:
        end_drill(session, get_incident(session, number), books=services, by=BY, now=NOW + MINUTE)
    DRILL.work(services, NOW + timedelta(days=1))
    assert told(services) == []
    with services.db.writing() as session:
        incident = get_incident(session, number)
        assert incident.state == "closed"
        with pytest.raises(Conflict):
            end_drill(session, incident, books=services, by=BY, now=NOW + MINUTE)


def test_a_drill_that_cannot_be_played_is_refused_before_anything_is_kept(services):
    friday = services.scenarios["ransomware-friday"]
    given = {"title": "Exercise", "scenario": friday, "speed": 60, "by": BY, "now": NOW, "books": services}
    for wrong, error in (({"playbook": "insider"}, BadInput), ({"playbook": "ransomware", "speed": 0}, BadInput)):
        with pytest.raises(error), services.db.writing() as session:
            start_drill(session, **{**given, **wrong})
    with pytest.raises(NotFound), services.db.writing() as session:
        start_drill(session, **{**given, "playbook": "none", "scenario": None})


def test_everything_the_scenarios_reveal_can_be_recorded_as_it_is_said(services):
    for scenario in services.scenarios.values():
        with services.db.writing() as session:
            incident = start_drill(
                session, books=services, title="Exercise", playbook=scenario.playbook, scenario=scenario,
                speed=scenario.speed, by=BY, now=NOW,
            )  # fmt: skip
            said = {
                reveal.fact: reveal.value
                for inject in scenario.injects
                for reveal in inject.reveals
                if reveal.value is not None
            }
            assert flow.record_facts(session, incident, said, books=services, by=BY, now=NOW)
