"""From facts and law to obligations: the one question this room answers.

For each regime that may reach one of our entities: who is protected (`reach`), what of it is caught by the law's own
test (`caught`), which duties follow in the text of that date, when they fall due (`clocks`), and what became of them
(`standing`). Nothing about any one law stands here; all of it is read from the regime's file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from responder.obligations.adversary import adversary_clocks
from responder.obligations.caught import Caught, Setting
from responder.obligations.clocks import Counting, due, start_of
from responder.obligations.contracts import contract_obligations, gated
from responder.obligations.decided import decided
from responder.obligations.explain import Explained, explained
from responder.obligations.obligation import Blocked, Due, Obligation
from responder.obligations.reach import Reach, places_of, reaches_of
from responder.obligations.reasons import Speaker
from responder.obligations.recipients import told_at
from responder.obligations.rules import DutyRule, RegimeRule, rules_of
from responder.obligations.standing import Seat, extended, filing_of, met_by, on_hold, too_early
from responder.obligations.work_back import worked_back
from responder.obligations.would_change import changes

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping

    from responder.books.law import Duty
    from responder.books.library import Library
    from responder.facts.model import Facts, Moment
    from responder.obligations.logic import Truth

_UTC = ZoneInfo("UTC")
_SETTLED = {"required", "advisable", "suspended"}


def derive(
    facts: Facts,
    library: Library,
    *,
    as_of: datetime,
    lang: str = "en",
    include_all: bool = False,
    would_change: bool = True,
    only: Collection[str] | None = None,
) -> list[Obligation]:
    """Every obligation of the incident as it is known, by law and by the firm's own contracts, soonest due first.

    ``as_of`` (aware) is when one asks; it picks the law where no event is known yet. ``include_all`` also shows the
    regimes that the facts do not touch. ``only`` limits the answer to those regimes.
    """
    asked = Asked(facts, library, as_of, Speaker(library.words, lang), would_change)
    found: list[Obligation] = []
    for id, rule in rules_of(library).items():  # noqa: A001
        if only is not None and id not in only:
            continue
        for reach in reaches_of(facts, rule.regime, library):
            found.extend(_Deriving(asked, rule, reach).obligations(include_all=include_all))
    if library.contracts and only is None:
        found.extend(contract_obligations(facts, library, asked.speaker, as_of=as_of, include_all=include_all))
        found = gated(found, facts, library, asked.speaker, as_of=as_of)
    if only is None:
        found.extend(adversary_clocks(facts, asked.speaker, _UTC, as_of))
    found = decided(found, facts, as_of=as_of, speaker=asked.speaker)
    return sorted((worked_back(each, library.lead_times, asked.speaker) for each in found), key=_soonest)


def _soonest(obligation: Obligation) -> tuple[int, datetime, str, str, str]:
    rank = 0 if obligation.state in _SETTLED else 1 if obligation.state == "undetermined" else 2
    at = obligation.due.at or obligation.due.target_at or datetime.max.replace(tzinfo=_UTC)
    return rank, at, obligation.regime, obligation.duty, obligation.where


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: of which facts, by which library, when, in which language."""

    facts: Facts
    library: Library
    as_of: datetime
    speaker: Speaker
    would_change: bool


