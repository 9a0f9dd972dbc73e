"""Settling a duty on its own page: deciding not to notify, as two people; noting what a contract asked for as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for

from responder import clock, flow
from responder.console import incident
from responder.errors import NotFound
from responder.obligations.queries import get_present
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

deciding = Blueprint("deciding", __name__, url_prefix="/incidents/<number>/owed/<identity>")


@deciding.post("/not")
@deed("notice.draft", back="owed.one")
def propose(number: str, identity: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason, look_again = form.text("reason", most=4000), form.day("look_again")
    if look_again is None and not form.problems:
        form.complain("look_again", N_("Say when to look at it again."))
    form.check()
    with writing() as session:
        found, duty, where = _named(session, number, identity)
        if look_again is not None:
            flow.propose_not_to_notify(
                session, found, duty, where, books=services(), reason=reason, look_again=look_again, by=by(),
                now=clock.now(),
            )  # fmt: skip
    return _back(number, identity, N_("Proposed. A second person confirms it; until then the clock runs."))


@deciding.post("/not/confirm")
@deed("notice.approve", back="owed.one", fresh=True)
def confirm(number: str, identity: str) -> ResponseReturnValue:
    with writing() as session:
        found, duty, where = _named(session, number, identity)
        flow.confirm_not_to_notify(session, found, duty, where, books=services(), by=by(), now=clock.now())
    return _back(number, identity, N_("Decided: nobody is told of it by this duty until the day to look again."))


@deciding.post("/not/withdraw")
@deed("notice.draft", back="owed.one")
def withdraw(number: str, identity: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("why", most=4000)
    form.check()
    with writing() as session:
        found, duty, where = _named(session, number, identity)
        flow.withdraw_not_to_notify(
            session, found, duty, where, books=services(), reason=reason, by=by(), now=clock.now()
        )
    return _back(number, identity, N_("Withdrawn."))


@deciding.post("/told")
@deed("notice.file", back="owed.one")
def told(number: str, identity: str) -> ResponseReturnValue:
    """Note that the counterparty of a contract was told, or gave the consent that its clause asks for."""
    form, now = Given.of_request(), clock.now()
    own_now = incident.own_now(number, now)
    how, who = form.text("how", most=1000), form.text("who", required=False, most=200)
    at = form.instant("at", zone=present().tz, now=own_now, required=False) or own_now
    if at > own_now:
        form.complain("at", N_("This lies in the future. The timeline says what has happened."))
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        duty = get_present(session, found.id, identity)
        if duty is None:
            raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
        flow.note_contract(
            session, found, duty.regime, duty.duty, books=services(), at=at, how=how, who=who or None, by=by(), now=now
        )
    return _back(number, identity, N_("Noted."))


def _named(session: Session, number: str, identity: str) -> tuple[Incident, str, str]:
    """The incident, and the duty as ``flow`` names it."""
    found = incident.enter(session, number)
    duty = get_present(session, found.id, identity)
    if duty is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    return found, f"{duty.regime}/{duty.duty}", duty.place or ""


def _back(number: str, identity: str, said: str) -> ResponseReturnValue:
    flash(say(said, present().language))
    return redirect(url_for("owed.one", number=number, identity=identity))
