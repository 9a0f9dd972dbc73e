from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from responder.agenda import actions, queries
from responder.agenda.records import DueItem

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def minutes(number):
    return NOW + timedelta(minutes=number)


def plan(session, at, *, subject="s1", offsets=(-60, 0, 15), now=NOW, kind="step"):
    return actions.plan_due(session, stream="i1", kind=kind, subject=subject, at=at, now=now, offsets=offsets)


def states(db):
    with db.reading() as session:
        rows = session.scalars(select(DueItem).order_by(DueItem.planned_at)).all()
        return [(int((row.planned_at - NOW).total_seconds() // 60), row.state) for row in rows]


def test_a_due_time_is_reminded_of_before_and_after_it(db):
    with db.writing() as session:
        assert plan(session, minutes(120)) == 3
    assert states(db) == [(60, "planned"), (120, "planned"), (135, "planned")]


def test_planning_twice_changes_nothing(db):
    with db.writing() as session:
        plan(session, minutes(120))
        assert plan(session, minutes(120)) == 0
    assert len(states(db)) == 3


def test_a_moved_due_time_takes_its_reminders_along_and_may_come_back(db):
    with db.writing() as session:
        plan(session, minutes(120))
        plan(session, minutes(300))
    assert [state for _, state in states(db)] == ["cancelled"] * 3 + ["planned"] * 3
    with db.writing() as session:
        assert plan(session, minutes(120)) == 3
    assert [moment for moment, state in states(db) if state == "planned"] == [60, 120, 135]


def test_what_is_late_already_is_said_once_and_its_past_never(db):
    with db.writing() as session:
        plan(session, minutes(-20), offsets=(-60, 0, 15, 60))
    assert states(db) == [(-5, "planned"), (40, "planned")]


def test_after_a_standstill_only_the_latest_missed_reminder_goes_out(db):
    with db.writing() as session:
        plan(session, minutes(120))
        plan(session, minutes(120), subject="s2", offsets=(0,))
    with db.writing() as session:
        claimed = actions.claim_due(session, owner="w1", now=minutes(600))
        for item in claimed:
            actions.settle_due(session, item, now=minutes(600))
        assert sorted((item.subject_id, item.planned_at) for item in claimed) == [("s1", minutes(135)), ("s2", minutes(120))]
    assert sorted(state for _, state in states(db)) == ["overtaken", "overtaken", "sent", "sent"]


def test_nothing_is_claimed_before_its_time_nor_twice(db):
    with db.writing() as session:
        plan(session, minutes(10), offsets=(0,))
        assert actions.claim_due(session, owner="w1", now=minutes(9)) == []
    with db.writing() as session:
        assert len(actions.claim_due(session, owner="w1", now=minutes(10))) == 1
    with db.writing() as session:
        assert actions.claim_due(session, owner="w2", now=minutes(10)) == []


def test_eight_claimers_share_a_hundred_reminders_without_a_double(db):
    with db.writing() as session:
        for number in range(100):
            plan(session, NOW, subject=f"s{number}", offsets=(0,))

    def claim(owner):
        got = []
        while True:
            with db.writing() as session:
                items = actions.claim_due(session, owner=owner, now=NOW, limit=7)
                got += [item.subject_id for item in items]
            if not items:
                return got

    with ThreadPoolExecutor(8) as pool:
        got = [subject for part in pool.map(claim, [f"w{n}" for n in range(8)]) for subject in part]
    assert len(got) == len(set(got)) == 100


def test_an_acknowledged_subject_is_left_in_peace(db):
    with db.writing() as session:
        plan(session, minutes(60))
        [item] = actions.claim_due(session, owner="w", now=NOW)
        actions.settle_due(session, item, now=NOW)
        assert actions.acknowledge_due(session, kind="step", subject="s1", by="a" * 32, now=minutes(1)) == 1
    assert [state for _, state in states(db)] == ["acknowledged", "cancelled", "cancelled"]


def test_what_nobody_answers_goes_up_once(db):
    with db.writing() as session:
        plan(session, NOW, offsets=(0,))
        [item] = actions.claim_due(session, owner="w", now=NOW)
        actions.settle_due(session, item, now=NOW)
    with db.writing() as session:
        [waiting] = queries.list_unanswered(session, sent_before=minutes(6), due_by=minutes(600), kinds=["step"])
        assert actions.escalate_due(session, waiting, now=minutes(6))
        assert not actions.escalate_due(session, waiting, now=minutes(6))


def test_a_claim_whose_owner_died_is_free_again(db):
    with db.writing() as session:
        plan(session, NOW, offsets=(0,))
        actions.claim_due(session, owner="dead", now=NOW)
    with db.writing() as session:
        assert actions.release_stale(session, before=NOW) == 0
        assert actions.release_stale(session, before=minutes(10)) == 1
        assert len(actions.claim_due(session, owner="w", now=minutes(10))) == 1


def test_the_next_day_can_be_seen_in_advance(db):
    with db.writing() as session:
        plan(session, minutes(60))
        plan(session, minutes(60 * 30), subject="later", offsets=(0,))
    with db.reading() as session:
        assert [item.subject_id for item in queries.list_upcoming(session, NOW)] == ["s1"] * 3
        assert queries.count_waiting(session, minutes(61)) == 2


def test_closing_an_incident_silences_its_reminders(db):
    with db.writing() as session:
        plan(session, minutes(60))
        plan(session, minutes(60), kind="obligation")
        assert actions.cancel_stream(session, "i1", kinds=["step"]) == 3
    with db.reading() as session:
        assert {item.kind for item in queries.list_upcoming(session, NOW)} == {"obligation"}
