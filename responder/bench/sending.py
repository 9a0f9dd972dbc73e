"""``send-email`` and ``send-sms``: a started campaign to a provider that answers at once, beside the bare loop.

That loop opens the sealed person, writes the letter, builds and posts the same request, and writes the two states of
each row with raw sqlite3.
"""

from __future__ import annotations

import importlib
import io
import json
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from responder import clock
from responder.affected.actions import import_list
from responder.affected.queries import Selection, digest_of
from responder.bench.frame import Bench
from responder.bench.provider import provider
from responder.bootstrap import make_house
from responder.channels.port import Message, Sender
from responder.channels.sendgrid_mail import LARGEST_BATCH
from responder.deliveries.actions import Plan, lay_out, make_campaign, start_campaign
from responder.deliveries.actions.laying import complete_laying
from responder.deliveries.canary import Canary
from responder.deliveries.queries.composing import campaign_composer
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.post.actions.claims import Worker
from responder.post.engine import pump
from responder.settings import Settings
from responder.vault.seal import seal_bytes, unseal_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.affected.addressee import Addressee
    from responder.affected.person import Person
    from responder.bench.frame import Work
    from responder.bootstrap import Services
    from responder.channels.port import Channel, Medium

PEOPLE = 2000
BY = "0" * 32
SENDER = Sender("privacy@example.com", "Example privacy team")
PARAGRAPH = (
    "We learnt that somebody read data that was entrusted to us. What it was, what we did and what you can do:\n"
)


@dataclass(frozen=True)
class _Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Plain:
    """A letter of 3 kB as an email, of one line as an SMS."""

    medium: str
    language: str = "en"

    def render(self, person: Person, addressee: Addressee) -> _Rendered:
        del person
        return _rendered(self.medium, addressee.name)


def _rendered(medium: str, name: str) -> _Rendered:
    if medium == "sms":
        return _Rendered("", f"Dear {name}, this is about your data: example.com/notice", "")
    text = f"Dear {name},\n" + PARAGRAPH * 20
    return _Rendered("About your data", text, f"<p>{text}</p>")


@contextmanager
def _ours(medium: Medium) -> Iterator[Work]:
    with tempfile.TemporaryDirectory() as folder, provider() as url:
        services, _ = make_house(Settings(home=Path(folder) / "home"))
        _campaign(services, medium)
        composers = {"campaign": campaign_composer(lambda *about: Plain(about[-1]), SENDER)}
        channels: dict[str, Channel] = {medium: channel_of(medium, url)}
        worker = Worker("bench", new_id())

        def send(size: int) -> None:
            left = min(size, PEOPLE)
            while left > 0:
                most = min(left, LARGEST_BATCH)
                left -= pump(services.db, channels, composers, worker=worker, clock=clock.now, largest_batch=most)

        yield send
        services.db.dispose()


@contextmanager
def _bare(medium: Medium) -> Iterator[Work]:
    with tempfile.TemporaryDirectory() as folder, provider() as url:
        services, _ = make_house(Settings(home=Path(folder) / "home"))
        keys, channel = services.keystore.make(new_id()), channel_of(medium, url)
        open_it = partial(unseal_bytes, keys, table="person", column="sealed")
        with closing(sqlite3.connect(f"{folder}/bare.db", isolation_level=None)) as database:
            database.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "CREATE TABLE person (id TEXT PRIMARY KEY, sealed BLOB, state TEXT DEFAULT 'ready', ref TEXT)"
            )
            rows = [(new_id(), json.dumps(_person(number)).encode()) for number in range(PEOPLE)]
            database.executemany(
                "INSERT INTO person (id, sealed) VALUES (?, ?)",
                [(row, seal_bytes(keys, text, table="person", column="sealed", row_id=row)) for row, text in rows],
            )

            def send(size: int) -> None:
                for start in range(0, min(size, PEOPLE), channel.largest_batch):
                    _bare_batch(database, channel, medium, min(size - start, channel.largest_batch), open_it)

            yield send
        services.db.dispose()


def _bare_batch(database: sqlite3.Connection, channel: Channel, medium: Medium, count: int, open_it: Any) -> None:
    taken = database.execute(
        "UPDATE person SET state = 'claimed' WHERE id IN (SELECT id FROM person WHERE state = 'ready' LIMIT ?)"
        " RETURNING id, sealed",
        (count,),
    ).fetchall()
    messages = []
    for row_id, sealed in taken:
        person = json.loads(open_it(sealed, row_id=row_id))
        letter = _rendered(medium, person["name"])
        messages.append(
            Message(
                id=row_id, scope="bare", medium=medium, to=person[medium], subject=letter.subject, text=letter.text,
                html=letter.html or None, from_=SENDER, at=clock.now(),
            )
        )  # fmt: skip
    answers = channel.send(messages)
    database.execute("BEGIN IMMEDIATE")
    refs = [(getattr(answer, "ref", None), row_id) for answer, (row_id, _) in zip(answers, taken, strict=True)]
    database.executemany("UPDATE person SET state = 'accepted', ref = ? WHERE id = ?", refs)
    database.execute("COMMIT")


def _campaign(services: Services, medium: Medium) -> None:
    """A campaign to everybody, laid out and started."""
    now = clock.now()
    with services.db.writing() as session:
        incident = open_incident(session, title="Bench", kind="real", by=BY, now=now)
    people = [_person(number) for number in range(PEOPLE)]
    lines = [f"{at},{one['name']},{one['email']},{one['sms']},en,DE,name" for at, one in enumerate(people)]
    file = io.BytesIO("\n".join(["id,name,email,phone,language,country,data", *lines]).encode())
    import_list(services.db, incident.id, file, name="people.csv", by=BY, clock=clock.now)
    with services.db.writing() as session:
        digest, count = digest_of(session, incident.id)
        plan = Plan(
            notice_id=new_id(), selection=Selection(), digest=digest, count=count, texts={},
            ladder=[{"medium": medium}], undo_seconds=0, canary=Canary(permille=0, seconds=0), due_at=now,
        )  # fmt: skip
        campaign = make_campaign(session, incident, plan, by=BY, now=now)
        while not lay_out(session, campaign, now=now):
            pass
        complete_laying(session, campaign, digest=digest, now=now)
        start_campaign(session, campaign, typed=campaign.to_write, by=BY, now=now)


def _person(number: int) -> dict[str, str]:
    phone = f"+1202555{100 + number % 100:04}"
    return {"name": f"Person Number{number}", "email": f"person{number}@example.org", "sms": phone}


def channel_of(medium: Medium, url: str) -> Channel:
    module = importlib.import_module("responder.channels." + {"email": "sendgrid", "sms": "twilio"}[medium])
    if medium == "email":
        mail: Channel = module.SendGridChannel(module.SendGridAccount("synthetic", host=url))
        return mail
    account = module.TwilioAccount("AC" + "0" * 32, "synthetic", from_number="+15005550006", url=url)
    sms: Channel = module.TwilioChannel(account)
    return sms


_BASELINE = "open, write, build, post, two states a row in raw sqlite3"
EMAIL = Bench("send-email", "people/s", _BASELINE, partial(_ours, "email"), partial(_bare, "email"), PEOPLE)
SMS = Bench("send-sms", "people/s", _BASELINE, partial(_ours, "sms"), partial(_bare, "sms"), 500)
