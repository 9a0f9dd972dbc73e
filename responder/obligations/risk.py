"""Advice on the level of risk, for whoever has to judge it: the document ``responder/risk/1``.

A suggested level with its reasons, ENISA's score, and the nearest precedents. Nothing here is read when obligations are
derived: the level is a person's, with a written reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.books.advice import KINDS
from responder.obligations.conditions import role_is
from responder.obligations.precedents import Nearest, level_of, nearest
from responder.obligations.questions import asked
from responder.obligations.reasons import Speaker
from responder.obligations.severity import Score, severity_of
from responder.obligations.weighing import Weighing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from responder.books.advice import Advice, Criterion, Precedent
    from responder.books.library import Library
    from responder.facts.model import Facts, Segment
    from responder.obligations.conditions import View

FORMAT: Final = "responder/risk/1"
LEVELS: Final = ("unlikely", "unknown", "risk", "high")
_ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class RiskReason:
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """What is suggested, and why. ``level`` is one of ``LEVELS``."""

    level: str
    reasons: tuple[RiskReason, ...]
    enisa: Score
    precedents: tuple[Nearest, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One segment: which harm there is, what lifts or raises it."""

    segment: Segment
    level: str
    kinds: tuple[str, ...]
    reasons: tuple[RiskReason, ...]
    missing: tuple[str, ...]
    score: Score


def advise(facts: Facts, library: Library, advice: Advice, *, lang: str = "en") -> Risk:
    """The level of risk to suggest: the highest that any part of the incident comes to.

    A risk is unlikely only where something lifts every kind of harm there is; otherwise it is a risk, since whoever
    does not notify must be able to show why (GDPR, art. 33(1) and 5(2)), and high where one of the authorities' own
    criteria says so (art. 34(1)).
    """
    weighing, speaker = Weighing(facts, library, advice), Speaker(library.words, lang)
    judged = [_judged(weighing, segment, speaker) for segment in facts.segments]
    worst = max(judged, key=lambda found: (LEVELS.index(found.level), found.score.score or 0))
    score = max((found.score for found in judged), key=lambda found: found.score or 0)
    close = nearest(weighing, worst.segment, speaker)
    say = _Saying(advice, lang)
    reasons = [
        *_deciding(judged, worst.level, say, speaker),
        *_about_score(score, worst.level, say),
        *_about_precedents(close, worst.level, say, speaker),
        *_about_role(worst, say),
    ]
    missing = Counter(key for found in judged for key in found.missing)
    return Risk(worst.level, _once(reasons), score, close, tuple(key for key, _ in missing.most_common()))


def risk_document(risk: Risk, library: Library, advice: Advice, *, lang: str = "en") -> dict[str, Any]:
    """The advice as plain values (contracts, section 2); ``lang`` is that in which it was asked for."""
    speaker, say = Speaker(library.words, lang), _Saying(advice, lang)
    return {
        "format": FORMAT,
        "level": risk.level,
        "reasons": [{"text": reason.text, "facts": list(reason.facts)} for reason in risk.reasons],
        "enisa": {
            "dpc": risk.enisa.dpc, "ei": risk.enisa.ei, "cb": risk.enisa.cb, "score": risk.enisa.score,
            "band": risk.enisa.band,
            "inputs": [
                {"criterion": each.criterion, "id": each.id, "value": each.value, "text": each.text,
                 "facts": list(each.facts)}
                for each in risk.enisa.inputs
            ],
        },
        "precedents": [
            {"id": near.precedent.id, "title": speaker.text(near.precedent.title), "alike": list(near.alike),
             "differs": list(near.differs),
             "concluded": {"authority": near.precedent.authority, "individuals": near.precedent.individuals},
             "source": _source(near.precedent, say)}
            for near in risk.precedents
        ],
        "missing": [_missing(key, library, speaker) for key in risk.missing],
    }  # fmt: skip


def _source(precedent: Precedent, say: _Saying) -> str:
    return precedent.source if precedent.verified else say("not_verified", source=precedent.source)


def _missing(key: str, library: Library, speaker: Speaker) -> dict[str, Any]:
    question, _, _, who = asked(key, library)
    return {"fact": key, "question": speaker.text(question), "who": list(who)}


class _Saying:
    """Sentences of the advice in one language."""

    def __init__(self, advice: Advice, lang: str) -> None:
        self.advice = advice
        self.lang = lang

    def __call__(self, name: str, **values: object) -> str:
        text = self.advice.texts[name]
        return (text.get(self.lang) or text["en"]).format_map(values)

    def criterion(self, criterion: Criterion) -> str:
        text = criterion.text.get(self.lang) or criterion.text["en"]
        return self("cited", text=text, source=criterion.source) if criterion.source else text


