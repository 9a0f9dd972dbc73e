"""What is owed: what a person must do next, to whom, by when and why; grouped so that it can be read at night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, flash, g, redirect, render_template, url_for

from responder import clock, flow
from responder.console import asking, incident
from responder.console.owed_groups import grouped
from responder.console.owed_words import jurisdiction
from responder.console.pages.notices import can_be_drafted, key_of
from responder.console.within_a_day import SOON, soon
from responder.correspondence.queries import OPEN, list_ends, list_promises, list_questions
from responder.counsel.queries import may_read
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.notices.queries import list_notices
from responder.obligations.actions import identity_of
from responder.obligations.answer import obligation_document
from responder.obligations.derive import derive
from responder.obligations.queries import get_present, list_decisions, versions_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.queries import Present

owed = Blueprint("owed", __name__, url_prefix="/incidents/<number>/owed")

FEW: Final = 6
"""A group of more duties than this is folded, with its number and its earliest time."""


@owed.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    duties = g.head.owed
    still = [duty for duty in duties if incident.is_open(duty)]
    groups = grouped(still, jurisdiction)
    return render_template(
        "owed/page.html",
        soon=soon(session, found, still, clock.now()),
        required=groups,
        undrafted={group.key: len(_undrafted(session, found, group.duties)) for group in groups},
        few=FEW,
        met=[duty for duty in duties if duty.met],
        undetermined=grouped([duty for duty in duties if duty.state == "undetermined"], jurisdiction),
        questions=asking.questions(services().library, most=6),
        asked=list_questions(session, found.id, states=OPEN) if present().may("correspondence.read") else (),
        promised=list_promises(session, found.id, states=("open",)),
        not_required=[duty for duty in duties if duty.state == "not_required"],
    )


@owed.post("/draft")
@deed("notice.draft", back="owed.page")
def draft(number: str) -> ResponseReturnValue:
    """Draft every notice of one group: the same form and text, to each authority or place that is owed it."""
    form = Given.of_request()
    wanted = form.text("group", most=200)
    form.check()
    session = reading()
    found = incident.enter(session, number)
    groups = grouped([duty for duty in g.head.owed if incident.is_open(duty)], jurisdiction)
    group = next((group for group in groups if group.key == wanted), None)
    if group is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    left = _undrafted(session, found, group.duties)
    for duty in left:  # each in a unit of work of its own: fifty would hold the others up
        with writing() as unit:
            again = incident.enter(unit, number)
            flow.draft_notice(unit, again, *key_of(duty), books=services(), by=by(), now=clock.now())
    flash(say(N_("{count} notices drafted."), present().language, count=len(left)))
    return redirect(url_for("notices.page", number=number))


@owed.get("/<identity>")
@deed("incident.read")
def one(number: str, identity: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    duty = get_present(session, found.id, identity)
    if duty is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    who = present()
    decisions = [each for each in list_decisions(session, found.id) if each.identity == identity]
    return render_template(
        "owed/one.html",
        duty=duty,
        answer=in_readers_words(session, found, duty),
        versions=versions_of(session, identity),
        advised=may_read(session, found.id, who.id, who.permission_set),
        decision=next((each for each in decisions if each.ended_at is None), None),
        former=[each for each in decisions if each.ended_at is not None],
        ends=[each for each in list_ends(session, found.id, identity) if each.taken_back_at is None],
        now=clock.now(),
        tomorrow=(clock.now() + SOON).astimezone(who.tz).date(),
    )


def _undrafted(session: Session, found: Incident, duties: Sequence[Present]) -> list[Present]:
    """Duties that a letter of the shelf is for, and none is drafted yet."""
    drafted = {(row.regime, row.duty, row.place) for row in list_notices(session, found.id) if row.state != "void"}
    return [duty for duty in duties if can_be_drafted(duty) and key_of(duty) not in drafted]


def in_readers_words(session: Session, found: Incident, duty: Present) -> Mapping[str, Any]:
    """The answer derived anew in the reader's language, with what would change it; as stored where that fails."""
    library = services().library
    now = time_at(found, clock.now())
    derived = derive(snapshot(session, found, library), library, as_of=now, lang=present().language, only={duty.regime})
    same = (obligation for obligation in derived if identity_of(found, obligation) == duty.identity)
    obligation = next(same, None)
    return duty.answer if obligation is None else obligation_document(obligation, as_of=now)
