"""A letter as a word processor's document, and what came back: paragraphs as Markdown, tracked changes taken as done.

The document carries, as its identifier, which text of which version it was made from.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import re
import zipfile
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from responder.errors import BadInput, NotConfigured
from responder.formats.paper import east_asian_font, tag_of
from responder.prose.pieces import Piece, Run, joined, piece_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

LIBRARY: Final = "docx"
LARGEST: Final = 5 * 1024 * 1024
LARGEST_UNPACKED: Final = 40 * 1024 * 1024
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"})
_STYLES: Final = {"bullet": "List Bullet", "number": "List Number", "table": "No Spacing"}
_TIGHT: Final = frozenset(_STYLES)
_HEADING: Final = re.compile(r"heading ?(\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """What is written into a document. ``identifier`` comes back with it; ``foot`` stands on every page."""

    subject: str
    pieces: tuple[Piece, ...]
    language: str
    identifier: str
    foot: str
    head: str
    made_at: datetime


@dataclass(frozen=True)
class Remark:
    """A comment in the margin."""

    author: str
    text: str


@dataclass(frozen=True)
class Returned:
    """What came back: subject and text as Markdown, remarks in the margin, and what the document was made from."""

    subject: str
    markdown: str
    remarks: tuple[Remark, ...]
    identifier: str


def write(letter: Letter) -> bytes:
    """The document.

    Raises:
        NotConfigured: the extra ``docx`` is not installed.
    """
    document = _library().Document()
    about = document.core_properties
    about.title, about.identifier = letter.subject, letter.identifier
    about.language, about.author, about.comments = tag_of(letter.language), "", ""
    about.created = about.modified = letter.made_at.replace(tzinfo=None)
    _speak(document, letter.language)
    section = document.sections[0]
    section.header.paragraphs[0].text = letter.head
    section.footer.paragraphs[0].text = letter.foot
    document.add_paragraph(letter.subject, style="Title")
    for piece in letter.pieces:
        if piece.kind == "comment":
            continue
        for line in piece.text.split("\n") if piece.kind == "table" else [None]:
            paragraph = document.add_paragraph(style=_style(piece))
            for run in piece.runs if line is None else (Run(line),):
                _add(paragraph, run)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def read(content: bytes) -> Returned:
    """What came back. Deletions that are tracked are taken as made, insertions as accepted.

    Raises:
        BadInput: it is no such document, or larger than any letter.
        NotConfigured: the extra ``docx`` is not installed.
    """
    _hold_to_size(content)
    library = _library()
    try:
        document = library.Document(io.BytesIO(content))
        pieces = list(_paragraphs(document))
    except (KeyError, ValueError, SyntaxError, library.opc.exceptions.PackageNotFoundError):
        raise BadInput(N_("This is no document of a word processor"), expected=".docx") from None
    subject = next((piece.text for piece in pieces if piece.kind == "title"), "")
    about = document.core_properties
    remarks = tuple(Remark(comment.author, comment.text.strip()) for comment in document.comments)
    return Returned(subject, joined(_apart(pieces)), remarks, about.identifier)


def _apart(pieces: list[Piece]) -> Iterator[Piece]:
    """Paragraphs with a blank line between them, entries of one list without."""
    told = [piece for piece in pieces if piece.kind != "title"]
    for piece, following in zip_longest(told, told[1:]):
        tight = following is not None and piece.kind == following.kind and piece.kind in _TIGHT
        yield Piece(piece.kind, piece.runs, piece.source, "\n" if tight else "\n\n", piece.level)


def _hold_to_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise BadInput(N_("This is no document of a word processor"), expected=".docx") from None
    if len(content) > LARGEST or unpacked > LARGEST_UNPACKED:
        raise BadInput(N_("The document is larger than any letter"), expected="5 MB")


def _library() -> Any:
    if importlib.util.find_spec(LIBRARY) is None:
        raise NotConfigured(N_("Word processor documents are not set up: `pip install responder[docx]`."))
    return importlib.import_module(LIBRARY)


def _style(piece: Piece) -> str:
    return f"Heading {piece.level or 2}" if piece.kind == "heading" else _STYLES.get(piece.kind, "Normal")


def _speak(document: Any, language: str) -> None:
    """The document's language, and for Chinese, Japanese and Korean a font of that language."""
    shared = importlib.import_module("docx.oxml")
    normal = document.styles["Normal"].element.get_or_add_rPr()
    spoken = shared.OxmlElement("w:lang")
    spoken.set(f"{_W}eastAsia" if east_asian_font(language) else f"{_W}val", tag_of(language))
    normal.append(spoken)
    if font := east_asian_font(language):
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
            fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(f"{_W}eastAsia", font)
            fonts.attrib.pop(f"{_W}eastAsiaTheme", None)


