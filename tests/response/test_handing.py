"""Handing over with an answer, steps given to several people or a team, and who is told or called by RACI."""

import pytest
from sqlalchemy import select

from responder.agenda.records import DueItem
from responder.errors import Conflict, NotFound, Refused
from responder.oncall.actions.teams import set_team
from responder.people.queries import get_account
from responder.response import actions
from responder.response.climbing import next_up
from responder.response.queries import list_handovers, seats_of
from responder.response.records import Run
from tests.response.test_climbing import ROLES, sit, tick_until
from tests.response.test_deeds import said
from tests.response.world import TEXT, Matter, library, minutes

RACI = TEXT.replace(
    "#look role=forensics due=15m", '#look role=forensics due=15m accountable=privacy informed="deputy"'
)


@pytest.fixture
def matter(house):
    return Matter(house)


def in_matter(matter, deed, *arguments, **more):
    with matter.house.db.writing() as session:
        return deed(session, *arguments, **more)


def offer(matter, from_, to, role="commander", at=1):
    with matter.house.db.writing() as session:
        people = [get_account(session, login) for login in (from_, to)]
        return actions.offer_seat(session, matter.incident, ROLES[role], *people, by=people[0].id, now=minutes(at)).id


def answer(matter, handover, takes, by):
    in_matter(
        matter, actions.answer_handover, matter.incident, handover, takes, library=library(), playbooks=matter.shelf,
        by=matter.people[by].id, now=minutes(5),
    )  # fmt: skip


def seated(matter, role="commander"):
    with matter.house.db.reading() as session:
        by_id = {account.id: login for login, account in matter.people.items()}
        return [by_id[who] for who in seats_of(session, matter.incident).get(role, [])]


def test_until_it_is_accepted_the_old_holder_stays_responsible(matter):
    sit(matter, "rob", "commander")
    handover = offer(matter, "rob", "cora")
    assert seated(matter) == ["rob"]
    assert (
        "Person cora is asked to take over from Person rob: Incident commander. Until then Person rob stays responsible"
        in said(matter)
    )
    answer(matter, handover, True, "cora")
    assert seated(matter) == ["cora"]
    with pytest.raises(NotFound):
        answer(matter, handover, True, "cora")


def test_declined_it_stays_where_it_is(matter):
    sit(matter, "rob", "commander")
    answer(matter, offer(matter, "rob", "cora"), False, "cora")
    assert seated(matter) == ["rob"]
    assert "Person cora declines the hand-over: it stays where it is" in said(matter)


def test_only_whoever_was_asked_may_answer_and_nobody_is_asked_twice(matter):
    sit(matter, "rob", "commander")
    handover = offer(matter, "rob", "cora")
    with pytest.raises(Refused):
        answer(matter, handover, True, "ada")
    with pytest.raises(Conflict):
        offer(matter, "rob", "cora")
    with pytest.raises(Conflict):
        offer(matter, "ada", "cora")  # ada does not sit there


def test_whoever_is_asked_is_written_to_until_the_answer(matter):
    sit(matter, "rob", "commander")
    handover = offer(matter, "rob", "cora")
    assert (1, matter.cora) in tick_until(matter, 2)
    in_matter(matter, actions.withdraw_handover, matter.incident, handover, by=matter.rob, now=minutes(3))
    with matter.house.db.reading() as session:
        rows = session.scalars(select(DueItem).where(DueItem.kind == "handover"))
        assert {row.state for row in rows} <= {"cancelled", "acknowledged"}
        assert list_handovers(session, matter.incident) == []


def test_a_step_is_handed_over_like_a_seat(matter):
    with pytest.raises(Conflict):
        matter.do(actions.offer_step, "look", get_cora(matter))  # nobody is on it
    matter.do(actions.take_step, "look")
    handover = matter.do(actions.offer_step, "look", get_cora(matter), at=1).id
    assert matter.plan().of("look").remembered.taken_by == matter.rob
    answer(matter, handover, True, "cora")
    assert matter.plan().of("look").remembered.taken_by == matter.cora


def get_cora(matter):
    return matter.people["cora"]


def test_a_step_given_to_several_people_is_each_one_s_and_reminds_them_all(matter):
    matter.do(actions.assign_step, "look", [matter.people["rob"], matter.people["ada"]])
    look = next(view for view in matter.room("ada").runs[0].current if view.step.id == "look")
    assert look.mine
    assert set(look.owner.holders) == {matter.rob, matter.people["ada"].id}
    sent = tick_until(matter, 5)
    assert {who for _, who in sent} >= {matter.rob, matter.people["ada"].id}
    matter.do(actions.assign_step, "look", [])
    assert said(matter)[-1] == "Given back to its seat: Look"
    assert not next(view for view in matter.room("ada").runs[0].current if view.step.id == "look").mine


def test_a_team_is_whoever_is_in_it_at_the_time(matter):
    with matter.house.db.writing() as session:
        team = set_team(session, "dfir", [get_account(session, "rob")], by="system", now=minutes(0))
    matter.do(actions.assign_step, "look", [], [team])
    in_matter(matter, set_team, "dfir", [matter.people["ada"]], by="system", now=minutes(1))
    look = next(view for view in matter.room("ada").runs[0].current if view.step.id == "look")
    assert look.owner.holders == (matter.people["ada"].id,)


def test_those_to_be_informed_are_written_to_when_the_step_is_settled(house):
    matter = Matter(house, text=RACI)
    sit(matter, "ada", "deputy")
    matter.do(actions.skip, "look", reason="seen", at=1)
    with matter.house.db.reading() as session:
        [row] = session.scalars(select(DueItem).where(DueItem.kind == "informed"))
        assert row.data["to"] == [matter.people["ada"].id]


def test_what_nobody_answers_goes_first_to_whoever_is_accountable(house):
    assert next_up([], {"commander": ["c"], "privacy": ["p"]}, "o", accountable=["privacy"]) == ("privacy", ("p",))
    matter = Matter(house, text=RACI)
    sit(matter, "rob", "forensics")
    sit(matter, "ada", "privacy")
    sent = tick_until(matter, 32)
    assert (31, matter.people["ada"].id) in sent
    assert "No answer about a step: it goes up to whoever is accountable for it" in said(matter)
    with matter.house.db.reading() as session:
        assert session.scalars(select(Run.id)).one() == matter.run_id
