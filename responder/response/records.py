"""Rows of response."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from responder.storage.record import Id, Record


class Run(Record):
    """A playbook started in an incident, with its text as it then was: a change on the shelf does not touch it.

    ``adopted_sha256`` is the hash of the shelf's text that was adopted whole; what was done already may differ from it.
    ``over``: no step that must be done is open; a step that started it as a sub-playbook waits for that.
    """

    __tablename__ = "response_run"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    playbook: Mapped[str]
    version: Mapped[str]
    sha256: Mapped[str]
    sources: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(Id)
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[str | None] = mapped_column(Id)
    parent_run_id: Mapped[str | None] = mapped_column(Id, ForeignKey("response_run.id"))
    parent_step: Mapped[str | None]
    adopted_sha256: Mapped[str | None]
    over: Mapped[bool]


class Adoption(Record):
    """A newer version of the playbook taken over by a run, whole or some steps of it; the former text is kept."""

    __tablename__ = "response_adoption"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("response_run.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)
    steps: Mapped[list[Any]]
    former_version: Mapped[str]
    former_sha256: Mapped[str]
    former_sources: Mapped[dict[str, Any]]
    version: Mapped[str]
    sha256: Mapped[str]


class StepState(Record):
    """What became of a step. Times are the incident's own, so that those of a drill run at its speed.

    ``taken_by`` said "I am on it" at ``taken_at``. ``tasks`` are the numbers of its ticked boxes, ``carried`` those of
    its actions that the toolkit carried out.
    """

    __tablename__ = "response_step"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("response_run.id"))
    step_id: Mapped[str]
    state: Mapped[str]
    current_since: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(Id)
    taken_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(Id)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    rounds: Mapped[int]
    last_round_at: Mapped[datetime | None]
    tasks: Mapped[list[Any]]
    carried: Mapped[list[Any]]

    __table_args__ = (
        UniqueConstraint("run_id", "step_id"),
        CheckConstraint("state IN ('open', 'done', 'skipped', 'not_applicable')", name="state"),
    )


class Choice(Record):
    """An option chosen in a decision. Choosing again keeps the former one, replaced."""

    __tablename__ = "response_choice"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("response_run.id"))
    step_id: Mapped[str]
    decision_id: Mapped[str]
    option_id: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    replaced_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_response_choice_standing",
            "run_id",
            "step_id",
            "decision_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )


class EvidenceAdded(Record):
    """A file, or a note of where it lies, for one piece of evidence that a step asks for."""

    __tablename__ = "response_evidence"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("response_run.id"), index=True)
    step_id: Mapped[str]
    evidence_id: Mapped[str]
    file_ref: Mapped[str | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(Id)


class Seat(Record):
    """Who sits on a seat of an incident, from when until when. Several may share one; it gives no permission."""

    __tablename__ = "response_seat"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"))
    role: Mapped[str]
    account_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    since: Mapped[datetime]
    assigned_by: Mapped[str] = mapped_column(Id)
    until: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        Index(
            "uq_response_seat_held",
            "incident_id",
            "role",
            "account_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )


class Drill(Record):
    """That an incident is a drill with a scenario, whose text it keeps: a change on the shelf does not touch it.

    ``ended_at`` is the drill's own time.
    """

    __tablename__ = "response_drill"

    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), primary_key=True)
    scenario: Mapped[str | None]
    version: Mapped[str | None]
    sha256: Mapped[str | None]
    sources: Mapped[dict[str, Any]]
    led_by: Mapped[str] = mapped_column(Id)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class InjectTold(Record):
    """An inject that came, at the drill's own time. The key makes it come once."""

    __tablename__ = "response_inject_told"

    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), primary_key=True)
    inject_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DrillAsked(Record):
    """A question that somebody asked in a drill, and whether anybody in the scenario knew (``inject_id``)."""

    __tablename__ = "response_drill_asked"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    fact: Mapped[str]
    inject_id: Mapped[str | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Id)


class StepAssignee(Record):
    """Somebody, or a team, to whom a step was given in place of its seat. ``who`` is an account or a team."""

    __tablename__ = "response_step_assignee"

    run_id: Mapped[str] = mapped_column(Id, ForeignKey("response_run.id"), primary_key=True)
    step_id: Mapped[str] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    given_by: Mapped[str] = mapped_column(Id)
    given_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("kind IN ('person', 'team')", name="kind"),)


class Handover(Record):
    """A seat (``role``) or a step offered to somebody. Until it is accepted whoever had it stays responsible."""

    __tablename__ = "response_handover"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    incident_id: Mapped[str] = mapped_column(Id, ForeignKey("intake_incident.id"), index=True)
    role: Mapped[str | None]
    run_id: Mapped[str | None] = mapped_column(Id, ForeignKey("response_run.id"))
    step_id: Mapped[str | None]
    from_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    to_id: Mapped[str] = mapped_column(Id, ForeignKey("people_account.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(Id)
    state: Mapped[str]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("(role IS NULL) = (step_id IS NOT NULL)", name="what"),
    )
