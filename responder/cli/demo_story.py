"""The story of the demo, told by the same verbs that console and commands use; it holds no result of its own.

It begins four days ago, so that some deadlines of the told incident still lie ahead and count down in the console.
"""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from responder import flow
from responder.affected import actions as affected
from responder.affected.actions.imports import Choices
from responder.affected.queries import people_rows
from responder.affected.rows import words_of
from responder.cli import demo_people
from responder.cli.demo_stage import Stage
from responder.deliveries.actions import start_campaign
from responder.deliveries.queries import list_campaigns
from responder.intake import actions as intake
from responder.obligations.queries import current
from responder.people.actions.accounts import make_account
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump, take_receipts
from responder.review import actions as review
from responder.review.rounds import read_rounds

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

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


class Story(Stage):
    """One breach, from the tip to the lessons. ``tell`` walks through it; ``say`` is told each chapter."""

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
        self.write(20, "commander", lambda session, incident, by, now: self.seat(session, incident, seats, by, now))
        self.tick(25, "commander", "seats", "channel")
        self.record(30, "engineer", ["incident.kinds", "incident.cause", "incident.type", "exposure.accessed"])
        self.evidence(40, "engineer", "preserve", "Exported to the evidence store; SHA-256 in the custody sheet")
        self.tick(45, "commander", "insurer", "speakers")
        self.decide(55, "engineer", "confirm", "real", "goes-on", "The script is live; reads go on.")
        self.tick(60, "engineer", "confirm")
        self.tick(75, "engineer", "offline")
        self.say("first hour: seats are filled, logs preserved, the function is offline")

    def first_night(self) -> None:
        events = ["events.occurred", "events.detected", "events.discovery", "events.awareness"]
        ours = [key for key in self.facts if key.startswith("organisation.")]
        self.record(155, "counsel", events, "The skimmer's own log names cards of our customers.")
        self.record(160, "counsel", ours)
        self.record(165, "counsel", ["risk.level", "risk.reason", "risk.judgements"])
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
        self.say_facts(
            170, "engineer", {"people": places, "people_complete": True}, "First estimate from the bookings."
        )
        self.tick(180, "counsel", "awareness", "counsel")
        self.record(205, "engineer", ["events.contained", "incident.ongoing"])
        rest = [key for key in self.facts if key.split(".")[0] in {"exposure", "incident", "contact", "notice"}]
        self.record(300, "counsel", rest)
        self.write(
            301,
            "commander",
            lambda session, incident, by, now: intake.change_state(
                session, incident, "contained", reason="The script is gone and its address is blocked.", by=by, now=now
            ),
        )
        with self.services.db.reading() as session:
            owed = [duty for duty in current(session, self.incident(session).id) if duty.state == "required"]
        self.say(f"first night: {len(owed)} duties are owed; the reasons stand beside each")

    def who_is_affected(self) -> None:
        """The customer export arrives, dirt and all; a person confirms its counts."""
        self.clock.move(self.start + timedelta(hours=20))
        with self.services.db.reading() as session:
            incident_id = self.incident(session).id
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
        self.say_facts(20 * 60 + 30, "counsel", {"people": rows}, "Counted from the customer export.")
        self.say(
            f"{report.rows} rows of the export are read, {report.joined} joined to a person who stood there already, "
            f"{report.warnings} with a value that could not be taken; {report.pairs} pairs wait for a person to judge"
        )

    def authorities(self) -> None:
        """Each authority gets its notice: drafted by counsel, approved by a second person, filed by hand."""
        self.draft(21 * 60, {"regulator"})
        filed = 0
        for hours, regime in ((22, "cn-pipl"), (23, "eu-gdpr"), (24, "uk-gdpr")):
            filed += self.approve_and_file(hours, regime)
        self.say(f"{filed} authorities have their notice, each approved by a second person")

    def letters(self) -> None:
        self.draft(26 * 60, {"individuals"})
        for regime in FOLLOWED:
            self.approve(30, "individuals", regime)
        with self.services.db.reading() as session:
            waiting = list_campaigns(session, self.incident(session).id)
        self.say(f"letters to the people affected are approved: {len(waiting)} sendings wait to be started")

    def sending(self) -> None:
        """Started by hand when it is day where people live, watched, and settled by receipts."""
        self.clock.move(self.start + timedelta(hours=46))
        self.lay_out()
        with self.services.db.writing() as session:
            for campaign in list_campaigns(session, self.incident(session).id):
                start_campaign(session, campaign, typed=campaign.to_write, by=self.who["commander"], now=self.clock())
        worker = Worker("demo", "demo")
        with self.services.db.writing() as session:
            arrive(session, worker, now=self.clock())
        while self.sending_goes_on():
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

        self.write(50 * 60, "commander", schedule)
        self.say("the reviews are on the calendar")
