"""Deeds of facts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from responder import ids
from responder.errors import BadInput
from responder.facts import queries, snapshot
from responder.facts.parse import facts_from_document
from responder.facts.records import Statement
from responder.intake.drill_time import time_at
from responder.journal.append import append
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.intake.records import Incident

_NO_FACTS = frozenset({"format", "title"})
_OF_TWO_PEOPLE = frozenset({"decisions"})


def record_facts(
    session: Session,
    incident: Incident,
    said: Mapping[str, Any],
    *,
    library: Library,
    by: str,
    now: datetime,
    since: datetime | None = None,
    reason: str = "",
    decided: bool = False,
) -> bool:
    """Record what somebody says of one or more facts; all are taken or none.

    Args:
        session: The unit of work.
        incident: Whose facts.
        said: Dotted key → value as a facts file writes it; ``unknown`` takes a value back.
        library: Knows which facts there are.
        by: Account id of who says it.
        now: The present instant.
        since: Since when it was known; now, if left out.
        reason: How it is known.
        decided: Whether two people decided it; without that nobody records a decision.

    Returns:
        Whether anything is now known otherwise than before.

    Raises:
        BadInput: a key or a value that a facts file could not hold; names the field and what was expected.
    """
    document = queries.document(session, incident)
    changed = {key: value for key, value in said.items() if snapshot.at_key(document, key) != value}
    for key in said:
        if key.split(".")[0] in _NO_FACTS or not key.strip("."):
            raise BadInput(N_("This is not a fact"), field=key, do=N_("`responder facts` lists them all."))
        if key.split(".")[0] in _OF_TWO_PEOPLE and not decided:
            do = N_(
                "`responder incident decide-not` proposes it; a second person confirms. See also `responder clock end`."
            )
            raise BadInput(N_("Two people decide this"), field=key, do=do)
    for key, value in changed.items():
        snapshot.put(document, key, value)
    facts_from_document(document, name=incident.number, library=library)
    for key, value in changed.items():
        _record(
            session, incident, key, value, by=by, now=now, since=since or time_at(incident, now), reason=reason.strip()
        )
    return bool(changed)


def _record(
    session: Session,
    incident: Incident,
    key: str,
    value: object,
    *,
    by: str,
    now: datetime,
    since: datetime,
    reason: str,
) -> None:
    row_id = ids.new_id()
    sealed = seal(
        keystore_of(session).of(incident.id),
        json.dumps({"value": value, "reason": reason}, ensure_ascii=False),
        table=Statement.__tablename__,
        column="value_sealed",
        row_id=row_id,
    )
    session.add(
        Statement(
            id=row_id,
            incident_id=incident.id,
            key=key,
            value_sealed=sealed,
            said_by=by,
            known_since=since,
            recorded_at=now,
        )
    )
    session.flush()
    append(
        session,
        incident.id,
        by=by,
        at=since,
        tag="fact.recorded",
        what=f"{key}: {in_words(value)}" + (f" ({reason})" if reason else ""),
        data={"key": key, "value": json.dumps(value, ensure_ascii=False, sort_keys=True), "statement": row_id},
    )


def in_words(value: object) -> str:
    """A value as the timeline shows it: short, whole lists as their length."""
    if isinstance(value, list):
        plain = [str(item) for item in value if not isinstance(item, dict | list)]
        return ", ".join(plain) if len(plain) == len(value) else f"{len(value)} rows"
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_words(inner)}" for name, inner in value.items())
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
