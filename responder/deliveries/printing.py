"""Letters for the printer: many letters as one page of HTML, and each printed page compared with its source row.

Each page carries unseen, in its margin, the mark of its letter: a keyed hash of the row it was made from. What the
printer will print is read back from the file and must say, page by page, what the row says.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, Final, Literal

from responder.deliveries.address_block import MOST_LINES
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST_SAMPLE: Final = 50
MARK_DIGITS: Final = 24
_MARK = re.compile(r"L[0-9a-f]{24}")
_BODY = re.compile(r"<body[^>]*>(?P<inside>.*)</body>", re.DOTALL)
_POINTS = re.compile(r'<body style="font: (\d+)pt')
_SHAPED = frozenset({"R", "AL", "NSM"})  # read back in another order, or composed of several glyphs
_STYLE = """@page { size: A4; margin: 20mm 20mm 18mm 25mm;
  @bottom-left { content: string(mark); font-size: 1pt; color: #fff } }
body { font-family: sans-serif; margin: 0 }
article { break-before: page; string-set: mark attr(data-mark) }
article:first-child { break-before: auto }
address { font-style: normal; height: 42mm; padding-top: 22mm; line-height: 1.3 }
.from { font-size: 7pt }
h1 { font-size: 1.25em } h2 { font-size: 1.1em }
"""


@dataclass(frozen=True)
class Source:
    """What the source row of a letter says: its mark, the lines of its address, the names the letter may greet."""

    recipient_id: str
    mark: str
    kind: str
    place: str
    elements: tuple[str, ...]
    address: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """One letter made ready. ``greets``: its text has a place for the person's name."""

    outgoing_id: str
    number: int
    source: Source
    language: str
    subject: str = field(repr=False)
    page: str = field(repr=False)
    greets: bool = True


@dataclass(frozen=True)
class Place:
    """Where a letter lies in the printed file: its first page, counted from 1, and how many it has."""

    page: int
    pages: int


@dataclass(frozen=True)
class Problem:
    """A letter whose page does not say what its row says. Names a number, never a person."""

    number: int
    reason: str

    def to_document(self) -> dict[str, Any]:
        return {"letter": self.number, "reason": self.reason}


def whole_page(sheets: Sequence[Sheet], *, sender: str, title: str) -> str:
    """All letters as one page of HTML, each beginning on a new sheet."""
    language = Counter(sheet.language for sheet in sheets).most_common(1)[0][0]
    letters = "\n".join(_article(sheet, sender) for sheet in sheets)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{letters}\n</body></html>\n"
    )


def _article(sheet: Sheet, sender: str) -> str:
    body, points = _BODY.search(sheet.page), _POINTS.search(sheet.page)
    inside = body["inside"] if body else sheet.page
    size = points[1] if points else "11"
    lines = "<br>".join(html.escape(line) for line in sheet.source.address)
    return (
        f'<article lang="{sheet.language}" data-mark="{sheet.source.mark}" style="font-size: {size}pt">\n'
        f'<address><span class="from">{html.escape(sender)}</span><br>{lines}</address>\n'
        f"<h1>{html.escape(sheet.subject)}</h1>\n{inside}\n</article>"
    )


def table_of(sheets: Sequence[Sheet], places: Sequence[Place], *, part: int) -> str:
    """The table for the mail house: one line a letter, with its pages, address block and mark."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    lines = [f"address_{number}" for number in range(1, MOST_LINES + 1)]
    rows.writerow(["number", "part", "first_page", "pages", *lines, "language", "mark"])
    for sheet, place in zip(sheets, places, strict=True):
        block = [*map(_unformulaic, sheet.source.address), *[""] * MOST_LINES][:MOST_LINES]
        rows.writerow([sheet.number, part, place.page, place.pages, *block, sheet.language, sheet.source.mark])
    return written.getvalue()


def compare(
    pages: Sequence[str], sheets: Sequence[Sheet], sources: Sequence[Source]
) -> tuple[list[Place], list[Problem]]:
    """Compare every printed page with the row that was read anew for its letter.

    Args:
        pages: The text of each page, as read back from the file.
        sheets: The letters in their order.
        sources: What the rows of the same letters say, read again after printing.

    Returns:
        Where each letter lies, and what does not hold. Where a page cannot be told, places end there.
    """
    found = [(mark, list(group)) for mark, group in groupby(enumerate(pages, 1), key=lambda page: _mark_of(page[1]))]
    places: list[Place] = []
    problems: list[Problem] = []
    for sheet, source, printed in zip_longest(sheets, sources, found):
        if sheet is None or source is None or printed is None:
            number = sheet.number if sheet else len(sheets)
            problems.append(Problem(number, N_("the file has more or fewer letters than the list")))
            break
        mark, its_pages = printed
        places.append(Place(its_pages[0][0], len(its_pages)))
        problems += [
            Problem(sheet.number, reason) for reason in _wrong(sheet, source, mark, [text for _, text in its_pages])
        ]
    return places, problems


def _wrong(sheet: Sheet, source: Source, mark: str, pages: Sequence[str]) -> list[str]:
    if mark != source.mark:
        return [N_("the page carries the mark of another row")]
    said = unicodedata.normalize("NFKC", "\n".join(pages)).replace("\u00ad", "")
    wrong = []
    for line in source.address:
        found = _found(said, line)
        if found is None:
            wrong = [N_("the address on the page is not the row's")]
        elif found:
            said = said[: found.start()] + said[found.end() :]
    names = [name for name in source.names if name]
    if sheet.greets and names and all(_found(said, name) is None for name in names):
        wrong.append(N_("the text of the letter does not name the person of the row"))
    return wrong


def marks_on(pages: Sequence[str]) -> list[str]:
    """The marks that pages carry, each once."""
    return list(dict.fromkeys(_mark_of(page) for page in pages))


def compare_proof_pages(pages: Sequence[str], known: Mapping[str, tuple[int, Source]]) -> list[Problem]:
    """Compare pages in any order and number with the letters of a run, by the marks they carry."""
    problems = []
    for mark, group in groupby(pages, key=_mark_of):
        if mark not in known:
            problems.append(Problem(0, N_("a page carries no mark of this run")))
            continue
        number, source = known[mark]
        sheet = Sheet("", number, source, "", "", "", greets=False)
        problems += [Problem(number, reason) for reason in _wrong(sheet, source, mark, list(group))]
    return problems


def _mark_of(page: str) -> str:
    marks = _MARK.findall(page)
    return marks[-1] if marks else ""


def _found(said: str, wanted: str) -> re.Match[str] | Literal[False] | None:
    """Where a page says ``wanted`` as a word of its own, however the lines break; None if nowhere. False where it
    cannot be told: scripts whose letters are joined or run leftward are compared by the mark alone.
    """
    wanted = unicodedata.normalize("NFKC", wanted).strip()
    if not wanted or any(unicodedata.bidirectional(letter) in _SHAPED for letter in wanted):
        return False
    parts = [re.escape(part) for part in re.split(r"\s+|(?<=\W)|(?=\W)", wanted) if part]
    before = "" if _stands_close(wanted[0]) else r"(?<!\w)"
    after = "" if _stands_close(wanted[-1]) else r"(?!\w)"
    return re.search(before + r"\s*".join(parts) + after, said)


def _stands_close(letter: str) -> bool:
    """Whether words of this script stand beside each other without a space, or it is no letter at all."""
    return not letter.isalnum() or unicodedata.name(letter, "").startswith(
        ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
    )


def counted(sources: Iterable[Source]) -> dict[str, Any]:
    """How many letters, to whom, from where and of what: to be held against the list."""
    kinds: Counter[str] = Counter()
    places: Counter[str] = Counter()
    elements: Counter[str] = Counter()
    total = 0
    for source in sources:
        total += 1
        kinds["minors"] += source.kind == "guardian"
        kinds["deceased"] += source.kind in {"next_of_kin", "estate"}
        places[source.place] += 1
        elements.update(source.elements)
    return {"letters": total, **dict(kinds), "places": dict(places), "elements": dict(elements)}


def added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two counts as one."""
    if not one:
        return other
    whole: dict[str, Any] = {key: one.get(key, 0) + other.get(key, 0) for key in ("letters", "minors", "deceased")}
    for key in ("places", "elements"):
        whole[key] = dict(Counter(one.get(key, {})) + Counter(other.get(key, {})))
    return whole


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, int, int]]:
    """What the list counts otherwise than the letters: the word, how many of the list, how many letters."""
    listed, printed = _flat(before), _flat(after)
    words = sorted(listed.keys() | printed.keys())
    return [
        (word, listed.get(word, 0), printed.get(word, 0))
        for word in words
        if listed.get(word, 0) != printed.get(word, 0)
    ]


