"""Other people's Markdown playbooks read into a draft: wherever they keep their steps, and never a refusal.

Headings of any depth, phases in bold lines or in tags at the head of an item, lists inside fences, boxes, numbers and
bullets: list items become tasks, the headings above them steps and phases. What had to be guessed is a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.books.playbooks.draft import Draft, DraftPhase, DraftStep, id_of
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})(.*)")
_HEADING: Final = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE: Final = re.compile(r"(=+|-+)\s*$")
_RULE: Final = re.compile(r" {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
_BOLD: Final = re.compile(r"\s*\*\*([^*]+)\*\*:?\s*$")
_ITEM: Final = re.compile(r"(\s*)(?:[-*+]|\d{1,3}[.)]|[a-z][.)])\s+(?:\[[ xX]\]\s+)?(\S.*)")
_TAG: Final = re.compile(r"\[?\*\*\[?([A-Z][A-Z /&-]{3,})\]?\*\*\]?:?\s*(.*)")
_HTML: Final = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->")
_PLACEHOLDER: Final = re.compile(r"TODO|\{\{?[A-Z_]+\}?\}|<[A-Z][A-Za-z ]+>")
_NUMBER: Final = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?\s+|Part \d+\s*[-–:]\s*)")
_LONG: Final = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """``kind``: heading (``depth`` counts), bold, item (``depth`` is its indent) or prose."""

    number: int
    kind: str
    text: str
    depth: int = 0


def read_foreign(text: str, *, name: str) -> Draft:
    """A draft from any Markdown; ``name`` is the file's, without its ending. ``front`` holds the draft's own name."""
    return _Reading(text.replace("\r\n", "\n"), name).draft()


class _Reading:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.warnings: list[tuple[int | None, str]] = []
        self.title = ""
        self.taken: list[str] = []
        self.lines = self.read(self.without_front(text))

    def draft(self) -> Draft:
        headings = [line for line in self.lines if line.kind == "heading"]
        first = headings[0] if headings else None
        if first is not None and (len(headings) == 1 or all(line.depth > first.depth for line in headings[1:])):
            self.title = self.title or _plain(first.text)
            self.lines = [line for line in self.lines if line is not first]
            headings = headings[1:]
        if len([line for line in headings if line.text.lower().startswith("playbook:")]) > 1:
            self.warnings.append((headings[0].number, "several playbooks stand in this file: take it apart"))
        intro, phases = self.phases(headings)
        if not any(phase.steps for phase in phases):
            self.warnings.append((None, "nothing was found that could be a step"))
        self.warnings.append((None, "who owns a step and until when is not said: give each role= and due="))
        title = self.title or self.name
        if _PLACEHOLDER.search(title):
            self.warnings.append((1, f"the title is a placeholder: {title}"))
            title = _plain(title.replace("<", "").replace(">", ""))
        front = {"name": id_of(self.name, ()), "title": title, "version": "0.1.0", "roles": ["commander"]}
        return Draft(front, intro, phases, sorted(self.warnings, key=lambda warning: warning[0] or 10**9))

    def without_front(self, text: str) -> list[tuple[int, str]]:
        lines = list(enumerate(text.split("\n"), start=1))
        if lines[0][1].rstrip() != "---":
            return lines
        end = next((number for number, line in lines[1:] if line.rstrip() == "---"), None)
        if end is None:
            return lines
        try:
            front = load_yaml("\n".join(line for _, line in lines[1 : end - 1]), name=self.name)
        except BadInput:
            front = None
            self.warnings.append((1, "the front matter is no YAML: left out"))
        if isinstance(front, dict):
            self.title = str(front.get("title") or "")
        return lines[end:]

    def read(self, lines: Sequence[tuple[int, str]]) -> list[_Line]:
        found: list[_Line] = []
        fence: list[tuple[int, str]] | None = None
        for number, line in lines:
            mark = _FENCE.match(line)
            if fence is not None:
                fence.append((number, line))
                if mark and not mark.group(2).strip() and mark.group(1)[0] == fence[0][1].lstrip()[0]:
                    found += self.fenced(fence)
                    fence = None
            elif mark:
                fence = [(number, line)]
            else:
                self.plain(number, line, found)
        if fence is not None:
            self.warnings.append((fence[0][0], "this fence is never closed"))
            found += self.fenced(fence)
        return found

    def fenced(self, fence: Sequence[tuple[int, str]]) -> list[_Line]:
        """A list in a fence is a list; code stays code, and its comments are no headings."""
        number, opening = fence[0]
        inside = [entry for entry in fence[1:] if not _FENCE.match(entry[1])]
        info = opening.strip("`~ \t")
        items = [_ITEM.match(line) for _, line in inside]
        if sum(item is not None for item in items) < max(2, len([line for _, line in inside if line.strip()]) // 2):
            return [_Line(at, "prose", line) for at, line in fence]
        self.warnings.append((number, "a list stands in a fence: read as a list"))
        found = [_Line(number, "bold", info)] if " " in info else []
        for at, line in inside:
            item = _ITEM.match(line)
            said = line.strip()
            words = said.lstrip("#").strip() if said.startswith("#") else said
            kind = "item" if item else "bold" if words and (words != said or said.startswith("(")) else "prose"
            found.append(_Line(at, kind, item.group(2) if item else words, len(item.group(1)) if item else 0))
        return found

    def plain(self, number: int, line: str, found: list[_Line]) -> None:
        if _HTML.search(line):
            self.warnings.append((number, "HTML is left out"))
            line = _HTML.sub("", line)
        if _PLACEHOLDER.search(line):
            self.warnings.append((number, "a placeholder is to be filled in"))
        before = found[-1] if found else None
        if heading := _HEADING.match(line):
            found.append(_Line(number, "heading", heading.group(2), len(heading.group(1))))
        elif before and before.kind == "prose" and before.text.strip() and _UNDERLINE.match(line):
            if len(before.text) <= _LONG:
                found[-1] = _Line(before.number, "heading", before.text.strip(), 1 if line[0] == "=" else 2)
        elif _RULE.match(line):
            found.append(_Line(number, "prose", ""))
        elif bold := _BOLD.match(line):
            found.append(_Line(number, "bold", bold.group(1)))
        elif item := _ITEM.match(line):
            found.append(_Line(number, "item", item.group(2).rstrip(), len(item.group(1).expandtabs(4))))
        elif before and before.kind == "item" and line[:1].isspace() and line.strip():
            found[-1] = _Line(before.number, "item", f"{before.text} {line.strip()}", before.depth)
        else:
            found.append(_Line(number, "prose", line.rstrip()))

    def phases(self, headings: Sequence[_Line]) -> tuple[str, list[DraftPhase]]:
        top = min((line.depth for line in headings), default=0)
        deeper = any(line.depth > top for line in headings)
        if headings and not deeper and len(headings) > 1:
            top = 0  # one depth alone: the headings are steps, or phases where bold lines stand beneath them
        intro: list[str] = []
        phases: list[DraftPhase] = []
        step: DraftStep | None = None
        for line in self.lines:
            tag = _TAG.match(line.text) if line.kind == "item" else None
            begins = (line.kind == "heading" and line.depth == top) or (line.kind == "bold" and not headings)
            if begins or (tag and (not phases or phases[-1].title != tag.group(1).title())):
                phases.append(DraftPhase(_plain(tag.group(1).title() if tag else line.text)))
                step = None
            if line.kind == "heading" and not begins:
                phases = phases or [DraftPhase(self.title or "Steps")]
                step = self.new_step(phases[-1], line.text)
            elif line.kind == "item":
                phases = phases or [DraftPhase(self.title or "Steps")]
                step = step or self.new_step(phases[-1], phases[-1].title)
                step.tasks.append(_plain(tag.group(2) if tag else line.text) or phases[-1].title)
            elif line.kind == "prose" or (line.kind == "bold" and not begins):
                text = line.text if line.kind == "prose" else f"**{line.text}**"
                if step is not None:
                    step.prose += f"{text}\n"
                elif phases:
                    phases[-1].prose += f"{text}\n"
                else:
                    intro.append(text)
        return "\n".join(intro).strip("\n"), [kept for phase in phases if (kept := self.tidied(phase)).steps]

    def new_step(self, phase: DraftPhase, title: str) -> DraftStep:
        title = _plain(title)
        step = DraftStep(id_of(title, self.taken), title)
        self.taken.append(step.id)
        phase.steps.append(step)
        return step

    def tidied(self, phase: DraftPhase) -> DraftPhase:
        if not phase.steps and phase.prose.strip():
            self.new_step(phase, phase.title).prose, phase.prose = phase.prose, ""
        for step in phase.steps:
            step.prose = _closed(step.prose)
        phase.prose = _closed(phase.prose)
        empty = [step for step in phase.steps if not (step.prose or step.tasks)]
        for step in empty:
            self.warnings.append((None, f"nothing stands under {step.title!r}: left out"))
        phase.steps = [step for step in phase.steps if step not in empty]
        return phase


def _plain(text: str) -> str:
    """A title or a task without what would be read as attributes, in one line."""
    return " ".join(_NUMBER.sub("", text.replace("{:", "{").strip("* ")).split())


def _closed(prose: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", prose).strip("\n")
