"""What would change an answer: each fact that a duty reads, tried alone at each other value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.facts.model import Count
from responder.obligations.conditions import judged, judgement_key, read_fact
from responder.obligations.obligation import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.books.law import Clause
    from responder.obligations.caught import Caught

_TRUTHS = {"true": True, "false": False}


def changes(caught: Caught, state: str) -> tuple[Change, ...]:
    """Every single change of one fact that leads to another state; facts that are not known come first."""
    found: dict[tuple[str, str], Change] = {}
    unknown: dict[str, bool] = {}
    for clause in _read(caught):
        key, now, others = _values(caught, clause)
        unknown.setdefault(key, now is None)
        for value in others:
            if value != now and (key, str(value)) not in found:
                supposed = _state(caught.supposing(key, value))
                if supposed != state:
                    shown = str(value) if isinstance(value, Count) else value
                    found[key, str(value)] = Change(
                        "people.count" if isinstance(value, Count) else key, _plain(shown), supposed
                    )
    return tuple(sorted(found.values(), key=lambda change: not unknown.get(change.fact, False)))


def _plain(value: Any) -> Any:
    return int(value.replace(",", "")) if isinstance(value, str) and value.replace(",", "").isdigit() else value


def _read(caught: Caught) -> Iterator[Clause]:
    rule = caught.setting.rule
    checks = [check for check in (rule.applies, rule.trigger) if check is not None]
    checks += [harbour.check for harbour in rule.harbours]
    checks += list(caught.rule.checks) if caught.rule else []
    for check in checks:
        yield from check.clauses()


def _values(caught: Caught, clause: Clause) -> tuple[str, Any, tuple[Any, ...]]:
    """The key of the fact behind a clause, its value now, and the values to try."""
    segment = next(iter(caught.segments), None)
    if segment is None:
        return clause.subject, None, ()
    view = caught.view(segment)
    match clause.kind:
        case "judgement":
            judgement = caught.setting.words.judgements.get(clause.subject)
            answers = tuple(_TRUTHS.get(answer, answer) for answer in judgement.answers) if judgement else ()
            return judgement_key(clause.subject), judged(view, clause.subject), answers
        case "people":
            return _around(clause, view.counted(clause.within, clause.kind) if view.counted else None)
        case "role":
            return clause.subject, segment.role, ("controller", "processor")
        case "fact":
            return clause.subject, read_fact(view, clause.subject), _others(caught, clause)
    return clause.subject, None, ()


def _others(caught: Caught, clause: Clause) -> tuple[Any, ...]:
    definition = caught.setting.words.fact(clause.subject)
    match definition.type if definition else None:
        case "boolean":
            return (True, False)
        case "choice" if definition is not None:
            return tuple(_TRUTHS.get(choice, choice) for choice in definition.choices)
        case "integer":
            limit = int(clause.wanted[0])
            return (limit - 1, limit, limit + 1)
    return ()


def _around(clause: Clause, now: Count | None) -> tuple[str, Any, tuple[Any, ...]]:
    """The nearest number on the other side of the threshold."""
    limit = int(clause.wanted[0])
    edges = (limit, limit + 1) if clause.operator in {"more_than", "at_most"} else (limit - 1, limit)
    return clause.subject, now, tuple(Count(edge, edge) for edge in edges)


def _state(caught: Caught) -> str:
    owed = caught.owed()
    if owed is None:
        return "undetermined"
    if owed is False:
        return "not_required"
    softened = caught.softened()
    if softened:
        return softened
    advisable = caught.setting.rule.regime.status == "voluntary" or (
        caught.rule is not None and caught.rule.duty.weight == "advisable"
    )
    return "advisable" if advisable else "required"
