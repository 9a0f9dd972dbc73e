"""How a deed of response is said in the timeline: in the incident's language, with the step's title as it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.errors import BadInput, NotFound
from responder.intake.drill_time import time_at
from responder.journal.append import append
from responder.journal.sentences import SAID, kept, said_in
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.marked import Text
    from responder.books.playbooks.values import Step
    from responder.intake.records import Incident
    from responder.response.queries import Running


def tell(
    session: Session,
    incident: Incident,
    tag: str,
    sentence: str,
    *,
    by: str,
    now: datetime,
    data: Mapping[str, Any],
    **values: object,
) -> None:
    """Put a line into the timeline, in the incident's language, and kept so that each reader has it in their own.

    ``sentence`` is an English pattern; a value may be a text of several languages.
    """
    said = kept(sentence, values)
    what = said_in(said, incident.language)
    append(session, incident.id, by=by, at=time_at(incident, now), tag=tag, what=what, data={**data, SAID: said})


def tell_of_step(
    session: Session,
    running: Running,
    step: Step,
    tag: str,
    sentence: str,
    *,
    by: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    **values: object,
) -> None:
    """``tell`` with the step's title and ids."""
    more = {"run": running.run.id, "step": step.id, **(data or {})}
    tell(session, running.incident, tag, sentence, by=by, now=now, data=more, title=step.title, **values)


def unstopped(text: Text) -> dict[str, str]:
    """``text`` without its full stop, where more follows in the sentence."""
    return {language: words.rstrip(".。") for language, words in text.items()}


def step_of(running: Running, step_id: str) -> Step:
    """The step with this id.

    Raises:
        NotFound: the playbook of this run has none.
    """
    step = running.playbook.step(step_id)
    if step is None:
        raise NotFound(N_("The playbook has no such step"), field="step", expected=N_("an id of one of its steps"))
    return step


def a_reason(reason: str) -> str:
    """The reason, trimmed.

    Raises:
        BadInput: there is none.
    """
    reason = reason.strip()
    if not reason:
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    return reason


def sealed_note(
    session: Session, incident: Incident, text: str, *, table: str, column: str, row_id: str
) -> bytes | None:
    """Free text may name people: it is sealed with the incident's key; nothing is stored for nothing."""
    if not text:
        return None
    return seal(keystore_of(session).of(incident.id), text, table=table, column=column, row_id=row_id)