def _add(paragraph: Any, run: Run) -> None:
    if run.href:
        made = paragraph._p.makeelement(f"{_W}hyperlink")  # noqa: SLF001 -- the library writes no links itself
        made.set(f"{_R}id", paragraph.part.relate_to(run.href, _R[1:-1] + "/hyperlink", is_external=True))
        paragraph._p.append(made)  # noqa: SLF001
    added = paragraph.add_run(run.text)
    added.bold, added.italic = run.bold or None, run.italic or None
    if run.href:
        added.underline = True
        made.append(added._r)  # noqa: SLF001


def _paragraphs(document: Any) -> Iterator[Piece]:
    for element in document.element.body.iter(f"{_W}p", f"{_W}tr"):
        inside = next((parent for parent in element.iterancestors() if parent.tag == f"{_W}tbl"), None)
        if element.tag == f"{_W}tr":
            cells = (" ".join(_text(cell).split()) for cell in element.iter(f"{_W}tc"))
            row = f"| {' | '.join(cells)} |"
            yield Piece("table", (Run(row),), row)
        elif inside is None and (piece := _piece(document, element)) is not None:
            yield piece


def _piece(document: Any, element: Any) -> Piece | None:
    runs = list(_runs(document, element))
    if not "".join(run.text for run in runs).strip():
        return None
    style = document.styles.element.get_by_id(element.style) if element.style else None
    name = str(style.name_val) if style is not None else ""
    if name.lower() == "title":
        return Piece("title", (Run("".join(run.text for run in runs)),))
    if heading := _HEADING.match(name):
        return piece_of("heading", (Run(run.text, False, run.italic, run.href) for run in runs), level=int(heading[1]))
    if name == "No Spacing":
        line = "".join(run.text for run in runs)
        return Piece("table", (Run(line),), line)
    if "list number" in name.lower():
        return piece_of("number", runs)
    listed = element.pPr is not None and element.pPr.numPr is not None
    return piece_of("bullet", runs) if listed or "list" in name.lower() else piece_of("paragraph", runs)


def _runs(document: Any, element: Any, href: str = "") -> Iterator[Run]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}hyperlink":
            found = document.part.rels.get(child.get(f"{_R}id") or "")
            yield from _runs(document, child, found.target_ref if found is not None else "")
        elif child.tag == f"{_W}r":
            yield Run(_text(child), _on(child.rPr, "b"), _on(child.rPr, "i"), href)
        else:
            yield from _runs(document, child, href)


def _on(look: Any, name: str) -> bool:
    found = look.find(f"{_W}{name}") if look is not None else None
    return found is not None and found.get(f"{_W}val") not in {"0", "false", "off"}


def _text(element: Any) -> str:
    return "".join(_words(element))


def _words(element: Any) -> Iterable[str]:
    for part in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if any(parent.tag in _GONE for parent in part.iterancestors()):
            continue
        yield {f"{_W}t": part.text or "", f"{_W}noBreakHyphen": "\u2011"}.get(part.tag, " ")
