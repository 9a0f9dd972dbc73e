"""Each shipped playbook is walked along every branch, in both languages."""

from itertools import product

import pytest

from responder.books.playbooks import load_playbooks
from responder.books.playbooks.values import END, spoken
from responder.response.memory import SETTLED, Chosen, Memory, Remembered
from responder.response.plan import GONE, make_plan
from tests.response.world import NOW, library, minutes

SHELF = load_playbooks(words=library().words)


class Answers:
    """Facts that settle every condition alike."""

    def __init__(self, truth):
        self.truth = truth

    def holds(self, condition):
        return True if condition is None else self.truth

    def open_facts(self, condition):
        return ()

    def instant(self, key):
        return NOW


def branches(playbook):
    """Every way to answer all decisions: (step, decision) → option."""
    decisions = [(step.id, decision) for step in playbook.steps for decision in step.decisions]
    for answers in product(*(decision.options for _, decision in decisions)):
        yield {(step, decision.id): option for (step, decision), option in zip(decisions, answers, strict=True)}


def walk(playbook, answers, truth):
    """Settle what is current until nothing is; the memory at the end, and the steps in the order they were done."""
    steps, choices, order = {}, {}, []
    for minute in range(len(playbook.steps) + 2):
        found = make_plan(playbook, Memory(NOW, steps, choices), Answers(truth), now=minutes(minute))
        current = [planned for planned in found.current if not (planned.step.rhythm and found.ended_by is None)]
        if not current:
            return found, order
        for planned in current:
            for decision in planned.step.decisions:
                choices[planned.step.id, decision.id] = Chosen(
                    answers[planned.step.id, decision.id].id, minutes(minute)
                )
            steps[planned.step.id] = Remembered("done", settled_at=minutes(minute))
            order.append(planned.step.id)
    raise AssertionError("it never ends")


@pytest.mark.parametrize("name", sorted(SHELF))
def test_every_branch_comes_to_an_end_with_nothing_left_waiting(name):
    playbook = SHELF[name]
    walked, options = set(), set()
    for answers in branches(playbook):
        for truth in (True, False):
            found, order = walk(playbook, answers, truth)
            assert found.over
            assert all(planned.state in SETTLED | GONE or planned.step.rhythm for planned in found.steps)
            walked.update(order)
            options.update((key, option.id) for key, option in answers.items() if key[0] in order)
            if found.ended_by is not None:
                assert answers_end(answers, found.ended_by)
    assert walked == {step.id for step in playbook.steps if not step.rhythm}
    assert options == {
        ((step.id, decision.id), option.id)
        for step in playbook.steps
        for decision in step.decisions
        for option in decision.options
    }


def answers_end(answers, step_id):
    return any(option.to == END for (step, _), option in answers.items() if step == step_id)


@pytest.mark.parametrize("name", sorted(SHELF))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_on_the_way_can_be_read(name, language):
    for step in SHELF[name].steps:
        assert spoken(step.title, language)
        said = spoken(step.prose, language) or step.tasks or step.asks or step.decisions or step.does or step.evidence
        assert said
