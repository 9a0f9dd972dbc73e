"""The register of breaches (GDPR, art. 33(5)): of each incident facts, effects, remedial action and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.obligations.queries import Decided, Present

FORMAT: Final = "responder/register-of-breaches/1"
COLUMNS: Final = {
    "number": N_("Number"), "title": N_("What happened"), "state": N_("State"), "opened_at": N_("Opened"),
    "occurred": N_("It happened"), "awareness": N_("Awareness"), "contained": N_("Contained"), "kinds": N_("Kind"),
    "cause": N_("Cause"), "people": N_("People affected"), "data": N_("Data affected"), "effects": N_("Effects"),
    "remedial": N_("Remedial action"), "planned": N_("Still to be done"), "risk": N_("Risk, as judged"),
    "risk_reason": N_("Reason of the judgement"), "notified": N_("Who was told, and when"),
    "open": N_("Still to be told"), "decisions": N_("Decisions not to notify"),
}  # fmt: skip
_TOLD: Final = frozenset({"internal"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident as its record and facts have it."""

    number: str
    title: str
    state: str
    opened_at: str
    facts: Mapping[str, Any]
    duties: tuple[Present, ...]
    decisions: tuple[Decided, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Account id → name, of whoever decided."""


def register_row(entry: Entry) -> dict[str, Any]:
    """One line of the register as plain values; what is not known says so."""
    facts = entry.facts
    return {
        "number": entry.number,
        "title": entry.title,
        "state": entry.state,
        "opened_at": entry.opened_at,
        "occurred": _event(facts, "occurred"),
        "awareness": _event(facts, "awareness"),
        "contained": _event(facts, "contained"),
        "kinds": _listed(_at(facts, "incident", "kinds")),
        "cause": _at(facts, "incident", "cause"),
        "people": _people(facts),
        "data": sorted({element for row in _rows(facts) for element in _listed(row.get("data"))}),
        "effects": _effects(facts),
        "remedial": _listed(_at(facts, "notice", "measures_taken")),
        "planned": _listed(_at(facts, "notice", "measures_planned")),
        "risk": _at(facts, "risk", "level"),
        "risk_reason": _at(facts, "risk", "reason"),
        "notified": [_told(duty) for duty in entry.duties if duty.met and duty.recipient not in _TOLD],
        "open": [
            {"duty": f"{duty.regime}/{duty.duty}", "where": duty.place, "state": duty.state,
             "due": duty.due_at.isoformat() if duty.due_at else None}
            for duty in entry.duties
            if not duty.met and duty.state in {"required", "suspended", "undetermined"} and duty.recipient not in _TOLD
        ],
        "decisions": [_decision(decision, entry.names) for decision in entry.decisions],
    }  # fmt: skip


def cell(value: Any) -> str:
    """A value of ``register_row`` as one cell of a table."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(cell(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {cell(inner)}" for key, inner in value.items() if inner is not None)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _told(duty: Present) -> dict[str, Any]:
    met = duty.answer.get("met") or {}
    return {
        "duty": f"{duty.regime}/{duty.duty}", "where": duty.place, "recipient": duty.answer.get("recipient_name"),
        "at": met.get("at"), "in_time": met.get("in_time"),
    }  # fmt: skip


def _decision(decision: Decided, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "duty": f"{decision.regime}/{decision.duty}", "where": decision.place, "state": decision.state,
        "reason": decision.reason, "proposed_by": names.get(decision.proposed_by, decision.proposed_by),
        "confirmed_by": names.get(decision.confirmed_by or "", decision.confirmed_by),
        "confirmed_at": decision.confirmed_at.isoformat() if decision.confirmed_at else None,
        "look_again": decision.look_again_at.isoformat(),
    }  # fmt: skip


def _at(facts: Mapping[str, Any], section: str, key: str) -> Any:
    inner = facts.get(section)
    value = inner.get(key) if isinstance(inner, dict) else None
    return None if value == "unknown" else value


def _event(facts: Mapping[str, Any], name: str) -> str | None:
    """As it was written: an instant, a day, a span; several entities side by side."""
    value = _at(facts, "events", name)
    entries = value if isinstance(value, list) else [value]
    said = (
        ", ".join(f"{key} {inner}" for key, inner in entry.items()) if isinstance(entry, dict) else str(entry)
        for entry in entries
        if entry is not None
    )
    return "; ".join(said) or None


def _listed(value: Any) -> list[str]:
    if value in (None, "unknown"):
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _rows(facts: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    people = facts.get("people")
    return [row for row in people if isinstance(row, dict)] if isinstance(people, list) else []


def _people(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Approximate numbers by place, as art. 33(3)(a) has them."""
    return [{"where": row.get("where"), "count": row.get("count")} for row in _rows(facts)]


def _effects(facts: Mapping[str, Any]) -> list[str]:
    effects = _listed(_at(facts, "notice", "consequences"))
    for key in ("service_impact", "misused", "published", "exfiltrated", "lost_for_good"):
        value = _at(facts, "exposure", key)
        if value is not None and value is not False and value not in ("none", "false"):
            effects.append(f"{key}: {str(value).lower()}" if not isinstance(value, bool) else key)
    return effects
