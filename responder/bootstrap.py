"""Settings → services: the only place where settings become objects, and where a house is opened."""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import structlog

import responder.affected.records
import responder.agenda.records
import responder.correspondence.records
import responder.counsel.records
import responder.custody.records
import responder.deliveries.records
import responder.facts.records
import responder.intake.records
import responder.journal.records
import responder.notices.records
import responder.obligations.records
import responder.oncall.records
import responder.people.records
import responder.post.records
import responder.response.records
import responder.review.records
from responder.books.contracts import FILE as CONTRACTS
from responder.books.forms import load_forms
from responder.books.letters import load_letters
from responder.books.library import load_library
from responder.books.playbooks.shelf import load_playbooks
from responder.books.scenarios.shelf import load_scenarios
from responder.channels.port import Sender
from responder.deliveries.actions.campaigns import COMPOSER
from responder.deliveries.queries.composing import campaign_composer
from responder.deliveries.queries.letters import approved_letters
from responder.errors import BadInput, Conflict, NotConfigured, ResponderError
from responder.files.store import FileStore
from responder.intake.queries.sight import limit_to_viewer
from responder.journal.anchors import HeadsLog
from responder.journal.append import write_collected
from responder.oncall.actions import composing as calls
from responder.oncall.actions import paging
from responder.people.queries import list_addresses
from responder.response.actions import reminders
from responder.storage import schema
from responder.storage.record import Record
from responder.storage.session import Database
from responder.vault.keystore import HOUSE, KeyStore, make_master_key, provide, read_master_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import MetaData

    from responder.books.forms import Forms
    from responder.books.letters import Letters as LetterShelf
    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.books.scenarios.values import Scenario
    from responder.channels.port import Channel
    from responder.deliveries.queries.letters import Letters
    from responder.post.work import Composers
    from responder.settings import Settings

# Every table there is: a room's records are known once they were imported here.
RECORDS = (
    responder.affected.records,
    responder.agenda.records,
    responder.correspondence.records,
    responder.counsel.records,
    responder.custody.records,
    responder.deliveries.records,
    responder.facts.records,
    responder.intake.records,
    responder.journal.records,
    responder.notices.records,
    responder.obligations.records,
    responder.oncall.records,
    responder.people.records,
    responder.post.records,
    responder.response.records,
    responder.review.records,
)
METADATA: MetaData = Record.metadata
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Services:
    """What a running house works with."""

    settings: Settings
    db: Database
    keystore: KeyStore
    heads: HeadsLog
    files: FileStore
    _reading_again: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def library(self) -> Library:
        """The law, a firm's own shelf laid over the shipped one; read when it is first asked for."""
        self._seen["contracts"] = self._stamp()
        return load_library(overlay=self._own_shelf("notices"))

    @cached_property
    def _seen(self) -> dict[str, tuple[int, int] | None]:
        """Which file of contracts the library was read with."""
        return {"contracts": None}

    def look_at_contracts(self) -> None:
        """Take up what was imported since the library was read, in this process or another, without a restart.

        A file that cannot be read is said in the log once; what was read before goes on to count.
        """
        if "library" not in self.__dict__ or self._seen["contracts"] == self._stamp():
            return
        if not self._reading_again.acquire(blocking=False):
            return  # somebody reads it just now; until then the former contracts count
        try:
            self._seen["contracts"] = self._stamp()
            self.__dict__["library"] = load_library(overlay=self._own_shelf("notices"))
        except BadInput as wrong:
            log.warning("the contracts cannot be read", file=wrong.file, line=wrong.line, field=wrong.field)
        finally:
            self._reading_again.release()

    def _stamp(self) -> tuple[int, int] | None:
        """When the contracts were written last, and how long they are; none where there are none."""
        try:
            written = (self.own_shelf / "notices" / CONTRACTS).stat()
        except FileNotFoundError:
            return None
        return written.st_mtime_ns, written.st_size

    @cached_property
    def playbooks(self) -> Mapping[str, Playbook]:
        return load_playbooks(words=self.library.words, overlay=self._own_shelf("playbooks"))

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """What drills are played from; read once a drill is to be started."""
        return load_scenarios(self._own_shelf("playbooks"))

    @cached_property
    def letters(self) -> LetterShelf:
        return load_letters(overlay=self._own_shelf("notices"))

    @cached_property
    def forms(self) -> Forms:
        return load_forms(self.library, overlay=self._own_shelf("notices"))

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """Medium → channel; loaded with what it needs only once something is to be sent."""
        chosen: Mapping[str, Channel] = importlib.import_module("responder.channels.chosen").channels_for(
            self.settings, self.files, reachable=self._reachable_in_trial
        )
        return chosen

    @cached_property
    def approved_letters(self) -> Letters:
        return approved_letters(lambda: self.letters)

    @cached_property
    def composers(self) -> Composers:
        """Who writes the messages of which group of the post."""
        sender = Sender(self.settings.sender_email, self.settings.sender_name)
        return {
            COMPOSER: campaign_composer(self.approved_letters, sender),
            paging.COMPOSER: calls.page_composer(sender, self.settings.public_url),
            reminders.COMPOSER: reminders.reminder_composer(sender, self.settings.public_url),
        }

    def _reachable_in_trial(self) -> set[str]:
        with self.db.reading() as session:
            return {*self.settings.guests, *list_addresses(session)}

    @property
    def own_shelf(self) -> Path:
        """A firm's own books: where the settings say, else inside the home."""
        return self.settings.shelf or self.settings.home / "shelf"

    def _own_shelf(self, name: str) -> Path | None:
        folder = self.own_shelf / name
        return folder if folder.is_dir() else None


