"""Reads of reports and the signals in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import false, func, or_, select

from responder.errors import NotFound
from responder.intake.records import Incident, Report, ReportKey, ReportLine, Signal
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import lookup_hash, unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from responder.vault.seal import Keys

OPEN: Final = ("new", "taken")
TOKEN: Final = "token"  # noqa: S105 -- the kind of a keyed hash
TOKEN_LENGTH: Final = 20


@dataclass(frozen=True)
class Said:
    """A line of a report, opened."""

    kind: str
    by: str | None
    at: datetime
    text: str


@dataclass(frozen=True)
class Measured:
    """What came in during a time: how much, how it ended, and how long until a person had it (median, in seconds)."""

    received: int
    untaken: int
    near_misses: int
    false_alarms: int
    incidents: int
    seconds_to_human: int | None


def get_report(session: Session, number: str) -> Report:
    """The report with this number.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(select(Report).where(Report.number == number.strip().upper())).one_or_none()
    if found is None:
        raise NotFound(N_("There is no report {number}"), number=number)
    return found


def find_by_code(session: Session, plain_code: str) -> Report | None:
    """The report whose reporter has this code."""
    return session.scalars(select(Report).where(Report.code_key == key_of(session, "code", plain_code))).one_or_none()


def list_reports(
    session: Session, *, open_only: bool, now: datetime | None = None, limit: int = 50, offset: int = 0
) -> Sequence[Report]:
    """Reports, the untaken first, then the newest; with ``now`` also closed ones to be looked at again by then."""
    statement = select(Report).order_by((Report.state != "new"), Report.received_at.desc(), Report.id.desc())
    if open_only:
        again = Report.look_again_at <= now if now is not None else false()
        statement = statement.where(or_(Report.state.in_(OPEN), again))
    return session.scalars(statement.limit(limit).offset(offset)).all()


def find_by_keys(session: Session, keys: Iterable[str], *, since: datetime) -> Report | None:
    """The open report that has one of ``keys`` since then; the newest if several."""
    statement = (
        select(Report)
        .join(ReportKey, ReportKey.report_id == Report.id)
        .where(ReportKey.key.in_(set(keys)), ReportKey.at >= since, Report.state.in_((*OPEN, "incident")))
        .order_by(Report.received_at.desc())
    )
    return session.scalars(statement.limit(1)).first()


def list_waiting(session: Session) -> Sequence[Report]:
    """Reports that people were called to and nobody has taken."""
    return session.scalars(select(Report).where(Report.state == "new", Report.called_at.is_not(None))).all()


def list_uncalled(session: Session, *, levels: Iterable[str], before: datetime) -> Sequence[Report]:
    """Reports of these levels that came in by ``before``, that nobody has taken and nobody was called to."""
    statement = select(Report).where(
        Report.state == "new", Report.called_at.is_(None), Report.level.in_(set(levels)), Report.received_at <= before
    )
    return session.scalars(statement.order_by(Report.received_at)).all()


def count_open(session: Session) -> int:
    """How many nobody has taken."""
    return session.scalar(select(func.count()).select_from(Report).where(Report.state == "new")) or 0


def title_of_report(session: Session, report: Report) -> str:
    """Its title; its number once the key that opened it is gone."""
    keystore = keystore_of(session)
    if not keystore.has(scope_of(report)):
        return report.number
    return opened_text(
        keystore.of(scope_of(report)), report.title_sealed, Report.__tablename__, "title_sealed", report.id
    )


def contact_of(session: Session, report: Report) -> str:
    """How its reporter may be reached; empty if they did not say."""
    if report.contact_sealed is None or not keystore_of(session).has(scope_of(report)):
        return ""
    keys = keystore_of(session).of(scope_of(report))
    return opened_text(keys, report.contact_sealed, Report.__tablename__, "contact_sealed", report.id)


def lines_of(session: Session, report: Report, *, kinds: Iterable[str] | None = None) -> list[Said]:
    """What was said in it, in order."""
    if not keystore_of(session).has(scope_of(report)):
        return []
    keys = keystore_of(session).of(scope_of(report))
    statement = select(ReportLine).where(ReportLine.report_id == report.id).order_by(ReportLine.at, ReportLine.id)
    if kinds is not None:
        statement = statement.where(ReportLine.kind.in_(set(kinds)))
    return [
        Said(
            line.kind,
            line.by,
            line.at,
            opened_text(keys, line.text_sealed, "intake_report_line", "text_sealed", line.id),
        )
        for line in session.scalars(statement)
    ]


def signals_of(session: Session, report: Report) -> list[tuple[Signal, str]]:
    """Its signals with what each says, the newest first."""
    if not keystore_of(session).has(scope_of(report)):
        return []
    keys = keystore_of(session).of(scope_of(report))
    statement = select(Signal).where(Signal.report_id == report.id).order_by(Signal.last_at.desc())
    return [
        (signal, opened_text(keys, signal.text_sealed, Signal.__tablename__, "text_sealed", signal.id))
        for signal in session.scalars(statement)
    ]


def measure(session: Session, *, since: datetime) -> Measured:
    """What came in since then, and what became of it."""
    rows = session.scalars(select(Report).where(Report.received_at >= since)).all()
    waits = sorted((row.taken_at - row.received_at) for row in rows if row.taken_at is not None)
    return Measured(
        received=len(rows),
        untaken=sum(row.state == "new" for row in rows),
        near_misses=sum(row.outcome == "near_miss" for row in rows) + _near_miss_incidents(session, since),
        false_alarms=sum(row.outcome == "false_alarm" for row in rows),
        incidents=len({row.incident_id for row in rows if row.incident_id}),
        seconds_to_human=_median(waits),
    )


def _near_miss_incidents(session: Session, since: datetime) -> int:
    wanted = select(func.count()).where(
        Incident.closed_as == "near_miss", Incident.opened_at >= since, Incident.kind == "real"
    )
    return session.scalar(wanted) or 0


def key_of(session: Session, kind: str, value: str) -> str:
    """The keyed hash by which ``value`` is found again."""
    return lookup_hash(keystore_of(session).of(HOUSE), f"report {kind}", value)


def token_of(session: Session, report: Report) -> str:
    """What stands behind the plus of the address by which a mail finds this report; nobody can guess it."""
    return key_of(session, "address", report.id)[:TOKEN_LENGTH]


def scope_of(report: Report) -> str:
    """Whose key seals it: the incident's once it is one."""
    return report.incident_id or HOUSE


def opened_text(keys: Keys, sealed: bytes, table: str, column: str, row_id: str) -> str:
    return unseal(keys, sealed, table=table, column=column, row_id=row_id)


def _median(waits: list[timedelta]) -> int | None:
    return round(waits[len(waits) // 2].total_seconds()) if waits else None
