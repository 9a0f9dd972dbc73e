"""A playbook and its translations, read strictly into one frozen value, every error with its line and column."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from responder.books.marked import Reader, Text
from responder.books.playbooks.blocks import Blocks
from responder.books.playbooks.conditions import read_when
from responder.books.playbooks.findings import Finding, from_error
from responder.books.playbooks.periods import EXPECTED, read_due, read_rhythm
from responder.books.playbooks.sections import Document, Section, take_apart
from responder.books.playbooks.translations import lay_over
from responder.books.playbooks.values import Phase, Playbook, Role, Step, Task
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from responder.books.law import Condition
    from responder.books.playbooks.headings import Attributes
    from responder.books.vocabulary import Vocabulary
    from responder.prose.outline import Fence

T = TypeVar("T")
_SEATS: Final = ("accountable", "consulted", "informed")


@dataclass(frozen=True, slots=True)
class Reading:
    """``playbook`` is None where an error leaves nothing to follow. ``documents``: language → the file taken apart."""

    playbook: Playbook | None
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]


def read_playbook(
    name: str, files: Mapping[str, str], *, words: Vocabulary, roles: Mapping[str, Role], folder: str = ""
) -> Reading:
    """Read ``<name>.md`` and every ``<name>.<language>.md`` among ``files`` (file name → text).

    Args:
        name: The playbook's name, as people start it.
        files: Its files word for word.
        words: The facts, events and places that may be named.
        roles: The seats of ``_shared/roles.yaml``.
        folder: What stands before the file names in findings.
    """
    main = take_apart(files[f"{name}.md"], file=f"{folder}{name}.md")
    reading = _Reading(main, words, roles)
    playbook = reading.playbook(name, dict(sorted(files.items())))
    findings, documents = list(reading.findings), {reading.language: main}
    for file in sorted(files):
        if file == f"{name}.md":
            continue
        language = file.removeprefix(f"{name}.").removesuffix(".md")
        translation = take_apart(files[file], file=f"{folder}{file}")
        documents[language] = translation
        playbook, wrong = lay_over(playbook, translation, language, Blocks(translation.file, language, words))
        findings.extend((*translation.findings, *wrong))
    broken = any(finding.level == "error" for finding in findings)
    return Reading(None if broken and not playbook.steps else playbook, tuple(findings), documents)


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the sorted lines ``<sha256>  <file name>`` of a playbook's files."""
    lines = (f"{hashlib.sha256(text.encode()).hexdigest()}  {file}" for file, text in sorted(files.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class _Reading:
    def __init__(self, document: Document, words: Vocabulary, roles: Mapping[str, Role]) -> None:
        self.document = document
        self.words = words
        self.roles = roles
        self.findings = document.findings
        front = document.front
        self.language = str(front.get("language") or "en")
        self.blocks = Blocks(document.file, self.language, words)

    def playbook(self, name: str, files: Mapping[str, str]) -> Playbook:
        front = Reader(self.document.front or {"title": name}, file=self.document.file, line=2)
        title = self._try(lambda: front.text("title", required=True), "bad-front-matter", 2) or name
        version = self._try(lambda: front.text("version", required=True), "bad-front-matter", 2) or "0"
        role_ids = self._try(lambda: front.words("roles", required=True), "bad-front-matter", 2) or ()
        review_by: date | None = self._try(lambda: front.day("review_by"), "bad-front-matter", 2)
        applies = self._applies(front)
        front.raw("language")
        if self.document.front:
            self._try(front.done, "bad-front-matter", 2)
        lines = getattr(self.document.front, "lines", {})
        return Playbook(
            name=name,
            title=self._text(title),
            version=version,
            roles=tuple(self._role(role, lines.get("roles", 2)) for role in role_ids),
            phases=tuple(self._phase(number, section) for number, section in enumerate(self.document.phases, start=1)),
            applies_when=applies,
            review_by=review_by,
            intro=self._text(self.document.intro),
            languages=(self.language,),
            sources=files,
            sha256=digest(files),
            lines=lines,
        )

    def _applies(self, front: Reader) -> Condition | None:
        written = front.raw("applies_when")
        if written is None:
            return None
        line = getattr(self.document.front, "lines", {}).get("applies_when", 2)
        return self._condition(written, line, 1)

    def _role(self, role_id: str, line: int) -> Role:
        if role_id not in self.roles:
            self._complain(line, "unknown-role", f"the role {role_id!r} is not in _shared/roles.yaml")
        return self.roles.get(role_id) or Role(role_id, {"en": role_id})

    def _phase(self, number: int, section: Section) -> Phase:
        given = section.attributes
        for key, (_, col) in given.values.items() if given else ():
            self._complain(section.line, "bad-attribute", f"{key}= belongs to a step, not to a phase", col)
        phase_id = (given.id if given else None) or f"phase-{number}"
        steps = tuple(self._step(phase_id, step) for step in section.steps)
        return Phase(phase_id, self._text(section.title), self._text(section.prose), steps, section.line)

    def _step(self, phase_id: str, section: Section) -> Step:
        given = section.attributes
        if given is None or (given.id is None and given.readable):
            self._complain(section.line, "missing-id", f"the step {section.title!r} has no #id", section.col)
        step = Step(
            id=(given.id if given else None) or f"line-{section.line}",
            title=self._text(section.title),
            phase=phase_id,
            line=section.line,
            readable=given is None or given.readable,
            prose=self._text(section.prose),
            tasks=tuple(
                Task(number, self._text(text), line) for number, (line, text) in enumerate(section.tasks, start=1)
            ),
        )
        for fence in section.blocks:
            step = self._block(step, fence)
        return self._attributes(step, given, section.line) if given else step

    def _block(self, step: Step, fence: Fence) -> Step:
        if fence.info == "ask":
            return replace(step, asks=(*step.asks, *self._read(self.blocks.asks, fence)))
        if fence.info == "decide":
            read = self._read(lambda given: self.blocks.decisions(given, translated=False), fence)
            return replace(step, decisions=(*step.decisions, *read))
        if fence.info == "do":
            return replace(step, does=(*step.does, *self._read(self.blocks.does, fence)))
        return replace(step, evidence=(*step.evidence, *self._read(self.blocks.evidence, fence)))

    def _read(self, read: Callable[[Fence], list[T]], fence: Fence) -> list[T]:
        try:
            return read(fence)
        except BadInput as error:
            self.findings.append(
                from_error(error, _code(error, "bad-block"), file=self.document.file, line=fence.line + 1)
            )
            return []

    def _attributes(self, step: Step, given: Attributes, line: int) -> Step:
        columns = {key: col for key, (_, col) in given.values.items()}
        step = replace(step, role=given.text("role"), columns={**columns, "id": given.col})
        if (written := given.text("due")) is not None:
            due = read_due(written)
            if due is None:
                self._bad(line, columns["due"], "due", written, f'{EXPECTED}, or "+4h from events.awareness"')
            step = replace(step, due=due)
        if (written := given.text("repeat")) is not None:
            rhythm = read_rhythm(written)
            if rhythm is None:
                self._bad(line, columns["repeat"], "repeat", written, '30m, or "30m for 4h, 2h for 20h, 12h"')
            step = replace(step, rhythm=rhythm or ())
        if (written := given.text("required")) is not None:
            if written not in {"true", "false"}:
                self._bad(line, columns["required"], "required", written, "true or false")
            step = replace(step, required=written != "false")
        if (written := given.text("when")) is not None:
            step = replace(step, when=self._condition(written, line, columns["when"]))
        return replace(
            step,
            after=_listed(given.text("after")),
            accountable=_listed(given.text("accountable")),
            consulted=_listed(given.text("consulted")),
            informed=_listed(given.text("informed")),
        )

    def _condition(self, written: object, line: int, col: int) -> Condition | None:
        try:
            return read_when(written, file=self.document.file, line=line, words=self.words)
        except BadInput as error:
            found = from_error(error, _code(error, "bad-condition"), file=self.document.file, line=line)
            self.findings.append(replace(found, col=max(col, found.col)))
            return None

    def _try(self, read: Callable[[], T], code: str, line: int) -> T | None:
        try:
            return read()
        except BadInput as error:
            self.findings.append(from_error(error, code, file=self.document.file, line=line))
            return None

    def _text(self, written: str) -> Text:
        return {self.language: written} if written else {}

    def _bad(self, line: int, col: int, key: str, written: str, expected: str) -> None:
        self._complain(line, "bad-attribute", f"{key}={written!r} cannot be read; expected {expected}", col)

    def _complain(self, line: int, code: str, message: str, col: int = 1) -> None:
        self.findings.append(Finding(self.document.file, line, col, code, message))


def _listed(written: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip()) if written else ()


def _code(error: BadInput, otherwise: str) -> str:
    if error.message.startswith(("the fact", "the event")):
        return "unknown-fact"
    return "bad-value" if "is no answer to" in error.message else otherwise
