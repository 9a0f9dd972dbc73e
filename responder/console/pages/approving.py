"""Approving a notice, from a phone: what changed, how many people, what is left unsaid, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from responder import clock, flow
from responder.affected.queries import count_recipients
from responder.console import incident
from responder.console.pages.notices import blockers, gaps_of, shown
from responder.intake.queries import get_incident
from responder.notices import actions, queries
from responder.notices.differences import Change, differences
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.notices.queries import Text
    from responder.notices.records import Notice

approving = Blueprint("approving", __name__, url_prefix="/incidents/<number>/notices/<notice_id>/approve")


def since_last_approval(session: Session, row: Notice, texts: Sequence[Text]) -> dict[str, list[Change]]:
    """Language and medium → what changed since somebody approved; empty for a notice nobody approved yet."""
    approvals = queries.list_approvals(session, row.id)
    if not approvals:
        return {}
    seen = {text.id: text for text in queries.history(session, row)}
    former = [seen[version] for version in approvals[-1].versions if version in seen]
    before = {(text.language, text.medium): text for text in former}
    found = {}
    for text in texts:
        old = before.get((text.language, text.medium))
        if old is not None and old.sha256 != text.sha256:
            found[f"{text.language} {text.medium}"] = differences(old, text)
    return found


@approving.get("")
@deed("notice.approve")
def page(number: str, notice_id: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    seen = shown(session, found, notice_id)
    selection = queries.selection_of(seen.row)
    return render_template(
        "notices/approve.html",
        seen=seen,
        digest=flow.digest_to_approve(session, found, seen.row),
        changed=since_last_approval(session, seen.row, seen.texts),
        count=1 if selection is None else count_recipients(session, found.id, selection=selection),
        to_people=selection is not None,
        blockers=blockers(session, found, seen.row),
        unsaid=[gap for gap in gaps_of(session, found, seen) if gap.may_follow],
        open_remarks=sum(said.open for said in queries.list_remarks(session, seen.row)),
        counterparties=_counterparties(session, seen.row),
        unreviewed=queries.unreviewed(seen.texts, services().letters),
        wrote={text.made_by for text in queries.history(session, seen.row)} | {seen.row.drafted_by},
    )


def _counterparties(session: Session, row: Notice) -> int:
    table = queries.find_table(session, row)
    return len(table.rows) if table else 0


@approving.post("")
@deed("notice.approve", back="approving.page", fresh=True)
def approve(number: str, notice_id: str) -> ResponseReturnValue:
    form, house = Given.of_request(), services()
    emergency = form.text("emergency", required=False, most=1000)
    seen = form.text("seen", most=64)
    ceiling = form.whole_number("ceiling", required=False, least=1) or 0
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        row = queries.get_notice(session, found.id, notice_id)
        approval, campaign = flow.approve_notice(
            session,
            found,
            row,
            books=house,
            by=by(),
            now=clock.now(),
            undo_seconds=house.settings.undo_seconds,
            canary_seconds=house.settings.canary_seconds,
            accepted=request.form.getlist("accepted"),
            emergency=emergency,
            seen=seen,
            ceiling=ceiling,
        )
        prepared = campaign.number if campaign else ""
        digest = approval.digest
    flash(say(N_("Approved and frozen. Its mark: {digest}."), present().language, digest=digest[:16]))
    if prepared:
        return redirect(url_for("campaigns.one", number=number, campaign=prepared))
    return redirect(url_for("notices.one", number=number, notice_id=notice_id))


@approving.post("/back")
@deed("notice.approve", back="approving.page")
def back(number: str, notice_id: str) -> ResponseReturnValue:
    """Approve with this change: back to whoever wrote it, with the change in words."""
    form = Given.of_request()
    words = form.text("change", most=4000)
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        seen = shown(session, found, notice_id)
        actions.send_back(session, seen.row, seen.text, words, by=by(), now=clock.now())
    flash(
        say(N_("It went back with your change. Once that is made and submitted, you approve it."), present().language)
    )
    return redirect(url_for("notices.one", number=number, notice_id=notice_id))
