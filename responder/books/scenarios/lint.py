"""Everything that is wrong in a scenario, at its line: a drill that asks for what its playbook lacks is no drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.books.marked import nearest
from responder.books.playbooks.findings import Finding
from responder.books.regimes import RECIPIENTS
from responder.books.scenarios.read import read_scenario

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from responder.books.playbooks.values import Playbook
    from responder.books.scenarios.values import Expected, Inject, Scenario
    from responder.books.vocabulary import Vocabulary


def lint(
    name: str,
    files: Mapping[str, str],
    *,
    words: Vocabulary,
    playbooks: Mapping[str, Playbook],
    today: date,
    folder: str = "",
) -> list[Finding]:
    """Every finding in a scenario and its translations, by file, line and column."""
    reading = read_scenario(name, files, folder=folder)
    checked = _Checks(reading.scenario, f"{folder}{name}.md", words, playbooks)
    checked.all(today)
    return sorted({*reading.findings, *checked.findings})


class _Checks:
    def __init__(self, scenario: Scenario, file: str, words: Vocabulary, playbooks: Mapping[str, Playbook]) -> None:
        self.scenario = scenario
        self.file = file
        self.words = words
        self.playbooks = playbooks
        self.playbook = playbooks.get(scenario.playbook)
        self.findings: list[Finding] = []

    def all(self, today: date) -> None:
        scenario = self.scenario
        if scenario.playbook and self.playbook is None:
            near = _near(scenario.playbook, self.playbooks)
            message = f"there is no playbook {scenario.playbook!r}{near}"
            self._say(scenario.lines.get("playbook", 1), "unknown-playbook", message)
        if scenario.review_by is None or scenario.review_by < today:
            where = scenario.lines.get("review_by", 1)
            self._say(where, "review-passed", "nobody has read this again since its review_by, or none is given")
        for key, value in scenario.facts.items():
            self._fact(key, value, scenario.lines.get("facts", 1))
        seen: set[str] = set()
        for inject in scenario.injects:
            self._inject(inject)
            for one in (inject.id, *(expected.id for expected in inject.expects)):
                if one in seen:
                    self._say(inject.line, "duplicate-id", f"the id {one} stands twice")
                seen.add(one)

    def _inject(self, inject: Inject) -> None:
        if not any(inject.prose.values()):
            self._say(inject.line, "empty-step", "this inject says nothing but its title")
        if inject.to is not None:
            self._seat(inject.to, inject.line, "to=")
        for reveal in inject.reveals:
            self._fact(reveal.fact, reveal.value, reveal.line or inject.line)
        for expected in inject.expects:
            self._expected(expected, expected.line or inject.line)
            if expected.by < inject.at:
                self._say(
                    expected.line or inject.line, "bad-value", "by: lies before the time at which they hear of it"
                )

    def _expected(self, expected: Expected, line: int) -> None:
        match expected.kind:
            case "seat":
                self._seat(expected.name, line, "seat:")
            case "fact":
                self._fact(expected.name, expected.value, line)
            case "notice":
                if "/" not in expected.name and expected.name not in RECIPIENTS:
                    known = f"expected one of {', '.join(RECIPIENTS)}, or regime/duty"
                    self._say(line, "bad-value", f"nobody is called {expected.name!r}; {known}")
            case _:
                self._step(expected, line)

    def _step(self, expected: Expected, line: int) -> None:
        if self.playbook is None:
            return
        step = self.playbook.step(expected.step)
        if step is None:
            near = _near(expected.step, [step.id for step in self.playbook.steps])
            self._say(line, "unknown-step", f"{self.playbook.name} has no step #{expected.step}{near}")
            return
        if expected.kind == "step":
            return
        decision = step.decision(expected.decision)
        if decision is None:
            near = _near(expected.decision, [one.id for one in step.decisions])
            self._say(line, "unknown-step", f"#{step.id} has no decision {expected.decision!r}{near}")
        elif all(option.id != expected.option for option in decision.options):
            known = ", ".join(option.id for option in decision.options)
            self._say(line, "unknown-step", f"{expected.name} has no option {expected.option!r}; it has {known}")

    def _fact(self, key: str, value: object, line: int) -> None:
        event = key.removeprefix("events.")
        definition = self.words.fact(key)
        if definition is None and not (key != event and event in self.words.events):
            self._say(line, "unknown-fact", f"the fact {key!r} is not known{_near(key, self.words.fact_keys())}")
        elif definition is not None and definition.choices and value is not None:
            for each in value if isinstance(value, list) else [value]:
                if str(each).lower() not in {*definition.choices, "unknown"}:
                    known = ", ".join(definition.choices)
                    self._say(line, "bad-value", f"{each!r} is no answer to {key}; expected one of {known}")

    def _seat(self, seat: str, line: int, where: str) -> None:
        known = [role.id for role in self.playbook.roles] if self.playbook else [seat]
        if seat not in known:
            self._say(line, "unknown-role", f"{where} {seat!r} is no seat of the playbook{_near(seat, known)}")

    def _say(self, line: int, code: str, message: str) -> None:
        self.findings.append(Finding(self.file, line, 1, code, message))


def _near(word: str, known: Collection[str]) -> str:
    near = nearest(word, list(known))
    return f"; did you mean {near}?" if near else ""
