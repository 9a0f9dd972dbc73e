"""How the clock of one duty ended or paused: recording it with its proof, reading it, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident, names
from responder.console.kept import give_back, keep_given
from responder.correspondence.queries import get_end, list_ends
from responder.correspondence.ways import WAYS, Ending
from responder.errors import NotFound
from responder.facts.sections import RELATIONS
from responder.obligations.queries import get_present
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.queries import Present

clock_ends = Blueprint("clock_ends", __name__, url_prefix="/incidents/<number>/owed/<identity>/clock")
RECEIPT: Final = "receipt"
FORMS: Final = (("written", N_("In writing")), ("oral", N_("By word of mouth")))


@clock_ends.get("")
@deed("incident.read")
def page(number: str, identity: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    duty = _duty(session, found, identity)
    language = present().language
    return render_template(
        "clock_ends/page.html",
        duty=duty,
        ends=list_ends(session, found.id, identity),
        ways=[(way, say(names.clock_way[way], language)) for way in WAYS],
        relations=[(one, say(names.party_relation[one], language)) for one in RELATIONS],
        grounds=[(one, say(names.hold_ground[one], language)) for one in flow.grounds_of(duty, services())],
        forms=[(one, say(said, language)) for one, said in FORMS],
    )


@clock_ends.post("")
@deed("notice.file", back="clock_ends.page")
def end(number: str, identity: str) -> ResponseReturnValue:
    form, own_now, zone = Given.of_request(), incident.own_now(number), present().tz
    way = form.choice("way", WAYS)
    at = form.instant("at", zone=zone, now=own_now, required=False) or own_now
    until = form.instant("until", zone=zone, now=own_now) if form.has("until") else None
    said = {name: form.text(name, required=False, most=most) for name, most in _TEXTS}
    form.check()
    found = incident.enter(reading(), number)
    kept = keep_given("receipt", found.id, kind=RECEIPT)
    ending = Ending(way=way, at=at, until=until, receipt=kept[0] if kept else None, **said)
    with writing() as session:
        found = incident.enter(session, number)
        flow.end_clock(
            session, found, _duty(session, found, identity), ending, books=services(), by=by(), now=clock.now()
        )
    flash(say(N_("Recorded. What is owed was worked out anew."), present().language))
    return redirect(url_for("owed.one", number=number, identity=identity))


@clock_ends.post("/<end_id>/take-back")
@deed("notice.file", back="clock_ends.page")
def take_back(number: str, identity: str, end_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        row = get_end(session, found.id, end_id)
        flow.take_back_end(session, found, row, reason=reason, books=services(), by=by(), now=clock.now())
    flash(say(N_("Taken back. The clock stands as the facts have it."), present().language))
    return redirect(url_for("clock_ends.page", number=number, identity=identity))


@clock_ends.get("/<end_id>/receipt")
@deed("incident.read")
def receipt(number: str, identity: str, end_id: str) -> ResponseReturnValue:
    del identity
    session = reading()
    found = incident.enter(session, number)
    row = get_end(session, found.id, end_id)
    if row.receipt is None:
        raise NotFound(N_("It has no receipt"))
    return give_back(found.id, row.receipt)


_TEXTS: Final = (("who", 200), ("relation", 40), ("reference", 200), ("note", 2000), ("ground", 40), ("form", 10))


def _duty(session: Session, found: Incident, identity: str) -> Present:
    duty = get_present(session, found.id, identity)
    if duty is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    return duty
