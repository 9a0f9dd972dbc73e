import pytest
from sqlalchemy import select

import responder.obligations.records
import responder.post.records  # noqa: F401 -- their tables
from responder.oncall.queries.pages import list_pages
from responder.people.queries import get_account
from responder.post.records import Outgoing
from responder.response import actions
from responder.response.actions.reminders import send_reminder
from responder.response.climbing import next_up
from responder.worker.jobs import escalate, remind_with
from tests.response.test_deeds import said
from tests.response.world import TEXT, Matter, minutes, playbook

ROLES = {role.id: role for role in playbook().roles}
PAGING = TEXT.replace("- {action: draft_notice, recipient: regulator}", "- {action: page, role: privacy}")


@pytest.fixture
def matter(house):
    return Matter(house)


def sit(matter, login, role):
    with matter.house.db.writing() as session:
        actions.assign_seat(
            session, matter.incident, ROLES[role], get_account(session, login), by=matter.cora, now=minutes(0)
        )


def tick_until(matter, end):
    """The clock's two jobs, minute by minute; who was written to in which minute."""
    sent, seen = [], set()
    for minute in range(end + 1):
        escalate(matter.house, minutes(minute))
        remind_with(send_reminder)(matter.house, minutes(minute))
        with matter.house.db.reading() as session:
            for row in session.scalars(select(Outgoing).order_by(Outgoing.id)):
                if row.id not in seen:
                    seen.add(row.id)
                    sent.append((minute, row.party_id))
    return sent


def climbed(matter):
    return [line for line in said(matter) if "goes up" in line or "Nobody answered" in line]


def test_the_way_up_is_commander_deputy_opener_and_nobody_is_told_twice():
    seats = {"commander": ["c"], "deputy": ["d"]}
    assert next_up(["x"], seats, "o") == ("commander", ("c",))
    assert next_up(["x", "c"], seats, "o") == ("deputy", ("d",))
    assert next_up(["x", "c", "d"], seats, "o") == ("opener", ("o",))
    assert next_up(["x", "c", "d", "o"], seats, "o") is None
    assert next_up(["x"], {}, "x") is None


def test_an_unanswered_step_climbs_seat_by_seat_and_the_timeline_says_so(matter):
    sit(matter, "ada", "forensics")
    sit(matter, "rob", "commander")
    sent = tick_until(matter, 75)
    look = [minute for minute, who in sent if who == matter.people["ada"].id]
    assert look == [5, 15, 30, 75]
    assert 31 in [minute for minute, who in sent if who == matter.rob]  # a quarter of an hour after it was due
    assert 47 in [minute for minute, who in sent if who == matter.cora]
    assert climbed(matter)[:2] == [
        "No answer about a step: it goes up to the commander",
        "No answer about a step: it goes up to whoever opened the incident",
    ]


def test_what_was_answered_does_not_climb(matter):
    sit(matter, "ada", "forensics")
    sit(matter, "rob", "commander")
    tick_until(matter, 20)
    matter.do(actions.skip, "look", reason="seen", at=21)
    matter.do(actions.skip, "update", reason="none", at=21)
    tick_until(matter, 29)
    assert climbed(matter) == []


def test_a_call_climbs_until_somebody_sits_down(house):
    matter = Matter(house, text=PAGING)
    sit(matter, "ada", "privacy")
    sit(matter, "rob", "deputy")
    matter.do(actions.page, "tell", 1)
    assert "Called: Privacy" in said(matter)[-1]
    assert matter.plan().of("tell").remembered.carried == {1}
    assert (0, matter.people["ada"].id) in tick_until(matter, 0)
    with matter.house.db.writing() as session:
        actions.take_seat(session, matter.incident, ROLES["privacy"], by=matter.rob, now=minutes(5))
    with matter.house.db.reading() as session:
        [page] = list_pages(session)
        assert (page.state, page.answered_by, page.answered_how) == ("answered", matter.rob, "deed")


def test_in_a_drill_it_climbs_after_a_quarter_of_an_hour_of_the_drill(house):
    drill = Matter(house, kind="drill", speed=60)
    sit(drill, "ada", "forensics")
    assert climbed(drill) == []
    tick_until(drill, 2)  # a minute of the clock is an hour of the drill
    assert climbed(drill)