def open_house(settings: Settings) -> Services:
    """Open the house that ``responder init`` made; an embedded database is brought up to date first.

    Raises:
        NotConfigured: there is none, its master key or database is missing, or its schema is not the one this program
            wants.
    """
    file = settings.database_file
    if settings.keys.exists() and file is not None and not file.exists():  # never a new one in the place of a lost one
        raise NotConfigured(
            "The database {file} is not there. If it was moved to a server, set RESPONDER_DATABASE_URL; if it was lost,"
            " `responder restore` puts a backup into an empty home.",
            file=file,
        )
    services = attach_database(settings)
    try:
        _bring_up_to_date(services)
    except ResponderError:
        services.db.dispose()
        raise
    return services


def attach_database(settings: Settings) -> Services:
    """The services of a house whose schema is left as it is: for looking after the schema itself.

    Raises:
        NotConfigured: there is no house, or its master key is missing.
    """
    if not settings.keys.exists():
        raise NotConfigured("There is no house at {home} yet. `responder init` makes one.", home=settings.home)
    return _services(settings)


def make_house(settings: Settings) -> tuple[Services, str | None]:
    """Make the home, its keys and its database.

    A master key that lies where the settings say is taken; otherwise one is made and returned for the recovery sheet.

    Raises:
        Conflict: there is a house already, or what is left of one that lost its keys.
    """
    if (settings.keys / f"{HOUSE}.key").exists():
        raise Conflict("There is a house at {home} already.", home=settings.home)
    if (settings.home / "heads.log").exists():  # written by a house at work, never by an `init` that was cut off
        raise Conflict(
            "The house at {home} has lost its keys; new ones would open nothing in it. Put {keys} back, or restore a "
            "backup into an empty home.",
            home=settings.home,
            keys=settings.keys,
        )
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.home.chmod(0o700)
    sheet = None if settings.master_key.exists() else make_master_key(settings.master_key)
    if settings.database_file is not None:
        settings.database_file.touch(mode=0o600)
    upgrade_database(settings)
    services = _services(settings)
    services.keystore.make(HOUSE)  # last: a house with this key is whole
    return services, sheet


def upgrade_database(settings: Settings) -> tuple[str | None, str]:
    """Bring the schema up to date; the versions before and after. A database of its own server is asked for by name."""
    upgrading = importlib.import_module("responder.storage.upgrade")  # Alembic takes a third of a second to load
    before, after = upgrading.upgrade(settings.database, database_file=settings.database_file)
    return before, after


def _services(settings: Settings) -> Services:
    keystore = KeyStore(settings.keys, read_master_key(settings.master_key))
    heads = HeadsLog(settings.home / "heads.log")
    database = Database(settings.database, services=provide(keystore))
    database.before_commit.append(write_collected)
    database.before_select.append(limit_to_viewer)
    database.after_commit.append(heads.note)
    return Services(settings, database, keystore, heads, FileStore(settings.home / "files", keystore))


def _bring_up_to_date(services: Services) -> None:
    with services.db.reading() as session:
        current = schema.current(session.connection())
    if current == schema.wanted():
        return
    if services.settings.database_file is None:
        raise NotConfigured("The database has another schema. `responder db upgrade` brings it up to date.")
    upgrade_database(services.settings)
