from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from responder.agenda import actions, queries
from responder.agenda.records import CLOCK

NOW = datetime.now(UTC)
TTL = timedelta(seconds=10)


def take(db, owner, now, ttl=TTL):
    with db.writing() as session:
        return actions.take_lease(session, CLOCK, owner=owner, ttl=ttl, now=now)


def test_one_of_two_holds_the_lease_and_renews_it(db):
    assert take(db, "a", NOW)
    assert not take(db, "b", NOW)
    assert take(db, "a", NOW)


def test_a_lease_that_ran_out_goes_to_the_next(db):
    assert take(db, "a", NOW, ttl=timedelta(seconds=-1))
    assert take(db, "b", NOW)
    assert not take(db, "a", NOW)


def test_a_lease_given_back_is_free_at_once(db):
    take(db, "a", NOW)
    with db.writing() as session:
        actions.let_go(session, CLOCK, owner="a", now=NOW - timedelta(seconds=1))
    assert take(db, "b", NOW)


def test_many_who_want_it_at_once_leave_one_holder(db):
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda number: take(db, f"w{number}", NOW), range(8)))
    assert got.count(True) == 1


def test_a_moment_fires_once(db):
    with db.writing() as session:
        assert actions.record_fire(session, "post", NOW, owner="a", now=NOW)
        actions.finish_fire(session, "post", NOW, owner="a", outcome="done", now=NOW)
    with db.writing() as session:
        assert not actions.record_fire(session, "post", NOW, owner="b", now=NOW)
        assert actions.record_fire(session, "other", NOW, owner="b", now=NOW)


def test_a_firing_its_owner_died_at_is_taken_over_and_one_s_own_is_not_begun_twice(db):
    with db.writing() as session:
        actions.record_fire(session, "post", NOW, owner="a", now=NOW)
    with db.writing() as session:
        assert not actions.record_fire(session, "post", NOW, owner="a", now=NOW)
        assert actions.record_fire(session, "post", NOW, owner="b", now=NOW)


def test_a_clock_silent_for_two_minutes_is_dead(db):
    with db.reading() as session:
        assert not queries.clock_alive(session, NOW)
    for _ in range(2):
        with db.writing() as session:
            actions.beat(session, owner="a", now=NOW)
    with db.reading() as session:
        assert queries.clock_alive(session, NOW + timedelta(seconds=119))
        assert not queries.clock_alive(session, NOW + timedelta(seconds=121))
