"""Sending: check, type the number, start, undo, watch, pause, halt; delivery words that anyone understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from responder import clock
from responder.channels.chosen import rates_for, sends_templates, works_in
from responder.console import incident
from responder.deliveries import actions, queries
from responder.deliveries.queries import list_campaigns
from responder.deliveries.wording import WORDS
from responder.deliveries.work import lay_out_all
from responder.errors import NotFound
from responder.intake.queries import get_incident
from responder.notices.queries import get_notice
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign
    from responder.settings import Settings

campaigns = Blueprint("campaigns", __name__, url_prefix="/incidents/<number>/sending")

STOPS = {"pause": actions.pause_campaign, "halt": actions.halt_campaign}


@campaigns.get("")
@deed("campaign.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    rows = [
        (row, queries.progress(session, row), get_notice(session, found.id, row.notice_id))
        for row in list_campaigns(session, found.id)
    ]
    return render_template("campaigns/page.html", rows=rows, words=WORDS)


@campaigns.get("/<campaign>")
@deed("campaign.read")
def one(number: str, campaign: str) -> ResponseReturnValue:
    house = services()
    session = reading()
    found = incident.enter(session, number)
    row = get_campaign(session, number, campaign)
    letters, ways = house.approved_letters, _ways(house.settings)
    check = queries.check(session, row, letters, now=clock.now(), ways=ways) if row.state == "prepared" else None
    gates = check.gates if check else queries.gates_before(session, row) if row.state == "paused" else []
    return render_template(
        "campaigns/one.html",
        row=row,
        notice=get_notice(session, found.id, row.notice_id),
        check=check,
        gates=gates,
        progress=queries.progress(session, row),
        coverage=queries.coverage(session, row) if check is None else {},
        words={word.key: word for word in WORDS},
        now=clock.now(),
    )


@campaigns.post("/<campaign>/start")
@deed("campaign.start", fresh=True, back="campaigns.one")
def start(number: str, campaign: str) -> ResponseReturnValue:
    form = Given.of_request()
    typed, despite = form.whole_number("people", least=0), form.text("despite", required=False, most=1000)
    form.check()
    lay_out_all(services().db, _id_of(number, campaign), clock=clock.now)  # so that nobody waits for the worker
    with writing() as session:
        actions.start_campaign(
            session,
            get_campaign(session, number, campaign),
            typed=typed or 0,
            by=by(),
            now=clock.now(),
            works_in=works_in(services().settings),
            despite=despite,
        )
    flash(say(N_("Started. Until the first letter leaves it can be taken back."), present().language))
    return redirect(url_for("campaigns.one", number=number, campaign=campaign))


@campaigns.post("/<campaign>/undo")
@deed("campaign.halt", back="campaigns.one")
def undo(number: str, campaign: str) -> ResponseReturnValue:
    with writing() as session:
        actions.undo_start(session, get_campaign(session, number, campaign), by=by(), now=clock.now())
    flash(say(N_("Taken back. Nothing was sent."), present().language))
    return redirect(url_for("campaigns.one", number=number, campaign=campaign))


@campaigns.post("/<campaign>/stop")
@deed("campaign.halt", back="campaigns.one")
def stop(number: str, campaign: str) -> ResponseReturnValue:
    """Pause, or halt for good; what was handed over already is counted and said."""
    form = Given.of_request()
    how, why = form.choice("how", STOPS), form.text("why", required=False, most=500)
    form.check()
    with writing() as session:
        stopped = STOPS[how](session, get_campaign(session, number, campaign), by=by(), now=clock.now(), why=why)
    flash(
        say(
            N_("Stopped. Handed over already: {handed}; not sent: {left}."),
            present().language,
            handed=stopped.handed_over + stopped.in_flight,
            left=stopped.not_sent,
        )
    )
    return redirect(url_for("campaigns.one", number=number, campaign=campaign))


@campaigns.post("/<campaign>/resume")
@deed("campaign.start", fresh=True, back="campaigns.one")
def resume(number: str, campaign: str) -> ResponseReturnValue:
    form = Given.of_request()
    despite = form.text("despite", required=False, most=1000)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        actions.resume_campaign(session, row, by=by(), now=clock.now(), despite=despite)
    flash(say(N_("It goes on."), present().language))
    return redirect(url_for("campaigns.one", number=number, campaign=campaign))


def _ways(settings: Settings) -> queries.Ways:
    return queries.Ways(rates_for(settings), works_in(settings), sends_templates(settings))


def get_campaign(session: Session, number: str, campaign: str) -> Campaign:
    """The campaign, if it is one of this incident.

    Raises:
        NotFound: it is not.
    """
    found = get_incident(session, number)
    row = next((row for row in list_campaigns(session, found.id) if row.number == campaign.upper()), None)
    if row is None:
        raise NotFound(N_("This incident has no such sending"))
    return row


def _id_of(number: str, campaign: str) -> str:
    return get_campaign(reading(), number, campaign).id
