"""What happens in a drill: its scenario begins, its injects come when they are due, and people are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from responder import ids
from responder.agenda.actions import cancel_due, plan_due
from responder.books.playbooks.values import spoken
from responder.books.scenarios import read_stored
from responder.errors import Conflict, NotFound
from responder.intake.drill_time import real_instant, time_at
from responder.intake.records import Incident
from responder.people.queries import SYSTEM
from responder.response.actions.saying import tell
from responder.response.queries import INJECT
from responder.response.records import Drill, DrillAsked, InjectTold
from responder.storage.once import insert_once
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.agenda.records import DueItem
    from responder.books.scenarios.values import Inject, Reveal, Scenario



def begin_drill(session: Session, incident: Incident, scenario: Scenario | None, *, by: str, now: datetime) -> Drill:
    """Note that this incident is a drill, and plan the injects of its scenario.

    Raises:
        Conflict: the incident is real.
    """
    if incident.kind != "drill":
        raise Conflict(N_("This incident is real: nobody plays with it."))
    began_at = time_at(incident, now)
    drill = Drill(
        incident_id=incident.id,
        scenario=scenario.name if scenario else None,
        version=scenario.version if scenario else None,
        sha256=scenario.sha256 if scenario else None,
        sources=dict(scenario.sources) if scenario else {},
        led_by=by,
        began_at=began_at,
        ended_at=None,
    )
    session.add(drill)
    session.flush()
    for inject in scenario.injects if scenario else ():
        plan_due(
            session,
            stream=incident.id,
            kind=INJECT,
            subject=inject_subject(incident.id, inject.id),
            at=real_instant(incident, began_at + timedelta(minutes=inject.at)),
            now=now,
            data={"inject": inject.id},
        )
    if scenario is not None:
        tell(
            session, incident, "drill.begun", N_("The drill begins: {title}, version {version}"), by=by, now=now,
            data={"scenario": scenario.name, "version": scenario.version, "sha256": scenario.sha256},
            title=spoken(scenario.title, incident.language), version=scenario.version,
        )  # fmt: skip
    return drill


def tell_inject(session: Session, item: DueItem, now: datetime) -> None:
    """Let an inject come, in the unit of work in which its due item is settled: neither lost nor doubled."""
    incident = session.get(Incident, item.stream)
    drill = session.get(Drill, item.stream)
    if incident is None or drill is None or drill.ended_at is not None or incident.state == "closed":
        return
    scenario = scenario_of(drill)
    inject = scenario.inject(str(item.data["inject"])) if scenario else None
    at = time_at(incident, now)
    if inject is None or not insert_once(
        session, InjectTold, {"incident_id": incident.id, "inject_id": inject.id, "at": at}
    ):
        return
    tell(
        session, incident, "drill.inject", N_("{speaker}: {title}. {text}"), by=SYSTEM, now=now,
        data={"inject": inject.id, "to": inject.to or ""}, **told_words(inject, incident.language),
    )  # fmt: skip


def ask_in_drill(session: Session, incident: Incident, fact: str, *, by: str, now: datetime) -> Reveal | None:
    """Ask whoever may know a fact. They answer if the scenario lets them know it by now; None: nobody knows yet.

    Raises:
        NotFound: this incident is no drill with a scenario.
        Conflict: the drill is over.
    """
    drill = open_drill(session, incident)
    scenario = scenario_of(drill)
    if scenario is None:
        raise NotFound(N_("This drill has no scenario: there is nobody to ask."))
    told = [inject for inject in scenario.injects if session.get(InjectTold, (incident.id, inject.id)) is not None]
    known = [(inject, one) for inject in told for one in inject.reveals if one.fact == fact]
    inject, reveal = known[-1] if known else (None, None)
    session.add(
        DrillAsked(
            id=ids.new_id(),
            incident_id=incident.id,
            fact=fact,
            inject_id=inject.id if inject else None,
            at=time_at(incident, now),
            by=by,
        )
    )
    if reveal is None:
        tell(
            session, incident, "drill.asked", N_("Asked in the drill: {fact}. Nobody knows yet."), by=by, now=now,
            data={"fact": fact}, fact=fact,
        )  # fmt: skip
        return None
    tell(
        session, incident, "drill.answered", N_("Asked in the drill: {fact}. {who}: {says}"), by=by, now=now,
        data={"fact": fact}, fact=fact, who=spoken(reveal.who, incident.language),
        says=spoken(reveal.says, incident.language),
    )  # fmt: skip
    return reveal


def end_drill(session: Session, incident: Incident, *, by: str, now: datetime) -> Drill:
    """The drill is over: no inject comes any more.

    Raises:
        NotFound: this incident is no drill.
        Conflict: it is over already.
    """
    drill = open_drill(session, incident)
    drill.ended_at = time_at(incident, now)
    scenario = scenario_of(drill)
    for inject in scenario.injects if scenario else ():
        cancel_due(session, kind=INJECT, subject=inject_subject(incident.id, inject.id))
    tell(session, incident, "drill.ended", N_("The drill is over"), by=by, now=now, data={})
    return drill


def open_drill(session: Session, incident: Incident) -> Drill:
    drill = session.get(Drill, incident.id)
    if drill is None:
        raise NotFound(N_("This incident is no drill"))
    if drill.ended_at is not None:
        raise Conflict(N_("This drill is over."))
    return drill


def scenario_of(drill: Drill) -> Scenario | None:
    """The scenario as the drill keeps it."""
    return read_stored(drill.scenario, drill.sources) if drill.scenario else None


def inject_subject(incident_id: str, inject_id: str) -> str:
    return ids.derived_id(incident_id, INJECT, inject_id)


def told_words(inject: Inject, language: str) -> dict[str, str]:
    return {
        "speaker": spoken(inject.speaker, language),
        "title": spoken(inject.title, language).rstrip(".。"),
        "text": " ".join(spoken(inject.prose, language).split()),
    }
