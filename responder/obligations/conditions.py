"""Conditions of law compiled once to closures and asked of facts: never an expression to evaluate."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from responder.books.law import Both, Clause, Condition, Either, Elements, Not, Regime
from responder.facts.model import Count, Entity, Facts, Moment, Segment
from responder.obligations.logic import Truth, both, either, opposite, reaches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from responder.books.vocabulary import Vocabulary


@dataclass(slots=True)
class View:
    """What a condition is asked of: one segment of the facts, seen from one regime (or from none) and place.

    ``overrides`` holds facts supposed to be otherwise (what would change the answer); ``counted`` gives the number of
    people whom the duty reaches; ``owed`` the answers of duties derived before.
    """

    facts: Facts
    words: Vocabulary
    regime: Regime | None
    entity: Entity
    segment: Segment
    where: str
    zone: ZoneInfo
    counted: Callable[[str, str], Count] | None = None
    owed: Mapping[str, Truth] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)


class Check:
    """A compiled condition."""

    __slots__ = ("clause", "kind", "parts", "value")

    def __init__(
        self, kind: str, value: Callable[[View], Truth], parts: tuple[Check, ...] = (), clause: Clause | None = None
    ) -> None:
        self.kind = kind
        self.value = value
        self.parts = parts
        self.clause = clause

    def clauses(self) -> Iterator[Clause]:
        if self.clause is not None:
            yield self.clause
        for part in self.parts:
            yield from part.clauses()

    def decided_by(self, view: View, *, wanted: bool = True) -> Iterator[tuple[Clause, Truth]]:
        """The clauses that make the answer what it is, each with whether it is met as the rule wants it."""
        if self.clause is not None:
            value = self.value(view)
            yield self.clause, value if wanted else opposite(value)
            return
        if self.kind == "not":
            yield from self.parts[0].decided_by(view, wanted=not wanted)
            return
        whole = self.value(view)
        for part in self.parts:
            value = part.value(view)
            settles = value is whole or (whole is None and self.kind == "all")
            if settles:
                yield from part.decided_by(view, wanted=wanted)


def compiled(condition: Condition | None, elements: Elements | None) -> Check | None:
    """The closure tree of a condition; ``elements`` are those the regime lists for "its own data"."""
    if condition is None:
        return None
    if isinstance(condition, (Both, Either)):
        parts = tuple(part for inner in condition.parts if (part := compiled(inner, elements)) is not None)
        values = tuple(part.value for part in parts)
        if isinstance(condition, Both):
            return Check("all", lambda view: both(value(view) for value in values), parts)
        return Check("any", lambda view: either(value(view) for value in values), parts)
    if isinstance(condition, Not):
        part = compiled(condition.part, elements)
        if part is None:
            return None
        inner_value = part.value
        return Check("not", lambda view: opposite(inner_value(view)), (part,))
    return Check("clause", _CLAUSES[condition.kind](condition, elements), clause=condition)


def read_by(checks: Iterable[Check]) -> frozenset[str]:
    """The keys whose being otherwise could change one of these conditions."""
    return frozenset(key for check in checks for clause in check.clauses() for key in _keys(clause))


def _keys(clause: Clause) -> tuple[str, ...]:
    match clause.kind:
        case "elements":
            return "people.data", "people_complete"
        case "judgement":
            return judgement_key(clause.subject), "risk.level"
        case "people" | "records":
            return clause.subject, "people.data", "people_complete"
    return (clause.subject,)


def read_fact(view: View, key: str) -> Any:
    """The value of a fact as it stands for the segment in view: rows and datasets override the whole."""
    return _reader(key)(view)


@lru_cache(maxsize=1024)
def _reader(key: str) -> Callable[[View], Any]:
    """How a fact is read, settled once a key."""
    section, _, rest = key.partition(".")
    read: Callable[[View], Any]
    if section == "exposure":
        read = lambda view: view.segment.exposure.get(rest)  # noqa: E731 -- one of four ways, side by side
    elif section == "organisation":
        read = lambda view: _organisation(view, rest)  # noqa: E731
    elif section == "people":
        read = lambda view: _of_row(view, rest)  # noqa: E731
    else:
        read = lambda view: view.facts.value(key)  # noqa: E731
    return lambda view: view.overrides[key] if view.overrides and key in view.overrides else read(view)


def _of_row(view: View, key: str) -> Any:
    row = view.segment.row
    if key == "data":  # of the row and of its datasets, which may be known before anybody is counted
        return view.segment.data
    if row is None:
        return None
    return row.relation if key == "relation" else row.values.get(key)


def _organisation(view: View, key: str) -> Any:
    if key == "role":
        return view.segment.role
    value = view.entity.values.get(key)
    if key == "qualifies_as" and view.segment.dataset is not None and view.segment.dataset.special_roles:
        return (
            (*(value or ()), *view.segment.dataset.special_roles)
            if value is not None
            else view.segment.dataset.special_roles
        )
    return value


def _fact(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    key, wanted, open_for = clause.subject, clause.wanted, clause.unknown_for
    read = _reader(key)
    match clause.operator:
        case "is":
            return lambda view: _is(read(view), wanted, open_for)
        case "is_not":
            return lambda view: opposite(_is(read(view), wanted, open_for))
        case "includes":
            return lambda view: _includes(view, key, wanted)
        case "lies_in":
            return lambda view: _lies_in(view, _seats(view, key, read(view)), wanted)
        case _:
            return lambda view: _bounded(read(view), clause.operator, int(wanted[0]))


def _is(value: Any, wanted: tuple[Any, ...], open_for: tuple[Any, ...]) -> Truth:
    if value is None or value in open_for:
        return None
    if value in wanted:
        return True
    # "unlikely" and "claimed" are neither yes nor no unless the law says so.
    return None if isinstance(value, str) and value in {"unlikely", "claimed"} and not _named(value, wanted) else False


def _named(value: str, wanted: tuple[Any, ...]) -> bool:
    return any(isinstance(entry, str) and entry == value for entry in wanted)


def _includes(view: View, key: str, wanted: tuple[Any, ...]) -> Truth:
    value = read_fact(view, key)
    if value is None:
        return None
    listed = value if isinstance(value, (tuple, list, frozenset)) else (value,)
    if any(entry in listed for entry in wanted):
        return True
    # Roles of a dataset alone do not say what the whole organisation is.
    partial = (
        key == "organisation.qualifies_as"
        and view.entity.values.get("qualifies_as") is None
        and key not in view.overrides
    )
    return None if partial else False


def _seats(view: View, key: str, value: Any) -> Any:
    """Establishments, with those known otherwise: who leads or is registered somewhere is established there."""
    if key != "organisation.established_in" or key in view.overrides:
        return value
    others = [view.entity.values.get(name) for name in ("main_establishment", "country")]
    known = [place for place in others if place is not None]
    if value is not None:
        return (*value, *known)
    return _Partial(known) if known else None


class _Partial(tuple[str, ...]):
    """Some of the places; others are not known."""

    __slots__ = ()


def _lies_in(view: View, value: Any, wanted: tuple[Any, ...]) -> Truth:
    if value is None:
        return None
    listed = value if isinstance(value, (tuple, list)) else (value,)
    found: Truth = None if isinstance(value, _Partial) else False
    for place in listed:
        known = view.words.place(place)
        if known is not None and any(target in known.within for target in wanted):
            return True
        if any((target_place := view.words.place(target)) and place in target_place.within for target in wanted):
            found = None
    return found


def _bounded(value: Any, operator: str, limit: int) -> Truth:
    if value is None:
        return None
    if isinstance(value, Count):
        return reaches(value.low, value.at_most, operator, limit)
    return reaches(value, value, operator, limit) if isinstance(value, int) and not isinstance(value, bool) else None


def _role(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    wanted = clause.wanted[0]
    return lambda view: role_is(read_fact(view, "organisation.role"), wanted)


def role_is(role: str | None, wanted: str) -> Truth:
    """Whether a role is that of a controller (joint ones included) or of a processor (sub-processors included)."""
    if role is None:
        return None
    return (role in {"controller", "joint_controller"}) == (wanted == "controller")


def _elements(clause: Clause, regime_elements: Elements | None) -> Callable[[View], Truth]:
    elements = clause.elements or regime_elements or Elements()
    return lambda view: holds_elements(view, elements)


def holds_elements(view: View, elements: Elements) -> Truth:
    """Whether a person of this segment lost data that the law lists; open while the list of data is not complete."""
    data = view.overrides.get("people.data", view.segment.data)
    if data is None:
        nobody = view.segment.row is None and view.facts.people_complete
        return False if nobody else None
    if data & elements.alone or any(group <= data for group in elements.together):
        return True
    if "name" in data and data & elements.with_name:
        return True
    complete = view.overrides.get("people_complete", view.facts.people_complete)
    return False if complete else None


def _people(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    operator, limit, within, kind = clause.operator, int(clause.wanted[0]), clause.within, clause.kind

    def value(view: View) -> Truth:
        found = view.overrides.get(clause.subject) or (view.counted(within, kind) if view.counted else None)
        return None if found is None else reaches(found.low, found.at_most, operator, limit)

    return value


def _judgement(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    def value(view: View) -> Truth:
        answer = judged(view, clause.subject)
        return None if answer is None else answer in clause.wanted

    return value


def judged(view: View, test: str) -> Any:
    """A person's answer to a test for this segment: the narrowest scope that fits, else what the GDPR level implies."""
    key = judgement_key(test)
    if key in view.overrides:
        return view.overrides[key]
    best: tuple[int, Any] | None = None
    for judgement in view.facts.judgements:
        if (
            judgement.test == test
            and (narrow := _fits(view, judgement)) is not None
            and (best is None or narrow >= best[0])
        ):
            best = (narrow, judgement.answer)
    if best is not None and best[1] is not None:
        return best[1]
    definition = view.words.judgements.get(test)
    level = view.overrides.get("risk.level", view.facts.risk.get("level"))
    if definition is None or level is None or not definition.from_risk_level:
        return None
    implied = definition.from_risk_level.get(level)
    return {"true": True, "false": False}.get(str(implied), implied)


