"""The public form: anybody may tell us something, without a name if they like, and come back with a code.

No sign-in, no tracking, nothing in an address: what is typed goes by POST and is sealed. The code is shown once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template, request

from responder import clock
from responder.errors import NotFound, TooManyTries
from responder.intake.actions.reports import add_line, file_report, plain_code
from responder.intake.queries.reports import find_by_code, lines_of
from responder.intake.records import Report
from responder.web.given import Given
from responder.web.limit import Tally
from responder.web.signing import address
from responder.web.viewer import present
from responder.web.work import reading, services, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

reporting = Blueprint("reporting", __name__, url_prefix="/report")

MOST_REPORTS, MOST_LOOKS = 10, 30
HOUR = timedelta(hours=1)
LONGEST = 10_000
SHOWN = ("reporter", "answer")
_TALLIES = "responder-report-form"


@reporting.get("")
def page() -> ResponseReturnValue:
    _must_be_open()
    return render_template("reporting/page.html")


@reporting.post("")
def send() -> ResponseReturnValue:
    """Take it in and show the code. A field that people do not see catches machines: they get the same answer."""
    _must_be_open()
    _count("reports")
    form = Given.of_request()
    text = form.text("text", most=LONGEST)
    contact = form.text("contact", required=False, most=200)
    form.check()
    if form.has("website"):
        return render_template("reporting/thanks.html", code="", contact="")
    with writing() as session:
        filed = file_report(
            session,
            origin="form",
            title="",
            text=text,
            contact=contact,
            language=present().language,
            by="system",
            now=clock.now(),
            with_code=True,
        )
    return render_template("reporting/thanks.html", code=filed.code, contact=contact)


@reporting.get("/follow")
def follow() -> ResponseReturnValue:
    _must_be_open()
    return render_template("reporting/follow.html")


@reporting.post("/follow")
def look() -> ResponseReturnValue:
    """What became of it: our answers, and what was added."""
    _must_be_open()
    _count("looks")
    report = _report_of(Given.of_request())
    return _shown(report)


@reporting.post("/add")
def add() -> ResponseReturnValue:
    """Something more from the reporter."""
    _must_be_open()
    _count("looks")
    form = Given.of_request()
    text = form.text("text", most=LONGEST)
    form.check()
    report_id = _report_of(form).id
    with writing() as session:
        add_line(session, session.get_one(Report, report_id), text, kind="reporter", by=None, now=clock.now())
    return _shown(_report_of(form))


def _shown(report: Report) -> ResponseReturnValue:
    session = reading()
    code = request.form.get("code", "")
    return render_template(
        "reporting/answers.html", report=report, lines=lines_of(session, report, kinds=SHOWN), code=code
    )


def _report_of(form: Given) -> Report:
    code = plain_code(form.text("code", most=40))
    found = find_by_code(reading(), code) if code else None
    if found is None:
        form.complain("code", N_("No report has this code. Look at each letter once more."))
    form.check()
    if found is None:
        raise NotFound
    return found


def _must_be_open() -> None:
    if not services().settings.report_form:
        raise NotFound(N_("There is no page at this address."))


def _count(what: str) -> None:
    tallies: dict[str, Tally] = current_app.extensions.setdefault(
        _TALLIES, {"reports": Tally(MOST_REPORTS, HOUR), "looks": Tally(MOST_LOOKS, HOUR)}
    )
    now = clock.now()
    if tallies[what].too_many(address(), now):
        raise TooManyTries
    tallies[what].note(address(), now)
