"""A scenario and its translations, read strictly into one frozen value, every error with its line and column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from responder.books.marked import Reader
from responder.books.playbooks.findings import Finding, from_error
from responder.books.playbooks.read import digest
from responder.books.playbooks.sections import take_apart
from responder.books.scenarios.blocks import FROM_BEGINNING, Blocks, from_beginning
from responder.books.scenarios.values import Inject, Scenario
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from responder.books.marked import Text
    from responder.books.playbooks.sections import Document, Section

T = TypeVar("T")
KEYS: Final = ("at", "from", "to")
BLOCKS: Final = ("reveals", "expect")
SEVERITIES: Final = ("unrated", "low", "moderate", "high", "critical")
USUAL_SPEED: Final = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """``scenario`` is what could be read; it may be started only where no finding is an error."""

    scenario: Scenario
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> Finding | None:
        return next((finding for finding in self.findings if finding.level == "error"), None)


def read_scenario(name: str, files: Mapping[str, str], *, folder: str = "") -> Reading:
    """Read ``<name>.md`` and every ``<name>.<language>.md`` among ``files`` (file name → text)."""
    main = _Reading(f"{folder}{name}.md", files[f"{name}.md"], translated=False)
    scenario = main.scenario(name, dict(sorted(files.items())))
    findings = list(main.findings)
    for file in sorted(files):
        if file != f"{name}.md":
            language = file.removeprefix(f"{name}.").removesuffix(".md")
            translation = _Reading(f"{folder}{file}", files[file], translated=True, language=language)
            scenario = translation.over(scenario)
            findings += translation.findings
    return Reading(scenario, tuple(sorted(findings)))


class _Reading:
    def __init__(self, file: str, text: str, *, translated: bool, language: str = "") -> None:
        self.document: Document = take_apart(text, file=file, keys=KEYS, blocks=BLOCKS)
        self.findings: list[Finding] = self.document.findings
        self.file = file
        self.language = language or str(self.document.front.get("language") or "en")
        self.blocks = Blocks(file, self.language, translated=translated)
        self.translated = translated

    def scenario(self, name: str, files: Mapping[str, str]) -> Scenario:
        front = Reader(self.document.front or {"title": name}, file=self.file, line=2)
        front.raw("language")
        title = self._front(lambda: front.word("title")) or name
        facts: Any = self._front(lambda: front.raw("facts"))
        speed: int | None = self._front(lambda: front.number("speed", least=1))
        severity: str | None = self._front(lambda: front.choice("severity", SEVERITIES))
        if facts is not None and not isinstance(facts, dict):
            self._complain(2, "bad-front-matter", "facts: key: value was expected")
        found = Scenario(
            name=name,
            title={self.language: title},
            version=self._front(lambda: front.word("version")) or "0",
            playbook=self._front(lambda: front.word("playbook")) or "",
            speed=speed or USUAL_SPEED,
            severity=severity or "unrated",
            facts=facts if isinstance(facts, dict) else {},
            intro={self.language: self.document.intro},
            injects=self._injects(),
            review_by=self._front(lambda: front.day("review_by")),
            languages=(self.language,),
            sources=files,
            sha256=digest(files),
            lines=dict(getattr(self.document.front, "lines", {})),
        )
        if self.document.front:
            self._front(front.done)
        return found

    def over(self, scenario: Scenario) -> Scenario:
        """The scenario with its texts in this translation's language too."""
        front = self.document.front
        if front and str(front.get("version")) != scenario.version:
            message = f"this translates version {front.get('version')}, the scenario is {scenario.version}"
            self._complain(2, "translation-behind", message)
        if front and not front.get("title"):
            self._complain(2, "bad-front-matter", "title: is missing")
        theirs = self._injects()
        if [inject.id for inject in theirs] != [inject.id for inject in scenario.injects]:
            here = ", ".join(inject.id for inject in theirs) or "none"
            self._differs(self.document.first_line, f"the injects are {here}, in the scenario others or in other order")
            return scenario
        return replace(
            scenario,
            title=_said(scenario.title, {self.language: str(front.get("title") or "")}),
            intro=_said(scenario.intro, {self.language: self.document.intro}),
            injects=tuple(self._laid(*pair) for pair in zip(scenario.injects, theirs, strict=True)),
            languages=(*scenario.languages, self.language),
        )

    def _laid(self, mine: Inject, theirs: Inject) -> Inject:
        reveals, expects = mine.reveals, mine.expects
        if [one.fact for one in reveals] == [one.fact for one in theirs.reveals]:
            pairs = zip(reveals, theirs.reveals, strict=True)
            reveals = tuple(replace(a, who={**a.who, **b.who}, says={**a.says, **b.says}) for a, b in pairs)
        else:
            self._differs(theirs.line, f"#{mine.id} reveals other facts here than in the scenario")
        if [one.id for one in expects] == [one.id for one in theirs.expects]:
            expected = zip(expects, theirs.expects, strict=True)
            expects = tuple(replace(a, why={**a.why, **b.why}) for a, b in expected)
        else:
            self._differs(theirs.line, f"#{mine.id} expects other things here than in the scenario")
        return replace(
            mine, title=_said(mine.title, theirs.title), prose=_said(mine.prose, theirs.prose),
            speaker=_said(mine.speaker, theirs.speaker), reveals=reveals, expects=expects,
        )  # fmt: skip

    def _injects(self) -> tuple[Inject, ...]:
        sections = [section for part in self.document.phases for section in part.steps]
        found = [inject for section in sections if (inject := self._inject(section)) is not None]
        if not found:
            self._complain(self.document.first_line, "bad-heading", "nothing happens here: ## parts and ### injects")
        return tuple(found)

    def _inject(self, section: Section) -> Inject | None:
        attributes = section.attributes
        if attributes is None or attributes.id is None:
            self._complain(section.line, "missing-id", f"the inject {section.title!r} has no #id")
            return None
        at = from_beginning(attributes.text("at") or "")
        if self.translated and {"at", "to"} & set(attributes.values):
            self._differs(section.line, "at= and to= stand in the scenario alone: leave them out here")
        elif not self.translated and attributes.readable:
            if at is None:
                where = attributes.values.get("at", ("", attributes.col))[1]
                self._complain(section.line, "bad-attribute", f"at= is missing or no time: {FROM_BEGINNING}", where)
            if not attributes.text("from"):
                self._complain(section.line, "bad-attribute", 'it is not said who tells it: from="…"', attributes.col)
        return Inject(
            id=attributes.id,
            title={self.language: section.title},
            at=at or 0,
            speaker={self.language: attributes.text("from") or ""},
            prose={self.language: section.prose},
            to=attributes.text("to"),
            reveals=self._in_blocks(section, "reveals", self.blocks.reveals),
            expects=self._in_blocks(section, "expect", self.blocks.expects),
            line=section.line,
        )

    def _in_blocks(self, section: Section, kind: str, read: Callable[..., Iterable[T]]) -> tuple[T, ...]:
        found: list[T] = []
        for fence in (block for block in section.blocks if block.info == kind):
            try:
                found.extend(read(fence))
            except BadInput as error:
                self.findings.append(from_error(error, "bad-block", file=self.file, line=fence.line))
        return tuple(found)

    def _front(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except BadInput as error:
            self.findings.append(from_error(error, "bad-front-matter", file=self.file, line=2))
            return None

    def _differs(self, line: int, message: str) -> None:
        self._complain(line, "translation-differs", message)

    def _complain(self, line: int, code: str, message: str, col: int = 1) -> None:
        self.findings.append(Finding(self.file, line, col, code, message))


def _said(text: Text, more: Text) -> Text:
    return {**text, **{language: said for language, said in more.items() if said}}
