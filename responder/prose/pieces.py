"""Markdown cut into the pieces that a word processor calls paragraphs, and such pieces written as Markdown again.

What lies between pieces is kept, so that a text put together from unchanged pieces is the same to the letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

KINDS: Final = ("paragraph", "heading", "bullet", "number", "table", "comment")
_INLINE: Final = MarkdownIt("commonmark", {"html": False})
_HEADING: Final = re.compile(r"(#{1,6}) +(.*)")
_BULLET: Final = re.compile(r"[-*+] +(.*)")
_NUMBER: Final = re.compile(r"\d{1,9}[.)] +(.*)")
_COMMENT: Final = re.compile(r"<!--.*-->\s*\Z")
_MARK: Final = re.compile(r"\[\[[^\]\n]*\]\]\s*\Z")
_SLOT: Final = re.compile(r"(\[\[[^\]\n]*\]\])")
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SPACE: Final = re.compile(r"[^\S\u3000]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. ``href`` is where they lead to."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph: ``source`` is its Markdown, ``after`` the line breaks behind it, ``level`` that of a heading."""

    kind: str
    runs: tuple[Run, ...]
    source: str = ""
    after: str = "\n\n"
    level: int = 0

    @property
    def said(self) -> tuple[str, int, tuple[Run, ...]]:
        """What it says, whatever way it is written; two pieces of one saying are the same paragraph."""
        return self.kind, self.level, self.runs

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def cut(markdown: str) -> tuple[Piece, ...]:
    """The pieces of ``markdown`` in order; joining ``source + after`` of each gives it back."""
    return tuple(_pieces(markdown))


def joined(pieces: Iterable[Piece]) -> str:
    """The text of pieces, ending with one line break."""
    return "".join(piece.source + piece.after for piece in pieces).rstrip("\n") + "\n"


def written(piece: Piece) -> str:
    """A piece as Markdown: text as text, whatever it holds; ``[[slots]]`` stay slots."""
    if piece.kind in {"table", "comment"}:
        return piece.text
    said = "".join(_run_written(run) for run in piece.runs)
    prefix = {"heading": f"{'#' * (piece.level or 2)} ", "bullet": "- ", "number": "1. "}.get(piece.kind, "")
    return prefix + said


def piece_of(kind: str, runs: Iterable[Run], *, level: int = 0, after: str = "\n\n") -> Piece:
    """A piece that somebody wrote elsewhere, as Markdown; looks that Markdown has not are lost."""
    bare = Piece(kind, tidy(runs), after=after, level=level)
    return Piece(kind, bare.runs, written(bare), after, level)


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one look as one run, runs of blanks as one blank, none at the ends."""
    found: list[Run] = []
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if found and (found[-1].bold, found[-1].italic, found[-1].href) == (run.bold, run.italic, run.href):
            text = _SPACE.sub(" ", found.pop().text + text)
        if text:
            found.append(Run(text, run.bold, run.italic, run.href))
    if found:
        found[0] = Run(found[0].text.lstrip(), found[0].bold, found[0].italic, found[0].href)
        found[-1] = Run(found[-1].text.rstrip(), found[-1].bold, found[-1].italic, found[-1].href)
    return tuple(run for run in found if run.text)


def _pieces(markdown: str) -> Iterator[Piece]:
    lines = markdown.split("\n")
    position = 0
    while position < len(lines):
        first = position
        kind, level = _kind(lines[first])
        position += 1
        alone = kind in {"heading", "comment", "table"} or _MARK.match(lines[first])
        while not alone and position < len(lines) and lines[position].strip() and _continues(lines[position]):
            position += 1
        source = "\n".join(lines[first:position])
        blanks = position
        while blanks < len(lines) and not lines[blanks].strip():
            blanks += 1
        if source.strip():
            yield Piece(kind, _runs(kind, source), source, "\n" * (blanks - position + 1), level)
        position = blanks


def _kind(line: str) -> tuple[str, int]:
    if heading := _HEADING.match(line):
        return "heading", len(heading[1])
    if _COMMENT.match(line):
        return "comment", 0
    if line.startswith("|"):
        return "table", 0
    if _BULLET.match(line):
        return "bullet", 0
    return ("number", 0) if _NUMBER.match(line) else ("paragraph", 0)


def _continues(line: str) -> bool:
    return _kind(line)[0] == "paragraph" and not _MARK.match(line)


def _runs(kind: str, source: str) -> tuple[Run, ...]:
    if kind in {"table", "comment"}:
        return (Run(source),)
    pattern = {"heading": _HEADING, "bullet": _BULLET, "number": _NUMBER}.get(kind)
    if pattern is not None:
        source = re.sub(r"\A(?:#{1,6}|[-*+]|\d{1,9}[.)]) +", "", source)
    tokens = _INLINE.parseInline(source)
    return tidy(_inline(tokens[0].children or [])) if tokens else ()


def _inline(tokens: Iterable[Token]) -> Iterator[Run]:
    bold = italic = 0
    href = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href = str(token.attrs.get("href", ""))
            case "link_close":
                href = ""
            case "softbreak" | "hardbreak":
                yield Run(" ", bold > 0, italic > 0, href)
            case _:
                yield Run(token.content, bold > 0, italic > 0, href)


def _run_written(run: Run) -> str:
    core = run.text.strip(" ")
    before, after = run.text[: len(run.text) - len(run.text.lstrip(" "))], run.text[len(run.text.rstrip(" ")) :]
    if not core:
        return run.text
    said = "".join(part if _SLOT.fullmatch(part) else _SPECIAL.sub(r"\\\1", part) for part in _SLOT.split(core))
    said = f"*{said}*" if run.italic else said
    said = f"**{said}**" if run.bold else said
    return before + (f"[{said}]({run.href})" if run.href else said) + after
