"""Grades as guided assessments: which grade the facts give by a law's own scheme, by which criteria, and what is open.

It advises. A person adopts a grade by recording what its outcome ``records``; nothing else reads a grade.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from responder.errors import NotFound
from responder.obligations.caught import Caught, Setting
from responder.obligations.conditions import Check, compiled
from responder.obligations.explain import fact_behind
from responder.obligations.logic import Truth, either, reaches
from responder.obligations.obligation import Missing
from responder.obligations.questions import asked
from responder.obligations.reach import reaches_of
from responder.obligations.reasons import Speaker, in_language
from responder.obligations.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from responder.books.grades import Needs, Outcome, Scheme
    from responder.books.library import Library
    from responder.facts.model import Facts

FORMAT: Final = "responder/grade/1"


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion as the facts have it: met, not met or (None) not known, and who could say."""

    id: str
    text: str
    value: Truth
    cite: str | None
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    missing: tuple[Missing, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Grade:
    """What a scheme makes of the facts.

    ``answer`` is the id of the grade once nothing that is still open could change it, else None: then it is at least
    ``at_least`` and at most ``at_most``, and ``undecided`` holds the criteria that would settle it.
    """

    scheme: str
    name: str
    applies: Truth
    answer: str | None
    at_least: str
    at_most: str
    names: Mapping[str, str]
    decided_by: tuple[Judged, ...]
    undecided: tuple[Judged, ...]
    criteria: tuple[Judged, ...]
    until_settled: str
    records: Mapping[str, Any]
    """Facts (dotted keys) to record if a person adopts the answer; empty while it is open or the law is for others.

    The value ``now`` of an event stands for the moment of adopting it.
    """
    cite: str | None
    doubt: str | None
    verified: bool
    checked: str | None
    sources: tuple[str, ...]


def assess(scheme: str, facts: Facts, library: Library, *, lang: str = "en", entity: str | None = None) -> Grade:
    """The grade of the incident by ``scheme`` (an id of ``library.grades``), of one entity or of all together.

    Three-valued: a criterion is met, not met, or not known; a grade is settled only when no unknown could change it.

    Raises:
        NotFound: no such scheme.
    """
    found = library.grades.get(scheme)
    if found is None:
        raise NotFound("there is no grading scheme {id!r}", id=scheme, expected=", ".join(library.grades))
    speaker = Speaker(library.words, lang)
    views = list(_asked_of(found, facts, library, entity))
    applies = _applies(found, library, views)
    judged = {
        name: _judged(found, name, check, views, library, speaker) for name, check in _compiled(library, scheme).items()
    }
    values = [(outcome, _value(outcome.needs, judged)) for outcome in found.outcomes]
    sure = next(outcome for outcome, value in values if value is True)
    above = [outcome for outcome, value in values[: found.outcomes.index(sure)] if value is None]
    most = above[0] if above else sure
    return Grade(
        scheme=found.id, name=in_language(found.name, lang), applies=applies,
        answer=None if above else sure.id, at_least=sure.id, at_most=most.id,
        names={outcome.id: in_language(outcome.name, lang) for outcome in found.outcomes},
        decided_by=_deciding(sure, found.outcomes, judged),
        undecided=_listed({name for outcome in above for name in _open(outcome.needs, judged)}, judged),
        criteria=tuple(judged.values()), until_settled=in_language(found.until_settled, lang),
        records={} if above or applies is False else sure.records,
        cite=found.cite, doubt=found.doubt, verified=found.verified, checked=found.checked,
        sources=tuple(source.url or source.title or "" for source in found.sources),
    )  # fmt: skip


def grade_document(grade: Grade, library: Library) -> dict[str, Any]:
    """The answer as the document ``responder/grade/1``."""
    return {
        "format": FORMAT,
        "library": f"sha256:{library.sha256}",
        "scheme": grade.scheme,
        "name": grade.name,
        "applies": grade.applies,
        "answer": grade.answer,
        "at_least": grade.at_least,
        "at_most": grade.at_most,
        "names": dict(grade.names),
        "decided_by": [each.id for each in grade.decided_by],
        "undecided": [each.id for each in grade.undecided],
        "criteria": [
            {
                "id": each.id, "text": each.text, "value": each.value, "cite": each.cite,
                "reasons": list(each.reasons), "facts": list(each.facts), "doubt": each.doubt,
                "missing": [{"fact": m.fact, "question": m.question, "who": list(m.who)} for m in each.missing],
            }
            for each in grade.criteria
        ],
        "until_settled": grade.until_settled,
        "records": dict(grade.records),
        "cite": grade.cite,
        "doubt": grade.doubt,
        "verified": grade.verified,
        "checked": grade.checked,
        "sources": list(grade.sources),
    }  # fmt: skip


@lru_cache(maxsize=16)
def _compiled(library: Library, scheme: str) -> Mapping[str, Check]:
    found = library.grades[scheme]
    elements = library.regimes[scheme].elements
    checks = ((name, compiled(criterion.when, elements)) for name, criterion in found.criteria.items())
    return {name: check for name, check in checks if check is not None}


def _asked_of(scheme: Scheme, facts: Facts, library: Library, entity: str | None) -> Iterator[Caught]:
    """The facts of each entity as the scheme's regime sees them; people are counted before any test of that law."""
    rule = rules_of(library)[scheme.id]
    place = library.words.place(rule.regime.place)
    named = rule.regime.zone if rule.regime.zone != "authority" else (place.zone if place else None) or "UTC"
    setting = Setting(facts, library.words, rule, rule.regime.place, ZoneInfo(named))
    for reach in reaches_of(facts, rule.regime, library):
        if entity in {None, reach.entity.id}:
            yield Caught(setting, reach, None, reach.segments)


def _applies(scheme: Scheme, library: Library, views: Sequence[Caught]) -> Truth:
    check = rules_of(library)[scheme.id].applies
    return True if check is None else either(_holds(check, each) for each in views)


def _holds(check: Check, caught: Caught) -> Truth:
    return either(check.value(caught.view(segment, counting=False)) for segment in caught.segments)


def _judged(
    scheme: Scheme, name: str, check: Check, views: Sequence[Caught], library: Library, speaker: Speaker
) -> Judged:
    criterion = scheme.criteria[name]
    value = either(_holds(check, caught) for caught in views)
    reasons: dict[str, None] = {}
    open_facts: dict[str, None] = {}
    for caught in views:
        for segment in caught.segments:
            view = caught.view(segment, counting=False)
            if check.value(view) is not value:
                continue
            for clause, met in check.decided_by(view):
                reasons[speaker.clause(clause, view, met)] = None
                if met is None:
                    open_facts["people.count" if clause.kind == "people" else fact_behind(clause)] = None
    read = dict.fromkeys(fact_behind(clause) for clause in check.clauses())
    missing = (
        Missing(fact, in_language(text, speaker.lang), who)
        for fact in open_facts
        for text, _, _, who in (asked(fact, library),)
    )
    return Judged(
        name, speaker.text(criterion.text), value, criterion.cite or scheme.cite, tuple(reasons), tuple(read),
        tuple(missing), criterion.doubt,
    )  # fmt: skip


def _value(needs: Needs | None, judged: Mapping[str, Judged]) -> Truth:
    if needs is None:
        return True
    values = [_part(part, judged) for part in needs.of]
    met = values.count(True)
    return reaches(met, met + values.count(None), "at_least", needs.least)


def _part(part: str | Needs, judged: Mapping[str, Judged]) -> Truth:
    return judged[part].value if isinstance(part, str) else _value(part, judged)


def _deciding(sure: Outcome, outcomes: Sequence[Outcome], judged: Mapping[str, Judged]) -> tuple[Judged, ...]:
    """The criteria that are met for the grade; for the last grade those that are not met for any stricter one."""
    if sure.needs is not None:
        return _listed(set(_with(sure.needs, judged, wanted=True)), judged)
    stricter = (outcome.needs for outcome in outcomes if outcome.needs is not None)
    return _listed({name for needs in stricter for name in _with(needs, judged, wanted=False)}, judged)


def _open(needs: Needs | None, judged: Mapping[str, Judged]) -> Iterator[str]:
    return _with(needs, judged, wanted=None) if needs is not None else iter(())


def _with(needs: Needs, judged: Mapping[str, Judged], *, wanted: Truth) -> Iterator[str]:
    for part in needs.of:
        if _part(part, judged) is wanted:
            if isinstance(part, str):
                yield part
            else:
                yield from _with(part, judged, wanted=wanted)


def _listed(ids: set[str], judged: Mapping[str, Judged]) -> tuple[Judged, ...]:
    return tuple(each for name, each in judged.items() if name in ids)
