"""What is owed: to whom, by when and why; what would change it; grouped so that it can be read at night."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, g, render_template

from responder import clock
from responder.console import asking, incident
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.obligations.actions import identity_of
from responder.obligations.answer import obligation_document
from responder.obligations.derive import derive
from responder.obligations.queries import get_present, versions_of
from responder.web.guard import deed
from responder.web.viewer import present
from responder.web.work import reading, services
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.queries import Present

owed = Blueprint("owed", __name__, url_prefix="/incidents/<number>/owed")

URGENT = 6


@dataclass(frozen=True)
class Group:
    """Duties to one kind of recipient."""

    recipient: str
    duties: Sequence[Present]

    @property
    def first_due(self) -> datetime | None:
        return min((duty.due_at for duty in self.duties if duty.due_at is not None), default=None)


def grouped(duties: Sequence[Present]) -> list[Group]:
    """By kind of recipient, the earliest due first."""
    kinds = {duty.recipient: [other for other in duties if other.recipient == duty.recipient] for duty in duties}
    groups = [Group(recipient, members) for recipient, members in kinds.items()]
    return sorted(groups, key=lambda group: (group.first_due is None, group.first_due or 0))


@owed.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    incident.enter(session, number)
    duties = g.head.owed
    return render_template(
        "owed/page.html",
        urgent=[duty for duty in duties if incident.is_open(duty) and duty.due_at is not None][:URGENT],
        required=grouped([duty for duty in duties if incident.is_open(duty)]),
        met=[duty for duty in duties if duty.met],
        undetermined=grouped([duty for duty in duties if duty.state == "undetermined"]),
        questions=asking.questions(services().library, most=6),
        not_required=[duty for duty in duties if duty.state == "not_required"],
    )


@owed.get("/<identity>")
@deed("incident.read")
def one(number: str, identity: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    duty = get_present(session, found.id, identity)
    if duty is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    return render_template(
        "owed/one.html",
        duty=duty,
        answer=in_readers_words(session, found, duty),
        versions=versions_of(session, identity),
    )


def in_readers_words(session: Session, found: Incident, duty: Present) -> Mapping[str, Any]:
    """The answer derived anew in the reader's language, with what would change it; as stored where that fails."""
    library = services().library
    derived = derive(
        snapshot(session, found, library),
        library,
        as_of=time_at(found, clock.now()),
        lang=present().language,
        only={duty.regime},
    )
    same = (obligation for obligation in derived if identity_of(found, obligation) == duty.identity)
    obligation = next(same, None)
    return duty.answer if obligation is None else obligation_document(obligation)
