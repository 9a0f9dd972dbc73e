from datetime import date
from functools import cache

import pytest

from responder.books.library import load_library
from responder.books.playbooks import load_playbooks
from responder.books.playbooks.values import spoken
from responder.books.scenarios import load_scenarios, read_stored, scenario_files
from responder.books.scenarios.lint import lint
from responder.books.scenarios.read import read_scenario
from responder.errors import BadInput, Broken

TODAY = date(2026, 11, 24)
GOOD = """\
---
title: "An evening"
version: 1.0.0
playbook: ransomware
review_by: 2027-01-01
facts:
  organisation.role: controller
---

What is played.

## Evening

### It begins {: #begins at=+0m from="Help desk" }

A call.

```reveals
- {fact: incident.ongoing, who: "Help desk", says: "Yes.", value: true}
```

```expect
- {id: cut, decision: contain/how-far, option: everything, by: +30m, why: "It spreads."}
- {id: kept, step: preserve, by: +1h}
- {id: judged, fact: risk.level, is: high, by: +4h}
- {id: told, notice: regulator, by: +3d}
- {id: sits, seat: commander, by: +10m}
```

### It goes on {: #goes-on at=+2h from="Forensics" to=forensics }

Another call.
"""
CHINESE = """\
---
title: "一个晚上"
version: 1.0.0
---

演练内容。

## 晚上

### 开始 {: #begins from="服务台" }

来电。

```reveals
- {fact: incident.ongoing, who: "服务台", says: "是。"}
```

```expect
- {id: cut, why: "在扩散。"}
- {id: kept}
- {id: judged}
- {id: told}
- {id: sits}
```

### 继续 {: #goes-on from="取证" }

又一个来电。
"""


@cache
def around():
    words = load_library(strict=False).words
    return words, load_playbooks(words=words)


def found(text, chinese=None):
    """What lint says: line and code."""
    words, playbooks = around()
    files = {"evening.md": text, **({"evening.zh.md": chinese} if chinese else {})}
    return [(one.line, one.code) for one in lint("evening", files, words=words, playbooks=playbooks, today=TODAY)]


def broken(old, new):
    assert GOOD.count(old) == 1
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    return line, found(GOOD.replace(old, new))


def test_the_shipped_scenarios_have_no_fault_and_are_there_in_both_languages():
    words, playbooks = around()
    for name, files in scenario_files().items():
        assert lint(name, files, words=words, playbooks=playbooks, today=TODAY) == []
        assert set(load_scenarios()[name].languages) == {"en", "zh"}
    assert len(scenario_files()) >= 3


def test_a_scenario_is_read_with_its_times_its_secrets_and_what_is_expected():
    scenario = read_scenario("evening", {"evening.md": GOOD, "evening.zh.md": CHINESE}).scenario
    assert [(one.id, one.at, one.to) for one in scenario.injects] == [
        ("begins", 0, None),
        ("goes-on", 120, "forensics"),
    ]
    assert spoken(scenario.injects[0].speaker, "zh") == "服务台"
    assert [(one.id, one.kind, one.by) for one in scenario.expects] == [
        ("sits", "seat", 10),
        ("cut", "decision", 30),
        ("kept", "step", 60),
        ("judged", "fact", 240),
        ("told", "notice", 4320),
    ]
    (reveal,) = scenario.injects[0].reveals
    assert (reveal.fact, reveal.value, spoken(reveal.says, "zh")) == ("incident.ongoing", True, "是。")
    assert found(GOOD, CHINESE) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("playbook: ransomware", "playbook: ransom", "unknown-playbook"),
        ("review_by: 2027-01-01", "review_by: 2026-01-01", "review-passed"),
        ("at=+2h ", "at=2h ", "bad-attribute"),
        ("at=+2h ", "", "bad-attribute"),
        ('from="Forensics" ', "", "bad-attribute"),
        ("{: #goes-on at=+2h", "{: at=+2h", "missing-id"),
        ("to=forensics", "to=forensic", "unknown-role"),
        ("to=forensics", "due=1h", "bad-attribute"),
        ("fact: incident.ongoing", "fact: incident.ongo", "unknown-fact"),
        ("contain/how-far", "contain/how-near", "unknown-step"),
        ("contain/how-far", "contains/how-far", "unknown-step"),
        ("option: everything", "option: nothing", "unknown-step"),
        ("step: preserve", "step: preserved", "unknown-step"),
        ("is: high", "is: huge", "bad-value"),
        ("notice: regulator", "notice: regulators", "bad-value"),
        ("seat: commander", "seat: captain", "unknown-role"),
        ("id: told", "id: kept", "duplicate-id"),
    ],
)
def test_a_mistake_is_found_at_its_line(old, new, code):
    line, findings = broken(old, new)
    assert [finding for finding in findings if finding[1] == code], findings
    if code not in {"duplicate-id", "review-passed"}:
        assert (line, code) in findings


def test_a_block_that_says_nothing_or_too_much_is_refused_at_its_line():
    for old, new in (
        ("seat: commander, by", "seat: commander, step: preserve, by"),
        ("by: +10m", "by: 10m"),
        ("contain/how-far", "contain"),
    ):
        line, findings = broken(old, new)
        assert (line, "bad-block") in findings


def test_nothing_is_expected_before_it_can_be_known():
    late = GOOD + "\n```expect\n- {id: early, step: preserve, by: +1h}\n```\n"
    assert (late.count("\n") - 1, "bad-value") in found(late)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version: 1.0.0", "version: 1.1.0", "translation-behind"),
        ("#goes-on from", "#goes-off from", "translation-differs"),
        ("#goes-on from", "#goes-on at=+2h from", "translation-differs"),
        ("- {id: kept}\n", "", "translation-differs"),
        ("fact: incident.ongoing", "fact: incident.criminal", "translation-differs"),
    ],
)
def test_a_translation_plays_the_same_or_is_refused(old, new, code):
    assert code in [finding[1] for finding in found(GOOD, CHINESE.replace(old, new))]


def test_a_firms_own_scenario_stands_beside_ours_and_a_broken_one_names_its_line(tmp_path):
    folder = tmp_path / "_scenarios"
    folder.mkdir()
    (folder / "evening.md").write_text(GOOD, encoding="utf-8")
    assert {"evening", "ransomware-friday"} <= set(load_scenarios(tmp_path))
    (folder / "evening.md").write_text(GOOD.replace("at=+2h ", ""), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_scenarios(tmp_path)
    assert refused.value.line == GOOD[: GOOD.index("### It goes on")].count("\n") + 1


def test_the_text_that_a_drill_kept_is_read_again_or_said_to_be_broken():
    assert read_stored("evening", {"evening.md": GOOD}).title == {"en": "An evening"}
    with pytest.raises(Broken):
        read_stored("evening", {"evening.md": "nothing"})
