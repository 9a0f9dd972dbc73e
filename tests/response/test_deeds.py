from datetime import timedelta

import pytest
from sqlalchemy import select

from responder.agenda import queries as agenda
from responder.agenda.records import DueItem
from responder.errors import BadInput, Conflict, NotFound
from responder.journal.append import open_body
from responder.journal.records import JournalLine
from responder.response import actions, queries
from responder.response.records import Choice, StepState
from tests.response.world import NOW, TEXT, Matter, library, minutes, playbook


@pytest.fixture
def matter(house):
    return Matter(house)


def timeline(matter):
    keys = matter.house.keystore.of(matter.incident.id)
    with matter.house.db.reading() as session:
        lines = session.scalars(
            select(JournalLine).where(JournalLine.stream == matter.incident.id).order_by(JournalLine.seq)
        )
        return [open_body(line, keys) for line in lines]


def said(matter):
    return [line["what"] for line in timeline(matter)]


def planned_reminders(matter, kind="step"):
    with matter.house.db.reading() as session:
        rows = session.scalars(
            select(DueItem).where(DueItem.state == "planned", DueItem.kind == kind).order_by(DueItem.planned_at)
        )
        return [(row.data["step"], int((row.planned_at - NOW).total_seconds() // 60)) for row in rows]


def test_starting_a_playbook_keeps_its_text_and_stands_in_the_timeline(matter):
    assert "Playbook started: Small, version 1.0.0" in said(matter)
    with matter.house.db.reading() as session:
        run = matter.running(session).run
        assert run.sources == {"small.md": TEXT}
        assert run.sha256 == playbook().sha256


def test_the_same_playbook_does_not_run_twice_at_once(matter):
    with matter.house.db.reading() as session:
        running = matter.running(session)
    with pytest.raises(Conflict), matter.house.db.writing() as session:
        actions.start_run(session, matter.incident, running.playbook, running.knows, by=matter.cora, now=NOW)


def test_a_change_on_the_shelf_does_not_touch_the_run_and_is_shown(matter):
    newer = (
        TEXT.replace("version: 1.0.0", "version: 2.0.0").replace("### Close", "### Other").replace("#close", "#other")
    )
    matter.shelf = {"small": playbook(newer)}
    assert "close" in matter.states()
    [run] = matter.room("rob").runs
    assert (run.playbook.version, run.newer_version) == ("1.0.0", "2.0.0")


def test_a_step_with_an_open_decision_cannot_be_ticked(matter):
    with pytest.raises(BadInput, match="A decision of this step is open"):
        matter.do(actions.tick, "look")


def test_deciding_gives_the_facts_to_record_and_opens_the_branch(matter):
    facts = matter.do(actions.decide, "look", "real", "isolate", at=4)
    assert facts == {"incident.status": "confirmed"}
    assert matter.states()["isolate"] == "current"
    assert "Decided: Is it real? Yes" in said(matter)


def test_deciding_otherwise_needs_a_reason_and_keeps_the_former_choice(matter):
    matter.do(actions.decide, "look", "real", "watch")
    with pytest.raises(Conflict):
        matter.do(actions.decide, "look", "real", "watch")
    with pytest.raises(BadInput, match="A reason is needed"):
        matter.do(actions.decide, "look", "real", "isolate")
    matter.do(actions.decide, "look", "real", "isolate", at=9, reason="It spreads")
    with matter.house.db.reading() as session:
        rows = session.scalars(select(Choice).order_by(Choice.at)).all()
        assert [(row.option_id, row.replaced_at) for row in rows] == [("watch", minutes(9)), ("isolate", None)]
    assert timeline(matter)[-1]["data"]["former"] == "watch"


def test_missing_evidence_needs_to_be_attached_or_explained(matter):
    matter.do(actions.decide, "look", "real", "isolate")
    matter.do(actions.tick, "isolate")
    with pytest.raises(BadInput, match=r"Evidence is missing; expected Logs\."):
        matter.do(actions.tick, "keep")
    matter.do(actions.add_evidence, "keep", "logs", note="Safe 3, sealed bag")
    plan = matter.do(actions.tick, "keep", at=30)
    assert plan.of("keep").state == "done"
    assert "Evidence: Logs. Safe 3, sealed bag" in said(matter)


def test_a_reason_stands_in_for_missing_evidence_and_is_sealed(matter):
    matter.do(actions.decide, "look", "real", "isolate")
    matter.do(actions.tick, "isolate")
    matter.do(actions.tick, "keep", reason="Overwritten before we came")
    assert said(matter)[-1] == "Done, with evidence missing: Keep. Overwritten before we came"
    raw = b"".join(path.read_bytes() for path in matter.house.path.glob("responder.db*"))
    assert b"Overwritten before we came" not in raw


def test_skipping_reopening_and_not_applicable_need_a_reason(matter):
    for deed in (actions.skip, actions.mark_not_applicable):
        with pytest.raises(BadInput, match="A reason is needed"):
            matter.do(deed, "tell", reason="  ")
    matter.do(actions.skip, "tell", reason="Told at once by telephone")
    assert matter.states()["tell"] == "skipped"
    with pytest.raises(Conflict):
        matter.do(actions.tick, "tell")
    with pytest.raises(BadInput):
        matter.do(actions.reopen, "tell", reason="")
    matter.do(actions.reopen, "tell", reason="It was another matter", at=50)
    assert matter.states()["tell"] == "current"
    with pytest.raises(Conflict):
        matter.do(actions.reopen, "tell", reason="again")


def test_nothing_is_a_dead_end_a_waiting_step_may_be_done_early(matter):
    matter.do(actions.tick, "close")
    assert matter.states()["close"] == "done"


def test_boxes_are_ticked_one_by_one_and_can_be_unticked(matter):
    matter.do(actions.tick_task, "look", 2)
    assert matter.plan().of("look").remembered.tasks == {2}
    with pytest.raises(Conflict):
        matter.do(actions.tick_task, "look", 2)
    matter.do(actions.tick_task, "look", 2, done=False)
    with pytest.raises(NotFound):
        matter.do(actions.tick_task, "look", 3)
    assert said(matter)[-2:] == ["Task done: Note the time", "Task open again: Note the time"]


def test_a_step_that_comes_again_counts_its_rounds_until_somebody_ends_it(matter):
    matter.do(actions.tick, "update", at=31)
    plan = matter.do(actions.tick, "update", at=62)
    assert (plan.of("update").state, plan.of("update").due_at) == ("current", minutes(180))
    matter.do(actions.end_rounds, "update", reason="Contained", at=70)
    assert matter.states()["update"] == "done"
    with pytest.raises(BadInput):
        matter.do(actions.end_rounds, "look", reason="x")
    assert "Round 2 done: Update" in said(matter)


@pytest.mark.parametrize(
    "deed",
    [
        lambda m: m.do(actions.tick, "lok"),
        lambda m: m.do(actions.decide, "look", "x", "y"),
        lambda m: m.do(actions.add_evidence, "look", "logs", note="x"),
    ],
)
def test_what_the_playbook_does_not_have_is_not_found(matter, deed):
    with pytest.raises(NotFound):
        deed(matter)


def test_an_unknown_option_names_those_there_are(matter):
    with pytest.raises(BadInput, match="isolate, watch, nothing"):
        matter.do(actions.decide, "look", "real", "maybe")


def test_due_times_are_on_the_agenda_and_fall_silent_when_the_step_is_settled(matter):
    assert [moment for step, moment in planned_reminders(matter) if step == "look"] == [5, 15, 30, 75]
    matter.do(actions.skip, "look", reason="Nothing to look at")
    assert [step for step, _ in planned_reminders(matter) if step == "look"] == []


def test_a_clock_that_starts_puts_its_step_on_the_agenda(matter):
    assert "tell" not in {step for step, _ in planned_reminders(matter)}
    matter.know(at=10, events__awareness="2026-11-24T09:00:00Z")
    assert [moment for step, moment in planned_reminders(matter) if step == "tell"] == [230, 240, 255, 300]
    matter.know(at=20, events__awareness="2026-11-24T08:00:00Z")
    assert [moment for step, moment in planned_reminders(matter) if step == "tell"] == [170, 180, 195, 240]


def test_evidence_about_to_be_overwritten_is_reminded_of(matter):
    matter.do(actions.decide, "look", "real", "isolate")
    matter.do(actions.tick, "isolate")
    assert [moment for _, moment in planned_reminders(matter, "evidence")] == [1440, 2580, 2820]
    matter.do(actions.add_evidence, "keep", "logs", file_ref="f" * 32)
    assert planned_reminders(matter, "evidence") == []


def test_a_condition_follows_the_facts(matter):
    for step in ("look", "isolate", "watch", "keep", "tell"):
        matter.do(actions.skip, step, reason="elsewhere")
    assert matter.states()["rotate"] == "undecided"
    matter.know(exposure__encrypted=True)
    assert matter.states()["rotate"] == "ruled_out"
    matter.know(exposure__encrypted=False)
    assert matter.states()["rotate"] == "current"


def test_a_run_ends_with_open_steps_only_for_a_reason_and_names_them(matter):
    with pytest.raises(BadInput, match=r"Steps are open that must be done: Look; .*Close"):
        matter.do(actions.finish_run)
    left = matter.do(actions.finish_run, reason="It is the test network")
    assert [planned.step.id for planned in left][:2] == ["look", "keep"]
    line = timeline(matter)[-1]
    assert line["what"].startswith("Playbook finished: Small. It is the test network Left open: Look; ")
    assert "update" not in line["data"]["left"]


def test_a_run_that_is_through_ends_without_a_reason(matter):
    matter.do(actions.decide, "look", "real", "nothing")
    matter.do(actions.tick, "look")
    assert matter.do(actions.finish_run) == ()
    assert said(matter)[-1] == "Playbook finished: Small"


def test_finishing_a_run_silences_it_and_it_takes_no_more_deeds(matter):
    matter.do(actions.finish_run, reason="Elsewhere", at=5, by=matter.cora)
    assert planned_reminders(matter) == []
    for deed in (lambda: matter.do(actions.tick, "tell"), lambda: matter.do(actions.decide, "look", "real", "watch")):
        with pytest.raises(Conflict):
            deed()


def test_following_twice_changes_nothing(matter):
    def rows():
        with matter.house.db.reading() as session:
            states = [
                (row.step_id, row.current_since)
                for row in session.scalars(select(StepState).order_by(StepState.step_id))
            ]
            return states, len(agenda.list_upcoming(session, NOW, within=timedelta(days=99)))

    before = rows()
    with matter.house.db.writing() as session:
        actions.follow(session, matter.running(session), now=minutes(3))
    assert rows() == before


def test_two_who_tick_the_same_step_leave_one_line(matter):
    matter.do(actions.tick, "tell")
    with pytest.raises(Conflict, match="Somebody was quicker"):
        matter.do(actions.tick, "tell", by=matter.cora)
    assert said(matter).count("Done: Tell") == 1


def test_the_due_times_of_a_drill_are_real_instants(house):
    drill = Matter(house, kind="drill", speed=60)
    look = [moment for step, moment in planned_reminders_seconds(drill) if step == "look"]
    assert look[1] == 15  # fifteen minutes of the drill are fifteen seconds
    assert drill.plan(at=1).of("update").late


def planned_reminders_seconds(matter):
    with matter.house.db.reading() as session:
        rows = session.scalars(
            select(DueItem).where(DueItem.kind == "step").order_by(DueItem.due_at, DueItem.planned_at)
        )
        return [(row.data["step"], int((row.due_at - NOW).total_seconds())) for row in rows]


def test_the_timeline_speaks_the_language_of_the_incident(house):
    matter = Matter(house, language="zh")
    matter.do(actions.skip, "tell", reason="已电话告知")
    assert "已跳过：Tell。已电话告知" in said(matter)


def test_a_sub_playbook_remembers_which_step_started_it(matter):
    other = playbook(TEXT, "other")
    with matter.house.db.writing() as session:
        running = matter.running(session)
        started = actions.start_run(
            session, matter.incident, other, running.knows, by=matter.cora, now=NOW, parent=(running.run.id, "look")
        )
        assert (started.run.parent_run_id, started.run.parent_step) == (matter.run_id, "look")
    with matter.house.db.reading() as session:
        assert [
            one.run.playbook
            for one in queries.list_running(session, matter.incident, library(), {**matter.shelf, "other": other})
        ] == ["small", "other"]
