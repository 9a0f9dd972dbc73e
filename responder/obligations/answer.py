"""Obligations as the document ``responder/obligations/1`` that people's scripts and other programs read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from responder.obligations.reasons import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from responder.books.library import Library
    from responder.obligations.obligation import BackStep, Due, Obligation

FORMAT = "responder/obligations/1"


def answer(obligations: Iterable[Obligation], library: Library, *, as_of: datetime, lang: str = "en") -> dict[str, Any]:
    """The whole answer: each obligation with its reasons, and what the library does not hold."""
    not_covered = [in_language(text, lang) for text in library.words.not_covered.values()]
    return {
        "format": FORMAT,
        "as_of": as_of.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "library": f"sha256:{library.sha256}",
        "obligations": [obligation_document(each, not_covered, as_of=as_of) for each in obligations],
        "not_covered": not_covered,
    }


def obligation_document(
    obligation: Obligation, not_covered: list[str] | None = None, *, as_of: datetime | None = None
) -> dict[str, Any]:
    """One obligation as plain values. What is late hangs on ``as_of``; without it nothing is said of that."""
    return {
        "regime": obligation.regime,
        "duty": obligation.duty,
        "where": obligation.where,
        "kind": obligation.kind,
        "group": obligation.group,
        "for": {
            "entity": obligation.entity, "role": obligation.role, "datasets": list(obligation.datasets),
            "on_behalf_of": list(obligation.on_behalf_of) or None,
        },
        "recipient": obligation.recipient,
        "recipient_name": obligation.recipient_name,
        "state": obligation.state,
        "status": obligation.status,
        "stage": obligation.stage,
        "blocked_by": [
            {"regime": b.regime, "duty": b.duty, "where": b.where, "why": b.why} for b in obligation.blocked_by
        ],
        "until": _time(obligation.until),
        "met": None if obligation.met is None else {
            "at": _time(obligation.met.at), "in_time": obligation.met.in_time, "by": obligation.met.by,
        },
        "due": _due(obligation.due, obligation.met_by, as_of),
        "because": [
            {"text": r.text, "clause": r.clause, "value": r.value, "facts": list(r.facts)} for r in obligation.because
        ],
        "missing": [
            {"fact": m.fact, "question": m.question, "who": list(m.who), "evidence": m.evidence, "gone": _time(m.gone)}
            for m in obligation.missing
        ],
        "would_change": [{"fact": c.fact, "to": c.to, "state": c.state} for c in obligation.would_change],
        "content": [dict(item) for item in obligation.content],
        "channels": [dict(channel) for channel in obligation.channels],
        "channel_note": obligation.channel_note,
        "language": obligation.language,
        "letter": list(obligation.letter),
        "order": {name: list(duties) for name, duties in obligation.order.items()},
        "not_covered": not_covered or [],
        "verified": obligation.verified,
        "checked": obligation.checked,
        "doubt": obligation.doubt,
        "note": obligation.note,
        "cite": obligation.cite,
        "rule": {"id": obligation.regime, "sha256": obligation.rule_sha256},
        "sources": list(obligation.sources),
    }  # fmt: skip


def _due(due: Due, met_by: str, as_of: datetime | None) -> dict[str, Any]:
    return {
        "at": _time(due.at),
        "standard": due.standard,
        "starts_from": due.starts_from,
        "started_at": _time(due.started_at),
        "provisional": due.provisional,
        "provisional_because": list(due.provisional_because),
        "contested": [{"at": _time(o.at), "reading": o.reading, "source": o.source} for o in due.contested],
        "steps": list(due.steps),
        "met_by": met_by,
        "target": None if due.target_at is None else {"at": _time(due.target_at), "why": due.target_why},
        "work_back": [_back_step(step, as_of) for step in due.work_back],
    }


def _back_step(step: BackStep, as_of: datetime | None) -> dict[str, Any]:
    late = {} if as_of is None else {"late": step.by < as_of}
    return {"step": step.step, "text": step.text, "by": _time(step.by), "lead": step.lead, "who": step.who, **late}


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