def judgement_key(test: str) -> str:
    return "risk.level" if test == "gdpr-risk" else f"risk.judgements.{test}"


def _fits(view: View, judgement: Any) -> int | None:
    narrow = 0
    if judgement.entity is not None:
        if judgement.entity != view.entity.id:
            return None
        narrow += 1
    if judgement.datasets:
        if view.segment.dataset is None or view.segment.dataset.id not in judgement.datasets:
            return None
        narrow += 4
    if judgement.where:
        place = view.words.place(view.segment.row.where) if view.segment.row and view.segment.row.where else None
        if place is None or not any(target in place.within for target in judgement.where):
            return None
        narrow += 2
    return narrow


def _duty_owed(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    return lambda view: view.owed.get(clause.subject)


def _filed(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    return lambda view: any(
        filing.duty == clause.subject and filing.regime in {None, view.regime and view.regime.id}
        for filing in view.facts.filings
    )


def _happened(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    otherwise: Truth = False if clause.wanted and clause.wanted[0] is False else None
    return lambda view: True if view.facts.event(clause.subject, view.entity.id) is not None else otherwise


def _date_of(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    since, until = clause.wanted

    def value(view: View) -> Truth:
        moment: Moment | None = view.facts.event(clause.subject, view.entity.id)
        if moment is None:
            return None
        day: date = moment.day_in(view.zone)
        return (since is None or day >= since) and (until is None or day <= until)

    return value


def _always(clause: Clause, _: Elements | None) -> Callable[[View], Truth]:
    answer = bool(clause.wanted[0])
    return lambda _view: answer


_CLAUSES: Mapping[str, Callable[[Clause, Elements | None], Callable[[View], Truth]]] = {
    "fact": _fact, "role": _role, "elements": _elements, "people": _people, "records": _people, "judgement": _judgement,
    "duty_owed": _duty_owed, "filed": _filed, "happened": _happened, "date_of": _date_of, "always": _always,
}  # fmt: skip
