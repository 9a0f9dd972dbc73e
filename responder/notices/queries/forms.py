"""Which forms the incident's duties lead to, and one of them filled from what is known now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.facts.queries import snapshot
from responder.intake.drill_time import time_at
from responder.notices.forms import FilledForm, OurRecord, fill
from responder.obligations.queries import OPEN, current

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.forms import Form, Forms
    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.intake.records import Incident

AUTHORITIES = frozenset({"regulator", "csirt", "police", "public", "media"})


def offered_forms(session: Session, incident: Incident, *, forms: Forms, library: Library) -> tuple[Form, ...]:
    """The forms of authorities that must be or were told, then of those that may have to be; each once."""
    found: dict[str, Form] = {}
    told = [owed for owed in current(session, incident.id) if owed.recipient in AUTHORITIES]
    certain = [owed for owed in told if owed.state in OPEN or owed.met]
    for owed in (*certain, *(owed for owed in told if owed.state == "undetermined")):
        place = library.words.place(owed.place or "")
        for form in forms.of_regime(owed.regime, place.within if place else ()):
            found.setdefault(form.id, form)
    return tuple(found.values())


def filled_form(
    session: Session,
    incident: Incident,
    form: Form,
    *,
    library: Library,
    letters: Letters,
    now: datetime,
    stage: str = "",
    language: str = "",
    given: Mapping[str, str] | None = None,
) -> FilledForm:
    """``form`` filled from what is known of the incident now; at its first stage if none is named.

    Raises:
        BadInput: the form has no such stage.
    """
    record = OurRecord(incident.number, stage or form.stages[0], time_at(incident, now))
    known = snapshot(session, incident, library)
    return fill(form, known, record, library=library, letters=letters, language=language, given=given)
