"""The frozen values a regime shelf is read into. They say what the law says; nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from responder.books.marked import Text


@dataclass(frozen=True, slots=True)
class Both:
    """Every part must hold (`all`)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part is enough (`any`)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Clause:
    """One question to the facts, with the value or values for which the law says yes.

    ``unknown_for`` are answers that settle nothing ("unlikely" is not "no"). ``within`` says whose people a number
    counts: the place told (`where`), the whole regime (`regime`) or everybody (`all`).
    """

    kind: str
    subject: str = ""
    operator: str = ""
    wanted: tuple[Any, ...] = ()
    unknown_for: tuple[Any, ...] = ()
    elements: Elements | None = None
    within: str = "where"
    cite: str | None = None
    text: Text = field(default_factory=dict)
    line: int | None = None


Condition: TypeAlias = Both | Either | Not | Clause


@dataclass(frozen=True, slots=True)
class Elements:
    """Data elements that count together with a name, alone, or only several together."""

    with_name: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """What a clock runs from: ``how`` is event, earliest, latest, filing, date, year_end_of or none."""

    how: str
    names: tuple[str, ...] = ()
    known_as: str | None = None
    last: bool = False
    """Of several filings of one duty the last one counts (a report and its updates), else the first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A second limit of the same clock, such as "at most 24 hours after awareness"."""

    starts: Start
    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Another defensible way to count the same clock."""

    text: Text
    clock: Clock
    source: str | None = None
    use: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """When a duty falls due. ``amount`` None: the law gives a word (``standard``) and no number."""

    starts: Start
    amount: int | None = None
    inner_amount: int | None = None
    unit: str | None = None
    standard: str = "fixed_limit"
    not_after: Limit | None = None
    not_before: Limit | None = None
    or_earlier: Start | None = None
    ends: str = "roll_none"
    ends_unless: Condition | None = None
    first_day: str = "excluded"
    runs: str = "after"
    """`before`: the period is counted back from its event, and the day is the last on which to begin."""

    zone: str | None = None
    calendar: str | None = None
    contested: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """One thing a notice must say, with the facts it is written from.

    ``only_for``: data elements without which nobody needs to be told it; empty: everybody is.
    """

    id: str
    text: Text
    facts: tuple[str, ...] = ()
    may_follow: bool = False
    only_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A safe harbour or an exception. ``burden`` says what holds while it is open: the duty stands (`notifier`: who
    wants the exemption must have made and kept the finding) or is undetermined (`open`).
    """

    id: str
    when: Condition
    makes: str = "not_required"
    burden: str = "open"
    cite: str | None = None
    text: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    id: str
    counts: bool | None = None
    needs: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """A ground on which telling may wait. ``oral_days``: how long a request that is not in writing holds."""

    ground: str
    covers: tuple[str, ...]
    oral_days: int | None = None
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    url: str | None
    title: str | None
    kind: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty as it stands in one period of law."""

    id: str
    recipient: str
    recipient_name: Text
    clock: Clock
    authority: str | None = None
    """`data_protection`: the recipient is that authority of the place, by the name on the shelf of authorities."""

    role: str = "controller"
    where: str = "people"
    weight: str = "required"
    kind: str = "law"
    stage: str | None = None
    since: date | None = None
    until: date | None = None
    when: Condition | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    content: tuple[Content, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    channels: tuple[Channel, ...] = ()
    channel_note: str | None = None
    language: str | None = None
    letter: tuple[str, ...] = ()
    met_by: str = "filed"
    cite: str | None = None
    verified: bool = False
    checked: str | None = None
    doubt: str | None = None
    note: str | None = None
    sources: tuple[Source, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    title: str
    articles: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Expectation:
    duty: str
    where: str | None
    state: str
    due: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Example:
    """Facts, and what this regime makes of them according to a source."""

    id: str
    facts: Mapping[str, Any]
    expect: tuple[Expectation, ...]
    nothing: bool
    source: str
    outside: bool
    as_of: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class JudgementDefinition:
    """A judgement that a law asks of a person, in that law's own words."""

    id: str
    question: Text
    answers: tuple[str, ...]
    from_risk_level: Mapping[str, Any]
    who: str | None


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A fact the toolkit can take: how it is written, how it is asked for, and who can answer."""

    key: str
    type: str
    label: Text
    question: Text
    choices: tuple[str, ...] = ()
    who_can_answer: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()
    evidence: str | None = None
    """The facts (`exposure.logs`) that say whether a source could settle it, and when that source is gone."""

    by_language: bool = False
    """A text that may be given in several languages, for letters."""


@dataclass(frozen=True, slots=True)
class EventDefinition:
    id: str
    label: Text
    question: Text
    kin: tuple[str, ...]
    last_resort: tuple[str, ...]
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a part of one, or a union; ``within`` names every place it lies in, itself included."""

    id: str
    name: Text
    within: frozenset[str]
    zone: str | None
    calendar: str | None
    union: bool = False
    by_part: bool = False
    """Its authorities are those of its parts, so a duty to an authority asks for the part."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One law on telling others of an incident, whole."""

    id: str
    name: Text
    place: str
    reach: str
    zone: str
    calendar: str | None
    family: str
    status: str
    status_note: str | None
    instruments: tuple[Instrument, ...]
    applies: Condition | None
    trigger: Condition | None
    elements: Elements | None
    harbours: tuple[Exemption, ...]
    delays: tuple[Delay, ...]
    duties: tuple[Duty, ...]
    variants: Mapping[str, tuple[Duty, ...]]
    facts: Mapping[str, FactDefinition]
    judgements: Mapping[str, JudgementDefinition]
    examples: tuple[Example, ...]
    sources: tuple[Source, ...]
    penalty: Text
    liable: Text
    notes: tuple[str, ...]
    more: Mapping[str, Any]
    verified: bool
    checked: str | None
    review_by: date | None
    file: str
    sha256: str

    @property
    def since(self) -> date | None:
        """The first day of the earliest period of this law in the library."""
        days = [instrument.since for instrument in self.instruments if instrument.since]
        return min(days) if days else None

    @property
    def until(self) -> date | None:
        """The last day of the law; None while it stands."""
        days = [instrument.until for instrument in self.instruments]
        return max(day for day in days if day) if days and all(days) else None

    def duty_at(self, id: str, within: frozenset[str]) -> Duty | None:  # noqa: A002
        """The duty in its present text as the country has it whose place lies ``within``; None if it is not there."""
        own = next((duties for place, duties in self.variants.items() if place in within), self.duties)
        return next((duty for duty in own if duty.id == id), None)

    def duty_ids(self) -> tuple[str, ...]:
        """Every duty once, in the order of the file."""
        return tuple(dict.fromkeys(duty.id for duty in self.duties))
