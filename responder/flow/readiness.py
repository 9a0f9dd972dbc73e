"""Is the house ready for a breach? Each finding says what, why it matters, and what mends it."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import func, select

from responder.affected.records import RecipientList
from responder.agenda.queries import clock_alive, last_beat
from responder.errors import Broken, Gone
from responder.flow.house import House
from responder.intake.queries import list_incidents
from responder.people.queries import email_of, list_accounts, phone_of
from responder.storage.backup import list_backups
from responder.vault.keystore import HOUSE
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.channels.probe import Told
    from responder.settings import Settings
    from responder.vault.keystore import KeyStore

FORMAT: Final = "responder/readiness/1"
OK, WARN, FAIL = "ok", "warn", "fail"
GOBAG_DAYS, BACKUP_DAYS, DRILL_DAYS = 7, 2, 365
LITTLE_SPACE: Final = 2 << 30
LONG_SENDING: Final = timedelta(hours=24)


class ReadHouse(House, Protocol):
    """What the doctor looks at."""

    @property
    def keystore(self) -> KeyStore: ...
    @property
    def library(self) -> Library: ...
    @property
    def playbooks(self) -> Mapping[str, Playbook]: ...


@dataclass(frozen=True)
class Finding:
    """``state`` is ok, warn or fail; ``values`` fill the sentences, which are marked for translation."""

    key: str
    state: str
    what: str
    why: str = ""
    do: str = ""
    values: Mapping[str, Any] | None = None

    def to_document(self) -> dict[str, Any]:
        return {**asdict(self), "values": dict(self.values or {})}


@dataclass(frozen=True)
class Asked:
    """What others answered: providers by name, the sender's domain by DNS. Empty: they were not asked."""

    providers: Mapping[str, Told]
    domain: Mapping[str, bool | None]


def examine(house: ReadHouse, asked: Asked, *, now: datetime) -> list[Finding]:
    """Every finding, the worst first. Asks nobody itself and sends nothing."""
    with house.db.reading() as session:
        found = [
            *_keys(house),
            *_clock(session, now),
            *_providers(house.settings, asked.providers),
            *_sender(house.settings, asked.domain),
            *_webhooks(house.settings),
            *_reach(house.settings, session),
            *_people(session),
            *_library(house, now),
            *_habits(house.settings, session, now),
            *_machine(house.settings),
        ]
    return sorted(found, key=lambda finding: (FAIL, WARN, OK).index(finding.state))


def _keys(house: ReadHouse) -> Iterator[Finding]:
    bad = []
    for scope in sorted(house.keystore.scopes()):
        try:
            house.keystore.of(scope)
        except (Broken, Gone):
            bad.append(scope)
    if bad:
        yield Finding(
            "keys", FAIL, N_("{count} keys cannot be read"), N_("What they seal is lost until they are put back."),
            N_("Put the files back from the archive of keys: responder restore"), {"count": len(bad)},
        )  # fmt: skip
    else:
        yield Finding("keys", OK, N_("Every key can be read"))
    if house.settings.master_key.is_relative_to(house.settings.home):
        yield Finding(
            "master_key", WARN, N_("The master key lies beside the data"),
            N_("Whoever copies the home can read it all."),
            N_("Move it to another device and set RESPONDER_MASTER_KEY_FILE."),
        )  # fmt: skip
    if not house.keystore.has(HOUSE):
        yield Finding("house_key", FAIL, N_("The key of the house is missing"), N_("Nobody can sign in without it."))


def _clock(session: Session, now: datetime) -> Iterator[Finding]:
    if clock_alive(session, now):
        yield Finding("clock", OK, N_("The clock runs: what is due is sent"))
        return
    ever = last_beat(session) is not None
    what = N_("No worker runs: the clock stands still") if ever else N_("No worker ever ran")
    yield Finding(
        "clock", FAIL, what, N_("Nothing is sent and nobody is reminded."),
        N_("Start `responder serve`, or `responder worker` beside another web server."),
    )  # fmt: skip


