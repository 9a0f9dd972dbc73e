"""The picture of the timeline: SVG of our own, time running down, so that it reads on a phone and on paper.

Within a stretch the axis is true to time; where nothing happened for a day it is broken, and the break says how long it
is. Long matters fill several panels, none taller than a printed page. Shapes tell the lanes apart, never colour alone.
There is no style sheet inside, so that it stands under any content security policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from responder.review.marks import CLOCK, DEED, DELIVERY, LANES, LATE, MET, NOTICE, OVERDUE
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from responder.review.marks import Mark
    from responder.review.voice import Voice

QUIET = timedelta(days=1)
MARKS_IN_A_PANEL = 12
WIDTH, TOP, LEFT, GAP = 360, 58, 78, 16
LANE_X = {CLOCK: 90, DEED: 106, NOTICE: 122, DELIVERY: 138}
LABEL_X, LABEL_WIDTH, LABEL_LINES = 154, 202, 2
FONT, LINE_HEIGHT, PADDING, BREAK = 11, 13, 7, 30
COLOURS = {CLOCK: "#1d4ed8", DEED: "#374151", NOTICE: "#7c3aed", DELIVERY: "#b45309"}
STANDING_COLOURS = {MET: "#15803d", LATE: "#b91c1c", OVERDUE: "#b91c1c"}


@dataclass
class _Sheet:
    """One panel while it is drawn; ``y`` is where the next thing may stand."""

    voice: Voice
    zone: ZoneInfo
    parts: list[str] = field(default_factory=list)
    y: float = TOP

    def text(self, x: float, y: float, text: str, *, bold: bool = False, end: bool = False) -> None:
        extra = (' font-weight="bold"' if bold else "") + (' text-anchor="end"' if end else "")
        self.parts.append(f'<text x="{x:g}" y="{y:.1f}"{extra}>{escape(text)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "#9ca3af", extra: str = "") -> None:
        self.parts.append(
            f'<line x1="{x1:g}" y1="{y1:.1f}" x2="{x2:g}" y2="{y2:.1f}" stroke="{colour}" stroke-width="1"{extra}/>'
        )


def panels(marks: Sequence[Mark], voice: Voice, *, name: str, key: str = "timeline") -> list[str]:
    """The picture as one or more SVG documents, each with role, title and a description that says all it shows.

    Args:
        marks: By time.
        voice: The reader's language and zone.
        name: What the timeline is of, for the title.
        key: Starts the ids inside, so that several pictures can stand on one page.
    """
    sheets = [marks[start : start + MARKS_IN_A_PANEL] for start in range(0, len(marks), MARKS_IN_A_PANEL)]
    return [
        _panel(sheet, voice, name, f"{key}-{number}", number, len(sheets)) for number, sheet in enumerate(sheets, 1)
    ]


def _panel(marks: Sequence[Mark], voice: Voice, name: str, key: str, number: int, of: int) -> str:
    sheet = _Sheet(voice, ZoneInfo(voice.zone))
    title = voice(
        N_("Timeline of {name}, {first} to {last}"),
        name=name,
        first=voice.day(marks[0].at),
        last=voice.day(marks[-1].at),
    )
    if of > 1:
        title += " " + voice(N_("(part {number} of {of})"), number=number, of=of)
    _legend(sheet)
    former: Mark | None = None
    for stretch in _stretches(marks):
        if former is not None:
            _broken_axis(sheet, stretch[0].at - former.at)
        _stretch(sheet, stretch)
        former = stretch[-1]
    told = "; ".join(f"{voice.time(mark.at)}: {mark.label}" for mark in marks)
    body = "\n".join(sheet.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {sheet.y + PADDING:.0f}" '
        f'lang="{voice.language}" aria-labelledby="{key}-title {key}-desc" font-family="sans-serif" '
        f'font-size="{FONT}" fill="currentColor">\n'
        f'<title id="{key}-title">{escape(title)}</title>\n<desc id="{key}-desc">{escape(told)}</desc>\n{body}\n</svg>'
    )


def _stretches(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Runs of marks with never more than a quiet day between two."""
    run = [marks[0]]
    for mark in marks[1:]:
        if mark.at - run[-1].at > QUIET:
            yield run
            run = []
        run.append(mark)
    yield run


def _legend(sheet: _Sheet) -> None:
    for index, (lane, words) in enumerate(LANES.items()):
        x, y = 10 + index % 2 * 172, 12 + index // 2 * 18
        sheet.parts.append(_shape(lane, "", x, y))
        sheet.text(x + 12, y + 4, sheet.voice(words))
    sheet.line(0, TOP - 16, WIDTH, TOP - 16)


def _broken_axis(sheet: _Sheet, quiet: timedelta) -> None:
    y = sheet.y + 4
    sheet.parts.append(
        f'<path d="M{LEFT} {y:.1f} l6 4 l-12 6 l12 6 l-6 4" fill="none" stroke="currentColor" stroke-width="1.2"/>'
    )
    said = sheet.voice(N_("{left} without an entry"), left=sheet.voice.left(quiet))
    sheet.text(LABEL_X, y + 14, f"⋯ {said}")
    sheet.y += BREAK


