"""Waves of an approved notice: what each released, what would follow, and the one short act that releases it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock, flow
from responder.affected.queries import Selection
from responder.affected.queries.waves import kinds_of
from responder.console import incident
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.notices import queries
from responder.notices.waves import beyond
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.affected.queries.waves import Kinds
    from responder.intake.records import Incident
    from responder.notices.records import Notice, Wave

waves = Blueprint("waves", __name__, url_prefix="/incidents/<number>/notices/<notice_id>/waves")


@waves.get("")
@deed("incident.read")
def page(number: str, notice_id: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    row = queries.get_notice(session, found.id, notice_id)
    approval = queries.find_valid_approval(session, row.id)
    rule = queries.rule_of(approval) if approval else None
    if approval is None or rule is None:
        raise NotFound(N_("No approval of this notice lets further waves follow"))
    released = queries.list_waves(session, approval)
    following = flow.find_next_wave(session, found, row)
    total = sum(wave.count for wave in released)
    return render_template(
        "notices/waves.html",
        row=row,
        rule=rule,
        released=released,
        total=total,
        following=following,
        over=beyond(rule, following, released=total) if following else [],
        last=_kinds(session, found, row, released[-1]) if released else None,
    )


def _kinds(session: Session, found: Incident, row: Notice, wave: Wave) -> Kinds:
    selection = queries.selection_of(row)
    places = selection.places if selection else ()
    return kinds_of(session, found.id, selection=Selection(places, lists=tuple(wave.lists)))


@waves.post("")
@deed("notice.approve", back="waves.page", fresh=True)
def release(number: str, notice_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    seen = form.text("seen", most=64)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        row = queries.get_notice(session, found.id, notice_id)
        wave, campaign = flow.release_wave(session, found, row, seen=seen, by=by(), now=clock.now())
        count, prepared = wave.count, campaign.number
    flash(say(N_("Released for {count} people. Its sending waits to be started."), present().language, count=count))
    return redirect(url_for("campaigns.one", number=number, campaign=prepared))
