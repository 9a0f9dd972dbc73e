"""Alerts land as signals: one for each source, host, rule and hour; a signal opens a report or joins one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from responder import ids
from responder.intake.actions.reports import add_keys, add_line, file_report
from responder.intake.alerts import LEVELS
from responder.intake.queries.reports import find_by_keys, key_of, scope_of
from responder.intake.records import AlertCall, Report, Signal
from responder.people.queries import SYSTEM
from responder.storage.once import insert_once
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.alerts import Alert

TOGETHER: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Landed:
    """Where an alert went: its report, and whether it opened that one."""

    report: Report
    is_new: bool


def heard_before(session: Session, source: str, body: bytes, *, now: datetime) -> bool:
    """Whether this very call was heard already: a replay changes nothing. Notes it otherwise."""
    digest = hashlib.sha256(body).hexdigest()
    return not insert_once(session, AlertCall, {"source": source, "digest": digest, "at": now})


def land(session: Session, source: str, alert: Alert, *, now: datetime) -> Landed:
    """Count an alert to its signal. A new signal joins the open report of the last day with its host or its rule.

    A person makes it an incident, or a rule that the firm wrote; never this.
    """
    at = min(alert.at or now, now)
    hour = now.replace(minute=0, second=0, microsecond=0)
    group = key_of(session, "group", f"{source}\x1f{alert.host}\x1f{alert.rule}")
    signal = session.scalars(select(Signal).where(Signal.group_key == group, Signal.hour == hour)).one_or_none()
    if signal is not None:
        signal.count += 1
        signal.last_at = now
        report = session.get_one(Report, signal.report_id)
        report.level = _higher(report.level, alert.level)
        report.last_at = now
        return Landed(report, is_new=False)
    keys = _keys(session, source, alert)
    known = find_by_keys(session, keys, since=now - TOGETHER)
    text = f"{alert.title}\n{alert.host} · {alert.rule} · {source}"
    if known is None or not keystore_of(session).has(scope_of(known)):  # what was destroyed takes nothing in
        report = file_report(
            session, origin="signal", title=f"{alert.title} ({alert.host})", text=text, now=now, by=SYSTEM,
            level=alert.level, keys=keys,
        ).report  # fmt: skip
    else:
        report = known
        report.level = _higher(report.level, alert.level)
        add_line(session, report, text, kind="reporter", by=None, now=now)
        add_keys(session, report, keys, now=now)
    session.add(_signal(session, source, alert, report, group, hour, at=at, now=now))
    session.flush()
    return Landed(report, is_new=report is not known)


def _signal(
    session: Session,
    source: str,
    alert: Alert,
    report: Report,
    group: str,
    hour: datetime,
    *,
    at: datetime,
    now: datetime,
) -> Signal:
    row_id = ids.new_id()
    text = f"{alert.title}\n{alert.host} · {alert.rule}"
    return Signal(
        id=row_id,
        report_id=report.id,
        source=source,
        group_key=group,
        hour=hour,
        level=alert.level,
        count=1,
        first_at=at,
        last_at=now,
        text_sealed=seal(
            keystore_of(session).of(scope_of(report)),
            text,
            table=Signal.__tablename__,
            column="text_sealed",
            row_id=row_id,
        ),
    )


def _keys(session: Session, source: str, alert: Alert) -> list[str]:
    named = {"host": alert.host, "rule": f"{source}\x1f{alert.rule}"}
    return [key_of(session, kind, value) for kind, value in named.items() if alert.host != "?" or kind != "host"]


def _higher(one: str, other: str) -> str:
    return max(one, other, key=LEVELS.index)
