from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from responder import log
from responder.agenda import actions, queries
from responder.agenda.records import DueItem, Fire, Lease
from responder.worker.clock import Clock
from responder.worker.jobs import Job, remind_with, sweep

NOW = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)


def owners(fired):
    return [owner for _, owner in fired]


def test_two_clocks_in_two_processes_fire_each_moment_once(ticking):
    ticking.begin()
    ticking.begin()
    ticking.wait_for(lambda fired: len(fired) >= 4)
    moments = [moment for moment, _ in ticking.fired()]
    assert len(moments) == len(set(moments))
    assert len(set(owners(ticking.fired()))) == 1


def test_the_other_clock_takes_over_when_the_leader_is_killed(ticking):
    leader = ticking.begin()
    ticking.wait_for(lambda fired: len(fired) >= 2)
    ticking.begin()
    leader.kill()
    leader.wait()
    ticking.wait_for(lambda fired: len(set(owners(fired))) == 2)
    moments = [moment for moment, _ in ticking.fired()]
    assert len(moments) - len(set(moments)) <= 1  # only the one the leader may have died at is begun again


def test_a_clock_that_ends_in_order_gives_the_lease_back(ticking):
    first = ticking.begin(lease=3600)
    ticking.wait_for(lambda fired: len(fired) >= 1)
    first.communicate(timeout=30)
    with ticking.db.reading() as session:
        assert session.scalars(select(Lease)).one().until < datetime.now(UTC)
    ticking.begin(lease=3600)
    ticking.wait_for(lambda fired: len(set(owners(fired))) == 2)


def test_a_living_clock_shows_that_it_lives(ticking):
    ticking.begin()
    ticking.wait_for(lambda fired: len(fired) >= 1)
    with ticking.db.reading() as session:
        assert queries.clock_alive(session, datetime.now(UTC))


@pytest.fixture
def services(ticking):
    return SimpleNamespace(db=ticking.db)


def leading(services, *jobs):
    """A clock that holds the lease and ticks only when the test says so."""
    clock = Clock(services, jobs)
    clock._renew()
    return clock


def fires(services):
    with services.db.reading() as session:
        return [(fire.job, fire.outcome) for fire in session.scalars(select(Fire).order_by(Fire.fired_at))]


def test_a_job_that_fails_stops_neither_the_clock_nor_the_other_jobs(services, capsys):
    log.configure("warning")
    ran = []

    def fail(_services, _now):
        raise ZeroDivisionError

    clock = leading(
        services, Job("bad", timedelta(days=1), fail), Job("good", timedelta(days=1), lambda s, n: ran.append(n))
    )
    for job in clock._jobs:
        clock._fire(job)
    assert fires(services) == [("bad", "failed"), ("good", "done")]
    assert len(ran) == 1
    assert "work failed" in capsys.readouterr().err


def test_a_moment_is_fired_once_however_often_the_clock_ticks(services):
    ran = []
    clock = leading(services, Job("daily", timedelta(days=1), lambda s, n: ran.append(n)))
    for _ in range(3):
        clock._fire(clock._jobs[0])
    assert len(ran) == 1


def test_a_clock_without_the_lease_fires_nothing(services):
    leading(services)
    ran = []
    second = Clock(services, [Job("daily", timedelta(days=1), lambda s, n: ran.append(n))])
    second._renew()
    second._fire(second._jobs[0])
    second._leads = True  # it believes it leads, as after a long pause: the table knows better
    second._fire(second._jobs[0])
    assert ran == []


def test_what_was_missed_while_no_clock_ran_is_caught_up_at_the_first_tick(services):
    with services.db.writing() as session:
        actions.plan_due(
            session, stream="i", kind="step", subject="s", at=NOW, now=NOW - timedelta(hours=5), offsets=(-60, 0, 60)
        )
    sent = []
    remind = remind_with(lambda session, item, now: sent.append(item.subject_id))
    clock = leading(services, Job("remind", timedelta(seconds=10), lambda s, n: remind(s, NOW + timedelta(days=3))))
    clock._fire(clock._jobs[0])
    assert sent == ["s"]


def test_a_reminder_that_could_not_be_handed_on_is_tried_again(services):
    with services.db.writing() as session:
        actions.plan_due(session, stream="i", kind="step", subject="s", at=NOW, now=NOW)

    def refuse(session, item, now):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        remind_with(refuse)(services, NOW)
    sent = []
    remind_with(lambda session, item, now: sent.append(item))(services, NOW)
    assert len(sent) == 1


def test_a_job_of_one_kind_leaves_the_others_alone(services):
    with services.db.writing() as session:
        for kind in ("step", "obligation"):
            actions.plan_due(session, stream="i", kind=kind, subject="s", at=NOW, now=NOW)
    remind_with(lambda session, item, now: None, "step")(services, NOW)
    with services.db.reading() as session:
        assert [row.kind for row in session.scalars(select(DueItem).where(DueItem.state == "planned"))] == [
            "obligation"
        ]


def test_moments_are_the_same_on_every_machine():
    job = Job("x", timedelta(minutes=5), lambda s, n: None)
    assert job.moment(NOW) == datetime(2026, 11, 24, 12, 0, tzinfo=UTC) == job.moment(NOW + timedelta(minutes=4))


def test_old_firings_are_forgotten_and_open_ones_kept(services):
    with services.db.writing() as session:
        for name, owner in (("done", "a"), ("open", "b")):
            actions.record_fire(session, name, NOW - timedelta(days=9), owner=owner, now=NOW)
        actions.finish_fire(session, "done", NOW - timedelta(days=9), owner="a", outcome="done", now=NOW)
    sweep(services, NOW)
    assert fires(services) == [("open", None)]
