"""Decisions not to notify that no longer hold: the facts they were made on changed, or the day to look again came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.agenda.actions import plan_due
from responder.facts import actions as facts
from responder.facts.queries import document, snapshot
from responder.intake.drill_time import time_at
from responder.obligations import actions as obligations
from responder.obligations.decided import facts_fingerprint
from responder.obligations.queries import list_decisions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.records import Incident


def lapse_decisions(session: Session, incident: Incident, *, books: Books, by: str, now: datetime) -> None:
    """End what no longer holds, before obligations are derived anew, and remind at once to decide again."""
    standing = list_decisions(session, incident.id, states=("confirmed",))
    if not standing:
        return
    at, fingerprint = time_at(incident, now), facts_fingerprint(snapshot(session, incident, books.library))
    over = {
        decision.identity: "the facts changed" if decision.facts_sha256 != fingerprint else "its day has come"
        for decision in standing
        if decision.facts_sha256 != fingerprint or decision.look_again_at <= at
    }
    if not over:
        return
    for identity, why in over.items():
        row = obligations.get_open_decision(session, identity)
        obligations.end_decision(session, row, "lapsed", why=why, by=by, at=at)
        plan_due(
            session, stream=incident.id, kind="decision", subject=row.id, at=now, now=now,
            data={"number": incident.number},
        )  # fmt: skip
    ended = {(each.regime, each.duty, each.place or None) for each in standing if each.identity in over}
    entries = document(session, incident).get("decisions") or []
    kept = [
        entry
        for entry in entries
        if entry.get("kind") or (entry["regime"], entry["duty"], entry.get("where")) not in ended
    ]
    facts.record_facts(
        session, incident, {"decisions": kept}, library=books.library, by=by, now=now,
        reason="a decision not to notify no longer stands", decided=True,
    )  # fmt: skip
