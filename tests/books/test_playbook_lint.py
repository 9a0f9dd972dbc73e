"""Each fault a writer plants is found at its line, under its code."""

import re
from datetime import date
from pathlib import Path

import pytest

from responder.books.playbooks.findings import CODES
from tests.books.playbook_world import CHINESE, GOOD, changed, findings, line_of

# what stands there → what is written instead, the code, and the part whose line is named
FAULTS = [
    ("title: Example\n", "", "bad-front-matter", "---"),
    ("title: Example", "titel: Example", "bad-front-matter", "titel"),
    ("title: Example", "title: [", "bad-front-matter", "title: ["),
    ("---\n\nWhat", "\nWhat", "bad-front-matter", "---"),
    (
        "### Look {: #look role=forensics due=15m }",
        "### Look {: #look role=forensics due=15m",
        "bad-attribute",
        "### Look",
    ),
    ("due=15m", "due=soon", "bad-attribute", "due=soon"),
    ("due=15m", "due=15m repeat=often", "bad-attribute", "repeat=often"),
    ("required=false", "required=maybe", "bad-attribute", "required=maybe"),
    ("## Then", "## Then {: #then role=commander }", "bad-attribute", "## Then"),
    ("## First\n\n", "", "bad-heading", "### Look"),
    ("## Then\n", "Then\n----\n", "bad-heading", "Then\n"),
    ("#close ", "", "missing-id", "### Close"),
    ("#close", "#look", "duplicate-id", "### Close"),
    ("#close", "#end", "duplicate-id", "### Close"),
    ("id: not-real", "id: real", "duplicate-id", '{id: real, text: "No"'),
    ("role=commander due=1d", "role=comander due=1d", "unknown-role", "### Close"),
    ("roles: [commander, forensics]", "roles: [commander, forensics, wizard]", "unknown-role", "roles:"),
    ("who: commander", "who: nobody", "unknown-role", "who: nobody"),
    ("- exposure.accessed", "- exposure.acessed", "unknown-fact", "acessed"),
    ("from events.awareness", "from events.awarness", "unknown-fact", "awarness"),
    ("incident.kinds includes", "incident.kind includes", "unknown-fact", "incident.kind "),
    ("includes confidentiality", "includes privacy", "bad-value", "includes privacy"),
    ("incident.status: confirmed", "incident.status: sure", "bad-value", "status: sure"),
    ("includes confidentiality and", "includes confidentiality or", "bad-condition", " or "),
    ("action: page", "action: phone", "unknown-action", "action: phone"),
    ("{action: page, role: commander}", "{action: page}", "unknown-action", "{action: page}"),
    ("{action: page, role: commander}", "{action: page, role: commander, at: 3}", "unknown-action", "at: 3"),
    ("{action: page, role: commander}", "{action: draft_notice, regime: eu-gdp}", "unknown-regime", "eu-gdp"),
    (
        "{action: page, role: commander}",
        "{action: draft_notice, regime: eu-gdpr, duty: nothing}",
        "unknown-regime",
        "nothing",
    ),
    ("{action: page, role: commander}", "{action: start_subplaybook, playbook: othr}", "unknown-playbook", "othr"),
    ("to: act,", "to: actt,", "unknown-step", "actt"),
    ("after=act", "after=actt", "unknown-step", "### Close"),
    ("role=forensics due=15m", "due=15m", "no-owner", "### Look"),
    ("role=forensics due=15m", "role=forensics", "no-due", "### Look"),
    ("due=15m", "due=15m after=close", "loop", "### Look"),
    ("to: act,", "to: look,", "loop", "to: look"),
    ("exposure.encrypted is_not true", "exposure.encrypted is unknown", "never-true", "### Act"),
    ("Write it down.", "```ask\n- events.awareness\n```", "late-fact", "### Act"),
    ("exposure.encrypted is_not true", "incident.status is suspected", "never-true", "### Act"),
    ("exposure.encrypted is_not true", "risk.level is high and risk.level is risk", "never-true", "### Act"),
    ("Write it down.", "You must tell the authority within 72 hours.", "law-deadline", "within 72"),
    ("Write it down.", "Article 33 gives seventy-two hours.", "law-deadline", "Article 33"),
    ("- exposure.accessed", "- fact: [", "bad-block", "- {fact: events.detected"),
    ("options:", "option:", "bad-block", "id: real"),
    ("by: 30m", "by: later", "bad-block", "by: later"),
    (
        "Look at one host.",
        "Look at one host.\n\n- a list\n\n    ```do\n    - {action: show_obligations}\n    ```",
        "bad-block",
        "    ```do",
    ),
    ("## Then\n", "## Then\n\n```do\n- {action: show_obligations}\n```\n", "bad-block", "```do\n- {action: show"),
    ("Write it down.", "", "empty-step", "### Close"),
    ("roles: [commander, forensics]", "roles: [commander, forensics, hr]", "unused-role", "roles:"),
    ("Look at one host.", "Look at one host.\n- here\n- there", "parsers-disagree", "- here"),
    ("Look at one host.", "Look at <b>one</b> host.", "raw-html", "<b>"),
    ("2027-01-01", "2026-01-01", "review-passed", "review_by"),
]


