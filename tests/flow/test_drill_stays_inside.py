"""Whatever is done in a drill, in whatever order and by whichever way, none of its messages leaves the rehearsal
but to a guest of that drill who has agreed, and then it says that it is one."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from responder import flow
from responder.agenda.actions import plan_due
from responder.bootstrap import METADATA, attach_database
from responder.channels.rehearsal import MARK
from responder.cli.demo_stage import Stage
from responder.deliveries.actions import start_campaign
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.composing import campaign_composer
from responder.deliveries.work import tend_campaigns
from responder.flow.drills import steer_drill
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.notices import actions as notices
from responder.notices.queries import find_notice, list_texts, unreviewed
from responder.notices.records import Notice
from responder.obligations.queries import current
from responder.oncall.actions.paging import call
from responder.people.actions.accounts import make_account
from responder.post.actions.guests import add_guest, confirm_guest, remove_guest
from responder.post.engine import pump, take_receipts
from responder.response.actions.drills import begin_drill
from responder.settings import Settings
from responder.vault.keystore import HOUSE, KeyStore, make_master_key, read_master_key
from responder.worker.jobs import JOBS
from tests.console.people import shelves
from tests.deliveries.campaigns import EMAIL, NOW, SENDER, SMS, add_list, campaign_for, greetings, person, start
from tests.post.outbox import worker
from tests.post.test_guests import Outside

PEOPLE = 4
LETTER = {"medium": "letter", "counts": "yes"}
MEDIA = ("email", "sms", "voice", "letter")
KINDS = ("step", "evidence", "obligation", "decision", "review", "review_action", "notice_alarm", "anything")
LADDERS = ((EMAIL,), (SMS,), (EMAIL, SMS), (SMS, EMAIL), (EMAIL, LETTER))


def phone(number):
    return f"+4915550000{number}"


def rows():
    return [person(number, phone=phone(number)) for number in range(PEOPLE)]


class Rehearsing(RuleBasedStateMachine):
    """A house with a drill and a real incident in it, and providers outside that keep whatever they are given."""

    @initialize(configured=st.sets(st.sampled_from(MEDIA), min_size=2), ladder=st.sampled_from(LADDERS))
    def begin(self, configured, ladder):
        self.folder = tempfile.TemporaryDirectory()
        home = Path(self.folder.name) / "home"
        made = Settings(home=home, live=True)
        make_master_key(made.master_key)
        KeyStore(made.keys, read_master_key(made.master_key)).make(HOUSE)
        self.services = attach_database(made)
        self.services.__dict__.update(shelves())
        METADATA.create_all(self.services.db.engine)
        self.house = SimpleNamespace(path=home, keystore=self.services.keystore, db=self.services.db)
        self.inside = Outside("rehearsal")
        self.outside = {medium: Outside(f"provider of {medium}") for medium in configured}
        self.services.__dict__["channels"] = {**self.outside, "rehearsal": self.inside}
        self.composers = {**self.services.composers, "campaign": campaign_composer(self.letters, SENDER)}
        self.now, self.worker, self.agreed, self.guests = NOW, worker(), set(), []
        with self.services.db.writing() as session:
            self.staff = make_account(
                session, login="kim", name="Kim", permission_set="commander", by="system", now=NOW,
                email="kim@example.com", phone="+4915559999",
            ).id  # fmt: skip
            drill = open_incident(session, title="A drill", kind="drill", drill_speed=60, by=self.staff, now=NOW)
            begin_drill(session, drill, self.services.scenarios["wrong-list"], by=self.staff, now=NOW)
            self.second = make_account(
                session, login="ada", name="Ada", permission_set="approver", by="system", now=NOW
            ).id
            self.drill = drill.id
            self.real = open_incident(session, title="It is real", by=self.staff, now=NOW).id
        for incident in (self.drill, self.real):
            add_list(self.house, incident, rows())
            self.learn_everything(incident)

        for medium in ("email", "phone"):
            self.name_a_guest(0, medium, own=False)
            self.agree(len(self.guests) - 1)
        self.send_letters(drill=True, ladder=ladder)
        self.remind(drill=True, kind="step")
        self.give_notice(drill=True, recipient="individuals")

    def teardown(self):
        if hasattr(self, "services"):
            self.let_the_clock_work(1, 2)
            self.let_the_clock_work(30, 2)
            self.nothing_real_is_taken_for_a_drill()
            self.services.db.dispose()
            self.folder.cleanup()

    @rule(drill=st.booleans(), ladder=st.sampled_from(LADDERS))
    def send_letters(self, drill, ladder):
        number = campaign_for(self.house, self.drill if drill else self.real, ladder=ladder)
        start(self.house, number, PEOPLE, at=self.now)

    @rule(drill=st.booleans(), recipient=st.sampled_from(["regulator", "individuals"]))
    def give_notice(self, drill, recipient):
        """Draft, approve and file or start the next notice that is owed, as the console does."""
        with self.services.db.writing() as session:
            incident = get_incident(session, self.drill if drill else self.real)
            owed = [
                duty
                for duty in current(session, incident.id, state="required")
                if duty.recipient == recipient
                and duty.regime == "eu-gdpr"
                and find_notice(session, incident.id, duty.regime, duty.duty, duty.place or "") is None
            ]
            if not owed:
                return
            notice = flow.draft_notice(
                session, incident, owed[0].regime, owed[0].duty, owed[0].place or "", books=self.services,
                by=self.staff, now=self.now,
            )  # fmt: skip
            notices.submit(session, notice, by=self.staff, now=self.now)
            _, campaign = flow.approve_notice(
                session, incident, notice, books=self.services, by=self.second, now=self.now, undo_seconds=0,
                canary_seconds=0, accepted=unreviewed(list_texts(session, notice), self.services.letters),
            )  # fmt: skip
            if campaign is None:
                flow.file_notice(
                    session, incident, notice, books=self.services, filed_at=self.now, channel="email", by=self.staff,
                    now=self.now,
                )  # fmt: skip
                return
            number = campaign.number
        tend_campaigns(self.services.db, clock=lambda: self.now)
        with self.services.db.writing() as session:
            waiting = get_campaign(session, number)
            start_campaign(session, waiting, typed=waiting.to_write, by=self.staff, now=self.now)

    @rule(drill=st.booleans(), kind=st.sampled_from(KINDS))
    def remind(self, drill, kind):
        with self.services.db.writing() as session:
            plan_due(
                session, stream=self.drill if drill else self.real, kind=kind, subject=new_id(), at=self.now,
                now=self.now, data={"to": [self.staff], "number": "", "page": new_id()},
            )  # fmt: skip

    @rule(drill=st.booleans())
    def call_somebody(self, drill):
        with self.services.db.writing() as session:
            call(
                session, stream=self.drill if drill else self.real, about=new_id(), why="unanswered",
                first=(self.staff,), by=self.staff, now=self.now, opener=self.staff,
            )  # fmt: skip

    @rule(number=st.integers(0, PEOPLE - 1), medium=st.sampled_from(["email", "phone"]), own=st.booleans())
    def name_a_guest(self, number, medium, own):
        address = f"person{number}@example.org" if medium == "email" else phone(number)
        if own:
            address = "kim@example.com" if medium == "email" else "+4915559999"
        with self.services.db.writing() as session:
            guest, token = add_guest(session, self.drill, medium=medium, address=address, by=self.staff, now=self.now)
            self.guests.append((guest.id, token, (medium, address)))

    @rule(which=st.integers(0, 20))
    def agree(self, which):
        if self.guests:
            _, token, address = self.guests[which % len(self.guests)]
            with self.services.db.writing() as session:
                confirm_guest(session, token, now=self.now)
            self.agreed.add((token, address))

    @rule(which=st.integers(0, 20))
    def take_off_the_list(self, which):
        if self.guests:
            guest_id, token, address = self.guests.pop(which % len(self.guests))
            with self.services.db.writing() as session:
                remove_guest(session, self.drill, guest_id, now=self.now)
            self.agreed.discard((token, address))

    @rule(speed=st.sampled_from([0, 1, 60, 1440]), leap=st.booleans())
    def steer(self, speed, leap):
        with self.services.db.writing() as session:
            drill = get_incident(session, self.drill)
            to = time_at(drill, self.now) + timedelta(days=1) if leap else None
            steer_drill(session, drill, speed=speed, to=to, books=self.services, by=self.staff, now=self.now)

    @rule(minutes=st.integers(0, 40), rounds=st.integers(1, 3))
    def let_the_clock_work(self, minutes, rounds):
        """Whatever the jobs would do, and then the post is emptied."""
        self.now += timedelta(minutes=minutes)
        for job in JOBS:
            if job.name in {"remind", "drill", "escalate", "watch calls"}:
                job.work(self.services, self.now)
        channels = self.services.channels
        for _ in range(rounds):
            tend_campaigns(self.services.db, clock=lambda: self.now)
            while pump(self.services.db, channels, self.composers, worker=self.worker, clock=lambda: self.now):
                self._check()
            while take_receipts(self.services.db, channels, clock=lambda: self.now):
                pass

    @invariant()
    def nothing_real_is_taken_for_a_drill(self):
        if hasattr(self, "inside"):
            assert all(message.scope == self.drill for message in self.inside.given)
            assert not any(
                MARK in message.subject + message.text
                for channel in self.outside.values()
                for message in channel.given
                if message.scope == self.real
            )

    def learn_everything(self, incident_id):
        facts = Stage(self.services, now=NOW, say=lambda _chapter: None).facts
        facts |= {"people": [{"where": "DE", "count": PEOPLE, "data": ["name", "email"]}]}
        with self.services.db.writing() as session:
            incident = get_incident(session, incident_id)
            flow.record_facts(session, incident, facts, books=self.services, by=self.staff, now=NOW)

    def letters(self, session, notice_id, language, medium):
        """What was approved; a greeting where a test's campaign has no notice."""
        written = self.services.approved_letters if session.get(Notice, notice_id) else greetings
        return written(session, notice_id, language, medium)

    def _check(self):
        """Each message of the drill that just went out went to somebody who had agreed, and says what it is."""
        addresses = {address for _, address in self.agreed}
        for medium, channel in self.outside.items():
            kind = {"email": "email", "sms": "phone", "voice": "phone"}.get(medium, "nobody")
            for message in channel.given:
                if message.scope != self.drill:
                    continue
                assert (kind, message.to) in addresses, "a message of the drill left the house"
                assert message.subject.startswith(MARK)
                assert message.text.startswith(MARK)
            channel.given = [message for message in channel.given if message.scope != self.drill]


TestRehearsing = Rehearsing.TestCase
TestRehearsing.settings = settings(
    max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
