"""Runs the worked examples of a regime file: a lawyer reads them, this proves that the rule gives them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from responder.errors import BadInput
from responder.facts.parse import FORMAT, facts_from_document
from responder.obligations.derive import derive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from responder.books.law import Example, Expectation, Regime
    from responder.books.library import Library
    from responder.obligations.obligation import Obligation

_OPEN = {"required", "advisable", "undetermined", "suspended"}


def example_facts(example: Example) -> Mapping[str, Any]:
    """The facts document of an example; its format may be left out there."""
    return {"format": FORMAT, **example.facts}


def failures(regime: Regime, library: Library, *, as_of: datetime) -> Iterator[BadInput]:
    """Every expectation of the regime's examples that does not come out, with its line."""
    for example in regime.examples:
        try:
            facts = facts_from_document(example_facts(example), name=regime.file, library=library)
        except BadInput as error:
            yield error
            continue
        at = _as_of(example, as_of)
        found = derive(facts, library, as_of=at, would_change=False, only={regime.id})
        yield from _compared(regime, example, found)


def _as_of(example: Example, as_of: datetime) -> datetime:
    if example.as_of is None:
        return as_of
    at = datetime.fromisoformat(example.as_of)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _compared(regime: Regime, example: Example, found: list[Obligation]) -> Iterator[BadInput]:
    if example.nothing:
        for obligation in found:
            if obligation.state in _OPEN and obligation.recipient != "internal":
                yield _wrong(
                    regime,
                    example,
                    example.line,
                    f"{obligation.duty} at {obligation.where} is {obligation.state}",
                    "nothing owed",
                )
    for wanted in example.expect:
        fitting = [o for o in found if o.duty == wanted.duty and wanted.where in {None, o.where}]
        if not fitting:
            if wanted.state != "not_required":
                yield _wrong(regime, example, wanted.line, f"{wanted.duty} did not come out", wanted.state)
            continue
        for obligation in fitting:
            if obligation.state != wanted.state:
                why = "; ".join(reason.text for reason in obligation.because)
                yield _wrong(
                    regime,
                    example,
                    wanted.line,
                    f"{wanted.duty} at {obligation.where} is {obligation.state} ({why})",
                    wanted.state,
                )
            elif wanted.due is not None and not _same_due(obligation.due.at, wanted):
                shown = obligation.due.at.isoformat() if obligation.due.at else "no date"
                yield _wrong(
                    regime, example, wanted.line, f"{wanted.duty} at {obligation.where} is due {shown}", wanted.due
                )


def _same_due(at: datetime | None, wanted: Expectation) -> bool:
    """A day means its last second in the zone of the law; ``none`` means that the law gives no number."""
    if wanted.due == "none" or at is None:
        return at is None and wanted.due == "none"
    due = wanted.due or ""
    return at.date().isoformat() == due if len(due) == len("2026-01-31") else at == datetime.fromisoformat(due)


def _wrong(regime: Regime, example: Example, line: int | None, came: str, expected: str) -> BadInput:
    return BadInput(
        came.replace("{", "(").replace("}", ")"),
        file=regime.file,
        line=line,
        field=f"examples.{example.id}",
        expected=expected,
    )
