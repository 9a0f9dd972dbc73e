"""The timeline: what happened and when; a box to add, a permalink for each entry, and whether the chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock
from responder.console import incident
from responder.intake.actions import add_entry
from responder.journal import queries
from responder.journal.verify import verify_stream
from responder.web import signing
from responder.web.given import Given, number_in
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

timeline = Blueprint("timeline", __name__, url_prefix="/incidents/<number>/timeline")

PAGE = 60
NOT_PEOPLE = ("system",)


@dataclass(frozen=True)
class Entry:
    """A line as the page shows it; ``what`` is empty where the line is withheld or erased."""

    seq: int
    at: datetime
    recorded_at: datetime
    by: str
    tag: str
    what: str
    corrects: int | None
    privileged: bool

    @property
    def is_late(self) -> bool:
        """Whether it was written down well after it happened."""
        return (self.recorded_at - self.at).total_seconds() > 300

    @property
    def is_persons(self) -> bool:
        return bool(self.by) and self.by not in NOT_PEOPLE


def entry_of(line: dict[str, Any]) -> Entry:
    return Entry(
        line["seq"],
        datetime.fromisoformat(line["at"]),
        datetime.fromisoformat(line["recorded_at"]),
        line["by"] or "",
        line["tag"] or "",
        line["what"] or "",
        line["corrects"],
        line["privileged"],
    )


@timeline.get("")
@deed("timeline.read")
def page(number: str) -> ResponseReturnValue:
    before = request.args.get("before", "")
    session = reading()
    found = incident.enter(session, number)
    shown = queries.page(
        session,
        found.id,
        before=number_in(before),
        limit=PAGE,
        newest=True,
        privileged=present().may("timeline.privileged"),
    )
    entries = sorted(map(entry_of, shown.lines), key=lambda entry: (entry.at, entry.seq), reverse=True)
    oldest = min((entry.seq for entry in entries), default=0)
    return render_template("timeline/page.html", entries=entries, older=oldest if shown.more else None, verdict=None)


@timeline.get("/<int:seq>")
@deed("timeline.read")
def entry(number: str, seq: int) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    line = queries.get_line(session, found.id, seq, privileged=present().may("timeline.privileged"))
    return render_template("timeline/entry.html", entry=entry_of(line), chained=line)


@timeline.post("")
@deed("timeline.add", back="timeline.page")
def add(number: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    text, at = form.text("text", most=10_000), form.instant("at", zone=present().tz, now=now, required=False) or now
    corrects = form.whole_number("corrects", required=False, least=1)
    privileged = form.ticked("privileged") and present().may("timeline.privileged")
    if at > now:
        form.complain("at", N_("This lies in the future. The timeline says what has happened."))
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        add_entry(session, found, text, by=by(), at=at, corrects=corrects, privileged=privileged)
    flash(say(N_("Added to the timeline."), present().language))
    return redirect(signing.inside(request.form.get("next") or url_for("timeline.page", number=number)))


@timeline.get("/verify")
@deed("timeline.read")
def verify(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    verdict = verify_stream(session, found.id, services().heads.of(found.id))
    return render_template("timeline/verify.html", verdict=verdict)