def _flat(counts: dict[str, Any]) -> dict[str, int]:
    whole = {key: value for key, value in counts.items() if isinstance(value, int)}
    return {**whole, **counts.get("places", {}), **counts.get("elements", {})}


@dataclass(frozen=True)
class Choosable:
    """What a sample is chosen by: numbers and traits, nothing personal but the length of the name."""

    number: int
    language: str
    kind: str
    length: int
    pages: int


def choose_sample(letters: Sequence[Choosable], *, seed: str, least: int = LEAST_SAMPLE) -> list[int]:
    """Numbers of letters for a person to look at: of each language, kind of addressee and length, then by lot.

    The lot is drawn by hash from ``seed``, so that nobody chooses it and everybody can draw it again.
    """
    segments: dict[tuple[str, str, int], list[Choosable]] = defaultdict(list)
    for letter in letters:
        segments[letter.language, letter.kind, letter.pages].append(letter)
    chosen: dict[int, None] = {}
    for members in segments.values():
        chosen[max(members, key=lambda letter: letter.length).number] = None
        chosen[min(members, key=lambda letter: _lot(seed, letter.number)).number] = None
    for letter in sorted(letters, key=lambda letter: -letter.length)[:5]:
        chosen[letter.number] = None
    for letter in sorted(letters, key=lambda letter: _lot(seed, letter.number)):
        if len(chosen) >= least:
            break
        chosen[letter.number] = None
    return sorted(chosen)


def _lot(seed: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}\x1f{number}".encode()).digest()


def _unformulaic(cell: str) -> str:
    """A spreadsheet must not take a stranger's cell for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
