"""Long lists are imported by the worker: asked for by a person, taken one at a time, watched by their rows so far."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from responder import ids
from responder.affected.actions.imports import ABANDONED_AFTER, Choices
from responder.affected.records import ImportRequest
from responder.affected.rows import ListWide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

SHOWN_FOR: Final = timedelta(hours=1)


def ask_import(
    session: Session, incident_id: str, file_ref: str, choices: Choices, *, by: str, now: datetime
) -> ImportRequest:
    """Ask the worker to import a file that lies sealed in the store."""
    request = ImportRequest(
        id=ids.new_id(),
        incident_id=incident_id,
        file_ref=file_ref,
        choices={**asdict(choices), "columns": dict(choices.columns)},
        asked_at=now,
        asked_by=by,
        touched_at=now,
    )
    session.add(request)
    session.flush()
    return request


def take_request(session: Session, *, now: datetime) -> ImportRequest | None:
    """The next list to import, now ours; one whose worker is gone is taken anew."""
    gone = (ImportRequest.state == "working") & (ImportRequest.touched_at < now - 2 * ABANDONED_AFTER)
    wanted = select(ImportRequest).where(or_(ImportRequest.state == "waiting", gone)).order_by(ImportRequest.asked_at)
    request = session.scalars(wanted.limit(1).with_for_update(skip_locked=True)).one_or_none()
    if request is not None:
        request.state, request.touched_at, request.rows = "working", now, 0
        session.flush()
    return request


def note_rows(session: Session, request_id: str, rows: int, *, now: datetime) -> None:
    """How far an import is."""
    request = session.get_one(ImportRequest, request_id)
    request.rows, request.touched_at = rows, now


def end_request(session: Session, request_id: str, *, list_id: str | None, why: str, now: datetime) -> None:
    """An import is done, or failed and ``why`` says so."""
    request = session.get_one(ImportRequest, request_id)
    request.state, request.list_id, request.why = ("done" if list_id else "failed"), list_id, why
    request.touched_at = now


def list_requests(session: Session, incident_id: str, *, now: datetime) -> Sequence[ImportRequest]:
    """Lists that wait, are at work, or failed within the hour."""
    wanted = select(ImportRequest).where(
        ImportRequest.incident_id == incident_id,
        or_(
            ImportRequest.state.in_(("waiting", "working")),
            (ImportRequest.state == "failed") & (ImportRequest.touched_at > now - SHOWN_FOR),
        ),
    )
    return session.scalars(wanted.order_by(ImportRequest.asked_at)).all()


def choices_of(stored: dict[str, Any]) -> Choices:
    """What a person confirmed, as it was asked for."""
    whole = {**stored["whole"], "data": tuple(stored["whole"]["data"])}
    return Choices(**{**stored, "whole": ListWide(**whole)})
