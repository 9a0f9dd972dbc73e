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
from responder.deliveries.actions import Plan, make_campaign, start_campaign
from responder.deliveries.canary import Canary
from responder.deliveries.queries import get_campaign, progress
from responder.deliveries.queries.composing import campaign_composer
from responder.deliveries.work import tend_campaigns
from responder.files.store import FileStore
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.intake.queries import get_incident
from responder.notices.records import Approval, Notice, NoticeVersion
from responder.post.actions.claims import Worker
from responder.post.engine import pump, take_receipts
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal

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


def campaign_for(
    house, incident_id, *, ladder=(EMAIL,), canary=NO_CANARY, undo_seconds=0, laid_out=True, notice_id=None, **more
):
    """The number of a campaign as an approval makes it."""
    with house.db.writing() as session:
        digest, count = digest_of(session, incident_id)
        plan = Plan(
            notice_id=notice_id or new_id(), selection=Selection(), digest=digest, count=count, texts={"en": "0" * 64},
            ladder=ladder, undo_seconds=undo_seconds, canary=canary, **more,
        )  # fmt: skip
        campaign = make_campaign(session, get_incident(session, incident_id), plan, by=BY, now=NOW)
        number = campaign.number
    if laid_out:
        tend_campaigns(house.db, clock=lambda: NOW)
    return number


def plan_for(session, incident_id, notice_id, ladder, *, now):
    """The number of a campaign of a notice, as an approval makes it, in this unit of work."""
    digest, count = digest_of(session, incident_id)
    plan = Plan(
        notice_id=notice_id, selection=Selection(), digest=digest, count=count, texts={"en": "0" * 64}, ladder=ladder,
        undo_seconds=0, canary=NO_CANARY,
    )  # fmt: skip
    return make_campaign(session, get_incident(session, incident_id), plan, by=BY, now=now).number


def start(house, number, typed, *, at=NOW):
    with house.db.writing() as session:
        start_campaign(session, get_campaign(session, number), typed=typed, by=STARTER, now=at)


def state(house, number):
    with house.db.reading() as session:
        return progress(session, get_campaign(session, number))


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


TEXT = "<!--@ salutation -->\nDear [[person.name]],\n\nthis is about your data:\n\n[[person.data]]\n"
KURZ = "<!--@ salutation -->\nGuten Tag [[person.name]],\n\nes geht um Ihre Daten:\n\n[[person.data]]\n"


def approved_notice(
    session,
    incident_id,
    *,
    regime="test",
    duty="test-individuals",
    place="DE",
    approved=(("en", "letter", TEXT), ("de", "letter", KURZ), ("en", "sms", "Please read our letter.")),
):
    """The id of a notice whose texts a second person has approved."""
    keys = keystore_of(session).of(incident_id)
    notice = Notice(
        id=new_id(), incident_id=incident_id, regime=regime, duty=duty, place=place, family="individual_letter",
        state="approved", recipient_kind="individuals", recipient_name="People affected", asked=[], least_points=0,
        drafted_by=BY, drafted_at=NOW,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    versions = []
    for language, medium, text in approved:
        row_id = new_id()
        sealed = {
            column: seal(keys, said, table="notices_version", column=column, row_id=row_id)
            for column, said in (("subject_sealed", f"About your data ({language})"), ("text_sealed", text))
        }
        session.add(
            NoticeVersion(
                id=row_id, notice_id=notice.id, language=language, medium=medium, number=1, beside=False, sha256="0" * 64,
                made_by=BY, made_at=NOW, **sealed,
            )
        )  # fmt: skip
        versions.append(row_id)
    session.add(
        Approval(
            id=new_id(), notice_id=notice.id, digest="0" * 64, bound={}, versions=versions, accepted=[],
            emergency=False, approved_by=STARTER, approved_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    return notice.id
