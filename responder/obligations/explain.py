"""The answer of one duty with its reasons: which clauses decided, what is missing, most decisive first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder.books.law import Clause, Elements
from responder.facts.model import Count
from responder.obligations.caught import Caught, freed
from responder.obligations.conditions import Check, View, judgement_key
from responder.obligations.evidence import evidence_for
from responder.obligations.obligation import Missing, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.facts.model import Segment
    from responder.obligations.logic import Truth
    from responder.obligations.reasons import Speaker


_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Explained:
    state: str
    because: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    role: str | None
    datasets: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    in_force: bool = True


def explained(
    caught: Caught, touched: Truth, law: tuple[str, str] | None, speaker: Speaker, *, tried: bool
) -> Explained:
    """The state of the duty and why. ``law`` overrules it where the law of the date is not in force or not here."""
    segments = caught.kinds
    answers = [(segment, caught.answer(segment)) for segment in segments]
    owed = True if any(a is True for _, a in answers) else None if any(a is None for _, a in answers) else False
    state = _state(caught, owed)
    rule = caught.setting.rule.regime
    placed = _placed(caught, touched, speaker)
    if rule.status == "proposal":
        state, law = "not_required", ("not_required", speaker.say("proposal"))
    if law is not None:
        state = "not_required" if state == "not_required" else law[0]
    elif touched is False:
        state = "not_required" if caught.setting.facts.people_complete or owed is False else "undetermined"
    elif touched is None and state == "required":
        state = "undetermined"
    shown = next((segment for segment, answer in answers if answer is owed), segments[0] if segments else None)
    because = [
        *placed,
        *([Reason(speaker.say("nobody"), None, False, ("people",))] if caught.nobody else []),
        *(
            [Reason(law[1], None, law[0] == "required" or None if law[0] == "undetermined" else False, ())]
            if law
            else []
        ),
    ]
    if shown is not None and law is None and not caught.nobody:
        because.extend(_reasons(caught, shown, owed, speaker))
    missing = tuple(_missing(caught, answers, touched, speaker, tried=tried)) if state == "undetermined" else ()
    missing = (*missing, *_which_part(caught, state, speaker))
    owing = [segment for segment, answer in answers if answer is (owed if owed is not False else None)] or list(
        segments
    )
    return Explained(
        state, tuple(because), missing, owing[0].role if owing else None, _datasets(owing), _behalf(owing),
        in_force=law is None,
    )  # fmt: skip


def _state(caught: Caught, owed: Truth) -> str:
    if owed is None:
        return "undetermined"
    if owed is False:
        return "not_required"
    duty = caught.rule.duty if caught.rule else None
    softened = caught.softened()
    if softened:
        return softened
    voluntary = caught.setting.rule.regime.status == "voluntary" or (duty is not None and duty.weight == "advisable")
    return "advisable" if voluntary else "required"


def _placed(caught: Caught, touched: Truth, speaker: Speaker) -> Iterator[Reason]:
    place = speaker.place(caught.setting.rule.regime.place)
    reach = caught.reach
    if touched is True and reach.inside:
        return
    if touched is True:
        yield Reason(speaker.say("established_there", place=place), None, True, ("organisation.established_in",))
    elif reach.perhaps:
        whole = reach.perhaps[0].row
        named = speaker.place(whole.where) if whole and whole.where else place
        yield Reason(speaker.say("part_unknown", place=named), None, None, ("people.where",))
    elif not caught.setting.facts.people_complete:
        yield Reason(speaker.say("place_not_listed", place=place), None, None, ("people",))


def _reasons(caught: Caught, segment: Segment, owed: Truth, speaker: Speaker) -> list[Reason]:
    """The clauses that decide, of the segment that decides."""
    rule, view = caught.setting.rule, caught.view(segment)
    plain = caught.view(segment, counting=False)
    found: list[Reason] = []
    cite = caught.rule.duty.cite if caught.rule else None
    for check in (rule.applies, rule.trigger):
        if check is not None and (owed is True or check.value(plain) is owed):
            found.extend(_said(check, plain, cite, speaker))
    if caught.rule is not None and (caught.rule.duty.role != "any" and (owed is True or caught.live(segment) is owed)):
        value = (
            None
            if segment.role is None
            else (segment.role in {"controller", "joint_controller"}) == (caught.rule.duty.role == "controller")
        )
        if value is owed:
            found.append(
                Reason(speaker.say("role_is", value=speaker.value(segment.role)), cite, value, ("organisation.role",))
            )
    for exemption in caught.exemptions():
        value = exemption.check.value(plain)
        if freed(exemption, plain) is (None if owed is None else not owed) or (owed is True and value is None):
            found.extend(_exemption(exemption.check, plain, value, exemption.exemption.cite or cite, speaker))
    if caught.rule is not None and caught.rule.when is not None and caught.live(segment) is not False:
        when = caught.rule.when
        if owed is True or when.value(view) is owed:
            found.extend(_said(when, view, cite, speaker))
    return list(dict.fromkeys(found))


def _said(check: Check, view: View, cite: str | None, speaker: Speaker) -> Iterator[Reason]:
    for clause, value in check.decided_by(view):
        actual = value
        yield Reason(speaker.clause(clause, view, actual), clause.cite or cite, value, (fact_behind(clause),))


def _exemption(check: Check, view: View, value: Truth, cite: str | None, speaker: Speaker) -> Iterator[Reason]:
    """Clauses of an exemption, with the sign turned: what frees speaks against the duty."""
    for clause, met in check.decided_by(view):
        turned = None if met is None else not met
        yield Reason(
            speaker.clause(clause, view, met),
            clause.cite or cite,
            turned if value is not None else None,
            (fact_behind(clause),),
        )


def fact_behind(clause: Clause) -> str:
    """The key of the fact that a clause asks for."""
    if clause.kind == "judgement":
        return judgement_key(clause.subject)
    if clause.kind in {"happened", "date_of"}:
        return f"events.{clause.subject}"
    if clause.kind in {"people", "records"}:
        return "people"
    return clause.subject or "people"


def _missing(
    caught: Caught, answers: list[tuple[Segment, Truth]], touched: Truth, speaker: Speaker, *, tried: bool
) -> Iterator[Missing]:
    """The unknown facts behind the answer; those that settle it alone come first.

    Whom the law applies to is asked before its test, that before the conditions of a duty; ``tried`` also tries every
    possible answer, to put first what settles most.
    """
    if touched is not True:
        yield _asked("people.where" if caught.reach.perhaps else "people", caught, speaker)
    clauses: dict[str, Clause] = {}
    for segment, answer in answers:
        if answer is None:
            for clause in open_clauses(caught, segment):
                clauses.setdefault("people.count" if clause.kind == "people" else fact_behind(clause), clause)
    tried = tried and len(clauses) > 1
    counted = {key: _decisive(caught, clause, key) if tried else 0 for key, clause in clauses.items()}
    for key in sorted(counted, key=lambda name: -counted[name]):
        if touched is True or not key.startswith("people.where"):
            yield _asked(key, caught, speaker)


def _which_part(caught: Caught, state: str, speaker: Speaker) -> Iterator[Missing]:
    """Where a country has an authority in each of its parts, which part; the duty itself does not hang on it."""
    duty = caught.rule.duty if caught.rule else None
    place = caught.setting.words.place(caught.setting.where)
    if (
        duty is not None
        and duty.recipient == "regulator"
        and place is not None
        and place.by_part
        and state != "not_required"
    ):
        question = speaker.say("which_part", place=speaker.text(place.name))
        yield Missing("organisation.main_establishment", question, ("counsel",))


def open_clauses(caught: Caught, segment: Segment) -> Iterator[Clause]:
    """The clauses of the duty whose truth is not known for this segment, and that still matter."""
    plain, view = caught.view(segment, counting=False), caught.view(segment)
    rule = caught.setting.rule
    checks = [(check, plain) for check in (rule.applies, rule.trigger) if check is not None]
    checks += [(rule.check, plain) for rule in caught.exemptions() if rule.exemption.burden == "open"]
    if caught.rule is not None and caught.rule.when is not None:
        checks.append((caught.rule.when, view))
    for check, seen in checks:
        if check.value(seen) is None:
            for clause, value in check.decided_by(seen):
                if value is None and clause.kind != "duty_owed":
                    yield clause
    if caught.rule is not None and caught.rule.duty.role != "any" and segment.role is None:
        yield Clause("role", "organisation.role", "is", (caught.rule.duty.role,))


def _decisive(caught: Caught, clause: Clause, key: str) -> int:
    """How many of a hundred possible answers to this question alone would settle the duty."""
    possible = _possible(caught, clause)
    settled = sum(caught.supposing(key, value).owed() is not None for value in possible)
    return 100 * settled // len(possible) if possible else 0


def _possible(caught: Caught, clause: Clause) -> tuple[object, ...]:  # noqa: PLR0911 -- one line a kind
    """Answers that the question behind a clause may get, enough of them to see what each would settle."""
    words = caught.setting.words
    match clause.kind:
        case "judgement":
            definition = words.judgements.get(clause.subject)
            return tuple(_TRUTHS.get(answer, answer) for answer in (definition.answers if definition else ()))
        case "role":
            return ("controller", "processor")
        case "people":
            return tuple(Count(int(clause.wanted[0]) + step, int(clause.wanted[0]) + step) for step in (-1, 0, 1))
        case "elements":
            elements = clause.elements or caught.setting.rule.regime.elements or Elements()
            return (frozenset({"name"} | elements.with_name | elements.alone),)
        case "fact" if clause.operator == "includes":
            return ((), *((wanted,) for wanted in clause.wanted))
    fact = words.fact(clause.subject)
    if fact is not None and fact.type == "boolean":
        return (True, False)
    return tuple(_TRUTHS.get(answer, answer) for answer in (fact.choices if fact else ()))


def _asked(key: str, caught: Caught, speaker: Speaker) -> Missing:
    words = caught.setting.words
    definition = words.fact(key)
    if definition is not None:
        evidence, gone = evidence_for(definition, caught, speaker)
        return Missing(key, speaker.text(definition.question), definition.who_can_answer, evidence, gone)
    if key.startswith("risk.judgements."):
        judgement = words.judgements.get(key.removeprefix("risk.judgements."))
        if judgement is not None:
            return Missing(key, speaker.text(judgement.question), (judgement.who,) if judgement.who else ())
    event = words.events.get(key.removeprefix("events."))
    return Missing(key, speaker.text(event.question) if event else key, event.who if event else ())


def _datasets(segments: list[Segment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(segment.dataset.id for segment in segments if segment.dataset))


def _behalf(segments: list[Segment]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(party for segment in segments if segment.dataset for party in segment.dataset.for_parties)
    )