def _stretch(sheet: _Sheet, marks: Sequence[Mark]) -> None:
    labels = [_wrapped(text) for text in _labels(sheet, marks)]
    heights = [len(lines) * LINE_HEIGHT + PADDING for lines in labels]
    start, top = marks[0].at, sheet.y + LINE_HEIGHT
    span = (marks[-1].at - start) / timedelta(seconds=1)
    axis = sum(heights[:-1])

    def place(at: datetime) -> float:
        return top + (axis * ((at - start) / timedelta(seconds=1)) / span if span else 0)

    free = top
    for mark, lines, height in zip(marks, labels, heights, strict=True):
        marker, label = place(mark.at), max(free, place(mark.at))
        sheet.line(LANE_X[mark.lane], marker, LABEL_X - 3, label, extra=' stroke-dasharray="2 2"')
        sheet.parts.append(_shape(mark.lane, mark.standing, LANE_X[mark.lane], marker))
        for index, text in enumerate(lines):
            sheet.text(LABEL_X, label + 4 + index * LINE_HEIGHT, text, bold=bool(mark.standing))
        free = label + height
    sheet.line(LEFT, top - 6, LEFT, top + axis + 6, "currentColor")
    _days(sheet, marks, place)
    sheet.y = max(free, top + axis) + 4


def _days(sheet: _Sheet, marks: Sequence[Mark], place: Callable[[datetime], float]) -> None:
    """The date where a stretch starts, and a tick at each midnight that has room."""
    local = marks[0].at.astimezone(sheet.zone)
    shown = place(marks[0].at)
    sheet.text(LEFT - 6, shown + 4, _date(local), bold=True, end=True)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), sheet.zone)
    while midnight <= marks[-1].at:
        y = place(midnight)
        sheet.line(LEFT - 4, y, LEFT + 4, y, "currentColor")
        if y - shown >= LINE_HEIGHT:
            sheet.text(LEFT - 6, y + 4, _date(midnight), bold=True, end=True)
            shown = y
        midnight = datetime.combine(midnight.date() + timedelta(days=1), time(), sheet.zone)


def _date(local: datetime) -> str:
    return local.strftime("%Y-%m-%d")


def _labels(sheet: _Sheet, marks: Sequence[Mark]) -> Iterator[str]:
    """Time and words of each mark; the day too where it is another than the day above."""
    day = marks[0].at.astimezone(sheet.zone).date()
    for mark in marks:
        local = mark.at.astimezone(sheet.zone)
        yield f"{local:%H:%M} {mark.label}" if local.date() == day else f"{local:%m-%d %H:%M} {mark.label}"
        day = local.date()


def _wrapped(text: str) -> list[str]:
    """At most two lines that fit, the second ending in … where words are left."""
    lines, words = [""], text.split()
    while words:
        word = words.pop(0)
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined) <= LABEL_WIDTH:
            lines[-1] = joined
            continue
        if lines[-1] and len(lines) < LABEL_LINES and _width(word) <= LABEL_WIDTH:
            lines.append(word)
            continue
        fits = _fitting(joined, LABEL_WIDTH if len(lines) < LABEL_LINES else LABEL_WIDTH - FONT)
        lines[-1], rest = joined[:fits], joined[fits:]
        if len(lines) == LABEL_LINES:
            lines[-1] += "…"
            break
        lines.append("")
        words.insert(0, rest)
    return [line for line in lines if line]


def _fitting(text: str, width: float) -> int:
    return next((end for end in range(len(text), 1, -1) if _width(text[:end]) <= width), 1)


def _width(text: str) -> float:
    return sum(FONT if east_asian_width(letter) in "WF" else FONT * 0.56 for letter in text)


def _shape(lane: str, standing: str, x: float, y: float) -> str:
    colour = STANDING_COLOURS.get(standing, COLOURS[lane])
    if standing:
        signs = {MET: "m-3 0 l2 3 l4 -6", LATE: "m-3 -3 l6 6 m0 -6 l-6 6", OVERDUE: "m-3 -3 l6 6 m0 -6 l-6 6"}
        sign = (
            f'<path d="M{x:g} {y:.1f} {signs[standing]}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
            if standing in signs
            else ""
        )
        return f'<circle cx="{x:g}" cy="{y:.1f}" r="6" fill="#fff" stroke="{colour}" stroke-width="1.6"/>{sign}'
    if lane == CLOCK:
        return f'<circle cx="{x:g}" cy="{y:.1f}" r="5" fill="{colour}"/>'
    outline = {DEED: "m-4.5 -4.5 h9 v9 h-9 z", NOTICE: "m0 -6 l6 6 l-6 6 l-6 -6 z", DELIVERY: "m0 -6 l6 10 h-12 z"}[
        lane
    ]
    return f'<path d="M{x:g} {y:.1f} {outline}" fill="{colour}"/>'
