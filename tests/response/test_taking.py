"""'I am on it': who is, what climbs no further, and who is reminded from then on."""

import pytest
from sqlalchemy import select

from responder.agenda.actions import claim_due, settle_due
from responder.agenda.records import DueItem
from responder.errors import Conflict
from responder.ids import derived_id
from responder.oncall.queries.pages import list_pages
from responder.response import actions
from responder.response.actions.doing import page_subject
from tests.response.test_deeds import said
from tests.response.world import TEXT, Matter, minutes

CALLING = TEXT.replace("- {action: draft_notice, recipient: regulator}", "- {action: page, role: privacy}")


@pytest.fixture
def matter(house):
    return Matter(house, text=CALLING)


def items(matter, subject, kind):
    with matter.house.db.reading() as session:
        rows = session.scalars(select(DueItem).where(DueItem.kind == kind, DueItem.subject_id == subject))
        return [(row.state, row.data) for row in rows.all()]


def subject_of(matter, step):
    return derived_id(matter.run_id, step)


def send_all(matter, at):
    with matter.house.db.writing() as session:
        for item in claim_due(session, owner="test", now=minutes(at)):
            settle_due(session, item, now=minutes(at))


def test_whoever_says_so_is_on_it_and_the_timeline_knows(matter):
    matter.do(actions.take_step, "look", at=3)
    planned = matter.plan().of("look")
    assert (planned.remembered.taken_by, planned.remembered.taken_at) == (matter.rob, minutes(3))
    assert said(matter)[-1] == "Person rob is on it: Look"
    with pytest.raises(Conflict):
        matter.do(actions.take_step, "look", at=4)


def test_what_was_sent_about_it_climbs_no_further_and_later_reminders_come_to_that_person_alone(matter):
    send_all(matter, 16)
    matter.do(actions.take_step, "look", at=20)
    found = items(matter, subject_of(matter, "look"), "step")
    assert "sent" not in {state for state, _ in found}
    assert "acknowledged" in {state for state, _ in found}
    to_come = [data["owner"] for state, data in found if state == "planned"]
    assert to_come
    assert set(to_come) == {matter.rob}


def test_another_may_take_it_over_and_it_can_be_put_down(matter):
    matter.do(actions.take_step, "look")
    matter.do(actions.take_step, "look", by=matter.cora, at=5)
    assert said(matter)[-1] == "Person cora is on it from here on: Look"
    matter.do(actions.put_down, "look", by=matter.cora, at=6)
    assert matter.plan().of("look").remembered.taken_by is None
    with pytest.raises(Conflict):
        matter.do(actions.put_down, "look", at=7)


def calls(matter):
    with matter.house.db.reading() as session:
        return [(page.about == page_subject(matter.incident.id, "privacy"), page.state) for page in list_pages(session)]


def test_being_on_the_step_answers_the_call_that_went_out_from_it(matter):
    matter.do(actions.page, "tell", 1)
    send_all(matter, 1)
    matter.do(actions.take_step, "tell", at=2)
    assert calls(matter) == [(True, "answered")]


def test_ticking_the_step_answers_the_call_that_went_out_from_it(matter):
    matter.do(actions.page, "tell", 1)
    matter.do(actions.tick, "tell", at=2)
    assert calls(matter) == [(True, "answered")]


def test_a_settled_step_is_nobodys_to_take(matter):
    matter.do(actions.skip, "look", reason="known")
    with pytest.raises(Conflict):
        matter.do(actions.take_step, "look")


def test_a_step_opened_again_is_nobodys_until_somebody_says_so(matter):
    matter.do(actions.take_step, "tell")
    matter.do(actions.tick, "tell")
    matter.do(actions.reopen, "tell", reason="It was another authority")
    assert matter.plan().of("tell").remembered.taken_by is None


def test_evidence_that_is_being_overwritten_reminds_before_its_step_has_begun(matter):
    keep = matter.plan().of("keep")
    assert keep.state == "waiting"
    assert [(one.id, at) for one, at in keep.lasting] == [("logs", minutes(2 * 24 * 60))]
    assert "planned" in {state for state, _ in items(matter, subject_of(matter, "keep"), "evidence")}
