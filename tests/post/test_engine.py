from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from responder.channels.local import LocalSink
from responder.channels.port import Accepted, Refused, Unknown, Unreachable
from responder.channels.rehearsal import Rehearsal
from responder.errors import NotConfigured
from responder.files.store import FileStore
from responder.post.actions.claims import LOST_AFTER, arrive, claim, settle, sweep
from responder.post.actions.groups import cancel_ready, close_gate, lay, open_gate, open_wave
from responder.post.actions.unknowns import send_again
from responder.post.asking import ask_about_unknown
from responder.post.engine import pump, take_receipts
from responder.post.queries import courses, get_group
from responder.post.records import Attempt, Outgoing
from responder.post.routes import route
from responder.post.work import Later, Withheld
from tests.post.outbox import COMPOSERS, NOW, STREAM, Provider, clock, compose, group_of, worker


def states(house):
    with house.db.reading() as session:
        return Counter(session.scalars(select(Outgoing.state)))


def send_all(house, channels, *, at=NOW, composers=COMPOSERS, by=None, **more):
    by = by or worker()
    while pump(house.db, channels, composers, worker=by, clock=clock(at), **more):
        pass


def test_every_message_of_a_running_group_is_handed_over_once(house):
    provider = Provider()
    with house.db.writing() as session:
        group_of(session, 120)

    send_all(house, {"email": provider})

    assert states(house) == {"accepted": 120}
    assert len(provider.book) == 120
    assert set(provider.book.values()) == {1}


def test_nothing_leaves_before_the_gate_opens_and_nothing_after_it_is_shut(house):
    provider = Provider(largest_batch=10)
    with house.db.writing() as session:
        group = group_of(session, 30, running=False)
    send_all(house, {"email": provider})
    assert states(house) == {"ready": 30}

    with house.db.writing() as session:
        open_gate(session, group, not_before=NOW + timedelta(minutes=1))
    send_all(house, {"email": provider})
    assert states(house) == {"ready": 30}

    pump(house.db, {"email": provider}, COMPOSERS, worker=worker(), clock=clock(NOW + timedelta(minutes=1)))
    with house.db.writing() as session:
        close_gate(session, group)
    send_all(house, {"email": provider}, at=NOW + timedelta(hours=1))
    assert states(house) == {"accepted": 10, "ready": 20}


def test_laying_out_twice_adds_nobody_twice(house):
    with house.db.writing() as session:
        group = get_group(session, group_of(session, 3))
        again = [{"party_id": f"party-{number}", "rung": 0, "channel": "email"} for number in range(5)]
        assert lay(session, group, again, now=NOW) == 2

    assert states(house) == {"ready": 5}


def test_a_wave_waits_until_it_is_opened(house):
    provider = Provider()
    with house.db.writing() as session:
        group = get_group(session, group_of(session, 2))
        lay(session, group, [{"party_id": "last", "rung": 0, "channel": "email", "wave": 1}], now=NOW)
        group_id = group.id
    send_all(house, {"email": provider})
    assert states(house) == {"accepted": 2, "ready": 1}

    with house.db.writing() as session:
        open_wave(session, group_id, 1)
    send_all(house, {"email": provider})
    assert states(house) == {"accepted": 3}


def test_what_was_certainly_not_sent_is_tried_again_later_and_given_up_in_the_end(house):
    provider = Provider(answer=lambda message: Unreachable("timeout"))
    with house.db.writing() as session:
        group_of(session, 1)
    at = NOW
    for _ in range(20):
        send_all(house, {"email": provider}, at=at)
        at += timedelta(hours=5)

    with house.db.reading() as session:
        message = session.scalars(select(Outgoing)).one()
        assert (message.state, message.outcome_code, message.attempts) == ("unreachable", "timeout", 6)
        assert session.scalars(select(Attempt.number)).all() == [1, 2, 3, 4, 5, 6]


def test_an_unknown_is_never_sent_again_by_itself(house):
    provider = Provider(answer=lambda message: Unknown("timeout"))
    with house.db.writing() as session:
        group = group_of(session, 2)
    send_all(house, {"email": provider})
    provider.answer = lambda message: Accepted("ref")
    send_all(house, {"email": provider}, at=NOW + timedelta(days=9))
    assert states(house) == {"unknown": 2}

    with house.db.writing() as session:
        assert send_again(session, group, state="unknown", code=None, now=NOW) == 2
    send_all(house, {"email": provider}, at=NOW + timedelta(days=9))
    assert states(house) == {"accepted": 2}


def test_a_refusal_for_good_keeps_its_code(house):
    with house.db.writing() as session:
        group_of(session, 1)
    send_all(house, {"email": Provider(answer=lambda message: Refused("smtp 550 5.1.1", permanent=True))})

    with house.db.reading() as session:
        message = session.scalars(select(Outgoing)).one()
        assert (message.state, message.outcome_code) == ("refused", "smtp 550 5.1.1")


def test_a_channel_that_breaks_leaves_its_batch_unknown_and_says_so(house):
    def break_down(message):
        raise RuntimeError("a fault in the channel")

    with house.db.writing() as session:
        group_of(session, 2)
    with pytest.raises(RuntimeError):
        send_all(house, {"email": Provider(answer=break_down)})

    assert states(house) == {"unknown": 2}


def test_a_composer_that_breaks_gives_its_batch_back_untouched(house):
    def break_down(session, batch, now):
        raise RuntimeError("a fault in the letter")

    with house.db.writing() as session:
        group_of(session, 2)
    with pytest.raises(RuntimeError):
        send_all(house, {"email": Provider()}, composers={"letters": break_down})

    assert states(house) == {"ready": 2}
    send_all(house, {"email": Provider()}, at=NOW + timedelta(minutes=2))
    assert states(house) == {"accepted": 2}


