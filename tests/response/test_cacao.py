import json
from datetime import UTC, datetime

import pytest

from responder.books.library import load_library
from responder.books.playbooks import load_playbooks, load_roles
from responder.books.playbooks.described import described
from responder.books.playbooks.draft import draft_of, written
from responder.books.playbooks.read import read_playbook
from responder.formats.cacao import read_cacao
from responder.response.cacao_in import from_cacao
from responder.response.cacao_out import to_cacao
from tests.books.playbook_world import CHINESE, GOOD, read
from tests.formats.cacao_world import action, cacao, condition, end, parallel, switch

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def exported(playbook):
    return json.loads(json.dumps(to_cacao(playbook, now=NOW)))


def files_of(document):
    name, drafts = from_cacao(read_cacao(json.dumps(document), file="x.json"))
    return name, {
        f"{name}.{language}.md" if language else f"{name}.md": written(draft) for language, draft in drafts.items()
    }


def meaning(playbook, language):
    return {key: value for key, value in described(playbook, language).items() if key != "sha256"}


def test_every_playbook_of_the_shelf_comes_back_from_cacao_with_its_meaning_in_every_language():
    words = load_library().words
    for playbook in load_playbooks(words=words).values():
        document = exported(playbook)
        assert read_cacao(json.dumps(document), file="x.json").warnings == ()
        name, files = files_of(document)
        reading = read_playbook(name, files, words=words, roles=load_roles())
        assert [finding for finding in reading.findings if finding.level == "error"] == []
        for language in playbook.languages:
            assert meaning(reading.playbook, language) == meaning(playbook, language)


def test_a_draft_reads_as_the_file_it_came_from():
    again = read(
        written(draft_of(GOOD, file="example.md")), zh=written(draft_of(CHINESE, file="example.zh.md"))
    ).playbook
    for language in ("en", "zh"):
        assert meaning(again, language) == meaning(read(zh=CHINESE).playbook, language)


def test_whoever_knows_no_extension_finds_decisions_conditions_and_what_each_leads_to():
    document = exported(read(zh=CHINESE).playbook)
    kinds = {step["type"] for step in document["workflow"].values()}
    assert kinds == {"start", "action", "switch-condition", "if-condition", "end"}
    [choice] = [step for step in document["workflow"].values() if step["type"] == "switch-condition"]
    assert document["workflow"][choice["cases"]["real"]]["type"] == "if-condition"
    assert document["workflow"][choice["cases"]["not-real"]]["type"] == "end"


def test_what_others_changed_in_the_exchanged_playbook_comes_back_changed():
    document = exported(read().playbook)
    look = next(step for step in document["workflow"].values() if step.get("name") == "Look")
    look["name"] = "Look twice"
    _, files = files_of(document)
    assert "### Look twice {: #look role=forensics due=15m }" in files["example.md"]


def foreign(steps, **more):
    [draft] = from_cacao(read_cacao(json.dumps(cacao(steps, **more)), file="x.json"))[1].values()
    return draft


def order(draft):
    return [(step.id, step.attributes.get("after")) for step in draft.steps]


def test_the_steps_of_others_follow_each_other_as_they_did_there():
    draft = foreign({"start": "a", "a": action("First", "b"), "b": action("Second", "e"), "e": end()})
    assert order(draft) == [("first", "start"), ("second", "first")]
    assert "Run it" in draft.steps[0].prose


def test_branches_side_by_side_come_together_again():
    steps = {
        "start": "p",
        "p": parallel(["a", "b"], "c"),
        "a": action("A", "e1"),
        "b": action("B", "e2"),
        "e1": end(),
        "e2": end(),
        "c": action("C", "e"),
        "e": end(),
    }
    assert order(foreign(steps)) == [("a", "start"), ("b", "start"), ("c", "a,b")]


def test_a_condition_becomes_a_decision_whose_empty_branch_goes_on():
    steps = {
        "start": "i",
        "i": condition("Is it real?", "a", "b"),
        "a": action("Act", "e1"),
        "e1": end(),
        "b": action("Close", "e"),
        "e": end(),
    }
    draft = foreign(steps)
    assert [step.id for step in draft.steps] == ["is-it-real", "act", "go-on-no", "close"]
    [(kind, [decision])] = draft.steps[0].blocks
    assert (kind, [(one["id"], one["to"]) for one in decision["options"]]) == (
        "decide",
        [("yes", "act"), ("no", "go-on-no")],
    )
    assert draft.steps[3].attributes["after"] == "act,go-on-no"
    name = {"example.md": written(draft)}
    codes = {
        finding.code
        for finding in read_playbook("example", name, words=load_library().words, roles=load_roles()).findings
    }
    assert codes == set()


def test_a_switch_has_an_option_for_each_case():
    steps = {
        "start": "s",
        "s": switch({"1": "a", "default": "b"}, "e"),
        "a": action("One", "e1"),
        "b": action("Else", "e2"),
        "e1": end(),
        "e2": end(),
        "e": end(),
    }
    [(_, [decision])] = foreign(steps).steps[0].blocks
    assert [(one["text"], one["to"]) for one in decision["options"]] == [("1", "one"), ("default", "else")]


@pytest.mark.parametrize("wanted", ["who owns a step"])
def test_what_cacao_does_not_know_is_said(wanted):
    draft = foreign({"start": "a", "a": action("First", "e"), "e": end()})
    assert any(wanted in warning for _, warning in draft.warnings)
