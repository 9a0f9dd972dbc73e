"""The shelf of contracts kept; what contracts ask for, noted as done: the counterparty was told, or consented."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

import yaml

from responder.books.contracts import FILE, FORMAT
from responder.errors import BadInput, NotFound
from responder.facts.queries import document
from responder.flow.advancing import record_facts
from responder.intake.drill_time import time_at
from responder.journal.append import append
from responder.obligations.queries import current
from responder.vault.keystore import HOUSE
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from responder.books.contracts import Contract
    from responder.files.store import FileStore
    from responder.flow.books import Books
    from responder.intake.records import Incident

UPLOAD: Final = "contracts"
"""The kind of file under which a table of clauses waits until somebody takes it."""


def keep_contracts(
    session: Session, shelf: Path, whole: Sequence[Contract], *, taken: int, by: str, now: datetime
) -> None:
    """Write the firm's shelf of contracts anew, whole or not at all, and say so in the journal of the house.

    Args:
        session: The unit of work of the journal's line.
        shelf: The firm's own shelf; the contracts lie under its ``notices``.
        whole: Every contract that the shelf holds from now on.
        taken: How many of them came with this import.
        by: Account id.
        now: Aware.
    """
    folder = shelf / "notices"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    document = {"format": FORMAT, "contracts": [dict(each.written) for each in whole]}
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=1000)
    fresh = folder / f"{FILE}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        written.write(text)
    append(
        session, HOUSE, by=by, at=now, tag="contracts.imported",
        what=f"{taken} contracts imported; the shelf holds {len(whole)}",
        data={"taken": taken, "held": len(whole), "sha256": hashlib.sha256(text.encode()).hexdigest()},
    )  # fmt: skip
    fresh.replace(folder / FILE)


def clear_uploads(files: FileStore, *, before: datetime) -> int:
    """Remove tables of clauses that somebody uploaded to look at before then and never took; how many there were."""
    left = files.older(HOUSE, UPLOAD, before=before)
    for ref in left:
        files.delete(HOUSE, ref)
    return len(left)


def note_contract(  # noqa: PLR0913 -- which clause, when, how, and by whose word
    session: Session,
    incident: Incident,
    contract: str,
    duty: str,
    *,
    books: Books,
    how: str,
    by: str,
    now: datetime,
    at: datetime | None = None,
    who: str | None = None,
) -> None:
    """Note that a counterparty was told, or that it gave consent: ``who`` gave it, ``how``, and when (else now).

    It becomes a filing among the facts, which obligations read: the clause is met, or the gate is open.

    Raises:
        NotFound: the contract asks for no such thing in this incident.
        BadInput: it is not said how, or the time lies in the future.
    """
    own_now = time_at(incident, now)
    at = at or own_now
    if at > own_now:
        raise BadInput(N_("This lies in the future"), field="at", expected=N_("the time at which it happened"))
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
