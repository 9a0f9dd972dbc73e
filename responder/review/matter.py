"""One incident as the review sees it: gathered once from every room, frozen, with nothing privileged opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from responder.facts.snapshot import at_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.review.scoring import Score

UNKNOWN = "unknown"
ID_LENGTH = 32


@dataclass(frozen=True)
class Line:
    """A line of the timeline: its header as chained, and its body unless that is privileged or erased."""

    header: Mapping[str, Any]
    body: Mapping[str, Any] | None

    @property
    def seq(self) -> int:
        return int(self.header["seq"])

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.header["at"])

    @property
    def privileged(self) -> bool:
        return bool(self.header["privileged"])

    @property
    def tag(self) -> str:
        return str(self.body["tag"]) if self.body else ""

    @property
    def what(self) -> str:
        return str(self.body["what"]) if self.body else ""

    @property
    def by(self) -> str:
        return str(self.body["by"]) if self.body else ""


@dataclass(frozen=True)
class Statement:
    """What somebody said of one fact."""

    key: str
    value: Any
    reason: str
    said_by: str
    known_since: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Owed:
    """An obligation as derived at one time; ``answer`` is an entry of ``responder/obligations/1``."""

    version: int
    answer: Mapping[str, Any]
    rule_sha256: str
    derived_at: datetime
    replaced_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def present(self) -> bool:
        return self.replaced_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        return str(self.answer["state"])

    @property
    def due_at(self) -> datetime | None:
        at = (self.answer.get("due") or {}).get("at")
        return datetime.fromisoformat(at) if at else None

    @property
    def provisional(self) -> bool:
        return bool((self.answer.get("due") or {}).get("provisional"))

    @property
    def met_at(self) -> datetime | None:
        """When the act that the law names was done; none while it is not, or not all of it."""
        at = (self.answer.get("met") or {}).get("at")
        return datetime.fromisoformat(at) if at else None

    @property
    def in_time(self) -> bool | None:
        met = self.answer.get("met")
        return None if not met else met.get("in_time")


@dataclass(frozen=True)
class Step:
    """A step of the playbook as it was run."""

    id: str
    title: Mapping[str, str]
    state: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Decision:
    """An option chosen by somebody; ``replaced_at`` if another was chosen later."""

    question: Mapping[str, str]
    option: Mapping[str, str]
    reason: str
    by: str
    at: datetime
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class Run:
    """A playbook with the files that were followed, word for word."""

    playbook: str
    version: str
    sha256: str
    sources: Mapping[str, str]
    steps: tuple[Step, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class NoticeText:
    """One version of a notice in one language; ``sha256`` is of its file: the subject, a line feed, the text."""

    version: int
    language: str
    medium: str
    subject: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Approval:
    """A second person's word. ``digest`` is the SHA-256 over the canonical form of ``bound``."""

    by: str
    at: datetime
    digest: str
    bound: Mapping[str, Any]
    texts: tuple[str, ...]
    voided_at: datetime | None = None


@dataclass(frozen=True)
class Filing:
    at: datetime
    by: str
    reference: str


@dataclass(frozen=True)
class Notice:
    id: str
    regime: str
    duty: str
    place: str
    state: str
    recipient_kind: str
    recipient_name: str
    drafted_by: str
    drafted_at: datetime
    texts: tuple[NoticeText, ...] = ()
    approvals: tuple[Approval, ...] = ()
    filings: tuple[Filing, ...] = ()


@dataclass(frozen=True)
class Campaign:
    """A sending. The four numbers are four: what was tried, what arrived, what counts as notice, what came back."""

    id: str
    notice_id: str
    state: str
    count: int
    states: Mapping[str, int]
    attempted: int
    delivered: int
    counted: int
    returned: int
    unclear: int = 0
    started_at: datetime | None = None
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None


@dataclass(frozen=True)
class Meeting:
    id: str
    kind: str
    title: Mapping[str, str]
    due_at: datetime
    starts_at: datetime
    minutes: int
    sequence: int
    state: str
    changed_at: datetime
    held_at: datetime | None = None


@dataclass(frozen=True)
class Action:
    number: int
    what: str
    owner: str
    due_at: datetime
    state: str
    done_by: str | None = None
    done_at: datetime | None = None
    verified_by: str | None = None
    verified_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Remark:
    """A text of the review that counsel opened (root cause), or that needs no opening (a drill's)."""

    section: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Matter:
    """Everything the review reads. ``gathered_at`` and all times are aware; names stand in ``names`` alone."""

    incident_id: str
    number: str
    kind: str
    code_name: str
    title: str
    state: str
    severity: str
    zone: str
    language: str
    opened_at: datetime
    gathered_at: datetime
    closed_at: datetime | None = None
    head_seq: int = 0
    head_hash: str = "0" * 64
    lines: tuple[Line, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Statement, ...] = ()
    obligations: tuple[Owed, ...] = ()
    library: str = ""
    rules: Mapping[str, str] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    notices: tuple[Notice, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    actions: tuple[Action, ...] = ()
    remarks: tuple[Remark, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    score: Score | None = None

    @property
    def drill(self) -> bool:
        return self.kind == "drill"

    @property
    def present(self) -> tuple[Owed, ...]:
        """The obligations as they stand now, by due time; those without one last."""
        standing = [owed for owed in self.obligations if owed.present]
        return tuple(sorted(standing, key=lambda owed: (owed.due_at is None, owed.due_at or self.opened_at)))

    @property
    def withheld(self) -> tuple[int, ...]:
        return tuple(line.seq for line in self.lines if line.body is None and line.privileged)

    @property
    def erased(self) -> tuple[int, ...]:
        return tuple(line.seq for line in self.lines if line.body is None and not line.privileged)

    def event(self, name: str) -> datetime | None:
        """When an event of the facts happened, if that is known as an instant."""
        return instant(at_key(dict(self.facts), f"events.{name}"))

    def said_event(self, name: str) -> object:
        """An event as it was said: an instant, a day, a span, "before" or "after"."""
        return at_key(dict(self.facts), f"events.{name}")

    def name(self, account: str) -> str:
        """Who this is to the reader: a name where names may stand, else the end of the account's id."""
        return self.names.get(account) or (f"…{account[-6:]}" if len(account) == ID_LENGTH else account)


def instant(value: object) -> datetime | None:
    """The instant that an event of the facts is; none where it is unknown or a mere day.

    Of a span its earliest end, of one awareness an entity the first of them (``responder/facts/1``, events).
    """
    if isinstance(value, list):
        return min((at for at in map(instant, value) if at), default=None)
    if isinstance(value, dict):
        return next((at for key in ("at", "from", "after", "about") if (at := instant(value.get(key)))), None)
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else None
