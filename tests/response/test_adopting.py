import pytest
from sqlalchemy import select

from responder.agenda.records import DueItem
from responder.books.playbooks import load_roles
from responder.errors import BadInput, Conflict
from responder.response import actions, queries
from responder.response.offers import offer_of
from responder.response.records import Adoption, Run
from responder.review.queries.course import list_runs
from tests.response.world import TEXT, Matter, library, minutes, playbook

NEWER = (
    TEXT.replace("version: 1.0.0", "version: 2.0.0")
    .replace("- [ ] Photograph it\n", "- [ ] Sit down\n- [ ] Photograph it\n")
    .replace("### Close", "### Report {: #report role=privacy due=2h }\n\nSay what was found.\n\n### Close")
    .replace("### Watch {: #watch role=forensics due=1h }\n\nWatch it.\n\n", "")
    .replace('- {id: watch, text: "Perhaps", to: watch}\n', "")
    .replace("after=isolate,watch", "after=isolate")
)


@pytest.fixture
def matter(house):
    found = Matter(house)
    found.newer = playbook(NEWER)
    return found


def adopt(matter, *steps, at=30):
    with matter.house.db.writing() as session:
        running = matter.running(session)
        actions.adopt(
            session, running, matter.newer, library=library(), roles=load_roles(), by=matter.cora, now=minutes(at),
            steps=list(steps) or None,
        )  # fmt: skip
    matter.shelf = {"small": matter.newer}


def run_of(matter):
    with matter.house.db.reading() as session:
        run = session.scalars(select(Run)).one()
        session.expunge(run)
        return run


def test_the_whole_newer_version_is_adopted_and_what_was_done_stays_done(matter):
    matter.do(actions.decide, "look", "real", "isolate")
    matter.do(actions.tick_task, "look", 1)
    matter.do(actions.tick, "look")
    adopt(matter)
    assert matter.states()["look"] == "done"
    assert "watch" not in matter.states()
    assert matter.states()["report"] == "waiting"
    run = run_of(matter)
    assert (run.version, run.sha256, run.sources) == ("2.0.0", matter.newer.sha256, {"small.md": NEWER})
    assert matter.room("rob").runs[0].newer_version is None


def test_a_ticked_box_keeps_its_tick_where_it_now_stands(matter):
    matter.do(actions.tick_task, "look", 1)
    adopt(matter)
    assert matter.plan().of("look").remembered.tasks == {2}


def test_adopting_is_a_deed_and_the_former_text_is_kept(matter):
    adopt(matter, "report")
    with matter.house.db.reading() as session:
        adoption = session.scalars(select(Adoption)).one()
        assert (adoption.steps, adoption.former_version, adoption.version) == (["report"], "1.0.0", "1.0.0+2.0.0")
        assert adoption.former_sources == {"small.md": TEXT}
        assert adoption.by == matter.cora


def test_one_step_is_adopted_and_the_room_still_offers_the_rest(matter):
    adopt(matter, "report")
    assert {"watch", "report"} <= set(matter.states())
    assert matter.room("rob").runs[0].newer_version == "2.0.0"
    with matter.house.db.reading() as session:
        running = matter.running(session)
        offer = offer_of(running.playbook, matter.newer, queries.memory_of(session, running.run))
    assert [(change.step, change.kind) for change in offer.changes] == [
        ("", "changed"), ("look", "changed"), ("keep", "changed"), ("watch", "removed"),
    ]  # fmt: skip


def test_steps_that_would_leave_no_way_on_are_not_adopted_alone(matter):
    with pytest.raises(BadInput, match="to: watch names no step"):
        adopt(matter, "watch")
    adopt(matter, "watch", "look", "keep")
    assert "watch" not in matter.states()


def test_a_step_that_does_not_differ_is_not_adopted(matter):
    with pytest.raises(BadInput, match="expected look, keep, report, watch"):
        adopt(matter, "isolate")


def test_what_was_decided_stays_readable_where_the_newer_version_has_no_such_option(matter):
    matter.do(actions.decide, "look", "real", "watch")
    matter.do(actions.tick, "look")
    matter.do(actions.tick, "watch")
    adopt(matter)
    assert (matter.states()["look"], matter.states()["watch"]) == ("done", "done")
    assert run_of(matter).version == "2.0.0"
    assert matter.room("rob").runs[0].newer_version is None


def test_the_version_on_the_shelf_is_not_adopted_twice(matter):
    adopt(matter)
    with pytest.raises(Conflict):
        adopt(matter)


def test_a_step_that_is_gone_reminds_nobody(matter):
    matter.do(actions.decide, "look", "real", "watch")
    adopt(matter)
    with matter.house.db.reading() as session:
        planned = session.scalars(select(DueItem).where(DueItem.state == "planned"))
        assert "watch" not in {item.data["step"] for item in planned}


def test_the_proof_holds_every_text_that_was_followed(matter):
    adopt(matter, "report", at=10)
    adopt(matter, at=20)
    with matter.house.db.reading() as session:
        [run] = list_runs(session, matter.incident, library(), matter.shelf)
    assert list(run.sources) == ["before-1-small.md", "before-2-small.md", "small.md"]
    assert (run.sources["before-1-small.md"], run.sources["small.md"]) == (TEXT, NEWER)
