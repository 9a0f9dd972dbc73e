"""Builders: an incident with people imported from a list, an approved notice's campaign, and letters to fill."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from responder.affected.actions import import_list
from responder.affected.queries import Selection, digest_of
from responder.channels.local import LocalSink
from responder.channels.port import Sender
from responder.channels.rehearsal import Rehearsal
from responder.deliveries.actions import make_campaign
from responder.deliveries.canary import Canary
from responder.deliveries.composing import campaign_composer
from responder.deliveries.work import tend_campaigns
from responder.files.store import FileStore
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.intake.queries import get_incident
from responder.post.actions.claims import Worker
from responder.post.engine import pump, take_receipts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BY, STARTER = "a" * 32, "b" * 32
SENDER = Sender("privacy@example.com", "Example privacy team")
EMAIL = {"medium": "email", "counts": "yes", "clause": "an article"}
SMS = {"medium": "sms", "counts": "no"}
NO_CANARY = Canary(permille=0, seconds=0)
HEADER = "id,name,email,phone,language,country,data"


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Greeting:
    """A letter with one slot."""

    language: str
    medium: str

    def render(self, person, addressee):
        subject = "About your data, 24 November 2026"
        text = f"[{self.language}] Dear {addressee.name}, this is about your {', '.join(addressee.elements)}."
        return Rendered(subject, text, f"<p>{text}</p>" if self.medium == "email" else "")


def greetings(session, notice_id, language, medium):
    return Greeting(language if language in {"en", "de"} else "en", medium)


COMPOSERS = {"campaign": campaign_composer(greetings, SENDER)}


def person(number, *, email="auto", phone="", language="en", country="DE", data="name;email", name=None):
    address = f"person{number}@example.org" if email == "auto" else email
    return f"{number},{name or f'Person Number{number}'},{address},{phone},{language},{country},{data}"


def incident_with(house, rows, *, kind="real", header=HEADER):
    """The id of an incident whose list holds ``rows``."""
    with house.db.writing() as session:
        incident = open_incident(session, title="A test", kind=kind, by=BY, now=NOW)
        incident_id = incident.id
    add_list(house, incident_id, rows, header=header)
    return incident_id


def add_list(house, incident_id, rows, *, header=HEADER):
    file = io.BytesIO("\n".join([header, *rows]).encode())
    return import_list(house.db, incident_id, file, name="people.csv", by=BY, clock=lambda: NOW)


def campaign_for(house, incident_id, *, ladder=(EMAIL,), canary=NO_CANARY, undo_seconds=0, laid_out=True, **more):
    """The number of a campaign as an approval makes it."""
    with house.db.writing() as session:
        digest, count = digest_of(session, incident_id)
        campaign = make_campaign(
            session, get_incident(session, incident_id), notice_id=new_id(), selection=Selection(), digest=digest, count=count,
            texts={"en": "0" * 64}, ladder=ladder, undo_seconds=undo_seconds, canary=canary, by=BY, now=NOW, **more,
        )  # fmt: skip
        number = campaign.number
    if laid_out:
        tend_campaigns(house.db, clock=lambda: NOW)
    return number


def sinks(house):
    store = FileStore(house.path / "files", house.keystore)
    local = LocalSink(store, house.path / "spool" / "local")
    return {"email": local, "sms": local, "rehearsal": Rehearsal(store, house.path / "spool" / "rehearsal")}


def work(house, channels, *, at=NOW, composers=COMPOSERS, rounds=6):
    """What the worker's jobs do, over and over, at one moment."""
    worker = Worker("desk", new_id())
    for _ in range(rounds):
        tend_campaigns(house.db, clock=lambda: at)
        while pump(house.db, channels, composers, worker=worker, clock=lambda: at):
            pass
        while take_receipts(house.db, channels, clock=lambda: at):
            pass
