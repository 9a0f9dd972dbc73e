"""Sanitised HTML to plain text, block by block."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "tr", "blockquote", "ul", "ol", "table", "hr"}
_TIGHT: Final = {"li", "tr", "ul", "ol", "thead", "tbody"}
_MANY_BLANK: Final = re.compile(r"\n{3,}")


def plain(html: str) -> str:
    """The text of ``html``; ends with one line break unless it is empty."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _MANY_BLANK.sub("\n\n", "\n".join(line.rstrip() for line in reader.text().split("\n"))).strip("\n")
    return f"{text}\n" if text else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._out: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        self._marker = ""
        self._quotes = 0
        self._verbatim = False
        self._link: tuple[str, int] | None = None

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _BLOCKS:
            self._end_line()
            self._begin_block(tag, given)
        elif tag == "br":
            self._end_line()
        elif tag == "input":
            self._line += "[x]" if "checked" in given else "[ ]"
        elif tag == "a":
            self._link = (given.get("href") or "", len(self._line))
        elif tag in {"td", "th"} and self._line.strip():
            self._line = f"{self._line.rstrip()} | "

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in {"ul", "ol"}:
            if not self._lists:
                self._blank()
            self._lists.append(int(given.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "blockquote":
            self._blank()
            self._quotes += 1
        elif tag == "hr":
            self._out.extend(("", "-" * 20, ""))
        elif tag == "pre":
            self._verbatim = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            address, start = self._link
            said = self._line[start:]
            if address.removeprefix("mailto:").removeprefix("tel:") != said:
                self._line += f" ({address})"
            self._link = None
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists.pop()
            if not self._lists:
                self._blank()
        elif tag in _BLOCKS:
            self._end_line()
            if tag == "blockquote":
                self._quotes -= 1
            if tag == "pre":
                self._verbatim = False
            if tag not in _TIGHT and not self._lists:
                self._blank()

    def handle_data(self, data: str) -> None:
        if not self._verbatim:
            said = re.sub(r"\s+", " ", data)
            self._line += said.lstrip() if not self._line else said
            return
        for number, line in enumerate(data.rstrip("\n").split("\n")):
            if number:
                self._end_line()
            self._line = line

    def _next_marker(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end_line(self) -> None:
        if self._line.strip():
            depth = "  " * max(len(self._lists) - 1, 0)
            inside = self._marker or ("  " if self._lists else "")
            self._out.append("> " * self._quotes + depth + inside + self._line)
            self._marker = ""
        self._line = ""

    def _blank(self) -> None:
        self._out.append("")
