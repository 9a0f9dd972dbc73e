"""Everything that is wrong in a playbook, at its line: what a person under stress would stumble over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from responder.books.playbooks.contradictions import never_true
from responder.books.playbooks.findings import Finding
from responder.books.playbooks.lateness import late_facts
from responder.books.playbooks.paths import circles, unreachable
from responder.books.playbooks.read import read_playbook
from responder.books.playbooks.references import References
from responder.books.playbooks.values import END, START
from responder.books.playbooks.wording import law_deadlines
from responder.prose.outline import disagreement

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from responder.books.law import Regime
    from responder.books.playbooks.sections import Document
    from responder.books.playbooks.values import Ask, Decision, Playbook, Role, Step
    from responder.books.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a playbook may name: the law library's words and regimes, the seats, the other playbooks."""

    words: Vocabulary
    roles: Mapping[str, Role]
    regimes: Mapping[str, Regime] = field(default_factory=dict)
    playbooks: Collection[str] = ()


def lint(name: str, files: Mapping[str, str], around: Surroundings, *, today: date, folder: str = "") -> list[Finding]:
    """Every finding in a playbook and its translations, by file, line and column."""
    reading = read_playbook(name, files, words=around.words, roles=around.roles, folder=folder)
    findings = list(reading.findings)
    for document in reading.documents.values():
        findings.extend(_of_text(document))
    if reading.playbook is not None:
        findings.extend(_Lint(reading.playbook, f"{folder}{name}.md", around).all(today))
    return sorted(set(findings))


def _of_text(document: Document) -> list[Finding]:
    found = [
        Finding(document.file, line, col, "law-deadline", message)
        for line, col, message in law_deadlines(document.body, first_line=document.first_line)
    ]
    line = disagreement(document.body, first_line=document.first_line)
    if line is not None:
        message = "two Markdown parsers differ here: indent by four blanks, and leave a blank line before a list"
        found.append(Finding(document.file, line, 1, "parsers-disagree", message))
    return found


class _Lint:
    def __init__(self, playbook: Playbook, file: str, around: Surroundings) -> None:
        self.playbook = playbook
        self.file = file
        self.around = around
        self.findings: list[Finding] = []

    def all(self, today: date) -> list[Finding]:
        self._front(today)
        self._ids()
        for step in self.playbook.steps:
            self._step(step)
            self.findings.extend(References(self.playbook, step, self.file, self.around).all())
        self._paths()
        self._conditions()
        for step, line, fact, asker, what in late_facts(self.playbook, self.around.regimes):
            message = f"{what} needs {fact}, which is asked only later, in #{asker}"
            self._say(line or step.line, 1, "late-fact", message)
        return self.findings

    def _front(self, today: date) -> None:
        lines = self.playbook.lines
        if self.playbook.review_by is None:
            self._say(1, 1, "review-passed", "review_by: names no date")
        elif self.playbook.review_by < today:
            self._say(
                lines.get("review_by", 1), 1, "review-passed", f"it was to be read again by {self.playbook.review_by}"
            )
        used: set[str | None] = {str(do.given.get("role")) for step in self.playbook.steps for do in step.does}
        used |= {ask.who for step in self.playbook.steps for ask in step.asks if ask.who}
        used |= {
            role
            for step in self.playbook.steps
            for role in (step.role, *step.accountable, *step.consulted, *step.informed)
        }
        for role in self.playbook.roles:
            if role.id not in used:
                self._say(lines.get("roles", 1), 1, "unused-role", f"no step names the role {role.id!r}")

    def _ids(self) -> None:
        seen: dict[str, int] = {}
        for step in self.playbook.steps:
            if step.id in {END, START}:
                self._step_says(step, "duplicate-id", f"#{step.id} has a meaning of its own: take another id", "id")
            if step.id in seen:
                self._step_says(step, "duplicate-id", f"#{step.id} stands already on line {seen[step.id]}", "id")
            seen.setdefault(step.id, step.line)
            for kind, entries in (("decision", step.decisions), ("evidence", step.evidence)):
                self._twice(step, kind, [(entry.id, entry.line) for entry in entries])
            for decision in step.decisions:
                self._twice(step, "option", [(option.id, option.line) for option in decision.options])

    def _twice(self, step: Step, kind: str, entries: list[tuple[str, int | None]]) -> None:
        ids = [entry_id for entry_id, _ in entries]
        for number, (entry_id, line) in enumerate(entries):
            if entry_id in ids[:number]:
                self._say(line or step.line, 1, "duplicate-id", f"the {kind} {entry_id!r} stands twice in this step")

    def _step(self, step: Step) -> None:
        if step.role is None and step.readable:
            self._step_says(step, "no-owner", "nobody owns this step: give it role=…")
        if step.readable and step.due is None and not step.rhythm and not {"due", "repeat"} & set(step.columns):
            self._step_says(step, "no-due", "this step has no due time: give it due=… or repeat=…")
        if not (step.prose or step.tasks or step.asks or step.decisions or step.does or step.evidence):
            self._step_says(step, "empty-step", "this step says nothing but its title")

    def _paths(self) -> None:
        going_round = {step.id for step in circles(self.playbook)}
        for step in self.playbook.steps:
            if step.id not in going_round:
                continue
            if going_round & set(step.after):
                self._step_says(step, "loop", f"#{step.id} waits for what waits for it", "after")
            for option in (option for decision in step.decisions for option in decision.options):
                if option.to in going_round:
                    self._say(option.line or step.line, 1, "loop", f"to: {option.to} comes back to #{step.id}")
        for step in unreachable(self.playbook):
            if step.id not in going_round and all(self._known_step(other) for other in step.after):
                self._step_says(step, "unreachable", f"no path leads to #{step.id}", "after")

    def _conditions(self) -> None:
        targets = self.playbook.targets()
        for step in self.playbook.steps:
            if step.when is None:
                continue
            ways = [option.records for _, _, option in targets.get(step.id, [])] or [{}]
            reasons = [never_true(step.when, records) for records in ways]
            if all(reasons):
                self._step_says(step, "never-true", reasons[0] or "", "when")
        for step in self.playbook.steps:
            asked: list[Ask | Decision] = [*step.asks, *step.decisions]
            for entry in asked:
                reason = never_true(entry.when) if entry.when is not None else None
                if reason:
                    self._say(entry.line or step.line, 1, "never-true", reason)
        if self.playbook.applies_when is not None:
            reason = never_true(self.playbook.applies_when)
            if reason:
                self._say(self.playbook.lines.get("applies_when", 1), 1, "never-true", reason)

    def _known_step(self, step_id: str) -> bool:
        return step_id == START or self.playbook.step(step_id) is not None

    def _step_says(self, step: Step, code: str, message: str, key: str = "id") -> None:
        self._say(step.line, step.columns.get(key) or step.columns.get("id") or 1, code, message)

    def _say(self, line: int, col: int, code: str, message: str) -> None:
        self.findings.append(Finding(self.file, line, col, code, message))
