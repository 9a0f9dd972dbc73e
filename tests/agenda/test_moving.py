from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from responder.agenda.actions import plan_due
from responder.agenda.actions.moving import move_stream
from responder.agenda.records import DueItem
from responder.agenda.reminders import moments

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def planned(session):
    wanted = select(DueItem).where(DueItem.state == "planned").order_by(DueItem.stream, DueItem.planned_at)
    return [(row.stream, row.kind, row.planned_at) for row in session.scalars(wanted)]


def plan(session, stream, subject, at, kind="step", offsets=(0,)):
    plan_due(session, stream=stream, kind=kind, subject=subject, at=at, now=NOW, offsets=offsets)


def test_what_is_due_in_a_stream_moves_and_meetings_and_other_streams_stay(house):
    with house.db.writing() as session:
        plan(session, "drill", "a", NOW + HOUR)
        plan(session, "drill", "m", NOW + HOUR, kind="review")
        plan(session, "real", "b", NOW + HOUR)
        move_stream(session, "drill", lambda at: at + HOUR, but={"review"})
        assert planned(session) == [
            ("drill", "review", NOW + HOUR),
            ("drill", "step", NOW + 2 * HOUR),
            ("real", "step", NOW + HOUR),
        ]


def test_of_reminders_that_fall_together_the_last_alone_is_sent(house):
    with house.db.writing() as session:
        plan(session, "drill", "a", NOW + 2 * HOUR, offsets=(-60, 0, 60))
        move_stream(session, "drill", lambda at: min(at, NOW + HOUR / 2))
        assert planned(session) == [("drill", "step", NOW + HOUR / 2)]


def test_minutes_before_and_after_may_be_those_of_a_drill():
    a_minute = timedelta(seconds=1)
    found = moments(NOW, (-10, 0, 15), now=NOW - HOUR, minutes_from=lambda minutes: NOW + minutes * a_minute)
    assert found == [NOW - timedelta(seconds=10), NOW, NOW + timedelta(seconds=15)]