def _providers(settings: Settings, told: Mapping[str, Told]) -> Iterator[Finding]:
    chosen = {settings.email_channel, settings.email_second, settings.sms_channel, settings.voice_channel}
    real = sorted(chosen - {"local", "none"})
    if not real:
        yield Finding(
            "providers", WARN, N_("No provider is set up: messages stay on this machine"),
            N_("In a breach an account with a provider takes days to get."),
            N_("Set RESPONDER_EMAIL_CHANNEL and RESPONDER_SMS_CHANNEL; docs/settings.md has the rest."),
        )  # fmt: skip
    for name in real:
        answer = told.get(name)
        if answer is None:
            yield Finding(f"provider.{name}", WARN, N_("{name} was not asked"), values={"name": name})
        elif answer.outcome == "ok":
            yield Finding(f"provider.{name}", OK, N_("{name} knows our credentials"), values={"name": name})
            yield from _registered(settings, name, answer.document)
        else:
            refused = answer.outcome == "refused"
            yield Finding(
                f"provider.{name}", FAIL,
                N_("{name} refuses our credentials") if refused else N_("{name} does not answer"),
                N_("Nothing would leave."), N_("Check its settings, then: responder doctor"), {"name": name},
            )  # fmt: skip
    if real and not settings.live:
        yield Finding(
            "live", WARN, N_("Trial mode is on: only staff and guests are reached"),
            N_("At night somebody who may change settings must be woken."), N_("When ready: RESPONDER_LIVE=true"),
        )  # fmt: skip


def _registered(settings: Settings, name: str, document: Any) -> Iterator[Finding]:
    """Whether the provider lists the sender; a domain that was authenticated as a whole need not list it."""
    if name == "sendgrid" and isinstance(document, dict) and "senders" in document:
        if settings.sender_email not in document["senders"]:
            yield Finding(
                "sender_registered", WARN, N_("The sender's address is not among SendGrid's verified senders"),
                N_("Mail from it is refused, unless its whole domain is authenticated there."),
                N_("Verify the address or the domain in SendGrid's settings."),
            )  # fmt: skip
        else:
            yield Finding("sender_registered", OK, N_("The sender's address is registered"))


def _sender(settings: Settings, domain: Mapping[str, bool | None]) -> Iterator[Finding]:
    name = settings.sender_email.rpartition("@")[2]
    if name.startswith("example.") or name.endswith(".example"):
        yield Finding(
            "sender", WARN, N_("The sender's address is the example"), N_("Letters would come from nobody."),
            N_("Set RESPONDER_SENDER_EMAIL to an address of your own domain."),
        )  # fmt: skip
        return
    for key in ("spf", "dkim", "dmarc"):
        there, values = domain.get(key), {"record": key.upper(), "domain": name}
        if there:
            yield Finding(f"domain.{key}", OK, N_("{domain} has {record}"), values=values)
        elif there is None:
            what = N_("{record} of {domain} could not be asked for")
            yield Finding(
                f"domain.{key}", WARN, what, N_("Without it letters land in spam."),
                N_("Look at your provider's page of sender authentication."), values,
            )  # fmt: skip
        else:
            yield Finding(
                f"domain.{key}", FAIL, N_("{domain} has no {record}"), N_("Large providers refuse or hide such mail."),
                N_("Publish the record that your provider names, in the DNS of the domain."), values,
            )  # fmt: skip


def _webhooks(settings: Settings) -> Iterator[Finding]:
    real = {settings.email_channel, settings.email_second, settings.sms_channel, settings.voice_channel}
    if not real & {"sendgrid", "twilio"}:
        return
    if settings.public_url is None or not settings.public_url.startswith("https://"):
        yield Finding(
            "public_url", FAIL, N_("Providers cannot call us back"), N_("Without receipts nobody knows what arrived."),
            N_("Set RESPONDER_PUBLIC_URL to the https address of this console."),
        )  # fmt: skip
    else:
        yield Finding("public_url", OK, N_("Providers can be told where to call back"))
    if "sendgrid" in real and not settings.sendgrid_webhook_key:
        yield Finding(
            "webhook_key", FAIL, N_("SendGrid's calls cannot be checked"), N_("Unsigned receipts are refused."),
            N_("Turn on the signed event webhook and set RESPONDER_SENDGRID_WEBHOOK_KEY."),
        )  # fmt: skip


def _reach(settings: Settings, session: Session) -> Iterator[Finding]:
    people = session.scalar(select(func.max(RecipientList.kept))) or 0
    for medium, pace in (("email", settings.email_per_second), ("SMS", settings.sms_per_second)):
        if pace and timedelta(seconds=people / pace) > LONG_SENDING:
            hours = round(people / pace / 3600)
            yield Finding(
                "quota", WARN, N_("{medium} to {people} people would take {hours} hours"),
                N_("The law may leave less."), N_("Ask the provider for more, and raise the pace in the settings."),
                {"medium": medium, "people": people, "hours": hours},
            )  # fmt: skip
    if settings.sms_channel == "gateway" and not any(each.startswith("zh=") for each in settings.sms_templates):
        yield Finding(
            "sms_china", FAIL, N_("No Chinese SMS template is registered"),
            N_("Numbers with +86 are reached by registered templates alone."),
            N_("Register one with the gateway and name it in RESPONDER_SMS_TEMPLATES."),
        )  # fmt: skip
    elif settings.sms_channel == "twilio":
        yield Finding(
            "sms_china", WARN, N_("SMS to +86 needs a registered template and carries no link"),
            N_("Unregistered ones are dropped without a word."),
            N_("Register before a breach, or use a domestic gateway: RESPONDER_SMS_CHANNEL=gateway"),
        )  # fmt: skip


