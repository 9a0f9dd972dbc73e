"""One Markdown file taken apart: front matter, phases (``##``), steps (``###``), tasks, fenced blocks, and prose.

What is read here is the same for a playbook and its translations; ``read`` makes one playbook of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from responder.books.playbooks.findings import Finding, from_error
from responder.books.playbooks.headings import KEYS, Attributes, BadAttribute, rescued, split_heading
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput
from responder.prose.outline import Fence, Heading, Item, Outline, outline
from responder.prose.tasks import BOX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BLOCKS: Final = ("ask", "decide", "do", "evidence")
PHASE_LEVEL: Final = 2
STEP_LEVEL: Final = 3
_BLANKS: Final = re.compile(r"\n{3,}")


@dataclass(slots=True)
class Section:
    """A heading with what stands beneath it, up to the next phase or step."""

    title: str
    line: int
    col: int
    attributes: Attributes | None = None
    prose: str = ""
    tasks: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[Fence] = field(default_factory=list)
    steps: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """One file. ``front`` is its front matter, ``body`` the rest, whose first line is ``first_line``."""

    file: str
    front: dict[str, Any]
    body: str
    first_line: int
    intro: str = ""
    phases: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def take_apart(text: str, *, file: str, keys: Sequence[str] = KEYS, blocks: Sequence[str] = BLOCKS) -> Document:
    """The parts of one file; what cannot be read stands in ``findings``.

    ``keys`` may stand on a heading, ``blocks`` are the fences that are read: a scenario has others than a playbook.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = _front(text, file)
    found = outline(document.body, first_line=document.first_line)
    _complain_of_form(found, document)
    lines = document.body.split("\n")
    headings = [heading for heading in found.headings if heading.level in {PHASE_LEVEL, STEP_LEVEL}]
    first = headings[0].line if headings else document.first_line + len(lines)
    title = {heading.line for heading in found.headings if heading.level == 1 and heading.line < first}
    document.intro = _prose(lines, document.first_line, first, document.first_line, without=title)
    ends = [heading.line for heading in headings[1:]] + [document.first_line + len(lines)]
    for heading, end in zip(headings, ends, strict=False):
        _place(document, heading, _section(document, heading, end, lines, found, keys, blocks))
    first_step = headings[0].line if headings else 0
    for fence in found.fences:
        if fence.info in blocks and fence.line < first_step:
            _complain(document, fence.line, "bad-block", "a block stands before the first step")
    return document


def _front(text: str, file: str) -> Document:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        wrong = Finding(file, 1, 1, "bad-front-matter", "the file does not begin with --- and its front matter")
        return Document(file, {}, text, 1, findings=[wrong])
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if end is None:
        wrong = Finding(file, 1, 1, "bad-front-matter", "the front matter is not closed by a line ---")
        return Document(file, {}, "", len(lines), findings=[wrong])
    document = Document(file, {}, "\n".join(lines[end + 1 :]), end + 2)
    try:
        front = load_yaml("\n" + "\n".join(lines[1:end]), name=file)
    except BadInput as error:
        document.findings.append(from_error(error, "bad-front-matter", file=file, line=1))
        return document
    if isinstance(front, dict):
        document.front = front
    else:
        _complain(document, 2, "bad-front-matter", "key: value was expected")
    return document


def _complain(document: Document, line: int, code: str, message: str, *, col: int = 1) -> None:
    document.findings.append(Finding(document.file, line, col, code, message))


def _complain_of_form(found: Outline, document: Document) -> None:
    for line in found.setext:
        _complain(document, line, "bad-heading", "write headings with #, not underlined")
    for line in found.raw_html:
        _complain(document, line, "raw-html", "HTML is not read: it will be shown as the characters that stand here")


def _place(document: Document, heading: Heading, section: Section) -> None:
    if heading.level == PHASE_LEVEL:
        document.phases.append(section)
        for fence in section.blocks:
            _complain(
                document, fence.line, "bad-block", f"{fence.info} stands outside a step: put it under a ### heading"
            )
    elif document.phases:
        document.phases[-1].steps.append(section)
    else:
        _complain(document, heading.line, "bad-heading", "a step stands before the first phase (## …)")


def _section(
    document: Document,
    heading: Heading,
    end: int,
    lines: Sequence[str],
    found: Outline,
    keys: Sequence[str],
    blocks: Sequence[str],
) -> Section:
    try:
        title, attributes = split_heading(heading.text, col=heading.col, keys=keys)
    except BadAttribute as bad:
        _complain(document, heading.line, "bad-attribute", bad.message, col=heading.col + bad.at)
        title, attributes = rescued(heading.text, col=heading.col)
    section = Section(title, heading.line, heading.col, attributes)
    inside = range(heading.line, end)
    for fence in found.fences:
        if fence.line in inside and fence.info in blocks:
            if fence.nested:
                _complain(
                    document,
                    fence.line,
                    "bad-block",
                    f"{fence.info} stands inside a list or quotation: set it at the margin",
                )
            section.blocks.append(fence)
    tasks = [item for item in found.items if item.line in inside and BOX.match(item.text)]
    section.tasks = [(item.line, BOX.sub("", item.text, count=1)) for item in tasks]
    parts: list[Fence | Item] = [*section.blocks, *tasks]
    taken = {line for part in parts for line in _lines_of(part)}
    section.prose = _prose(lines, heading.line + 1, end, document.first_line, without=taken)
    return section


def _lines_of(part: Fence | Item) -> range:
    return range(part.line, part.end + 1)


def _prose(lines: Sequence[str], begin: int, end: int, first_line: int, *, without: Iterable[int]) -> str:
    taken = set(without)
    kept = (
        lines[number - first_line] for number in range(begin, min(end, first_line + len(lines))) if number not in taken
    )
    return _BLANKS.sub("\n\n", "\n".join(kept)).strip("\n")
