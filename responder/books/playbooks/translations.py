"""A translation laid over its playbook: the same steps, tasks, options and evidence, in other words.

Only texts are taken from a translation. What it repeats of the structure must agree, so that nobody at night follows
another path because of the language they read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from responder.books.playbooks.findings import Finding, from_error
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from responder.books.marked import Text
    from responder.books.playbooks.blocks import Blocks
    from responder.books.playbooks.sections import Document, Section
    from responder.books.playbooks.values import Decision, Evidence, Option, Phase, Playbook, Step, Task


def lay_over(playbook: Playbook, document: Document, language: str, blocks: Blocks) -> tuple[Playbook, list[Finding]]:
    """The playbook with its texts in ``language`` too, and what does not agree."""
    laid = _Laying(document, language, blocks)
    return laid.over(playbook), laid.findings


class _Laying:
    def __init__(self, document: Document, language: str, blocks: Blocks) -> None:
        self.document = document
        self.language = language
        self.blocks = blocks
        self.findings: list[Finding] = []

    def over(self, playbook: Playbook) -> Playbook:
        front = self.document.front
        if front and str(front.get("version")) != playbook.version:
            message = f"this translates version {front.get('version')}, the playbook is {playbook.version}"
            self._complain(2, "translation-behind", message)
        if front and not front.get("title"):
            self._complain(2, "bad-front-matter", "title: is missing")
        if len(self.document.phases) != len(playbook.phases):
            self._differs(
                self.document.first_line,
                f"{len(self.document.phases)} phases stand here, {len(playbook.phases)} in the playbook",
            )
        phases = [self._phase(*pair) for pair in zip(playbook.phases, self.document.phases, strict=False)]
        return replace(
            playbook,
            title=self._said(playbook.title, str(front.get("title") or "")),
            intro=self._said(playbook.intro, self.document.intro),
            phases=(*phases, *playbook.phases[len(phases) :]),
            languages=(*playbook.languages, self.language),
        )

    def _phase(self, phase: Phase, section: Section) -> Phase:
        here = {step.attributes.id: step for step in section.steps if step.attributes and step.attributes.id}
        for step in phase.steps:
            if step.id not in here:
                self._differs(section.line, f"the step #{step.id} is missing from this phase")
        for step_id, translated in here.items():
            if all(step.id != step_id for step in phase.steps):
                self._differs(translated.line, f"the playbook has no step #{step_id} in this phase")
        for unnamed in (step for step in section.steps if not step.attributes or not step.attributes.id):
            self._complain(unnamed.line, "missing-id", f"the step {unnamed.title!r} has no #id")
        order = [step_id for step_id in here if step_id in {step.id for step in phase.steps}]
        if order != [step.id for step in phase.steps if step.id in here]:
            self._differs(section.line, "the steps of this phase stand in another order")
        return replace(
            phase,
            title=self._said(phase.title, section.title),
            prose=self._said(phase.prose, section.prose),
            steps=tuple(self._step(step, here[step.id]) if step.id in here else step for step in phase.steps),
        )

    def _step(self, step: Step, section: Section) -> Step:
        for key, (value, col) in (section.attributes.values if section.attributes else {}).items():
            if key == "role" and value != step.role:
                self._differs(section.line, f"role={value} here, role={step.role} in the playbook", col)
            elif key != "role":
                self._differs(section.line, f"{key}= stands in the playbook alone: leave it out here", col)
        return replace(
            step,
            title=self._said(step.title, section.title),
            prose=self._said(step.prose, section.prose),
            tasks=self._tasks(step, section),
            decisions=self._decisions(step, section),
            evidence=self._evidence(step, section),
        )

    def _tasks(self, step: Step, section: Section) -> tuple[Task, ...]:
        if len(section.tasks) != len(step.tasks):
            self._differs(
                section.line, f"{len(section.tasks)} task items stand here, {len(step.tasks)} in the playbook"
            )
            return step.tasks
        pairs = zip(step.tasks, section.tasks, strict=True)
        return tuple(replace(task, text=self._said(task.text, text)) for task, (_, text) in pairs)

    def _decisions(self, step: Step, section: Section) -> tuple[Decision, ...]:
        found: list[Decision] = []
        for fence in (block for block in section.blocks if block.info == "decide"):
            try:
                found.extend(self.blocks.decisions(fence, translated=True))
            except BadInput as error:
                self.findings.append(from_error(error, "bad-block", file=self.document.file, line=fence.line))
        if not self._same([one.id for one in step.decisions], [one.id for one in found], section, "decisions"):
            return step.decisions
        return tuple(
            replace(one, question={**one.question, **other.question}, options=self._options(one, other, section))
            for one, other in zip(step.decisions, found, strict=True)
        )

    def _options(self, one: Decision, other: Decision, section: Section) -> tuple[Option, ...]:
        ids = [option.id for option in other.options]
        if not self._same([option.id for option in one.options], ids, section, f"options of {one.id}"):
            return one.options
        pairs = zip(one.options, other.options, strict=True)
        for mine, theirs in pairs:
            if theirs.to not in {"", mine.to}:
                self._differs(
                    theirs.line or section.line, f"{mine.id} leads to {theirs.to} here, to {mine.to} in the playbook"
                )
        pairs = zip(one.options, other.options, strict=True)
        return tuple(replace(mine, text={**mine.text, **theirs.text}) for mine, theirs in pairs)

    def _evidence(self, step: Step, section: Section) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for fence in (block for block in section.blocks if block.info == "evidence"):
            try:
                found.extend(self.blocks.evidence(fence))
            except BadInput as error:
                self.findings.append(from_error(error, "bad-block", file=self.document.file, line=fence.line))
        if not self._same([one.id for one in step.evidence], [one.id for one in found], section, "evidence"):
            return step.evidence
        pairs = zip(step.evidence, found, strict=True)
        return tuple(replace(one, text={**one.text, **other.text}) for one, other in pairs)

    def _same(self, mine: Sequence[str], theirs: Sequence[str], section: Section, what: str) -> bool:
        if mine == theirs:
            return True
        self._differs(
            section.line, f"{what}: {', '.join(theirs) or 'none'} here, {', '.join(mine) or 'none'} in the playbook"
        )
        return False

    def _said(self, text: Text, said: str) -> Text:
        return {**text, self.language: said} if said else text

    def _differs(self, line: int, message: str, col: int = 1) -> None:
        self._complain(line, "translation-differs", message, col)

    def _complain(self, line: int, code: str, message: str, col: int = 1) -> None:
        self.findings.append(Finding(self.document.file, line, col, code, message))
