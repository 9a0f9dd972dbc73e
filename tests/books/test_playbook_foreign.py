from responder.books.playbooks.draft import written
from responder.books.playbooks.foreign import read_foreign
from tests.books.playbook_world import findings

MAY_BE = {"no-owner", "no-due", "review-passed", "unused-role"}


def shape(text, name="example"):
    draft = read_foreign(text, name=name)
    return draft, [(phase.title, [(step.id, step.tasks) for step in phase.steps]) for phase in draft.phases]


def codes(draft):
    """What lint still asks of the draft: only what nobody but a person can say."""
    draft.front.pop("name")
    return {finding.code for finding in findings(written(draft))}


def warned(draft, part):
    return [line for line, warning in draft.warnings if part in warning]


def test_phases_and_steps_are_headings_of_any_depth_and_all_ones_lists_are_tasks():
    text = "## Playbook: Phishing\n\n### Investigate\n\n#### Look\n\n1. Read it\n1. Keep it\n    * as a file\n\n### Remediate\n\n1. Block it\n"
    draft, found = shape(text)
    assert draft.front["title"] == "Playbook: Phishing"
    assert found == [
        ("Investigate", [("look", ["Read it", "Keep it", "as a file"])]),
        ("Remediate", [("remediate", ["Block it"])]),
    ]
    assert codes(draft) <= MAY_BE


def test_skipped_depths_and_numbered_headings_are_read():
    text = "# Title\n\n## Part 1 - Prepare\n\n#### 1.1 Tools\n\n- [ ] Check tools\n- [x] Check people\n"
    _, found = shape(text)
    assert found == [("Prepare", [("tools", ["Check tools", "Check people"])])]


def test_bold_lines_are_phases_where_there_are_no_headings():
    text = "##### CARD - 1\n\n**(P) Preparation**\n\n1. Patch\n  a. All of it  \n2. Train\n\n**(I) Identification**\n\n1. Watch\n"
    draft, found = shape(text)
    assert draft.front["title"] == "CARD - 1"
    assert found == [
        ("(P) Preparation", [("p-preparation", ["Patch", "All of it", "Train"])]),
        ("(I) Identification", [("i-identification", ["Watch"])]),
    ]
    assert codes(draft) <= MAY_BE


def test_a_list_in_a_fence_is_a_list_and_code_stays_code():
    text = "# T\n\n## Prepare\n\n```\n(P) Preparation\n\n1. Patch\n2. Train\n```\n\n## Look\n\n```bash\n# not a heading\nls -l\n```\n\n- Run it\n"
    draft, found = shape(text)
    assert found == [("T", [("prepare", ["Patch", "Train"]), ("look", ["Run it"])])]
    assert warned(draft, "a list stands in a fence") == [5]
    assert codes(draft) <= MAY_BE


def test_a_heading_beside_a_list_in_a_fence_makes_no_broken_step():
    text = "# T\n\n## Prepare\n\n```\n### Patch days\n- Patch\n- Train\n```\n"
    draft, found = shape(text)
    assert [task for _, steps in found for _, tasks in steps for task in tasks] == ["Patch", "Train"]
    assert codes(draft) <= MAY_BE


def test_tags_at_the_head_of_an_item_are_phases():
    text = "# T\n\n1. [**PREPARATION**] Know your accounts\n2. [**PREPARATION**] Know your keys\n3. [**CONTAINMENT**] Cut them\n"
    _, found = shape(text)
    assert found == [
        ("Preparation", [("preparation", ["Know your accounts", "Know your keys"])]),
        ("Containment", [("containment", ["Cut them"])]),
    ]


def test_front_matter_of_others_and_windows_line_ends_do_not_disturb():
    draft, found = shape(
        "---\ncover: x.png\ntitle: Security\n---\r\n## Stop\r\n\r\n- Stop it\r\n\r\n## Tell\r\n\r\n- Tell us\r\n"
    )
    assert draft.front["title"] == "Security"
    assert found == [("Security", [("stop", ["Stop it"]), ("tell", ["Tell us"])])]


def test_an_empty_file_is_a_draft_with_a_warning():
    for text in ("", "\n\n", "# Only a title\n"):
        draft, found = shape(text)
        assert found == []
        assert warned(draft, "nothing was found") == [None]


def test_placeholders_html_and_several_playbooks_are_warned_of():
    text = "## Playbook: <Type of Incident>\n\n### A<sup>1</sup>\n\n- TODO: fill\n\n## Playbook: Two\n\n### B\n\n- {{NAME}} calls\n"
    draft, _ = shape(text)
    assert warned(draft, "HTML is left out")
    assert 5 in warned(draft, "a placeholder")
    assert warned(draft, "several playbooks")


def test_rules_underlines_and_tables_leave_a_file_that_lint_can_read():
    text = "Title\n=====\n\nStage\n-----\n\nA long line of prose that somebody closed with a rule beneath it, by mistake.\n--------------\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- Do it {: now\n"
    draft, found = shape(text)
    assert draft.front["title"] == "Title"
    assert found == [("Stage", [("stage", ["Do it { now"])])]
    assert codes(draft) <= MAY_BE


def test_a_file_in_another_script_still_gets_ids():
    _, found = shape("# 事件\n\n## 遏制\n\n- 断网\n")
    assert found == [("遏制", [("step", ["断网"])])]
