"""Notices: draft, edit side by side with the preview, see what is missing, submit, record the filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.intake.queries import get_incident
from responder.notices import actions, queries, render
from responder.notices.compose import compose
from responder.notices.specs import spec_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.notices.gaps import Gap
    from responder.notices.lint import Finding
    from responder.notices.queries import Text
    from responder.notices.records import Notice
    from responder.obligations.queries import Present

notices = Blueprint("notices", __name__, url_prefix="/incidents/<number>/notices")

TO_DRAFT = ("required", "advisable")
RECEIPT = "receipt"
CHANNELS = ("portal", "email", "post", "telephone", "other")


@dataclass(frozen=True)
class Shown:
    """A notice with its texts, and the one that is looked at."""

    row: Notice
    texts: Sequence[Text]
    text: Text

    @property
    def html(self) -> str:
        """The text as its reader will see it, gaps and slots made visible."""
        return render.to_html(self.text.text, services().letters.words_of(self.text.language))


def shown(session: Session, found: Incident, notice_id: str) -> Shown:
    """The notice ``notice_id``, opened at the text that the address asks for.

    Raises:
        NotFound: no such notice, or no such text.
    """
    row = queries.get_notice(session, found.id, notice_id)
    # By language: an edit must not move a text to another place on the page.
    texts = sorted(queries.list_texts(session, row), key=lambda text: (text.medium, text.language))
    language, medium = request.values.get("language", ""), request.values.get("medium", "letter")
    wanted = (text for text in texts if text.medium == medium and language in {"", text.language})
    text = next(wanted, None)
    if text is None:
        raise NotFound(N_("The notice has no such text"))
    return Shown(row, texts, text)


@notices.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    rows = queries.list_notices(session, found.id)
    drafted = {(row.regime, row.duty, row.place) for row in rows if row.state != "void"}
    return render_template(
        "notices/page.html",
        rows=[(row, queries.list_texts(session, row)) for row in rows],
        waiting=[duty for duty in g.head.owed if can_be_drafted(duty) and key_of(duty) not in drafted],
    )


def can_be_drafted(duty: Present) -> bool:
    """Whether the shelf has a letter for an open duty."""
    return duty.state in TO_DRAFT and not duty.met and services().letters.family_for(duty.recipient) is not None


def key_of(duty: Present) -> tuple[str, str, str]:
    return duty.regime, duty.duty, duty.place or ""


@notices.post("")
@deed("notice.draft", back="notices.page")
def draft(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    identity = form.text("duty", most=32)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        duty = next((duty for duty in g.head.owed if duty.identity == identity), None)
        if duty is None:
            raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
        regime, duty_id, where = key_of(duty)
        made = flow.draft_notice(session, found, regime, duty_id, where, books=services(), by=by(), now=clock.now())
    return redirect(url_for("notices.one", number=number, notice_id=made.id))


@notices.get("/<notice_id>")
@deed("incident.read")
def one(number: str, notice_id: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    seen = shown(session, found, notice_id)
    filings = queries.list_filings(session, seen.row.id)
    holds = queries.find_valid_approval(session, seen.row.id)
    return render_template(
        "notices/one.html",
        seen=seen,
        blockers=blockers(session, found, seen.row),
        gaps=gaps_of(session, found, seen),
        to_mind=to_mind(session, found, seen.row),
        approvals=queries.list_approvals(session, seen.row.id),
        filings=[(filing, queries.reference_of(session, seen.row, filing)) for filing in filings],
        channels=CHANNELS,
        waves=holds is not None and queries.rule_of(holds) is not None,
        open_remarks=sum(said.open for said in queries.list_remarks(session, seen.row)),
    )


def blockers(session: Session, found: Incident, row: Notice) -> list[Finding]:
    """What stands between the notice and its approval, paragraphs to be accepted by name left out."""
    house = services()
    known = snapshot(session, found, house.library)
    accepted = queries.unreviewed(queries.list_texts(session, row), house.letters)
    kept = queries.forbidden_in(session, row, known, library=house.library, letters=house.letters)
    suspected = known.value("incident.status") == "suspected"
    return queries.blockers(session, row, house.letters, accepted=accepted, suspected=suspected, kept=kept)


def to_mind(session: Session, found: Incident, row: Notice) -> list[str]:
    """What the law wants besides the text, and what a careful reader would look at once more."""
    house, reader = services(), present().language
    known = snapshot(session, found, house.library)
    kept = queries.forbidden_in(session, row, known, library=house.library, letters=house.letters)
    doubtful = queries.doubts(queries.list_texts(session, row), house.letters)
    warned = [finding.said(reader) for finding in (*kept, *doubtful) if finding.level == "warning"]
    return [*queries.reminders(row, library=house.library, letters=house.letters, reader=reader), *warned]


def gaps_of(session: Session, found: Incident, seen: Shown) -> Sequence[Gap]:
    """What the law asks for and nobody has recorded yet."""
    house, row = services(), seen.row
    spec = spec_of(house.library, house.letters, row.regime, row.duty, row.place)
    known = snapshot(session, found, house.library)
    return compose(spec, known, house.library, house.letters, seen.text.language).gaps


@notices.post("/<notice_id>/again")
@deed("notice.draft", back="notices.one")
def again(number: str, notice_id: str) -> ResponseReturnValue:
    """Write the text anew from what is known now; the former version stays in the history."""
    with writing() as session:
        found = get_incident(session, number)
        seen = shown(session, found, notice_id)
        text = seen.text
        flow.redraft_notice(
            session,
            found,
            seen.row,
            books=services(),
            language=text.language,
            medium=text.medium,
            by=by(),
            now=clock.now(),
        )
    flash(say(N_("Written anew from what is known now."), present().language))
    return redirect(
        url_for("notices.one", number=number, notice_id=notice_id, language=text.language, medium=text.medium)
    )


@notices.post("/<notice_id>/submit")
@deed("notice.draft", back="notices.one")
def submit(number: str, notice_id: str) -> ResponseReturnValue:
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        actions.submit(session, row, by=by(), now=clock.now())
    flash(say(N_("Submitted. A second person approves it."), present().language))
    return redirect(url_for("notices.one", number=number, notice_id=notice_id))


@notices.post("/<notice_id>/withdraw")
@deed("notice.draft", back="notices.one")
def withdraw(number: str, notice_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    reason = form.text("reason", most=1000)
    form.check()
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        actions.withdraw(session, row, reason=reason, by=by(), now=clock.now())
    return redirect(url_for("notices.page", number=number))


@notices.post("/<notice_id>/filed")
@deed("notice.file", back="notices.one")
def filed(number: str, notice_id: str) -> ResponseReturnValue:
    """Record that the authority has it; the reference may follow later."""
    form, now = Given.of_request(), clock.now()
    own_now = incident.own_now(number, now)
    at = form.instant("filed_at", zone=present().tz, now=own_now, required=False) or own_now
    channel = form.choice("channel", CHANNELS)
    reference = form.text("reference", required=False, most=200)
    form.check()
    given = request.files.get("receipt")
    receipt = None
    if given is not None and given.filename:
        receipt = (
            services().files.put(get_incident(reading(), number).id, given.filename, given.stream, kind=RECEIPT).ref
        )
    with writing() as session:
        found = get_incident(session, number)
        row = queries.get_notice(session, found.id, notice_id)
        flow.file_notice(
            session,
            found,
            row,
            books=services(),
            filed_at=at,
            channel=channel,
            reference=reference,
            receipt=receipt,
            by=by(),
            now=now,
        )
    flash(say(N_("Filed. The clock of this duty has stopped."), present().language))
    return redirect(url_for("notices.one", number=number, notice_id=notice_id))


@notices.post("/<notice_id>/reference")
@deed("notice.file", back="notices.one")
def reference(number: str, notice_id: str) -> ResponseReturnValue:
    form = Given.of_request()
    written = form.text("late_reference", most=200)
    form.check()
    with writing() as session:
        row = queries.get_notice(session, get_incident(session, number).id, notice_id)
        actions.add_reference(session, row, written, by=by(), now=clock.now())
    return redirect(url_for("notices.one", number=number, notice_id=notice_id))
