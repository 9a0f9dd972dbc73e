"""A house with people to call, its clock's jobs by hand, and a provider whose book shows who was reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

import responder.bootstrap  # noqa: F401 -- every table
from responder.channels.port import Sender
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.journal.queries import page as timeline_page
from responder.oncall.actions.composing import page_composer
from responder.oncall.actions.outcomes import note_outcomes
from responder.oncall.actions.paging import COMPOSER, call
from responder.oncall.actions.paths import copy_path, set_path
from responder.oncall.queries.pages import get_page
from responder.people.actions.accounts import make_account
from responder.post.actions.claims import Worker
from responder.post.actions.receipts import apply_receipts
from responder.post.engine import pump
from responder.post.records import Outgoing
from responder.response.actions.reminders import send_reminder
from responder.worker.jobs import remind_with
from tests.post.outbox import Provider

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # the middle of the night: a call does not wait for the morning
PEOPLE = ("ada", "bo", "cy", "dee")
SITE = "https://respond.example.com"
SENDER = Sender("privacy@example.com", "Privacy team")


def later(minutes):
    return NOW + timedelta(minutes=minutes)


class Hotline(Provider):
    """A provider that keeps what it was given."""

    def __init__(self, name, **given):
        super().__init__(name, **given)
        self.taken = []

    def send(self, messages):
        self.taken += messages
        return super().send(messages)


class Night:
    """One incident, four people with telephones, and a path: ada and bo, then cy, then the administrator."""

    path = "person:bo 5m sms voice\nperson:cy 5m email sms voice\nadministrators 5m email"

    def __init__(self, house, *, kind="real", rounds=1, **incident):
        self.house = house
        self.channels = {name: Hotline(name) for name in ("email", "sms", "voice", "rehearsal")}
        self.worker = Worker("desk", new_id())
        with house.db.writing() as session:
            self.people = {
                login: make_account(
                    session, login=login, name=f"Person {login}", permission_set="administrator" if login == "dee" else "responder",
                    email=f"{login}@example.com", phone=f"+1202555010{number}", by="system", now=NOW,
                ).id
                for number, login in enumerate(PEOPLE)
            }  # fmt: skip
            set_path(session, "night", self.path, rounds=rounds, standard=True, by="system", now=NOW)
            self.open_another(session, kind=kind, **incident)

    def open_another(self, session, **more):
        """An incident with the path as it stands now; calls are about this one from now on."""
        self.incident = open_incident(session, title="Something seen", by=self.people["dee"], now=NOW, **more)
        copy_path(session, self.incident.id, opener=self.people["dee"], now=NOW)

    def call(self, *first, about="seat", at=0, why="call"):
        with self.house.db.writing() as session:
            return call(
                session, stream=self.incident.id, about=about, why=why, first=[self.people[one] for one in first],
                by=self.people["dee"], now=later(at),
            ).id  # fmt: skip

    def tick(self, minute):
        """What the clock does at a minute: turns, sending, outcomes."""
        now = later(minute)
        remind_with(send_reminder)(self.house, now)
        while pump(
            self.house.db, self.channels, {COMPOSER: page_composer(SENDER, SITE)}, worker=self.worker, clock=lambda: now
        ):
            pass
        with self.house.db.writing() as session:
            note_outcomes(session, now)

    def run(self, begin, end):
        for minute in range(begin, end + 1):
            self.tick(minute)

    def reached(self, channel="sms"):
        """The logins that a provider was given, in order."""
        by_address = {f"+1202555010{number}": login for number, login in enumerate(PEOPLE)}
        return [by_address.get(message.to) or message.to.partition("@")[0] for message in self.channels[channel].taken]

    def receipts(self, *receipts):
        with self.house.db.writing() as session:
            apply_receipts(session, receipts, received_at=NOW)

    def page(self, page_id):
        with self.house.db.reading() as session:
            found = get_page(session, page_id)
            session.expunge_all()  # it outlives this unit of work
            return found

    def timeline(self):
        with self.house.db.reading() as session:
            lines = timeline_page(session, self.incident.id, limit=200).lines
        return [(line["tag"], line["what"]) for line in lines if line["tag"].startswith("page.")]

    def waiting(self):
        with self.house.db.reading() as session:
            return [row.channel for row in session.scalars(select(Outgoing).where(Outgoing.state == "ready"))]