def _judged(weighing: Weighing, segment: Segment, speaker: Speaker) -> _Judged:
    view, advice = weighing.view(segment), weighing.advice
    say = _Saying(advice, speaker.lang)
    kinds, found = _present(weighing, view, say)
    lifted = {kind: _lifting(weighing, view, kind) for kind in kinds}
    standing = {kind for kind, lift in lifted.items() if lift is None}
    raises = [
        criterion
        for criterion in advice.raises
        if (criterion.despite or criterion.kind in standing or (criterion.kind == _ANY and standing))
        and weighing.holds(criterion, view) is True
    ]
    reasons = [RiskReason(say.criterion(c), weighing.settled_by(c, view)) for c in raises]
    if raises:
        level = "high"
    elif not standing:
        level = "unlikely"
        reasons = [RiskReason(say.criterion(lift), weighing.settled_by(lift, view)) for lift in lifted.values() if lift]
    elif not _anything_known(weighing.facts, segment):
        level, reasons = "unknown", [RiskReason(say("nothing_known"), ())]
    else:
        level = "risk"
        names = ", ".join(speaker.term(kind) for kind in KINDS if kind in standing)
        reasons = [RiskReason(say("not_lifted", kind=names), ("incident.kinds",))]
    missing = _open(weighing, view, level, standing, [lift for lift in lifted.values() if lift])
    score = severity_of(weighing, view, kinds, speaker.lang)
    return _Judged(segment, level, kinds, (*reasons, *found), missing, score)


def _present(weighing: Weighing, view: View, say: _Saying) -> tuple[tuple[str, ...], list[RiskReason]]:
    """The kinds of harm that were stated, and those that the facts amount to, with the reason for each addition."""
    stated = weighing.facts.incident.get("kinds")
    kinds = set(stated or ("confidentiality",))
    reasons = [] if stated else [RiskReason(say("kinds_assumed"), ("incident.kinds",))]
    for criterion in weighing.advice.present:
        if criterion.kind not in kinds and weighing.holds(criterion, view) is True:
            kinds.add(criterion.kind)
            reasons.append(RiskReason(say.criterion(criterion), weighing.settled_by(criterion, view)))
    if view.segment.data is not None and weighing.facts.people_complete is None:
        reasons.append(RiskReason(say("list_assumed"), ("people_complete",)))
    return tuple(kind for kind in KINDS if kind in kinds), reasons


def _lifting(weighing: Weighing, view: View, kind: str) -> Criterion | None:
    return weighing.first((lift for lift in weighing.advice.lifts if lift.kind in {kind, _ANY}), view)


def _anything_known(facts: Facts, segment: Segment) -> bool:
    row = segment.row
    return bool(facts.incident or segment.exposure or (row and (row.data or row.count or row.values)))


def _open(
    weighing: Weighing, view: View, level: str, standing: Iterable[str], lifting: Iterable[Criterion]
) -> tuple[str, ...]:
    """The facts that could still change the level: what may lift it, and below the highest what may raise it."""
    stands = {*standing, _ANY}
    asking = [*lifting] if level == "unlikely" else [c for c in weighing.advice.lifts if c.kind in stands]
    if level != "high":
        asking += [c for c in weighing.advice.raises if c.despite or c.kind in stands]
    found = [key for criterion in asking for key in weighing.open_facts(criterion, view)]
    if weighing.facts.incident.get("kinds") is None:
        found.insert(0, "incident.kinds")
    if view.segment.data is not None and weighing.facts.people_complete is None:
        found.append("people_complete")
    return tuple(dict.fromkeys(found))


def _deciding(judged: Sequence[_Judged], level: str, say: _Saying, speaker: Speaker) -> Iterable[RiskReason]:
    """The reasons of every part that comes to the level, each named where there are several parts."""
    several = len(judged) > 1
    for found in judged:
        if found.level == level:
            part = _part(found.segment, speaker) if several else ""
            for reason in found.reasons:
                yield RiskReason(say("part", part=part, text=reason.text) if part else reason.text, reason.facts)


def _part(segment: Segment, speaker: Speaker) -> str:
    names = [segment.dataset.id if segment.dataset else "", segment.row.where if segment.row else ""]
    return ", ".join(speaker.place(name) for name in names if name)


def _about_score(score: Score, level: str, say: _Saying) -> Iterable[RiskReason]:
    if score.score is None or score.band is None:
        return
    yield RiskReason(say("score", score=f"{score.score:g}", band=say(f"band_{score.band}")), ("people.data",))
    implied = {"low": "unlikely", "medium": "risk"}.get(score.band, "high")
    if LEVELS.index(implied) != LEVELS.index(level):
        higher = LEVELS.index(implied) > LEVELS.index(level)
        yield RiskReason(say("score_higher" if higher else "score_lower"), ())


def _about_precedents(close: tuple[Nearest, ...], level: str, say: _Saying, speaker: Speaker) -> Iterable[RiskReason]:
    concluded = level_of(close[0].precedent) if close else None
    if concluded is None or level in {concluded, "unknown"}:
        return
    more = LEVELS.index(concluded) > LEVELS.index(level)
    title = speaker.text(close[0].precedent.title)
    yield RiskReason(say("concluded_more" if more else "concluded_less", title=title), ())


def _about_role(worst: _Judged, say: _Saying) -> Iterable[RiskReason]:
    if role_is(worst.segment.role, "processor"):
        yield RiskReason(say("processor"), ("organisation.role",))


def _once(reasons: Iterable[RiskReason]) -> tuple[RiskReason, ...]:
    found: dict[str, RiskReason] = {}
    for reason in reasons:
        found.setdefault(reason.text, reason)
    return tuple(found.values())
