"""The timeline: what happened and when; a box to add, a permalink for each entry, and whether the chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder.console import incident, telling
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
_ANY_SEQ = 10**15


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
        telling.told(line, present().language),
        line["corrects"],
        line["privileged"],
    )


@timeline.get("")
@deed("timeline.read")
def page(number: str) -> ResponseReturnValue:
    """The latest entries, or those up to the moment that the address names: ``?before=…`` or ``?until=…``."""
    session = reading()
    found = incident.enter(session, number)
    shown = queries.page_in_time(
        session, found.id, before=_place(), limit=PAGE, privileged=present().may("timeline.privileged")
    )
    entries = [entry_of(line) for line in shown.lines]
    older = f"{entries[-1].at.isoformat()}~{entries[-1].seq}" if shown.more else None
    return render_template("timeline/page.html", entries=entries, older=older, is_latest=_place() is None)


def _place() -> tuple[datetime, int] | None:
    """Where in time the page begins: after an entry (``before``), or at a time in the reader's zone (``until``)."""
    at, _, seq = request.args.get("before", "").partition("~")
    until = request.args.get("until", "")
    try:
        if at and number_in(seq) is not None:
            return datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC), int(seq)
        if until:
            minute = datetime.fromisoformat(until).replace(second=59, microsecond=999_999)
            return (minute if minute.tzinfo else minute.replace(tzinfo=present().tz)).astimezone(UTC), _ANY_SEQ
    except (ValueError, OverflowError):
        return None  # a mangled address shows the latest
    return None


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
    form, now = Given.of_request(), incident.own_now(number)
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
