"""Reports and alarms: what came in, who has it, and what becomes of it. A person makes it an incident, or closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console.showing import text_of
from responder.intake.actions import SEVERITIES
from responder.intake.actions import reports as actions
from responder.intake.queries import get_incident
from responder.intake.queries import reports as queries
from responder.web.given import Given, number_in
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Report

reports = Blueprint("reports", __name__, url_prefix="/reports")

PAGE = 50
MEASURED = timedelta(days=90)
STATES = {
    "new": N_("Nobody has it"),
    "taken": N_("Somebody is on it"),
    "incident": N_("Became an incident"),
    "joined": N_("Joined to another"),
    "closed": N_("Closed"),
}
ORIGINS = {
    "form": N_("Report form"),
    "mail": N_("Email"),
    "signal": N_("Alarm of a machine"),
    "person": N_("A colleague"),
}
OUTCOMES = {
    "near_miss": N_("A near miss: it was stopped in time, or luck helped"),
    "false_alarm": N_("A false alarm"),
    "not_confirmed": N_("Not confirmed: nothing was found"),
}
KINDS = {"reporter": N_("Told"), "answer": N_("Our answer"), "note": N_("Among ourselves"), "deed": N_("Done")}


@reports.get("")
@deed("signal.read")
def page() -> ResponseReturnValue:
    session, offset = reading(), number_in(request.args.get("from", "0")) or 0
    every = request.args.get("all") == "1"
    found = queries.list_reports(session, open_only=not every, now=clock.now(), limit=PAGE + 1, offset=offset)
    return render_template(
        "reports/page.html",
        rows=[(report, queries.title_of_report(session, report)) for report in found[:PAGE]],
        every=every,
        following=offset + PAGE if len(found) > PAGE else None,
        measured=queries.measure(session, since=clock.now() - MEASURED),
        states=STATES,
        origins=ORIGINS,
        minutes=services().settings.alert_call_minutes,
        form_is_open=services().settings.report_form,
    )


@reports.post("")
@deed("signal.take", back="reports.page")
def tell() -> ResponseReturnValue:
    """A colleague's own report."""
    form = Given.of_request()
    text = form.text("text")
    form.check()
    with writing() as session:
        filed = actions.file_report(
            session, origin="person", title="", text=text, by=by(), now=clock.now(), language=present().language
        )
        number = filed.report.number
    return redirect(url_for("reports.one", number=number))


@reports.get("/<number>")
@deed("signal.read")
def one(number: str) -> ResponseReturnValue:
    session = reading()
    report = queries.get_report(session, number)
    signals = queries.signals_of(session, report)
    shown_below = {f"{text} · {signal.source}" for signal, text in signals}
    others = [other for other in queries.list_reports(session, open_only=True) if other.id != report.id]
    return render_template(
        "reports/one.html",
        report=report,
        title=queries.title_of_report(session, report),
        contact=queries.contact_of(session, report),
        lines=[said for said in queries.lines_of(session, report) if said.text not in shown_below],
        signals=signals,
        incident=get_incident(session, report.incident_id) if report.incident_id else None,
        answer_to=_answer_to(session, report),
        joinable=[(other.number, f"{other.number} {queries.title_of_report(session, other)}") for other in others],
        playbook_choices=[(name, text_of(book.title)) for name, book in services().playbooks.items()],
        severities=SEVERITIES,
        states=STATES,
        origins=ORIGINS,
        outcomes=OUTCOMES,
        kinds=KINDS,
    )


@reports.post("/<number>/take")
@deed("signal.take", back="reports.one")
def take(number: str) -> ResponseReturnValue:
    with writing() as session:
        flow.take_report(session, queries.get_report(session, number), by=by(), now=clock.now())
    flash(say(N_("It is yours. Nobody is called about it any more."), present().language))
    return redirect(url_for("reports.one", number=number))


@reports.post("/<number>/say")
@deed("signal.take", back="reports.one")
def add(number: str) -> ResponseReturnValue:
    """An answer that the reporter sees with the code, or a note among ourselves."""
    form = Given.of_request()
    kind, text = form.choice("kind", ("answer", "note"), default="note"), form.text("said")
    form.check()
    with writing() as session:
        actions.add_line(session, queries.get_report(session, number), text, kind=kind, by=by(), now=clock.now())
    return redirect(url_for("reports.one", number=number))


@reports.post("/<number>/incident")
@deed("incident.open", back="reports.one")
def make_incident(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    title = form.text("title", most=200)
    playbook = form.choice("playbook", ("", *services().playbooks), default="") or None
    severity = form.choice("severity", SEVERITIES, default="unrated")
    restricted = form.ticked("restricted")
    form.check()
    viewer = present()
    with writing() as session:
        incident = flow.make_incident(
            session,
            queries.get_report(session, number),
            books=services(),
            title=title,
            playbook=playbook,
            severity=severity,
            restricted=restricted,
            language=viewer.language,
            zone=viewer.zone,
            by=by(),
            now=clock.now(),
        )
    return redirect(url_for("room.page", number=incident.number))


@reports.post("/<number>/close")
@deed("signal.take", back="reports.one")
def close(number: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    outcome, reason = form.choice("outcome", OUTCOMES), form.text("reason", most=2000)
    zone = ZoneInfo(present().zone)
    again = form.instant("look_again_at", zone=zone, now=now) if form.has("look_again_at") else None
    form.check()
    with writing() as session:
        report = queries.get_report(session, number)
        flow.close_report(session, report, outcome, reason=reason, look_again_at=again, by=by(), now=now)
    flash(say(N_("Closed, with your reason."), present().language))
    return redirect(url_for("reports.page"))


@reports.post("/<number>/reopen")
@deed("signal.take", back="reports.one")
def reopen(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=2000)
    form.check()
    with writing() as session:
        actions.reopen_report(session, queries.get_report(session, number), reason=reason, by=by(), now=clock.now())
    return redirect(url_for("reports.one", number=number))


@reports.post("/<number>/join")
@deed("signal.take", back="reports.one")
def join(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    wanted = form.text("other", most=40)
    form.check()
    with writing() as session:
        other = queries.get_report(session, wanted)
        flow.join_report(session, queries.get_report(session, number), other, by=by(), now=clock.now())
    return redirect(url_for("reports.one", number=wanted))


def _answer_to(session: Session, report: Report) -> str:
    """The address by which a mail finds this report: for writing to the reporter from one's own mail program."""
    user = services().settings.imap_user or ""
    local, _, domain = user.partition("@")
    return f"{local}+{queries.token_of(session, report)}@{domain}" if domain else ""
