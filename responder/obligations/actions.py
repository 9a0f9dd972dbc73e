"""Deeds of obligations: keeping what was derived, version by version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from responder import ids
from responder.errors import BadInput, Conflict, NotFound, SecondPerson
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.obligations.answer import obligation_document
from responder.obligations.queries import find_open_decision, present_versions
from responder.obligations.records import DecisionNotToNotify, ObligationVersion
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.obligations.obligation import Obligation
    from responder.obligations.queries import Present


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
            at=own_time(session, incident.id, now),
            tag="obligations.derived",
            what=_said(difference),
            data=_told(difference),
        )
    return difference


def _keep(
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
        met_at=None if obligation.met is None else obligation.met.at or now,
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


def propose_not_to_notify(
    session: Session,
    incident: Incident,
    duty: Present,
    *,
    reason: str,
    look_again_at: datetime,
    facts_sha256: str,
    by: str,
    at: datetime,
) -> DecisionNotToNotify:
    """Propose not to notify (GDPR, art. 33(5): the ground is documented). Nothing ends until a second person confirms.

    Args:
        session: The unit of work.
        incident: Whose duty.
        duty: As it stands now.
        reason: Why; it stands in the record.
        look_again_at: When to look again, in the incident's own time.
        facts_sha256: The hash of the facts it is proposed on.
        by: Account id.
        at: The incident's own time.

    Raises:
        BadInput: no reason, a date that has passed, or a duty that the facts as recorded make required.
        Conflict: it is decided or proposed already, or done already.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("one sentence for the timeline"))
    if look_again_at <= at:
        raise BadInput(N_("That day has passed"), field="look-again", expected=N_("a day to come"))
    if duty.met:
        raise Conflict(N_("It is done already."))
    if duty.state == "required":
        do = N_("Record what makes it otherwise first, such as risk.level with its reason.")
        raise BadInput(N_("By the facts as recorded this is required"), field="duty", do=do)
    if find_open_decision(session, duty.identity) is not None:
        raise Conflict(N_("This is proposed or decided already."))
    row_id = ids.new_id()
    sealed = seal(
        keystore_of(session).of(incident.id), reason.strip(),
        table=DecisionNotToNotify.__tablename__, column="reason_sealed", row_id=row_id,
    )  # fmt: skip
    row = DecisionNotToNotify(
        id=row_id, incident_id=incident.id, identity=duty.identity, regime=duty.regime, duty=duty.duty,
        place=duty.place, entity=str((duty.answer.get("for") or {}).get("entity") or ""), state="proposed",
        reason_sealed=sealed, look_again_at=look_again_at, facts_sha256=facts_sha256, proposed_at=at, proposed_by=by,
        confirmed_at=None, confirmed_by=None, ended_at=None, ended_by=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    what = f"Proposed not to notify ({duty.regime} {duty.duty} {duty.place or ''}): {reason.strip()}"
    _tell_of_decision(session, row, "decision.not_to_notify_proposed", what, by=by, at=at)
    return row


def confirm_not_to_notify(
    session: Session, row: DecisionNotToNotify, *, facts_sha256: str, by: str, at: datetime
) -> None:
    """The second person's word: from now on the decision stands.

    Raises:
        SecondPerson: the one who proposed it.
        Conflict: it is not open for that, its day has come, or the facts changed since it was proposed.
    """
    if row.state != "proposed":
        raise Conflict(N_("This is not open to be confirmed."))
    if row.proposed_by == by:
        raise SecondPerson(N_("This needs a second person: who proposed it cannot confirm it."))
    if row.facts_sha256 != facts_sha256 or row.look_again_at <= at:
        raise Conflict(N_("What it was proposed on has changed since: withdraw it and propose anew."))
    row.state, row.confirmed_at, row.confirmed_by = "confirmed", at, by
    session.flush()
    what = f"Decided by two people not to notify ({row.regime} {row.duty} {row.place or ''})"
    _tell_of_decision(session, row, "decision.not_to_notify", what, by=by, at=at)


def end_decision(session: Session, row: DecisionNotToNotify, state: str, *, why: str, by: str, at: datetime) -> None:
    """A decision no longer stands: ``withdrawn`` by a person, or ``lapsed`` since its day came or the facts changed."""
    row.state, row.ended_at, row.ended_by = state, at, by
    session.flush()
    what = f"The decision not to notify ({row.regime} {row.duty} {row.place or ''}) no longer stands: {why}"
    _tell_of_decision(session, row, f"decision.not_to_notify_{state}", what, by=by, at=at)


def get_open_decision(session: Session, identity: str) -> DecisionNotToNotify:
    """Raises NotFound where none is proposed or stands."""
    row = find_open_decision(session, identity)
    if row is None:
        raise NotFound(N_("There is no such decision"), field="duty")
    return row


def _tell_of_decision(
    session: Session, row: DecisionNotToNotify, tag: str, what: str, *, by: str, at: datetime
) -> None:
    append(
        session, row.incident_id, by=by, at=at, tag=tag, what=what,
        data={
            "decision": row.id, "regime": row.regime, "duty": row.duty, "where": row.place, "facts": row.facts_sha256,
            "look_again": row.look_again_at.isoformat(),
        },
    )  # fmt: skip
