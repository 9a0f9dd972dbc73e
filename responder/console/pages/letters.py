"""Letters on paper: printed, a sample looked at row beside letter, released, handed over, mailed, returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from responder import clock
from responder.console import incident
from responder.console.pages.campaigns import get_campaign
from responder.deliveries.actions import printing, returns, substitutes
from responder.deliveries.printing import differences
from responder.deliveries.queries import printing as queries
from responder.deliveries.queries import substitutes as unreached
from responder.deliveries.queries.sample import sampled
from responder.deliveries.returns import Unread, read_returns
from responder.errors import BadInput, NotFound
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

letters = Blueprint("letters", __name__, url_prefix="/incidents/<number>/sending/<campaign>/letters")

KINDS = {"pdf": "application/pdf", "csv": "text/csv"}


@letters.get("")
@deed("campaign.read")
def page(number: str, campaign: str) -> ResponseReturnValue:
    session = reading()
    incident.enter(session, number)
    row = get_campaign(session, number, campaign)
    runs = queries.list_runs(session, row.id)
    return render_template(
        "letters/page.html",
        row=row,
        waiting=queries.count_waiting(session, row.id, now=clock.now()),
        paper=queries.count_paper(session, row.id),
        runs=[(run, differences(run.before, run.after), queries.list_parts(session, run.id)) for run in reversed(runs)],
        unreachable=unreached.unreachable_by_place(session, row),
        substitutes=[
            (one, unreached.list_checks(session, one.id)) for one in unreached.list_substitutes(session, row.id)
        ],
    )


@letters.post("")
@deed("campaign.start", fresh=True, back="letters.page")
def open_run(number: str, campaign: str) -> ResponseReturnValue:
    with writing() as session:
        row = get_campaign(session, number, campaign)
        waiting = queries.count_waiting(session, row.id, now=clock.now())
        printing.open_run(session, row, waiting=waiting, by=by(), now=clock.now())
    flash(say(N_("The letters are being made. This page shows how far it is."), present().language))
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.get("/<int:run>")
@deed("campaign.start")
def sample(number: str, campaign: str, run: int) -> ResponseReturnValue:
    """The sample: each source row beside what its pages say."""
    session = reading()
    incident.enter(session, number)
    row = get_campaign(session, number, campaign)
    found = queries.get_run(session, row.id, run)
    return render_template(
        "letters/sample.html",
        row=row,
        run=found,
        letters=list(sampled(session, services().files, row, found)) if found.state != "printing" else [],
        differences=differences(found.before, found.after),
    )


@letters.post("/<int:run>")
@deed("campaign.start", fresh=True, back="letters.sample")
def release(number: str, campaign: str, run: int) -> ResponseReturnValue:
    form = Given.of_request()
    why = form.text("why", required=False, most=1000)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        found = queries.get_run(session, row.id, run)
        looked_at = len(set(request.form.getlist("looked")))
        printing.release_run(
            session, row, found, looked_at=looked_at, differences_accepted=why, by=by(), now=clock.now()
        )
    flash(say(N_("Released. The files may go to the printer."), present().language))
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.post("/<int:run>/withdraw")
@deed("campaign.start", fresh=True, back="letters.sample")
def withdraw(number: str, campaign: str, run: int) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        printing.withdraw_run(
            session, row, queries.get_run(session, row.id, run), reason=reason, by=by(), now=clock.now()
        )
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.get("/<int:run>/part-<int:part>.<kind>")
@deed("printing.read")
def take(number: str, campaign: str, run: int, part: int, kind: str) -> ResponseReturnValue:
    """One file of a released run, for the printer."""
    session = reading()
    row = get_campaign(session, number, campaign)
    found = queries.get_run(session, row.id, run)
    parts = {one.number: one for one in queries.list_parts(session, found.id)}
    if kind not in KINDS or part not in parts or found.state not in {"released", "handed_over", "mailed"}:
        raise NotFound
    ref = parts[part].pdf_ref if kind == "pdf" else parts[part].table_ref
    name = f"{row.number}-{run}-part-{part:04d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(services().files.stream(row.incident_id, ref), mimetype=KINDS[kind], headers=headers)


@letters.post("/<int:run>/handed-over")
@deed("campaign.start", fresh=True, back="letters.page")
def hand_over(number: str, campaign: str, run: int) -> ResponseReturnValue:
    form = Given.of_request()
    to, receipt = form.text("to", most=200), form.text("receipt", required=False, most=500)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        found = queries.get_run(session, row.id, run)
        printing.hand_over(session, row, found, to=to, receipt=receipt, by=by(), now=clock.now())
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.post("/<int:run>/mailed")
@deed("campaign.start", fresh=True, back="letters.page")
def mailed(number: str, campaign: str, run: int) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    count = form.whole_number("letters", least=1)
    at = form.instant("mailed_at", zone=present().tz, now=now, required=False) or now
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        found = queries.get_run(session, row.id, run)
        printing.note_mailed(session, row, found, letters=count or 0, at=at, by=by(), now=now)
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.post("/returns")
@deed("recipients.import", back="letters.page")
def take_returns(number: str, campaign: str) -> ResponseReturnValue:
    """The mail house's table of what came back."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise BadInput(N_("Choose a file: CSV."), field="file")
    lines = list(read_returns(given.stream.read(), file=given.filename, today=clock.now().date()))
    noted = returns.Noted(unread=tuple(line for line in lines if isinstance(line, Unread)))
    read = [line for line in lines if not isinstance(line, Unread)]
    for start in range(0, len(read), returns.LINES_AT_ONCE):
        with writing() as session:
            row = get_campaign(session, number, campaign)
            some = read[start : start + returns.LINES_AT_ONCE]
            returns.note_returns(session, row, some, noted, by=by(), now=clock.now())
    with writing() as session:
        returns.say_returns(session, get_campaign(session, number, campaign), noted, by=by(), now=clock.now())
    said = N_("Came back: {returned}, forwarded: {forwarded}, known already: {known}, not read: {unread}.")
    numbers = {"returned": noted.returned, "forwarded": noted.forwarded, "known": noted.known}
    flash(say(said, present().language, **numbers, unread=len(noted.unread)))
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.post("/returned")
@deed("campaign.start", fresh=True, back="letters.page")
def after_returns(number: str, campaign: str) -> ResponseReturnValue:
    """Print returned letters again with a better address, or give the others up."""
    form = Given.of_request()
    how = form.choice("how", ("again", "give_up"))
    reason = form.text("reason", required=how == "give_up", most=1000)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        if how == "again":
            count = returns.send_returned_again(session, row, by=by(), now=clock.now())
            said = N_("Letters that wait for the printer again: {count}.")
        else:
            count = returns.give_up(session, row, reason=reason, by=by(), now=clock.now())
            said = N_("Letters given up: {count}.")
    flash(say(said, present().language, count=count))
    return redirect(url_for("letters.page", number=number, campaign=campaign))


@letters.post("/substitute/<place>")
@deed("campaign.start", fresh=True, back="letters.page")
def publish(number: str, campaign: str, place: str) -> ResponseReturnValue:
    """Publish the substitute notice for a place, or end it."""
    form = Given.of_request()
    how = form.choice("how", ("publish", "end"))
    days = form.whole_number("days", least=1) if how == "publish" else None
    reason = form.text("reason", required=False, most=1000)
    form.check()
    with writing() as session:
        row = get_campaign(session, number, campaign)
        found = unreached.get_substitute(session, row.id, place)
        if how == "publish":
            substitutes.publish_substitute(session, row, found, days=days or 0, by=by(), now=clock.now())
            said = N_("Published. Everybody can read it now.")
        else:
            substitutes.end_substitute(session, row, found, reason=reason, by=by(), now=clock.now())
            said = N_("It is over.")
    flash(say(said, present().language))
    return redirect(url_for("letters.page", number=number, campaign=campaign))
