"""The house that tests live in: a fresh home with keys, a real SQLite file and nothing that leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 -- a dataclass reads it

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


# A skipped test proves nothing: the suite fails unless the skip stands here with its reason.
MAY_BE_SKIPPED: dict[str, str] = {
    "tests/channels/test_descriptions.py::test_the_providers_descriptions_lie_where_requests_are_checked_against_them": (
        "the descriptions are the providers' and are not carried along; with CI=true their absence is a failure"
    ),
}


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = {report.nodeid for report in reporter.stats.get("skipped", [])} if reporter else set()
    unexplained = skipped - set(MAY_BE_SKIPPED)
    if unexplained and exitstatus == 0:
        reporter.write_line("skipped without standing on the list: " + ", ".join(sorted(unexplained)), red=True)
        session.exitstatus = 1
