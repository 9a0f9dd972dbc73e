"""What contracts ask for, noted as done: the counterparty was told, or gave its consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import BadInput, NotFound
from responder.facts.queries import document
from responder.flow.advancing import record_facts
from responder.obligations.queries import current
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.records import Incident


def note_contract(  # noqa: PLR0913 -- which clause, when, how, and by whose word
    session: Session,
    incident: Incident,
    contract: str,
    duty: str,
    *,
    books: Books,
    at: datetime,
    how: str,
    by: str,
    now: datetime,
    who: str | None = None,
) -> None:
    """Note that a counterparty was told, or that it gave consent: ``who`` gave it, and ``how``.

    It becomes a filing among the facts, which obligations read: the clause is met, or the gate is open.

    Raises:
        NotFound: the contract asks for no such thing in this incident.
        BadInput: it is not said how.
    """
    owed = [duty.duty for duty in current(session, incident.id) if duty.regime == contract]
    if duty not in owed:
        raise NotFound(
            N_("No contract asks for this in this incident"), field="contract",
            expected=", ".join(owed) or N_("the name of a contract as `responder contracts due` shows it"),
        )  # fmt: skip
    if not how.strip():
        expected = N_("the channel, and a reference if there is one")
        raise BadInput(N_("It is not said how"), field="how", expected=expected)
    known = document(session, incident).get("filings")
    entry = {"regime": contract, "duty": duty, "at": at.isoformat(), "reference": how.strip()}
    if who:
        entry["by"] = who
    told = [*known, entry] if isinstance(known, list) else [entry]
    record_facts(session, incident, {"filings": told}, books=books, by=by, now=now, reason=how.strip())
