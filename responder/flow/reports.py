"""From an alarm to a report, from a report to an incident, and calling people when nobody takes one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from responder.flow.incidents import open_incident
from responder.intake import actions as intake
from responder.intake.actions import reports, signals
from responder.intake.alert_rules import rule_for
from responder.intake.alerts import LEVELS
from responder.intake.queries import get_incident
from responder.intake.queries.reports import OPEN, lines_of, list_uncalled, list_waiting, title_of_report
from responder.oncall.actions.answering import answer_about
from responder.oncall.actions.paging import call
from responder.oncall.queries.pages import find_answered
from responder.oncall.queries.rotas import list_paths
from responder.people.permissions import COMMANDER
from responder.people.queries import SYSTEM, list_accounts
from responder.vault.keystore import HOUSE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.flow.books import Books
    from responder.intake.alert_rules import AlertRule
    from responder.intake.alerts import Alert
    from responder.intake.records import Incident, Report



def land_alerts(
    session: Session, source: str, alerts: Sequence[Alert], rules: Sequence[AlertRule], *, books: Books, now: datetime
) -> list[Report]:
    """Land what a sender said; the reports it stands in. A firm's own rule may drop an alert or open an incident."""
    touched: dict[str, Report] = {}
    for alert in alerts:
        rule = rule_for(rules, source, alert)
        if rule.makes == "nothing":
            continue
        report = signals.land(session, source, alert, now=now).report
        touched[report.id] = report
        if rule.makes == "incident" and report.state in OPEN:
            make_incident(
                session, report, books=books, by=SYSTEM, now=now, playbook=rule.playbook, severity=rule.severity
            )
    return list(touched.values())


def take_report(session: Session, report: Report, *, by: str, now: datetime) -> None:
    """Somebody is on it: nobody is called any more.

    Raises:
        Conflict: somebody has it already, or it is closed.
    """
    reports.take_report(session, report, by=by, now=now)
    answer_about(session, HOUSE, report.id, by=by, now=now)


def make_incident(  # noqa: PLR0913 -- what is known when a person says that it is one
    session: Session,
    report: Report,
    *,
    books: Books,
    by: str,
    now: datetime,
    title: str = "",
    playbook: str | None = None,
    severity: str = "unrated",
    language: str = "en",
    zone: str = "UTC",
    restricted: bool = False,
) -> Incident:
    """Open an incident from a report; what was told stands in its timeline with the times at which it was told.

    Raises:
        Conflict: the report is no longer open.
    """
    told = lines_of(session, report, kinds=("reporter",))
    incident = open_incident(
        session,
        books=books,
        title=title or title_of_report(session, report),
        by=by,
        now=now,
        severity=severity,
        playbook=playbook,
        language=language,
        zone=zone,
        restricted=restricted,
    )
    for said in told:
        intake.add_entry(session, incident, f"{report.number}: {said.text}", by=said.by or SYSTEM, at=said.at)
    reports.note_incident(session, report, incident, by=by, now=now)
    answer_about(session, HOUSE, report.id, by=by, now=now)
    return incident


def close_report(
    session: Session,
    report: Report,
    outcome: str,
    *,
    reason: str,
    by: str,
    now: datetime,
    look_again_at: datetime | None = None,
) -> None:
    """Close a suspicion with its reason (``intake.actions.reports.close_report``); nobody is called any more."""
    reports.close_report(session, report, outcome, reason=reason, by=by, now=now, look_again_at=look_again_at)
    answer_about(session, HOUSE, report.id, by=by, now=now)


def join_report(session: Session, report: Report, other: Report, *, by: str, now: datetime) -> None:
    """Join two reports of one thing; what the first told goes into the incident of the second, if it is one."""
    told = lines_of(session, report, kinds=("reporter",))
    reports.join_report(session, report, other, by=by, now=now)
    if other.incident_id is not None:
        incident = get_incident(session, other.incident_id)
        for said in told:
            intake.add_entry(session, incident, f"{report.number}: {said.text}", by=said.by or SYSTEM, at=said.at)
    answer_about(session, HOUSE, report.id, by=by, now=now)


def call_for_reports(session: Session, now: datetime, *, level: str, minutes: int) -> int:
    """Call people to alarms that nobody has taken; how many calls began. Safe to repeat.

    Whoever answers the call has taken the report, at the time of the answer.

    Args:
        session: The unit of work.
        now: The real instant.
        level: From this level up; of ``intake.alerts.LEVELS``.
        minutes: How long a report may lie untaken before anybody is called.
    """
    for report in list_waiting(session):
        page = find_answered(session, HOUSE, report.id)
        if page is not None and page.answered_by is not None and page.ended_at is not None:
            reports.take_report(session, report, by=page.answered_by, now=page.ended_at)
    begun = 0
    for report in list_uncalled(session, levels=LEVELS[LEVELS.index(level) :], before=now - timedelta(minutes=minutes)):
        written = any(path.standard for path in list_paths(session))
        call(
            session, stream=HOUSE, about=report.id, why="signal", first=[] if written else _commanders(session),
            by=SYSTEM, now=now, reference=report.number,
        )  # fmt: skip
        report.called_at = now
        begun += 1
    return begun


def _commanders(session: Session) -> list[str]:
    """Whom to call in a house that has no escalation path yet."""
    staff = list_accounts(session, disabled=False)
    return [account.id for account in staff if account.permission_set == COMMANDER] or [account.id for account in staff]