def _people(session: Session) -> Iterator[Finding]:
    staff = list_accounts(session, disabled=False)
    unreachable = [one.login for one in staff if not (email_of(session, one) and phone_of(session, one))]
    if unreachable:
        yield Finding(
            "contacts", WARN, N_("{count} accounts lack an email address or a telephone number"),
            N_("At night nobody can call them."), N_("Each enters them under Account, or: responder user list"),
            {"count": len(unreachable)},
        )  # fmt: skip
    elif staff:
        yield Finding("contacts", OK, N_("Everybody has an email address and a telephone number"))
    if not {"counsel", "commander"} <= {one.permission_set for one in staff}:
        yield Finding(
            "roles", WARN, N_("There is no counsel or no commander"), N_("Nobody could approve or start a sending."),
            N_("responder user add LOGIN --permissions counsel"),
        )  # fmt: skip


def _library(house: ReadHouse, now: datetime) -> Iterator[Finding]:
    today = now.date()
    laws = [one.id for one in house.library.regimes.values() if one.review_by and one.review_by < today]
    books = [one for one, book in house.playbooks.items() if book.review_by and book.review_by < today]
    if laws or books:
        yield Finding(
            "reviews", WARN, N_("{laws} laws and {books} playbooks are past their day of review"),
            N_("The law may have changed."), N_("responder regimes check; responder playbooks lint"),
            {"laws": len(laws), "books": len(books)},
        )  # fmt: skip
    else:
        yield Finding("reviews", OK, N_("No law and no playbook is past its day of review"))


def _habits(settings: Settings, session: Session, now: datetime) -> Iterator[Finding]:
    drills = list_incidents(session, kind="drill", limit=1)
    if not drills or now - drills[0].opened_at > timedelta(days=DRILL_DAYS):
        yield Finding(
            "drill", WARN, N_("No drill within a year"), N_("What was never tried fails at three in the morning."),
            N_("responder drill start ransomware --speed 60"),
        )  # fmt: skip
    else:
        yield Finding("drill", OK, N_("There was a drill within a year"))
    noted = list_backups(settings.home)
    old = not noted or now - datetime.fromisoformat(noted[-1]["at"]) > timedelta(days=BACKUP_DAYS)
    if settings.database_file is not None and old:
        yield Finding(
            "backup", FAIL, N_("No backup within two days"), N_("A lost disk would lose the record and its keys."),
            N_("responder backup FILE, each night"),
        )  # fmt: skip
    elif settings.database_file is not None:
        yield Finding("backup", OK, N_("There is a backup of the last two days"))
    else:
        yield Finding(
            "backup", WARN, N_("The database has a server of its own: its backups cannot be seen from here"),
            do=N_("pg_dump each night, and the home as files"),
        )  # fmt: skip
    yield _gobag(settings, now)


def _gobag(settings: Settings, now: datetime) -> Finding:
    bag = settings.gobag_to
    why = N_("When the network is down it is all there is.")
    if bag is None or settings.gobag_passphrase is None:
        do = N_("Set RESPONDER_GOBAG_TO to a place off the company's network, and RESPONDER_GOBAG_PASSPHRASE_FILE.")
        return Finding("gobag", WARN, N_("No go-bag is packed"), why, do)
    if not bag.exists() or now.timestamp() - bag.stat().st_mtime > timedelta(days=GOBAG_DAYS).total_seconds():
        return Finding("gobag", FAIL, N_("The go-bag is older than seven days"), why, N_("responder gobag"))
    return Finding("gobag", OK, N_("The go-bag is fresh"))


def _machine(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.home).free
    megabytes = free >> 20
    if free < LITTLE_SPACE:
        yield Finding(
            "disk", FAIL, N_("{megabytes} MB are free on the disk"), N_("A full disk stops everything."),
            N_("Make room on the disk of the home."), {"megabytes": megabytes},
        )  # fmt: skip
    else:
        yield Finding("disk", OK, N_("{megabytes} MB are free on the disk"), values={"megabytes": megabytes})
    if settings.home.stat().st_mode & 0o077 or settings.home.stat().st_uid != os.getuid():
        yield Finding(
            "home", WARN, N_("Others on this machine can look into the home"), N_("It holds keys and sealed files."),
            N_("chmod 700 on the home"),
        )  # fmt: skip


def worst(findings: list[Finding]) -> str:
    """The worst state there is."""
    states = {finding.state for finding in findings}
    return FAIL if FAIL in states else WARN if WARN in states else OK
