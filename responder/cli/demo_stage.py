"""The stage of the demo: its clock, its people, its facts, and one function a deed that the story can do.

Each deed is the verb that console and commands call; nothing here holds a result.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from responder import flow
from responder.books.yaml_loader import load_yaml
from responder.deliveries.queries import list_campaigns
from responder.facts.snapshot import leaves
from responder.intake.queries import get_incident
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices.queries import list_notices
from responder.obligations.queries import current
from responder.people.queries import get_account
from responder.response import actions as response
from responder.response.queries import list_running

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.intake.records import Incident
    from responder.response.queries import Running

ZONE = ZoneInfo("Europe/Berlin")
TOLD = datetime(2026, 9, 5, 19, 40, tzinfo=ZONE)
DAYS_AGO = 4
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?")


@dataclass
class StoryClock:
    """Tells the story's time: it stands where the story is and goes on at the pace of the machine."""

    at: datetime
    since: float = 0.0

    def move(self, at: datetime) -> None:
        self.at, self.since = at, time.monotonic()

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.since)


class Stage:
    """Where the story is told. Minutes and hours count from the first alarm."""

    def __init__(self, services: Services, *, now: datetime, say: Callable[[str], object]) -> None:
        self.services = services
        self.say = say
        begin = now.astimezone(ZONE).date() - timedelta(days=DAYS_AGO)
        self.shift = begin - TOLD.date()
        self.start = moved_instant(TOLD, self.shift)
        self.clock = StoryClock(self.start, time.monotonic())
        text = resources.files("responder.cli").joinpath("demo_facts.yaml").read_text(encoding="utf-8")
        self.document = moved(load_yaml(text, name="demo_facts.yaml"), self.shift)
        self.facts = leaves(self.document)
        self.who: dict[str, str] = {}
        self.number = ""

    def incident(self, session: Session) -> Incident:
        return get_incident(session, self.number)

    def write(self, minutes: int, login: str, deed: Callable[[Session, Incident, str, datetime], object]) -> None:
        self.clock.move(self.start + timedelta(minutes=minutes))
        with self.services.db.writing() as session:
            deed(session, self.incident(session), self.who[login], self.clock())

    def record(self, minutes: int, login: str, keys: Sequence[str], reason: str = "") -> None:
        self.say_facts(minutes, login, {key: self.facts[key] for key in keys}, reason)

    def say_facts(self, minutes: int, login: str, said: dict[str, Any], reason: str = "") -> None:
        self.write(
            minutes,
            login,
            lambda session, incident, by, now: flow.record_facts(
                session, incident, said, books=self.services, by=by, now=now, reason=reason
            ),
        )

    def running(self, session: Session, incident: Incident) -> Running:
        return list_running(session, incident, self.services.library, self.services.playbooks)[0]

    def seat(self, session: Session, incident: Incident, seats: dict[str, str], by: str, now: datetime) -> None:
        from_book = {role.id: role for role in self.running(session, incident).playbook.roles}
        accounts = {login: get_account(session, self.who[login]) for login in set(seats.values())}
        for role, login in seats.items():
            if role in from_book:
                response.assign_seat(session, incident, from_book[role], accounts[login], by=by, now=now)

    def tick(self, minutes: int, login: str, *steps: str) -> None:
        def tick(session: Session, incident: Incident, by: str, now: datetime) -> None:
            for step in steps:
                response.tick(session, self.running(session, incident), step, by=by, now=now)

        self.write(minutes, login, tick)

    def evidence(self, minutes: int, login: str, step_id: str, note: str) -> None:
        def add(session: Session, incident: Incident, by: str, now: datetime) -> None:
            running = self.running(session, incident)
            step = running.playbook.step(step_id)
            for wanted in step.evidence if step else ():
                response.add_evidence(session, running, step_id, wanted.id, by=by, now=now, note=note)
            response.tick(session, running, step_id, by=by, now=now)

        self.write(minutes, login, add)

    def decide(self, minutes: int, login: str, step: str, decision: str, option: str, reason: str) -> None:
        def choose(session: Session, incident: Incident, by: str, now: datetime) -> None:
            run_id = self.running(session, incident).run.id
            flow.decide(
                session, incident, run_id, step, decision, option, books=self.services, by=by, now=now, reason=reason
            )

        self.write(minutes, login, choose)

    def draft(self, minutes: int, recipients: set[str]) -> None:
        def draft(session: Session, incident: Incident, by: str, now: datetime) -> None:
            for duty in current(session, incident.id, state="required"):
                drafted = notices_queries.find_notice(session, incident.id, duty.regime, duty.duty, duty.place or "")
                if duty.recipient in recipients and drafted is None:
                    notice = flow.draft_notice(
                        session, incident, duty.regime, duty.duty, duty.place or "", books=self.services, by=by, now=now
                    )
                    notices.submit(session, notice, by=by, now=now)

        self.write(minutes, "counsel", draft)

    def approve(self, hours: int, recipient: str, regime: str) -> None:
        def approve(session: Session, incident: Incident, by: str, now: datetime) -> None:
            for notice in list_notices(session, incident.id):
                if (notice.recipient_kind, notice.regime, notice.state) == (recipient, regime, "submitted"):
                    texts = notices_queries.list_texts(session, notice)
                    flow.approve_notice(
                        session,
                        incident,
                        notice,
                        books=self.services,
                        by=by,
                        now=now,
                        undo_seconds=self.services.settings.undo_seconds,
                        canary_seconds=self.services.settings.canary_seconds,
                        accepted=notices_queries.unreviewed(texts, self.services.letters),
                        media=("email", "sms"),  # nobody is at a printer tonight
                    )

        self.write(hours * 60, "approver", approve)

    def approve_and_file(self, hours: int, regime: str) -> int:
        self.approve(hours, "regulator", regime)
        filed = 0

        def file(session: Session, incident: Incident, by: str, now: datetime) -> None:
            nonlocal filed
            for notice in list_notices(session, incident.id):
                if notice.regime == regime and notice.recipient_kind == "regulator" and notice.state == "approved":
                    flow.file_notice(
                        session,
                        incident,
                        notice,
                        books=self.services,
                        filed_at=now,
                        channel="portal",
                        reference=f"DEMO-{regime.upper()}-1",
                        by=by,
                        now=now,
                    )
                    filed += 1

        self.write(hours * 60 + 20, "counsel", file)
        return filed

    def lay_out(self) -> None:
        flow.tend_sending(self.services.db, books=self.services, clock=self.clock)

    def sending_goes_on(self) -> bool:
        with self.services.db.reading() as session:
            return any(row.state == "running" for row in list_campaigns(session, self.incident(session).id))


def moved(value: Any, by: timedelta) -> Any:
    """The same facts, every date and time in them ``by`` days later, at the same hour in Berlin."""
    if isinstance(value, dict):
        return {key: moved(inner, by) for key, inner in value.items()}
    if isinstance(value, list):
        return [moved(inner, by) for inner in value]
    if isinstance(value, str) and _STAMP.fullmatch(value):
        instant = datetime.fromisoformat(value)
        return moved_instant(instant, by).isoformat() if instant.tzinfo else (instant + by).date().isoformat()
    return value


def moved_instant(instant: datetime, by: timedelta) -> datetime:
    local = instant.astimezone(ZONE)
    return datetime.combine(local.date() + by, local.time(), tzinfo=ZONE)
