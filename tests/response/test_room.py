import pytest
from sqlalchemy import select

from responder.errors import Conflict
from responder.people.queries import get_account
from responder.response import actions, queries
from responder.response.records import Seat
from responder.response.seats import lacking, owner_of
from tests.response.world import Matter, minutes, playbook

ROLES = {role.id: role for role in playbook().roles}


@pytest.fixture
def matter(house):
    return Matter(house)


def sit(matter, login, role, at=0, by=None):
    with matter.house.db.writing() as session:
        account = get_account(session, login)
        actions.assign_seat(session, matter.incident, ROLES[role], account, by=by or matter.cora, now=minutes(at))


def test_my_steps_come_first_and_the_most_urgent_of_them_on_top(matter):
    sit(matter, "rob", "privacy")
    sit(matter, "cora", "commander")
    [run] = matter.room("rob").runs
    assert [view.step.id for view in run.current] == ["tell", "look", "update"]
    assert [view.mine for view in run.current] == [True, False, False]
    assert matter.room("rob").next_step.step.id == "tell"


def test_an_empty_seat_falls_to_the_deputy_then_to_the_commander(matter):
    assert owner_of("forensics", {}).holders == ()
    assert owner_of("forensics", {"commander": ["c"]}).fell_to == "commander"
    assert owner_of("forensics", {"commander": ["c"], "deputy": ["d"]}).holders == ("d",)
    assert owner_of("forensics", {"forensics": ["f"], "deputy": ["d"]}).fell_to is None
    sit(matter, "cora", "commander")
    view = matter.room("cora").next_step
    assert (view.mine, view.owner.fell_to) == (True, "commander")


def test_a_seat_gives_no_permission_and_the_room_says_what_its_holder_lacks(matter):
    sit(matter, "ada", "privacy")
    [seat] = [seat for seat in matter.room("cora").seats if seat.role.id == "privacy"]
    assert seat.lacking == {matter.people["ada"].id: ("fact.record", "notice.draft", "step.tick")}
    assert lacking(playbook().step("close"), "responder") == ()
    mine = [view for view in matter.room("ada").runs[0].current if view.step.id == "tell"]
    assert mine[0].lacking == ("fact.record", "notice.draft", "step.tick")


def test_several_may_share_a_seat_and_leaving_it_empty_is_said(matter):
    sit(matter, "rob", "forensics")
    sit(matter, "cora", "forensics", at=1)
    with pytest.raises(Conflict):
        sit(matter, "rob", "forensics")
    with matter.house.db.writing() as session:
        for login in ("rob", "cora"):
            actions.leave_seat(
                session,
                matter.incident,
                ROLES["forensics"],
                get_account(session, login),
                by=matter.cora,
                now=minutes(9),
            )
        with pytest.raises(Conflict):
            actions.leave_seat(
                session,
                matter.incident,
                ROLES["forensics"],
                get_account(session, "rob"),
                by=matter.cora,
                now=minutes(9),
            )
    with matter.house.db.reading() as session:
        assert queries.seats_of(session, matter.incident) == {}
        assert [seat.until for seat in session.scalars(select(Seat))] == [minutes(9)] * 2


def test_a_seat_may_be_taken_again_after_it_was_left(matter):
    for _ in range(2):
        with matter.house.db.writing() as session:
            actions.take_seat(session, matter.incident, ROLES["deputy"], by=matter.rob, now=minutes(1))
        with matter.house.db.writing() as session:
            actions.leave_seat(
                session, matter.incident, ROLES["deputy"], get_account(session, "rob"), by=matter.rob, now=minutes(2)
            )


def test_facts_that_a_step_asks_for_are_asked_until_they_are_known(matter):
    def asked():
        [view] = [view for view in matter.room("rob").runs[0].steps if view.step.id == "tell"]
        return [ask.fact for ask in view.to_ask]

    assert asked() == ["events.awareness"]
    matter.know(events__awareness="2026-11-24T09:00:00Z")
    assert asked() == []


def test_what_is_over_stands_below_what_is_to_do(matter):
    matter.do(actions.skip, "look", reason="seen already")
    [run] = matter.room("rob").runs
    states = [view.planned.state for view in run.steps]
    assert states.index("skipped") > max(index for index, state in enumerate(states) if state in {"current", "waiting"})
