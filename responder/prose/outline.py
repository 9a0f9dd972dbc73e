"""Where the blocks of a Markdown text stand: for checking it, never for showing it.

CommonMark (markdown-it-py) keeps line numbers, which the renderer does not; where the two read a text differently
``disagreement`` says so, because the reader of a plain viewer and the reader of the console would see two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from responder.prose.render import render
from responder.prose.tasks import BOX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_COMMONMARK: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_COMPARED: Final = {"ul", "ol", "li", "pre", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_SAID: Final = {"text", "code_inline"}
_RAW_HTML: Final = re.compile(r"</?(?:[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>|<!--")


@dataclass(frozen=True, slots=True)
class Heading:
    """``text`` is what stands behind the hashes; ``col`` (from 1) where it begins."""

    line: int
    col: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """``line`` to ``end`` are its own lines, both fences included; ``content`` begins on the line after ``line``."""

    line: int
    end: int
    info: str
    content: str
    nested: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list that stands by itself: its lines, and its text without the bullet."""

    line: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    headings: tuple[Heading, ...]
    fences: tuple[Fence, ...]
    items: tuple[Item, ...]
    setext: tuple[int, ...]
    raw_html: tuple[int, ...]


def outline(markdown: str, *, first_line: int = 1) -> Outline:
    """The blocks of ``markdown`` with their lines, counted from ``first_line``."""
    lines = markdown.split("\n")
    headings, fences, items = [], [], []
    setext, raw_html = [], []
    shift = first_line
    for token in _parsed(markdown):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open" and token.level == 0:
            if not token.markup.startswith("#"):
                setext.append(start + shift)
                continue
            written = lines[start]
            text = written.lstrip(" ").lstrip("#").lstrip(" \t")
            headings.append(Heading(start + shift, written.find(text) + 1, int(token.tag[1]), text.rstrip()))
        elif token.type == "fence":
            nested = token.level > 0
            fences.append(Fence(start + shift, end - 1 + shift, token.info.strip(), token.content, nested))
        elif token.type == "list_item_open" and token.level == 1:
            items.append(Item(start + shift, end - 1 + shift, _without_bullet(lines[start:end])))
        elif token.type == "inline" and _RAW_HTML.search(_without_code(token)):
            raw_html.append(start + shift)
    return Outline(tuple(headings), tuple(fences), tuple(items), tuple(setext), tuple(raw_html))


def disagreement(markdown: str, *, first_line: int = 1) -> int | None:
    """The line where CommonMark and the renderer first build different blocks out of ``markdown``; None if nowhere."""
    commonmark = _skeleton(_parsed(markdown))
    rendered = _Shape.of(render(markdown))
    for (tag, depth, line, begins), other in zip(commonmark, rendered, strict=False):
        if (tag, depth, begins) != other:
            return line + first_line
    if len(commonmark) == len(rendered):
        return None
    return (commonmark[min(len(rendered), len(commonmark) - 1)][2] if commonmark else 0) + first_line


@lru_cache(maxsize=2)
def _parsed(markdown: str) -> list[Token]:
    """Parsing is most of the work, and whoever asks for the outline asks for disagreements next."""
    return _COMMONMARK.parse(markdown)


def _without_bullet(lines: Sequence[str]) -> str:
    first = re.match(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+", lines[0])
    width = first.end() if first else 0
    rest = [line[width:] if not line[:width].strip() else line.lstrip() for line in lines[1:]]
    return "\n".join([lines[0][width:], *rest]).strip()


def _without_code(token: Token) -> str:
    if not token.children:
        return token.content
    return "".join(child.content for child in token.children if child.type == "text")


def _skeleton(tokens: Sequence[Token]) -> list[tuple[str, int, int, str]]:
    """Blocks in order: tag, depth, line, and how the text up to the next block begins."""
    blocks: list[tuple[str, int, int]] = []
    texts: list[str] = []
    depth = 0
    for token in tokens:
        if token.type == "inline" and texts:
            texts[-1] += "".join(child.content for child in token.children or () if child.type in _SAID)
        tag = "pre" if token.type in {"fence", "code_block"} else token.tag
        if tag not in _COMPARED:
            continue
        if token.nesting >= 0:
            blocks.append((tag, depth, token.map[0] if token.map else 0))
            texts.append(token.content if tag == "pre" else "")
        depth += token.nesting
    return [(*block, _beginning(said)) for block, said in zip(blocks, texts, strict=True)]


def _beginning(said: str) -> str:
    """The first letters and digits: what both parsers must agree on, whatever they do with marks and blanks."""
    return "".join(letter for letter in BOX.sub("", said.lstrip(), count=1) if letter.isalnum())[:12]


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[tuple[str, int]] = []
        self._texts: list[str] = []
        self._depth = 0

    @classmethod
    def of(cls, html: str) -> list[tuple[str, int, str]]:
        reader = cls()
        reader.feed(html)
        reader.close()
        texts = (_beginning(said) for said in reader._texts)
        return [(tag, depth, said) for (tag, depth), said in zip(reader._blocks, texts, strict=True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _COMPARED:
            self._blocks.append((tag, self._depth))
            self._texts.append("")
            self._depth += tag != "hr"

    def handle_data(self, data: str) -> None:
        if self._texts:
            self._texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in _COMPARED and tag != "hr":
            self._depth -= 1
