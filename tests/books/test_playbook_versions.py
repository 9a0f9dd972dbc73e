from responder.books.playbooks.versions import AROUND, difference, keeping, with_steps
from tests.books.playbook_world import CHINESE, GOOD, changed, read

OLD = {"example.md": GOOD, "example.zh.md": CHINESE}
NEWER = changed("version: 1.0.0", "version: 2.0.0", changed("Look at one host.", "Look at two hosts.")).replace(
    "## Then\n", "### Ask {: #ask role=commander due=1h }\n\nAsk around.\n\n## Then\n"
)
NEW = {"example.md": NEWER, "example.zh.md": CHINESE.replace("1.0.0", "2.0.0").replace("## 后\n", "### 询问 {: #ask }\n\n询问。\n\n## 后\n")}
WITHOUT = {"example.md": GOOD[: GOOD.index("## Then")].replace("1.0.0", "2.0.0")}


def steps_of(files):
    return [step.id for step in read(files["example.md"]).playbook.steps]


def test_what_differs_is_told_step_by_step_with_a_diff_in_every_language():
    changes = difference("example", OLD, NEW)
    assert [(change.step, change.kind, change.title) for change in changes] == [
        (AROUND, "changed", ""),
        ("look", "changed", "Look"),
        ("ask", "added", "Ask"),
    ]
    assert "-Look at one host.\n+Look at two hosts." in changes[1].diffs["example.md"]
    assert set(changes[2].diffs) == {"example.md", "example.zh.md"}


def test_the_same_text_differs_in_nothing():
    assert difference("example", OLD, OLD) == ()


def test_a_step_that_is_gone_is_told_as_removed():
    assert [(change.step, change.kind) for change in difference("example", {"example.md": GOOD}, WITHOUT)] == [
        (AROUND, "changed"),
        ("close", "removed"),
    ]


def test_one_step_is_taken_over_and_the_others_stay_word_for_word():
    merged = with_steps("example", OLD, NEW, ["look"])
    assert "two hosts" in merged["example.md"]
    assert steps_of(merged) == ["look", "act", "close"]
    assert read(merged["example.md"]).playbook.version == "1.0.0+2.0.0"
    assert [change.step for change in difference("example", OLD, merged)] == [AROUND, "look"]


def test_a_new_step_comes_to_stand_where_the_newer_version_has_it_in_every_language():
    merged = with_steps("example", OLD, NEW, ["ask"])
    assert steps_of(merged) == ["look", "act", "ask", "close"]
    found = read(merged["example.md"], zh=merged["example.zh.md"])
    assert [finding for finding in found.findings if finding.level == "error"] == []
    assert found.playbook.step("ask").title == {"en": "Ask", "zh": "询问"}


def test_all_steps_one_after_the_other_come_to_the_newer_text():
    merged = with_steps("example", with_steps("example", OLD, NEW, ["ask"]), NEW, ["look"])
    assert [change.step for change in difference("example", merged, NEW)] == [AROUND]


def test_a_new_phase_comes_with_its_first_step():
    merged = with_steps("example", WITHOUT, {"example.md": GOOD}, ["close"])
    assert [phase.title["en"] for phase in read(merged["example.md"]).playbook.phases] == ["First", "Then"]


def test_what_was_done_and_is_gone_in_the_newer_version_stays_readable():
    merged = keeping("example", {"example.md": GOOD}, WITHOUT, ["close"])
    assert steps_of(merged) == ["look", "act", "close"]
    assert keeping("example", OLD, NEW, []) == NEW
