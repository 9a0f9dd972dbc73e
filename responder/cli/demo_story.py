"""The story of the demo, told by the same verbs that console and commands use; it holds no result of its own.

It begins four days ago, so that some deadlines of the told incident still lie ahead and count down in the console.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from responder import flow
from responder.affected import actions as affected
from responder.affected.actions.imports import Choices
from responder.affected.queries import people_rows
from responder.affected.rows import words_of
from responder.books.yaml_loader import load_yaml
from responder.cli import demo_people
from responder.deliveries.actions import start_campaign
from responder.deliveries.queries import list_campaigns
from responder.facts.snapshot import leaves
from responder.intake import actions as intake
from responder.intake.queries import get_incident
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices.queries import list_notices
from responder.obligations.queries import current
from responder.people.actions.accounts import make_account
from responder.people.queries import get_account
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump, take_receipts
from responder.response import actions as response
from responder.response.queries import list_running
from responder.review import actions as review
from responder.review.rounds import read_rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.intake.records import Incident
    from responder.response.queries import Running

ZONE = ZoneInfo("Europe/Berlin")
TOLD = datetime(2026, 9, 5, 19, 40, tzinfo=ZONE)
DAYS_AGO = 4
PLAYBOOK = "web-application-breach"
# The laws whose letters this story follows to the end; what others ask for stays a draft with its gaps named.
FOLLOWED = ("cn-pipl", "eu-gdpr", "uk-gdpr", "us-ca")
LOGINS = {
    "commander": ("Commander on call (demo)", "commander", "commander@example.com"),
    "counsel": ("Privacy counsel (demo)", "counsel", "counsel@example.com"),
    "engineer": ("Engineer on call (demo)", "responder", "engineer@example.com"),
    "approver": ("Approver (demo)", "approver", "approver@example.com"),
    "auditor": ("Auditor (demo)", "auditor", "auditor@example.com"),
}
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


class Story:
    """One breach, from the tip to the lessons. ``tell`` walks through it; ``say`` is told each chapter."""

    def __init__(self, services: Services, *, now: datetime, say: Callable[[str], object]) -> None:
        self.services = services
        self.say = say
        begin = now.astimezone(ZONE).date() - timedelta(days=DAYS_AGO)
        self.shift = begin - TOLD.date()
        self.start = _moved_instant(TOLD, self.shift)
        self.clock = StoryClock(self.start, time.monotonic())
        text = resources.files("responder.cli").joinpath("demo_facts.yaml").read_text(encoding="utf-8")
        self.document = _moved(load_yaml(text, name="demo_facts.yaml"), self.shift)
        self.facts = leaves(self.document)
        self.who: dict[str, str] = {}
        self.number = ""

    def tell(self) -> str:
        """The whole story; the number of its incident."""
        for chapter in (
            self.staff_arrives,
            self.alarm,
            self.first_hour,
            self.first_night,
            self.who_is_affected,
            self.authorities,
            self.letters,
            self.sending,
            self.lessons,
        ):
            chapter()
        return self.number

    def staff_arrives(self) -> None:
        with self.services.db.writing() as session:
            for login, (name, permission_set, email) in LOGINS.items():
                account = make_account(
                    session,
                    login=login,
                    name=name,
                    permission_set=permission_set,
                    email=email,
                    zone="Europe/Berlin",
                    by="system",
                    now=self.start,
                )
                self.who[login] = account.id
        self.say(f"{len(LOGINS)} people of the demo have accounts")

    def alarm(self) -> None:
        """A third party's tip, on a Saturday evening."""
        self.clock.move(self.start + timedelta(minutes=12))
        with self.services.db.writing() as session:
            incident = flow.open_incident(
                session,
                books=self.services,
                title=self.document["title"],
                by=self.who["commander"],
                now=self.clock(),
                severity="high",
                playbook=PLAYBOOK,
                zone="Europe/Berlin",
            )
            self.number = incident.number
            intake.add_entry(
                session,
                incident,
                "A researcher wrote that a script on the booking pages sends card data to a foreign address.",
                by=self.who["commander"],
                at=self.start,
            )
        self.say(f"{self.number} is open and follows the playbook {PLAYBOOK}")

    def first_hour(self) -> None:
        seats = {"commander": "commander", "forensics": "engineer", "it_ops": "engineer", "privacy": "counsel"}
        seats |= {"deputy": "engineer", "comms": "approver", "scribe": "commander"}
        self._write(20, "commander", lambda session, incident, by, now: self._seat(session, incident, seats, by, now))
        self._tick(25, "commander", "seats", "channel")
        self._record(30, "engineer", ["incident.kinds", "incident.cause", "incident.type", "exposure.accessed"])
        self._evidence(40, "engineer", "preserve", "Exported to the evidence store; SHA-256 in the custody sheet")
        self._tick(45, "commander", "insurer", "speakers")
        self._decide(55, "engineer", "confirm", "real", "goes-on", "The script is live; reads go on.")
        self._tick(60, "engineer", "confirm")
        self._tick(75, "engineer", "offline")
        self.say("first hour: seats are filled, logs preserved, the function is offline")

    def first_night(self) -> None:
        events = ["events.occurred", "events.detected", "events.discovery", "events.awareness"]
        ours = [key for key in self.facts if key.startswith("organisation.")]
        self._record(155, "counsel", events, "The skimmer's own log names cards of our customers.")
        self._record(160, "counsel", ours)
        self._record(165, "counsel", ["risk.level", "risk.reason", "risk.judgements"])
        guess = {"at_least": 4000, "at_most": 7000, "best": 5500, "basis": "bookings in the period"}
        known = self.facts["people"]
        places = [
            {
                **row,
                "count": {
                    **guess,
                    **{bound: row["count"] * guess[bound] // 5800 for bound in ("at_least", "at_most", "best")},
                },
            }
            for row in known
        ]
        self._say_facts(
            170, "engineer", {"people": places, "people_complete": True}, "First estimate from the bookings."
        )
        self._tick(180, "counsel", "awareness", "counsel")
        self._record(205, "engineer", ["events.contained", "incident.ongoing"])
        rest = [key for key in self.facts if key.split(".")[0] in {"exposure", "incident", "contact", "notice"}]
        self._record(300, "counsel", rest)
        self._write(
            301,
            "commander",
            lambda session, incident, by, now: intake.change_state(
                session, incident, "contained", reason="The script is gone and its address is blocked.", by=by, now=now
            ),
        )
        with self.services.db.reading() as session:
            owed = [duty for duty in current(session, self._incident(session).id) if duty.state == "required"]
        self.say(f"first night: {len(owed)} duties are owed; the reasons stand beside each")

    def who_is_affected(self) -> None:
        """The customer export arrives, dirt and all; a person confirms its counts."""
        self.clock.move(self.start + timedelta(hours=20))
        with self.services.db.reading() as session:
            incident_id = self._incident(session).id
        report = affected.import_list(
            self.services.db,
            incident_id,
            io.BytesIO(demo_people.export()),
            name="kunden-export.csv",
            by=self.who["counsel"],
            clock=self.clock,
            choices=Choices(columns=demo_people.MAPPING),
            words=words_of(self.services.library),
        )
        with self.services.db.reading() as session:
            rows = people_rows(session, incident_id)
        self._say_facts(20 * 60 + 30, "counsel", {"people": rows}, "Counted from the customer export.")
        self.say(
            f"{report.rows} rows of the export are read, {report.joined} joined to a person who stood there already, "
            f"{report.warnings} with a value that could not be taken; {report.pairs} pairs wait for a person to judge"
        )

    def authorities(self) -> None:
        """Each authority gets its notice: drafted by counsel, approved by a second person, filed by hand."""
        self._draft(21 * 60, {"regulator"})
        filed = 0
        for hours, regime in ((22, "cn-pipl"), (23, "eu-gdpr"), (24, "uk-gdpr")):
            filed += self._approve_and_file(hours, regime)
        self.say(f"{filed} authorities have their notice, each approved by a second person")

    def letters(self) -> None:
        self._draft(26 * 60, {"individuals"})
        for regime in FOLLOWED:
            self._approve(30, "individuals", regime)
        with self.services.db.reading() as session:
            waiting = list_campaigns(session, self._incident(session).id)
        self.say(f"letters to the people affected are approved: {len(waiting)} sendings wait to be started")

    def sending(self) -> None:
        """Started by hand when it is day where people live, watched, and settled by receipts."""
        self.clock.move(self.start + timedelta(hours=46))
        self._lay_out()
        with self.services.db.writing() as session:
            for campaign in list_campaigns(session, self._incident(session).id):
                start_campaign(session, campaign, typed=campaign.to_write, by=self.who["commander"], now=self.clock())
        worker = Worker("demo", "demo")
        with self.services.db.writing() as session:
            arrive(session, worker, now=self.clock())
        while self._sending():
            flow.tend_sending(self.services.db, books=self.services, clock=self.clock)
            sent = pump(
                self.services.db, self.services.channels, self.services.composers, worker=worker, clock=self.clock
            )
            if not take_receipts(self.services.db, self.services.channels, clock=self.clock) and not sent:
                time.sleep(0.05)
        flow.tend_sending(self.services.db, books=self.services, clock=self.clock)
        self.say("every letter and text message has left, and its receipt is in")

    def lessons(self) -> None:
        def schedule(session: Session, incident: Incident, by: str, now: datetime) -> None:
            review.schedule_reviews(session, incident, rounds=read_rounds(None), by=by, now=now)
            review.add_action(
                session,
                incident,
                "Sign every script of the booking pages and alarm on a change",
                owner=self.who["engineer"],
                due_at=now + timedelta(days=30),
                by=by,
                now=now,
            )

        self._write(50 * 60, "commander", schedule)
        self.say("the reviews are on the calendar")

    # --- one deed each ---------------------------------------------------------------------------------------------

    def _incident(self, session: Session) -> Incident:
        return get_incident(session, self.number)

    def _write(self, minutes: int, login: str, deed: Callable[[Session, Incident, str, datetime], object]) -> None:
        self.clock.move(self.start + timedelta(minutes=minutes))
        with self.services.db.writing() as session:
            deed(session, self._incident(session), self.who[login], self.clock())

    def _record(self, minutes: int, login: str, keys: Sequence[str], reason: str = "") -> None:
        self._say_facts(minutes, login, {key: self.facts[key] for key in keys}, reason)

    def _say_facts(self, minutes: int, login: str, said: dict[str, Any], reason: str = "") -> None:
        self._write(
            minutes,
            login,
            lambda session, incident, by, now: flow.record_facts(
                session, incident, said, books=self.services, by=by, now=now, reason=reason
            ),
        )

    def _running(self, session: Session, incident: Incident) -> Running:
        return list_running(session, incident, self.services.library, self.services.playbooks)[0]

    def _seat(self, session: Session, incident: Incident, seats: dict[str, str], by: str, now: datetime) -> None:
        from_book = {role.id: role for role in self._running(session, incident).playbook.roles}
        accounts = {login: get_account(session, self.who[login]) for login in set(seats.values())}
        for role, login in seats.items():
            if role in from_book:
                response.assign_seat(session, incident, from_book[role], accounts[login], by=by, now=now)

    def _tick(self, minutes: int, login: str, *steps: str) -> None:
        def tick(session: Session, incident: Incident, by: str, now: datetime) -> None:
            for step in steps:
                response.tick(session, self._running(session, incident), step, by=by, now=now)

        self._write(minutes, login, tick)

    def _evidence(self, minutes: int, login: str, step_id: str, note: str) -> None:
        def add(session: Session, incident: Incident, by: str, now: datetime) -> None:
            running = self._running(session, incident)
            step = running.playbook.step(step_id)
            for wanted in step.evidence if step else ():
                response.add_evidence(session, running, step_id, wanted.id, by=by, now=now, note=note)
            response.tick(session, running, step_id, by=by, now=now)

        self._write(minutes, login, add)

    def _decide(self, minutes: int, login: str, step: str, decision: str, option: str, reason: str) -> None:
        def choose(session: Session, incident: Incident, by: str, now: datetime) -> None:
            run_id = self._running(session, incident).run.id
            flow.decide(
                session, incident, run_id, step, decision, option, books=self.services, by=by, now=now, reason=reason
            )

        self._write(minutes, login, choose)

    def _draft(self, minutes: int, recipients: set[str]) -> None:
        def draft(session: Session, incident: Incident, by: str, now: datetime) -> None:
            for duty in current(session, incident.id, state="required"):
                drafted = notices_queries.find_notice(session, incident.id, duty.regime, duty.duty, duty.place or "")
                if duty.recipient in recipients and drafted is None:
                    notice = flow.draft_notice(
                        session, incident, duty.regime, duty.duty, duty.place or "", books=self.services, by=by, now=now
                    )
                    notices.submit(session, notice, by=by, now=now)

        self._write(minutes, "counsel", draft)

    def _approve(self, hours: int, recipient: str, regime: str) -> None:
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
                    )

        self._write(hours * 60, "approver", approve)

    def _approve_and_file(self, hours: int, regime: str) -> int:
        self._approve(hours, "regulator", regime)
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

        self._write(hours * 60 + 20, "counsel", file)
        return filed

    def _lay_out(self) -> None:
        flow.tend_sending(self.services.db, books=self.services, clock=self.clock)

    def _sending(self) -> bool:
        with self.services.db.reading() as session:
            return any(row.state == "running" for row in list_campaigns(session, self._incident(session).id))


def _moved(value: Any, by: timedelta) -> Any:
    """The same facts, every date and time in them ``by`` days later, at the same hour in Berlin."""
    if isinstance(value, dict):
        return {key: _moved(inner, by) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, by) for inner in value]
    if isinstance(value, str) and _STAMP.fullmatch(value):
        instant = datetime.fromisoformat(value)
        return _moved_instant(instant, by).isoformat() if instant.tzinfo else (instant + by).date().isoformat()
    return value


def _moved_instant(instant: datetime, by: timedelta) -> datetime:
    local = instant.astimezone(ZONE)
    return datetime.combine(local.date() + by, local.time(), tzinfo=ZONE)
