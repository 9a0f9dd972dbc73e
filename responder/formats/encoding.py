"""In which encoding a file is written. UTF-8 and marked UTF-16 are certain; any other is asked for, never guessed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import charset_normalizer

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECE = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Suggestion:
    """What a file that is not UTF-8 may be written in; a person confirms it by looking at the sample."""

    encoding: str
    sample: str


def certain_encoding(
    file: BinaryIO, *, confirmed: str | None = None, seen: Callable[[bytes], object] | None = None
) -> str | None:
    """The encoding that the whole of ``file`` strictly holds, or None where a person must say.

    Reads the file once to its end and goes back to its start. A mark at the start of the file wins over what was
    ``confirmed``; ``seen`` gets each piece on the way (for a digest).
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), confirmed or "utf-8")
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    holds = True
    while piece := file.read(_PIECE):
        if seen is not None:
            seen(piece)
        holds = holds and _decodes(decoder, piece)
    holds = holds and _decodes(decoder, b"", final=True)
    file.seek(0)
    return encoding if holds else None


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def suggest(file: BinaryIO) -> Suggestion:
    """The most probable encoding of a file that is not UTF-8. Detection errs: cp1252 is often taken for cp1250."""
    file.seek(0)
    start = file.read(_SAMPLE)
    file.seek(0)
    best = charset_normalizer.from_bytes(start).best()
    encoding = best.encoding if best else "cp1252"
    return Suggestion(encoding, start.decode(encoding, "replace")[:400])


def named_encoding(name: str) -> str:
    """The codec that a person named.

    Raises:
        BadInput: there is no such encoding.
    """
    try:
        codec = codecs.lookup(name)
    except LookupError:
        raise BadInput(
            N_("the encoding {name!r} is not known"),
            field="encoding",
            name=name,
            expected="a name such as cp1252, gb18030 or shift_jis",
        ) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise BadInput(
            N_("{name!r} is no encoding of text"),
            field="encoding",
            name=name,
            expected="a name such as cp1252, gb18030 or shift_jis",
        )
    return codec.name
