"""What is owed: to whom, by when and why; what would change it; grouped so that it can be read at night."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, g, render_template

from responder.console import asking, incident
from responder.errors import NotFound
from responder.web.guard import deed
from responder.web.work import reading, services
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask.typing import ResponseReturnValue

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
        met=[duty for duty in duties if duty.answer.get("met")],
        undetermined=grouped([duty for duty in duties if duty.state == "undetermined"]),
        questions=asking.questions(services().library, most=6),
        not_required=[duty for duty in duties if duty.state == "not_required"],
    )


@owed.get("/<identity>")
@deed("incident.read")
def one(number: str, identity: str) -> ResponseReturnValue:
    session = reading()
    incident.enter(session, number)
    duty = next((duty for duty in g.head.owed if duty.identity == identity), None)
    if duty is None:
        raise NotFound(N_("There is no such duty now. It may have been withdrawn when facts changed."))
    return render_template("owed/one.html", duty=duty, answer=duty.answer, facts=services().library.facts)