def test_the_example_is_clean():
    assert findings() == []
    assert findings(zh=CHINESE) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "part"), FAULTS, ids=[f"{code}-{number}" for number, (_, _, code, _) in enumerate(FAULTS)]
)
def test_a_planted_fault_is_found_at_its_line(old, new, code, part):
    text = changed(old, new)
    found = [finding for finding in findings(text) if finding.code == code]
    assert found, f"{code} was not found"
    line = 1 if part == "---" else line_of(part, text)
    assert line in {finding.line for finding in found} or (part == "---" and found[0].line <= 2)
    assert found[0].file == "example.md"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("### 收尾 {: #close }\n\n写下来。\n", "", "translation-differs"),
        ("#act }", "#act role=commander }", "translation-differs"),
        ("#act }", "#act due=1h }", "translation-differs"),
        ("- [ ] 拍照\n", "", "translation-differs"),
        ('{id: not-real, text: "否"}', '{id: no, text: "否"}', "translation-differs"),
        ('text: "否"', 'text: "否", to: act', "translation-differs"),
        ("{id: logs,", "{id: log,", "translation-differs"),
        ("version: 1.0.0", "version: 0.9.0", "translation-behind"),
        ("#act }", "}", "missing-id"),
        ("写下来。", "须在72小时内向监管机构报告。", "law-deadline"),
    ],
)
def test_a_translation_that_leads_elsewhere_is_found(old, new, code):
    found = findings(zh=changed(old, new, CHINESE))
    assert code in {finding.code for finding in found}
    assert {finding.file for finding in found} == {"example.zh.md"}


def test_a_step_after_a_decision_that_always_ends_is_never_reached():
    text = changed("to: act,", "to: end,", changed("#act role", "#act after=look role"))
    found = {(finding.code, finding.line) for finding in findings(text)}
    assert {("unreachable", line_of("### Act", text)), ("unreachable", line_of("### Close", text))} <= found


def test_one_mistake_in_a_heading_is_reported_as_one():
    found = findings(changed("#look role", "#look rule"))
    assert [finding.code for finding in found if finding.level == "error"] == ["bad-attribute"]


def test_a_finding_names_line_and_column_and_the_nearest_word():
    [found] = findings(changed("role=commander due=1d", "role=comander due=1d"))
    assert re.match(r"example\.md:\d+:\d+ unknown-role .*did you mean commander\?", str(found))


def test_ordinary_working_times_are_no_deadlines_of_law():
    assert (
        findings(changed("Write it down.", "Logs last 7 days. Tell privacy within 1 hour. See § 3 of the plan.")) == []
    )


def test_a_review_date_is_passed_only_after_its_day():
    assert findings(today=date(2027, 1, 1)) == []
    assert [finding.code for finding in findings(today=date(2027, 1, 2))] == ["review-passed"]


def test_the_page_for_writers_lists_every_code():
    page = (Path(__file__).parents[2] / "docs" / "writing-playbooks.md").read_text(encoding="utf-8")
    assert set(CODES) <= set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))


def test_every_code_has_a_planted_fault():
    planted = {code for _, _, code, _ in FAULTS} | {"translation-differs", "translation-behind", "unreachable"}
    assert planted == set(CODES)


def test_windows_line_ends_and_a_mark_at_the_beginning_change_nothing():
    assert findings("\ufeff" + GOOD.replace("\n", "\r\n")) == []