def test_a_row_may_wait_or_be_withheld_without_counting_as_a_try(house):
    def one_each(session, batch, now):
        messages = compose(session, batch, now)
        return [messages[0], Withheld("suppressed"), Later(NOW + timedelta(hours=8))]

    with house.db.writing() as session:
        group_of(session, 3)
    send_all(house, {"email": Provider()}, composers={"letters": one_each})
    assert states(house) == {"accepted": 1, "cancelled": 1, "ready": 1}

    send_all(house, {"email": Provider()}, at=NOW + timedelta(hours=8))
    with house.db.reading() as session:
        assert sorted(session.scalars(select(Outgoing.attempts))) == [0, 1, 1]


def test_a_channel_that_is_not_set_up_leaves_the_rows_waiting(house):
    with house.db.writing() as session:
        group_of(session, 2, channel="sms")
    send_all(house, {"email": Provider()})

    assert states(house) == {"ready": 2}


def test_what_a_former_life_of_the_worker_left_open_becomes_unknown_at_once(house):
    with house.db.writing() as session:
        group_of(session, 5)
    with house.db.writing() as session:
        claim(session, worker=worker("desk"), now=NOW, size_of=lambda kind, medium: 3)
    with house.db.writing() as session:
        assert arrive(session, worker("other desk"), now=NOW) == 0
        assert arrive(session, worker("desk"), now=NOW) == 3

    assert states(house) == {"unknown": 3, "ready": 2}


def test_what_nobody_closes_becomes_unknown_after_a_while_and_a_late_worker_adds_only_what_is_certain(house):
    late = worker()
    with house.db.writing() as session:
        group_of(session, 2)
    with house.db.writing() as session:
        batch = claim(session, worker=late, now=NOW, size_of=lambda kind, medium: 2)
    with house.db.writing() as session:
        assert sweep(session, now=NOW + LOST_AFTER) == 0
        assert sweep(session, now=NOW + 2 * LOST_AFTER) == 2
    with house.db.writing() as session:
        settle(session, batch, [Accepted("ref"), Unreachable("timeout")], now=NOW + 3 * LOST_AFTER)

    assert states(house) == {"accepted": 1, "unknown": 1}


def test_the_local_sinks_receipts_settle_everything_and_its_book_resolves_what_a_crash_left(house):
    house.keystore.make(STREAM)
    sink = LocalSink(FileStore(house.path / "files", house.keystore), house.path / "spool")
    with house.db.writing() as session:
        group_of(session, 4)
    with house.db.writing() as session:  # the worker dies after the sink took the letters
        batch = claim(session, worker=worker("desk"), now=NOW, size_of=lambda kind, medium: 2)
    sink.send(compose(None, batch, NOW))
    for waiting in sink.receipts():
        sink.forget(waiting.handle)
    with house.db.writing() as session:
        arrive(session, worker("desk"), now=NOW)

    send_all(house, {"email": sink})
    while take_receipts(house.db, {"email": sink}, clock=clock()):
        pass
    assert states(house) == {"delivered": 2, "unknown": 2}
    assert ask_about_unknown(house.db, {"email": sink}, COMPOSERS, clock=clock()) == 2
    assert states(house) == {"delivered": 4}


def test_the_course_of_a_message_shows_each_try_and_each_receipt(house):
    house.keystore.make(STREAM)
    sink = LocalSink(FileStore(house.path / "files", house.keystore), house.path / "spool")
    with house.db.writing() as session:
        group = group_of(session, 1)
    send_all(house, {"email": sink})
    take_receipts(house.db, {"email": sink}, clock=clock())

    with house.db.reading() as session:
        (course,) = courses(session, group)
    assert [attempt.outcome for attempt in course.attempts] == ["accepted"]
    assert [event.event for event in course.events] == ["delivered"]
    assert course.message.provider_ref.startswith("mail-")


def test_a_halted_groups_rows_are_cancelled_and_stay_so(house):
    with house.db.writing() as session:
        group = group_of(session, 7)
        assert [cancel_ready(session, group, code="halted", now=NOW, limit=5) for _ in range(3)] == [5, 2, 0]

    assert states(house) == {"cancelled": 7}


def test_a_drills_messages_reach_the_rehearsal_and_no_other_channel(house):
    house.keystore.make(STREAM)
    rehearsal = Rehearsal(FileStore(house.path / "files", house.keystore), house.path / "spool")
    email, sms = Provider("email"), Provider("sms")
    with house.db.writing() as session:
        group_of(session, 3, kind="drill")
        group_of(session, 3, kind="drill", channel="sms")
        group_of(session, 2)

    send_all(house, {"email": email, "sms": sms, "rehearsal": rehearsal})

    assert (len(email.book), len(sms.book)) == (2, 0)
    assert states(house) == {"accepted": 8}


def test_a_drill_without_a_rehearsal_channel_goes_nowhere():
    for kind in ("drill", "", "Real", "REAL", "rehearsal", "x"):
        with pytest.raises(NotConfigured):
            route(kind, "email", {"email": Provider(), "sms": Provider()})


@pytest.mark.database("sqlite")  # its words for a plan
def test_a_claim_uses_the_partial_index(house):
    with house.db.reading() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM post_outgoing WHERE group_id = :g AND channel = :c AND wave = 0"
                " AND not_before <= :n AND post_outgoing.state = 'ready' LIMIT 50"
            ),
            {"g": "g", "c": "email", "n": "2026"},
        ).all()

    assert "ix_post_outgoing_ready" in str(plan)
