"""Which facts a regime reads: for the list of facts, for questions, and for what would change an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.books.law import Both, Clause, Condition, Either, Not, Regime

if TYPE_CHECKING:
    from collections.abc import Iterator


def clauses(condition: Condition | None) -> Iterator[Clause]:
    """Every clause of a condition, from left to right."""
    if isinstance(condition, Clause):
        yield condition
    elif isinstance(condition, (Both, Either)):
        for part in condition.parts:
            yield from clauses(part)
    elif isinstance(condition, Not):
        yield from clauses(condition.part)


def conditions_of(regime: Regime) -> Iterator[Condition | None]:
    """Every condition of a regime, of all its periods and variants."""
    yield regime.applies
    yield regime.trigger
    yield from (harbour.when for harbour in regime.harbours)
    for duties in (regime.duties, *regime.variants.values()):
        for duty in duties:
            yield duty.when
            yield from (exception.when for exception in duty.exceptions)


def facts_read(regime: Regime) -> frozenset[str]:
    """Dotted keys of the facts, judgements and events that decide this regime's duties."""
    found = {"people", "organisation.role"}
    for condition in conditions_of(regime):
        for clause in clauses(condition):
            if clause.kind in {"fact", "role", "elements", "people", "records"}:
                found.add(clause.subject)
            elif clause.kind == "judgement":
                found.add("risk.level" if clause.subject == "gdpr-risk" else f"risk.judgements.{clause.subject}")
            elif clause.kind in {"happened", "date_of"}:
                found.add(f"events.{clause.subject}")
    for duty in regime.duties:
        if duty.clock.starts.how in {"event", "earliest", "latest", "year_end_of"}:
            found.update(f"events.{name}" for name in duty.clock.starts.names)
    return frozenset(found)
