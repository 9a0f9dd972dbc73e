"""The text of each page of a PDF, read back from the file itself: what a printer will print, not what we meant.

Reads what WeasyPrint writes (ISO 32000-1: objects and object streams, deflate, text with ToUnicode maps). A file it
cannot follow is refused, never half read.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_STREAM = 64 * 1024 * 1024
_OBJECT = re.compile(rb"(?:\A|[\r\n])(\d+) 0 obj\s(.*?)\s?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_FONTS = re.compile(rb"/Font\s*(?:(\d+) 0 R|<<(.*?)>>)", re.DOTALL)
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+) 0 R")
_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+[\d.]+\s+Tf|\[([^\]]*)\]\s*TJ|(<[0-9A-Fa-f]*>)\s*Tj|(\bBT\b)")
_GLYPHS = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_GLYPH_DIGITS = 4


def read_pages(document: bytes) -> list[str]:
    """The text of every page, in the order of the pages; one line a run of text.

    Raises:
        BadInput: it is no PDF, or none that can be followed to each of its pages.
    """
    reader = _Document(document)
    return [reader.text_of(page) for page in reader.pages()]


def _unreadable() -> BadInput:
    return BadInput(N_("this PDF cannot be read back"), field="file", expected="a PDF as this house prints it")


class _Document:
    def __init__(self, document: bytes) -> None:
        if not document.startswith(b"%PDF-"):
            raise _unreadable()
        self._objects: dict[int, bytes] = {int(number): body for number, body in _OBJECT.findall(document)}
        for body in list(self._objects.values()):
            if b"/Type /ObjStm" in body:
                self._objects.update(_packed(body))
        self._maps: dict[int, Mapping[str, str]] = {}

    def pages(self) -> Iterator[bytes]:
        catalog = next((body for body in self._objects.values() if re.search(rb"/Type\s*/Catalog", body)), None)
        if catalog is None:
            raise _unreadable()
        yield from self._leaves(self._at(catalog, b"Pages"), depth=0)

    def text_of(self, page: bytes) -> str:
        fonts = self._fonts(page)
        lines: list[str] = []
        glyphs: Mapping[str, str] = {}
        for content in self._contents(page):
            for font, several, one, begins in _SHOWN.findall(content):
                if font:
                    glyphs = fonts.get(font, {})
                elif begins:
                    lines.append("")
                else:
                    shown = b"".join(_GLYPHS.findall(several or one)).decode("ascii").lower()
                    if not lines:
                        lines.append("")
                    lines[-1] += "".join(
                        glyphs.get(shown[at : at + _GLYPH_DIGITS], "\ufffd")
                        for at in range(0, len(shown), _GLYPH_DIGITS)
                    )
        return "\n".join(lines)

    def _leaves(self, node: bytes, *, depth: int) -> Iterator[bytes]:
        if depth > len(self._objects):
            raise _unreadable()
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", node)
        if kids is None:
            yield node
            return
        for number in _REFERENCE.findall(kids[1]):
            yield from self._leaves(self._object(int(number)), depth=depth + 1)

    def _contents(self, page: bytes) -> Iterator[bytes]:
        found = re.search(rb"/Contents\s*(?:\[([^\]]*)\]|(\d+ 0 R))", page)
        for number in _REFERENCE.findall(found[1] or found[2]) if found else ():
            yield _opened(self._object(int(number)))

    def _fonts(self, page: bytes) -> dict[bytes, Mapping[str, str]]:
        resources = page
        if re.search(rb"/Resources\s*\d+ 0 R", page):
            resources = self._at(page, b"Resources")
        found = _FONTS.search(resources)
        if found is None:
            return {}
        named = self._object(int(found[1])) if found[1] else found[2]
        return {name: self._glyphs(int(number)) for name, number in _NAMED.findall(named)}

    def _glyphs(self, font: int) -> Mapping[str, str]:
        if font not in self._maps:
            self._maps[font] = _characters(_opened(self._at(self._object(font), b"ToUnicode")))
        return self._maps[font]

    def _at(self, body: bytes, name: bytes) -> bytes:
        found = re.search(rb"/" + name + rb"\s*(\d+) 0 R", body)
        if found is None:
            raise _unreadable()
        return self._object(int(found[1]))

    def _object(self, number: int) -> bytes:
        if number not in self._objects:
            raise _unreadable()
        return self._objects[number]


def _opened(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        raise _unreadable()
    if b"/FlateDecode" not in body[: found.start()]:
        return bytes(found[1])
    try:
        content: bytes = zlib.decompressobj().decompress(found[1], LARGEST_STREAM)
    except zlib.error:
        raise _unreadable() from None
    return content


def _packed(body: bytes) -> dict[int, bytes]:
    """The objects of an object stream (ISO 32000-1, section 7.5.7)."""
    first = re.search(rb"/First\s+(\d+)", body)
    if first is None:
        raise _unreadable()
    content = _opened(body)
    numbers = [int(word) for word in content[: int(first[1])].split()]
    offsets = [int(first[1]) + offset for offset in numbers[1::2]]
    ends = [*offsets[1:], len(content)]
    return {number: content[start:end] for number, start, end in zip(numbers[0::2], offsets, ends, strict=True)}


def _characters(mapping: bytes) -> dict[str, str]:
    """Glyph → characters, from a ToUnicode map (section 9.10.3)."""
    found: dict[str, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", mapping, re.DOTALL):
        found.update({_digits(glyph): _text(said) for glyph, said in _PAIR.findall(block)})
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", mapping, re.DOTALL):
        for low, high, said in _SPAN.findall(block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                glyph = f"{int(low, 16) + step:0{_GLYPH_DIGITS}x}"
                found[glyph] = _text(said)[:-1] + chr(ord(_text(said)[-1]) + step)
    return found


def _digits(glyph: bytes) -> str:
    return glyph.decode("ascii").lower()


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