class _Deriving:
    """One regime for one entity."""

    def __init__(self, asked: Asked, rule: RegimeRule, reach: Reach) -> None:
        self.facts = asked.facts
        self.library = asked.library
        self.as_of = asked.as_of
        self.speaker = asked.speaker
        self.would_change = asked.would_change
        self.rule = rule
        self.reach = reach
        self.dues: dict[tuple[str, str], Due] = {}
        self.owed: dict[tuple[str, str], Truth] = {}
        self.underway: set[tuple[str, str]] = set()
        self.tested: dict[Hashable, Truth] = {}

    def obligations(self, *, include_all: bool) -> list[Obligation]:
        touched = self.reach.touched
        if touched is False and not include_all and self.rule.regime.reach != "entity":
            return []
        applies = self._applies()
        if not include_all and not self._shown(touched, applies):
            return []
        found = [self._obligation(rule, where, touched) for rule, where in self._seats()]
        return self._ordered([obligation for obligation in found if include_all or obligation.state])

    def _shown(self, touched: Truth, applies: Truth) -> bool:
        """Sector laws are shown where they apply, or where they may and the entity is in their place."""
        if applies is False:
            return False
        if self.rule.regime.reach == "entity":
            return applies is True or touched is True
        return touched is True or bool(self.reach.perhaps)

    def _applies(self) -> Truth:
        check = self.rule.applies
        if check is None:
            return True
        caught = Caught(self._setting(self.rule.regime.place, _UTC), self.reach, None, self.reach.segments)
        values = [check.value(caught.view(segment)) for segment in self.reach.segments]
        return True if True in values else None if None in values else False

    def _setting(self, where: str, zone: ZoneInfo) -> Setting:
        known = self.owed.items()
        owed = {duty: value for (duty, place), value in known if place == where or (duty, where) not in self.owed}
        return Setting(self.facts, self.library.words, self.rule, where, zone, owed, self.tested)

    def _seats(self) -> Iterator[tuple[DutyRule, str]]:
        """Each duty at each of its places, in the text of its date; duties that others depend on come first."""
        words = self.library.words
        any_duties = self.rule.duties
        named = dict.fromkeys([*any_duties, *(id for duties in self.rule.variants.values() for id in duties)])  # noqa: A001
        for duty_id in self._dependencies_first(list(named)):
            known = any_duties.get(duty_id) or next(d[duty_id] for d in self.rule.variants.values() if duty_id in d)
            for where in places_of(known[0].duty, self.reach, words):
                place = words.place(where)
                periods = self.rule.duties_at(place.within if place else frozenset()).get(duty_id)
                if periods:
                    yield self._of_its_date(periods, where), where

    def _dependencies_first(self, ids: list[str]) -> list[str]:
        """File order, except that a duty stands after those whose answer or filing it reads."""
        reads = {
            id: {
                clause.subject
                for rule in rules
                for check in rule.checks
                for clause in check.clauses()
                if clause.kind == "duty_owed"
            }
            for id, rules in self.rule.duties.items()  # noqa: A001
        }
        done: list[str] = []
        waiting = list(ids)
        while waiting:
            ready = [id for id in waiting if reads.get(id, set()) & set(waiting) <= {id}] or waiting  # noqa: A001
            done.extend(ready)
            waiting = [id for id in waiting if id not in ready]  # noqa: A001
        return done

    def _zone(self, where: str, duty: Duty) -> ZoneInfo:
        name = duty.clock.zone or self.rule.regime.zone
        if name == "authority":
            place = self.library.words.place(where)
            name = (place.zone if place else None) or "UTC"
        return ZoneInfo(name)

    def _counting(self, duty: Duty, where: str, *, rolls: bool = True) -> Counting:
        words, entity, regime = self.library.words, self.reach.entity, self.rule.regime
        zone = self._zone(where, duty)
        calendar = regime.calendar
        if calendar == "authority":
            place = words.place(where)
            calendar = place.calendar if place else None

        def done(other: str, last: bool) -> Moment | None:
            filing = filing_of(self.facts, regime.id, other, where, entity.id, words, last=last)
            return filing.at if filing else None

        return Counting(
            self.facts,
            entity,
            words,
            zone,
            calendar,
            self.speaker,
            done,
            lambda other: self._latest(other, where),
            rolls,
        )

    def _latest(self, duty_id: str, where: str) -> Due | None:
        """When another duty of the regime falls due at that place, or where it is owed first."""
        key = (duty_id, where)
        if key in self.dues:
            return self.dues[key]
        same = [due for (id, _), due in self.dues.items() if id == duty_id and due.at]  # noqa: A001
        if same:
            return min(same, key=lambda due: due.at or datetime.max.replace(tzinfo=_UTC))
        place = self.library.words.place(where)
        periods = self.rule.duties_at(place.within if place else frozenset()).get(duty_id)
        if periods is None or key in self.underway:
            return None
        self.underway.add(key)
        found = due(periods[0].duty.clock, self._counting(periods[0].duty, where))
        self.underway.discard(key)
        return found

    def _of_its_date(self, periods: tuple[DutyRule, ...], where: str) -> DutyRule:
        """The text of the duty in force when its clock started; the newest where none was, to be refused later."""
        if len(periods) == 1:
            return periods[0]
        day = self._day_of_law(periods[0].duty, where)
        return next((rule for rule in periods if self._in_force(rule.duty, day)), periods[0])

    def _in_force(self, duty: Duty, day: date) -> bool:
        since = duty.since or (None if duty.until else self.rule.regime.since)
        if since is None and self.rule.regime.status == "pending":
            return False
        until = duty.until or self.rule.regime.until
        return (since is None or since <= day) and (until is None or day <= until)

    def _day_of_law(self, duty: Duty, where: str) -> date:
        counting = self._counting(duty, where)
        begun = start_of(duty.clock.starts, counting)
        starts = duty.clock.starts
        if starts.how == "filing" and (begun.moment is None or begun.because):
            place = self.library.words.place(where)
            periods = self.rule.duties_at(place.within if place else frozenset()).get(starts.names[0])
            if periods is not None and starts.names[0] != duty.id:
                return self._day_of_law(periods[0].duty, where)
        return begun.moment.day_in(counting.zone) if begun.moment else self.as_of.astimezone(counting.zone).date()

    def _obligation(self, rule: DutyRule, where: str, touched: Truth) -> Obligation:
        duty = rule.duty
        zone = self._zone(where, duty)
        caught = Caught(self._setting(where, zone), self.reach, rule, self.reach.segments)
        answer = explained(caught, touched, self._law_of_date(duty, where), self.speaker, tried=self.would_change)
        rolls = rule.rolls_unless is None or caught.holds(rule.rolls_unless) is False
        seat = Seat(self.rule.regime, duty, where, self.reach.entity, zone)
        found_due = extended(
            due(duty.clock, self._counting(duty, where, rolls=rolls)), self.facts.extensions, seat, self.speaker
        )
        self.dues[duty.id, where] = found_due
        self.owed[duty.id, where] = {"required": True, "advisable": True, "undetermined": None}.get(answer.state, False)
        return self._stood(self._made(seat, answer, found_due, caught), seat)

    def _law_of_date(self, duty: Duty, where: str) -> tuple[str, str] | None:
        """Why the law of the incident's date gives no answer: (state, reason), or None where it stands in the file."""
        day = self._day_of_law(duty, where)
        if self._in_force(duty, day):
            return None
        regime = self.rule.regime
        since, until = duty.since or regime.since, duty.until or regime.until
        if until is not None and day > until:
            return "not_required", self.speaker.say("law_ended", date=until)
        if regime.status == "pending":
            said = self.speaker.say("law_from", date=since, at=day) if since else self.speaker.say("law_undated")
            return "not_required", said
        return "undetermined", self.speaker.say("law_not_in_library", date=day)

    def _made(self, seat: Seat, answer: Explained, found_due: Due, caught: Caught) -> Obligation:
        duty, regime, speaker = seat.duty, seat.regime, self.speaker
        told = told_at(duty, seat.where, speaker)
        return Obligation(
            regime=regime.id, duty=duty.id, where=seat.where, entity=seat.entity.id, role=answer.role,
            datasets=answer.datasets, on_behalf_of=answer.on_behalf_of, kind=duty.kind,
            group=_group(regime.family, duty.recipient), recipient=duty.recipient,
            recipient_name=told.name, state=answer.state, due=found_due,
            because=answer.because, missing=answer.missing,
            would_change=changes(caught, answer.state) if self.would_change and answer.in_force else (),
            met_by=duty.met_by, channels=_channels(duty), content=self._content(duty),
            order={"before": duty.before, "after": duty.after}, cite=duty.cite, language=told.language,
            letter=duty.letter, channel_note=told.channel_note, stage=duty.stage, status=regime.status,
            verified=duty.verified, checked=duty.checked or regime.checked, doubt=duty.doubt, note=duty.note,
            sources=_addresses(duty, regime.sources), rule_sha256=regime.sha256,
        )  # fmt: skip

    def _content(self, duty: Duty) -> tuple[Mapping[str, object], ...]:
        return tuple(
            {
                "id": item.id,
                "text": self.speaker.text(item.text),
                "have": bool(item.facts) and all(self._known(key) for key in item.facts),
                "may_follow": item.may_follow,
            }
            for item in duty.content
        )

    def _known(self, key: str) -> bool:
        if key.startswith("people."):
            rows = self.facts.people or ()
            field = key.removeprefix("people.")
            return bool(rows) and all(getattr(row, field, None) or row.values.get(field) for row in rows)
        return self.facts.value(key, entity=self.reach.entity.id) not in {None, ()}

    def _stood(self, obligation: Obligation, seat: Seat) -> Obligation:
        """The obligation with what became of it: done, by whom, or on hold."""
        words = self.library.words
        filing = filing_of(self.facts, seat.regime.id, seat.duty.id, seat.where, seat.entity.id, words)
        met = met_by(filing, obligation.due, seat.zone, self.as_of)
        if met is not None:
            ours = {None, seat.entity.id} | {entity.id for entity in self.facts.entities}
            other = (
                filing is not None
                and filing.by not in ours
                and any(party.id == filing.by for party in self.facts.parties)
            )
            return replace(
                obligation,
                met=met,
                state="met_by_other" if other and obligation.state in _SETTLED else obligation.state,
            )
        if obligation.state != "required":
            return obligation
        hold, until = on_hold(self.facts, seat, self.as_of, self.speaker)
        if hold is not None:
            return replace(obligation, state="suspended", blocked_by=(hold,), until=until)
        early = too_early(obligation.due, seat, self.as_of, self.speaker)
        return replace(obligation, until=early[1], blocked_by=(early[0],)) if early else obligation

    def _ordered(self, found: list[Obligation]) -> list[Obligation]:
        """Marks what must wait for another duty that is owed and not yet done."""
        owed = {(o.duty, o.where): o for o in found}
        result = []
        for obligation in found:
            blocks = []
            after = [o.duty for o in found if obligation.duty in o.order.get("before", ())]
            for first in dict.fromkeys([*obligation.order.get("after", ()), *after]):
                other = owed.get((first, obligation.where)) or next((o for o in found if o.duty == first), None)
                if other is not None and other.met is None and other.state in {"required", "suspended", "undetermined"}:
                    why = self.speaker.say("wait_for", duty=first)
                    blocks.append(Blocked(other.regime, first, other.where, why))
            result.append(replace(obligation, blocked_by=(*obligation.blocked_by, *blocks)) if blocks else obligation)
        return result


def _group(family: str, recipient: str) -> str:
    plural = {"regulator": "regulators", "csirt": "csirts", "controller": "controllers", "cra": "cras"}
    return f"{family}-{plural.get(recipient, recipient)}"


def _channels(duty: Duty) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {"id": channel.id, "counts": "unknown" if channel.counts is None else channel.counts, "needs": channel.needs,
         "clause": channel.clause or duty.cite}
        for channel in duty.channels
    )  # fmt: skip


def _addresses(duty: Duty, regime_sources: tuple[object, ...]) -> tuple[str, ...]:
    found = []
    for source in duty.sources or regime_sources:
        address = getattr(source, "url", None) or getattr(source, "title", None)
        if address:
            found.append(str(address))
    return tuple(found)
