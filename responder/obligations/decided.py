"""Decisions not to notify: they end a duty's clock until their day, while the facts are those they were made on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from responder.obligations.obligation import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from responder.facts.model import DecisionNotTo, Facts
    from responder.obligations.obligation import Obligation
    from responder.obligations.reasons import Speaker

_UTC = ZoneInfo("UTC")


def facts_fingerprint(facts: Facts) -> str:
    """The hash of what happened to whose data, and of how it was judged.

    Times, filings and texts of letters are left out: they change while the ground of a decision stands.
    """
    grounds = {
        "incident": facts.incident,
        "exposure": facts.exposure,
        "datasets": [asdict(dataset) for dataset in facts.datasets.values()],
        "people": [asdict(row) for row in facts.people or ()],
        "people_complete": facts.people_complete,
        "counting": facts.counting,
        "risk": facts.risk,
        "judgements": [asdict(judgement) for judgement in facts.judgements],
        "regime_facts": {key: value for key, value in facts.plain.items() if key.startswith("regime_facts.")},
    }
    return hashlib.sha256(json.dumps(grounds, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)


def decided(
    obligations: Sequence[Obligation], facts: Facts, *, as_of: datetime, speaker: Speaker
) -> list[Obligation]:
    """The obligations with what two people decided: no longer owed, or to be looked at again and why."""
    if not facts.decisions:
        return list(obligations)
    fingerprint = facts_fingerprint(facts)
    found = [_decided(each, facts, fingerprint, as_of, speaker) for each in obligations]
    settled: set[tuple[str, str | None, str]] = {
        (after.regime, after.duty, after.where)
        for before, after in zip(obligations, found, strict=True)
        if before.state != after.state
    }
    return [_unblocked(each, settled) for each in found] if settled else found


def _decided(
    obligation: Obligation, facts: Facts, fingerprint: str, as_of: datetime, speaker: Speaker
) -> Obligation:
    decision = next((each for each in facts.decisions if _is_on(each, obligation)), None)
    if decision is None or (obligation.met is not None and decision.kind != "withdrawn"):
        return obligation
    if decision.kind is not None:
        return _let_off(obligation, decision, fingerprint, as_of, speaker)
    day = decision.look_again.day_in(_UTC).isoformat() if decision.look_again else "–"
    if decision.on not in {None, fingerprint}:
        return _with(obligation, Reason(speaker.say("decided_again_facts"), None, None, ("decisions",)))
    if decision.look_again is not None and decision.look_again.earliest(_UTC) <= as_of:
        return _with(obligation, Reason(speaker.say("decided_again_day", day=day), None, None, ("decisions",)))
    reason = Reason(speaker.say("decided_not", day=day), None, False, ("decisions",))
    return replace(_with(obligation, reason), state="not_required", missing=(), blocked_by=(), until=None)


def _let_off(
    obligation: Obligation, decision: DecisionNotTo, fingerprint: str, as_of: datetime, speaker: Speaker
) -> Obligation:
    """As the authority let it off, or as the notice was withdrawn; owed again after the day, or with other facts."""
    named = {
        "authority": decision.authority or "–",
        "day": decision.look_again.day_in(_UTC).isoformat() if decision.look_again else "–",
    }
    over = decision.look_again is not None and decision.look_again.earliest(_UTC) <= as_of
    if over or decision.on not in {None, fingerprint}:
        return _with(obligation, Reason(speaker.say(f"{decision.kind}_over", **named), None, None, ("decisions",)))
    reason = Reason(speaker.say(f"{decision.kind}_now", **named), None, False, ("decisions",))
    return replace(_with(obligation, reason), state="not_required", missing=(), blocked_by=(), until=None)


def _is_on(decision: DecisionNotTo, obligation: Obligation) -> bool:
    named = decision.regime, decision.duty, decision.where or ""
    return named == (obligation.regime, obligation.duty, obligation.where) and decision.entity in {
        None,
        obligation.entity,
    }


def _with(obligation: Obligation, reason: Reason) -> Obligation:
    return replace(obligation, because=(reason, *obligation.because))


def _unblocked(obligation: Obligation, settled: Collection[tuple[str, str | None, str]]) -> Obligation:
    """Nothing waits for what is not done at all."""
    kept = tuple(b for b in obligation.blocked_by if (b.regime, b.duty, b.where) not in settled)
    return replace(obligation, blocked_by=kept) if len(kept) != len(obligation.blocked_by) else obligation
