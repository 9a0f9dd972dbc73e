"""Deeds of obligations: keeping what was derived, version by version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from responder import ids
from responder.journal.append import append
from responder.obligations.answer import obligation_document
from responder.obligations.queries import present_versions
from responder.obligations.records import ObligationVersion
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.obligation import Obligation


@dataclass
class Difference:
    """What a derivation changed, by identity."""

    new: list[ObligationVersion] = field(default_factory=list)
    changed: list[tuple[ObligationVersion, ObligationVersion]] = field(default_factory=list)
    withdrawn: list[ObligationVersion] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.withdrawn)


def identity_of(incident: Incident, obligation: Obligation) -> str:
    """The identifier of one obligation of one incident, the same at each derivation."""
    return ids.derived_id(incident.id, *obligation.identity)


def store(
    session: Session, incident: Incident, obligations: Iterable[Obligation], *, by: str, now: datetime
) -> Difference:
    """Keep what was derived: what is new, what came out otherwise, and what no longer follows. Nothing is deleted.

    Each version keeps the hash of the rule it came from. One line of the timeline says what changed.
    """
    present = {version.identity: version for version in present_versions(session, incident.id)}
    difference = Difference()
    seen: set[str] = set()
    for obligation in obligations:
        identity = identity_of(incident, obligation)
        seen.add(identity)
        _keep(session, incident, obligation, present.get(identity), difference, now)
    for identity, version in present.items():
        if identity not in seen and version.withdrawn_at is None:
            version.withdrawn_at = now
            difference.withdrawn.append(version)
    session.flush()
    if difference:
        append(
            session,
            incident.id,
            by=by,
            at=now,
            tag="obligations.derived",
            what=_said(difference),
            data=_told(difference),
        )
    return difference


def _keep(  # noqa: PLR0913 -- one obligation against its present version
    session: Session,
    incident: Incident,
    obligation: Obligation,
    present: ObligationVersion | None,
    difference: Difference,
    now: datetime,
) -> None:
    document = {key: value for key, value in obligation_document(obligation).items() if key != "not_covered"}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if present is not None and present.answer_sha256 == digest and present.withdrawn_at is None:
        return
    row_id = ids.new_id()
    version = ObligationVersion(
        id=row_id,
        identity=identity_of(incident, obligation),
        version=1 if present is None else present.version + 1,
        incident_id=incident.id,
        regime=obligation.regime,
        duty=obligation.duty,
        place=obligation.where,
        recipient=obligation.recipient,
        state=obligation.state,
        due_at=obligation.due.at,
        answer_sealed=seal(
            keystore_of(session).of(incident.id),
            text,
            table=ObligationVersion.__tablename__,
            column="answer_sealed",
            row_id=row_id,
        ),
        answer_sha256=digest,
        rule_sha256=obligation.rule_sha256,
        derived_at=now,
        replaced_at=None,
        withdrawn_at=None,
    )
    if present is None:
        difference.new.append(version)
    else:
        present.replaced_at = now
        difference.changed.append((present, version))
    session.add(version)


def _said(difference: Difference) -> str:
    required = sum(version.state == "required" for version in difference.new)
    telling = [pair for pair in difference.changed if _state_and_due(pair[0]) != _state_and_due(pair[1])]
    parts = [
        f"{len(difference.new)} new ({required} required)" if difference.new else "",
        f"{len(telling)} with another state or due time" if telling else "",
        f"{len(difference.withdrawn)} withdrawn" if difference.withdrawn else "",
    ]
    return "Obligations derived: " + (", ".join(part for part in parts if part) or "reasons changed, nothing else")


def _told(difference: Difference) -> dict[str, Any]:
    return {
        "new": [_named(version) for version in difference.new],
        "changed": [
            {**_named(after), "from_state": before.state, "from_due": _written(before)}
            for before, after in difference.changed
            if _state_and_due(before) != _state_and_due(after)
        ],
        "withdrawn": [_named(version) for version in difference.withdrawn],
    }


def _named(version: ObligationVersion) -> dict[str, Any]:
    return {
        "duty": version.duty,
        "where": version.place,
        "state": version.state,
        "due": _written(version),
        "rule": version.rule_sha256,
    }


def _written(version: ObligationVersion) -> str | None:
    return None if version.due_at is None else version.due_at.isoformat()


def _state_and_due(version: ObligationVersion) -> tuple[str, datetime | None]:
    return version.state, version.due_at
