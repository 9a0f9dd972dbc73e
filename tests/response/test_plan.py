from responder.response.plan import make_plan
from tests.response.world import NOW, Known, chosen, done, memory, minutes, playbook


def plan(steps=None, choices=None, knows=None, at=0):
    return make_plan(playbook(), memory(steps, choices), knows or Known(), now=minutes(at))


def states(planned):
    return {step.step.id: step.state for step in planned.steps}


def test_at_the_start_the_first_phase_is_current_and_the_rest_waits_and_says_for_what():
    found = plan()
    assert states(found) == {
        "look": "current", "isolate": "waiting", "watch": "waiting", "keep": "waiting", "tell": "current",
        "update": "current", "rotate": "waiting", "close": "waiting",
    }  # fmt: skip
    assert found.of("isolate").waits_for == ("look",)
    assert found.of("keep").waits_for == ("isolate", "watch")
    assert found.of("close").waits_for == ("look", "isolate", "watch", "keep", "tell")


def test_a_choice_opens_its_branch_and_closes_the_other():
    found = plan(choices=chosen("isolate", minutes(5)))
    assert (found.of("isolate").state, found.of("watch").state) == ("current", "off_path")
    assert found.of("isolate").came_from == ("look", "isolate")
    assert (found.of("isolate").since, found.of("isolate").due_at) == (minutes(5), minutes(35))
    assert found.of("keep").waits_for == ("isolate",)


def test_branches_join_again_whichever_was_taken():
    for option in ("isolate", "watch"):
        found = plan({option: done(minutes(20))}, chosen(option))
        assert found.of("keep").state == "current"
        assert found.of("keep").since == minutes(20)


def test_the_end_takes_everything_that_is_open_off_the_path():
    found = plan({"tell": done(minutes(1))}, chosen("nothing"))
    assert found.ended_by == "look"
    assert states(found)["tell"] == "done"
    assert states(found)["look"] == "current"
    assert {states(found)[step] for step in ("isolate", "watch", "keep", "update", "close")} == {"off_path"}
    assert plan({"look": done(minutes(2))}, chosen("nothing")).over


def test_deciding_otherwise_later_moves_the_path():
    assert states(plan(choices=chosen("watch")))["isolate"] == "off_path"
    assert states(plan(choices=chosen("isolate")))["watch"] == "off_path"


def test_a_condition_that_is_open_asks_and_one_that_fails_rules_the_step_out():
    before = {step: done(NOW) for step in ("look", "isolate", "keep", "tell")}
    asked = plan(before, chosen("isolate")).of("rotate")
    assert (asked.state, asked.open_facts) == ("undecided", ("exposure.encrypted",))
    ruled_out = plan(before, chosen("isolate"), Known({"exposure.encrypted": False}))
    assert (ruled_out.of("rotate").state, ruled_out.of("close").state) == ("ruled_out", "current")
    assert plan(before, chosen("isolate"), Known({"exposure.encrypted": True})).of("rotate").state == "current"


def test_what_was_done_stays_done_when_its_condition_falls():
    found = plan({"rotate": done(NOW)}, knows=Known({"exposure.encrypted": False}))
    assert found.of("rotate").state == "done"


def test_a_due_time_from_a_clock_is_unknown_until_the_clock_starts():
    assert plan().of("tell").due_at is None
    started = plan(knows=Known(instants={"events.awareness": minutes(-60)}), at=200)
    assert started.of("tell").due_at == minutes(180)
    assert started.of("tell").late


def test_a_step_that_comes_again_never_holds_up_the_next_phase_and_keeps_its_fixed_times():
    settled = {step: done(NOW) for step in ("look", "isolate", "keep", "tell")}
    found = plan(settled, chosen("isolate"), Known({"exposure.encrypted": False}))
    assert (found.of("update").state, found.of("close").state) == ("current", "current")
    assert found.of("update").due_at == minutes(30)
    assert plan({"update": done(None, "open", rounds=1, last_round_at=minutes(41))}).of("update").due_at == minutes(60)
    assert plan({"update": done(None, "open", rounds=2, last_round_at=minutes(61))}).of("update").due_at == minutes(180)


def test_evidence_that_will_be_overwritten_has_a_time_of_loss_until_it_is_kept():
    here = {"isolate": done(NOW)}
    assert plan(here, chosen("isolate")).of("keep").lost_at == minutes(2 * 24 * 60)
    earlier = plan(here, chosen("isolate"), Known(instants={"events.occurred": minutes(-24 * 60)}))
    assert earlier.of("keep").lost_at == minutes(24 * 60)
    kept = {**here, "keep": done(None, "open", evidence=frozenset({"logs"}))}
    assert plan(kept, chosen("isolate")).of("keep").lost_at is None
    assert [one.id for one in plan(here, chosen("isolate")).of("keep").missing_evidence] == ["logs"]


def test_a_circle_that_slipped_through_waits_and_never_hangs():
    text = """---
title: Round
version: 1
roles: [commander]
---

## One

### A {: #a role=commander due=1h after=b }

x

### B {: #b role=commander due=1h after=a }

y
"""
    found = make_plan(playbook(text, "round"), memory(), Known(), now=NOW)
    assert {step.state for step in found.steps} == {"waiting"}


def test_what_only_a_choice_would_bring_is_not_left_to_do():
    plan = make_plan(playbook(), memory(), Known(), now=NOW)
    assert plan.of("isolate").on_choice
    assert [planned.step.id for planned in plan.left] == ["look", "keep", "tell", "rotate", "close"]
    plan = make_plan(playbook(), memory(choices=chosen("isolate")), Known(), now=NOW)
    assert "isolate" in [planned.step.id for planned in plan.left]
