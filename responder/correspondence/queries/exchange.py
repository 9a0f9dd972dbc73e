"""Reads of counterparts, letters and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.correspondence.records import Counterpart, Letter, Question
from responder.correspondence.sealing import opened
from responder.correspondence.similar import closest
from responder.errors import NotFound
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

OPEN = ("open", "drafted", "approved")


@dataclass(frozen=True)
class Side:
    """A counterpart, opened."""

    id: str
    kind: str
    name: str
    case_number: str
    handler: str
    channel: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Item:
    """A letter, opened."""

    id: str
    direction: str
    channel: str
    at: datetime
    subject: str
    text: str
    sha256: str
    file: str | None
    recorded_by: str


@dataclass(frozen=True)
class Asked:
    """A question, opened. ``whose`` is the counterpart's name, ``kind`` its kind."""

    id: str
    counterpart_id: str
    kind: str
    whose: str
    asked: str
    answer: str
    state: str
    owner: str
    due_at: datetime | None
    sha256: str | None
    drafted_by: str | None
    approved_by: str | None
    answered_at: datetime | None


def list_counterparts(session: Session, incident_id: str) -> list[Side]:
    """Everybody with whom we correspond, in the order in which it began."""
    statement = select(Counterpart).where(Counterpart.incident_id == incident_id).order_by(Counterpart.id)
    return [open_counterpart(session, row) for row in session.scalars(statement)]


def get_counterpart(session: Session, incident_id: str, counterpart_id: str) -> Counterpart:
    """Raises NotFound where this incident has no such file."""
    row = session.get(Counterpart, counterpart_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("There is no such correspondence"), field="counterpart")
    return row


def open_counterpart(session: Session, row: Counterpart) -> Side:
    said = opened(session, row.incident_id, Counterpart, row.id, row.sealed)
    return Side(row.id, row.kind, said["name"], said["case_number"], said["handler"], said["channel"], row.closed_at)


def list_letters(session: Session, counterpart: Counterpart) -> list[Item]:
    """In and out, the latest first."""
    statement = select(Letter).where(Letter.counterpart_id == counterpart.id)
    rows = session.scalars(statement.order_by(Letter.at.desc(), Letter.id.desc()))
    return [_item(session, counterpart.incident_id, row) for row in rows]


def get_letter(session: Session, counterpart: Counterpart, letter_id: str) -> Letter:
    """Raises NotFound where the correspondence has no such letter."""
    row = session.get(Letter, letter_id)
    if row is None or row.counterpart_id != counterpart.id:
        raise NotFound(N_("There is no such letter"))
    return row


def list_questions(
    session: Session, incident_id: str, *, counterpart: str | None = None, states: Collection[str] | None = None
) -> list[Asked]:
    """What is asked, soonest due first; undated ones last."""
    statement = select(Question).where(Question.incident_id == incident_id)
    if counterpart is not None:
        statement = statement.where(Question.counterpart_id == counterpart)
    if states is not None:
        statement = statement.where(Question.state.in_(states))
    statement = statement.order_by(Question.due_at.is_(None), Question.due_at, Question.id)
    return [open_question(session, row) for row in session.scalars(statement)]


def get_question(session: Session, incident_id: str, question_id: str) -> Question:
    """Raises NotFound where nobody asked this in the incident."""
    row = session.get(Question, question_id)
    if row is None or row.incident_id != incident_id:
        raise NotFound(N_("There is no such question"), field="question")
    return row


def open_question(session: Session, row: Question) -> Asked:
    said = opened(session, row.incident_id, Question, row.id, row.sealed)
    side = open_counterpart(session, session.get_one(Counterpart, row.counterpart_id))
    return Asked(
        row.id, row.counterpart_id, side.kind, side.name, said["asked"], said["answer"], row.state, row.owner,
        row.due_at, row.sha256, row.drafted_by, row.approved_by, row.answered_at,
    )  # fmt: skip


def answered_elsewhere(session: Session, row: Question, *, most: int = 3) -> list[Asked]:
    """Answers as they were sent to questions most like this one, so that all authorities read the same story."""
    asked = open_question(session, row).asked
    answered = [each for each in list_questions(session, row.incident_id, states=("answered",)) if each.id != row.id]
    return closest(asked, answered, of=lambda each: each.asked, most=most)


def _item(session: Session, incident_id: str, row: Letter) -> Item:
    said = opened(session, incident_id, Letter, row.id, row.sealed)
    return Item(
        row.id, row.direction, row.channel, row.at, said["subject"], said["text"], row.sha256, row.file, row.recorded_by
    )
