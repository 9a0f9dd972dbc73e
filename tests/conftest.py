"""The house that tests live in: a fresh home with keys, a real SQLite file and nothing that leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from responder.journal.append import write_collected
from responder.settings import Settings
from responder.storage.record import Record
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import HOUSE, KeyStore, make_master_key, read_master_key


@dataclass
class House:
    path: Path
    settings: Settings
    keystore: KeyStore
    db: Database


@pytest.fixture
def house(tmp_path):
    home = tmp_path / "home"
    settings = Settings(home=home)
    make_master_key(settings.master_key)
    keys = KeyStore(home / "keys", read_master_key(settings.master_key))
    keys.make(HOUSE)
    db = Database(settings.database, services=keystore.provide(keys))
    db.before_commit.append(write_collected)
    Record.metadata.create_all(db.engine)
    yield House(home, settings, keys, db)
    db.dispose()
