"""The shipped playbooks themselves."""

from functools import cache

import pytest

from responder.books.playbooks import load_playbooks, load_roles
from responder.books.playbooks.actions import ACTIONS
from responder.books.playbooks.lint import Surroundings, lint
from responder.books.playbooks.shelf import files_of, shelf
from responder.books.playbooks.values import spoken
from responder.people.permissions import PERMISSIONS
from tests.books.playbook_world import TODAY, library

NAMES = sorted(files_of(shelf()))
PLANNED_WORK = {"company-deregistration", "compliance-check", "merger-or-transfer-of-customers", "risk-assessment"}
"""Playbooks that no alarm starts, or that run inside another: the five first steps stand elsewhere or make no sense."""


@cache
def playbooks():
    return load_playbooks(words=library().words)


@pytest.mark.parametrize("name", NAMES)
def test_every_playbook_lints_clean(name):
    files = files_of(shelf())
    around = Surroundings(library().words, load_roles(), library().regimes, tuple(files))
    assert lint(name, files[name], around, today=TODAY) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_playbook_speaks_english_and_chinese_throughout(name):
    playbook = playbooks()[name]
    assert playbook.languages == ("en", "zh")
    texts = [playbook.title, playbook.intro, *(phase.title for phase in playbook.phases)]
    for step in playbook.steps:
        texts += [step.title, *(task.text for task in step.tasks), *(one.text for one in step.evidence)]
        texts += [step.prose] if step.prose else []
        for decision in step.decisions:
            texts += [decision.question, *(option.text for option in decision.options)]
    assert all(text.get("zh") and text.get("en") for text in texts)
    assert all(spoken(text, "zh") != spoken(text, "en") for text in texts)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PLANNED_WORK])
def test_the_first_five_steps_protect_cover_privilege_evidence_and_silence(name):
    first = [step.id for step in playbooks()[name].steps[:5]]
    assert first == ["insurer", "counsel", "preserve", "channel", "speakers"]


@pytest.mark.parametrize("name", NAMES)
def test_a_playbook_can_be_followed_at_night(name):
    assert len(playbooks()[name].steps) <= 40
    assert sum(step.required for step in playbooks()[name].phases[0].steps) <= 15


def test_every_seat_has_a_name_in_both_languages():
    for role in load_roles().values():
        assert {"en", "zh"} <= set(role.name)
        assert {"en", "zh"} <= set(role.decides)
        assert {"en", "zh"} <= set(role.never)


def test_every_action_asks_for_a_permission_that_exists():
    assert {action.deed for action in ACTIONS.values()} <= set(PERMISSIONS)
