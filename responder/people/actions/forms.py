"""A form is taken once, however often it arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from responder.people.records import FormSent
from responder.storage.once import insert_once

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def take_form(session: Session, token: str, *, by: str, now: datetime) -> bool:
    """Whether this form arrives for the first time. Call it in the unit of work of its deed: refused, it is not taken.

    Args:
        session: The unit of work.
        token: What names this form and what was typed into it.
        by: Account id of whoever sent it.
        now: The real instant.
    """
    return insert_once(session, FormSent, {"token": token, "account_id": by, "at": now, "answer": None})


def note_answer(session: Session, token: str, answer: str) -> None:
    """Remember the address that the form led to."""
    session.execute(update(FormSent).where(FormSent.token == token).values(answer=answer))


def forget_forms(session: Session, *, before: datetime) -> None:
    """A form that was taken before this instant is not sent again any more."""
    session.execute(delete(FormSent).where(FormSent.at < before))
