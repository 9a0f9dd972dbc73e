"""The house that tests live in: a fresh home with keys, a real database and nothing that leaves the machine.

Rooms that store run on both databases, each test on each: a SQLite file, and a PostgreSQL that the tests start.
"""

from __future__ import annotations

import importlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from responder.journal.append import write_collected
from responder.settings import Settings
from responder.storage.record import Record
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import HOUSE, KeyStore, make_master_key, read_master_key
from tests.postgres import Server

ON_BOTH = {"affected", "deliveries", "files", "flow", "intake", "journal", "oncall", "people", "post", "response", "review"}
TESTS = Path(__file__).parent


def pytest_generate_tests(metafunc):
    """A room's tests run once a database; those that are about one of them say so: ``mark.database("sqlite")``.

    ``postgresql:soak`` leaves that one to the long tests.
    """
    if "house" not in metafunc.fixturenames:
        return
    named = metafunc.definition.get_closest_marker("database")
    room = Path(metafunc.module.__file__).relative_to(TESTS).parts[0]
    databases = named.args if named else ("sqlite", "postgresql") if room in ON_BOTH else ("sqlite",)
    soak = [pytest.param(name.removesuffix(":soak"), marks=pytest.mark.soak) for name in databases if ":" in name]
    metafunc.parametrize("house", [name for name in databases if ":" not in name] + soak, indirect=True)


@pytest.fixture(scope="session")
def postgresql():
    """A server of this process's own, started when the first test asks for it."""
    with Server.started() as server:
        yield server


@pytest.fixture(scope="session")
def lent(postgresql):
    """A database on it that one test after the other gets empty: emptying takes milliseconds, making a tenth of one."""
    importlib.import_module("responder.bootstrap")
    return Lent(postgresql.make())


class Lent:
    def __init__(self, address):
        self.address = address
        self.engine = create_engine(address, poolclass=NullPool)
        Record.metadata.create_all(self.engine)

    def empty(self):
        """As it was made; the triggers that forbid it are passed over, and whoever was left behind is shown out."""
        deletes = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(Record.metadata.sorted_tables))
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(deletes)
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS responder_queue CASCADE")


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A SQLite file with every table and no row, to be copied."""
    importlib.import_module("responder.bootstrap")  # rows of one room may point to another's
    file = tmp_path_factory.mktemp("blank") / "responder.db"
    engine = create_engine(f"sqlite:///{file}")
    Record.metadata.create_all(engine)
    engine.dispose()
    return file


@dataclass
class House:
    path: Path
    settings: Settings
    keystore: KeyStore
    db: Database

    @property
    def environment(self):
        """What a process needs to work in this house."""
        named = {"RESPONDER_DATABASE_URL": self.settings.database} if self.settings.database_url else {}
        return {**os.environ, "RESPONDER_HOME": str(self.path), "PYTHONPATH": str(TESTS.parent), **named}


@pytest.fixture
def house(request, tmp_path):
    home = tmp_path / "home"
    lent = request.getfixturevalue("lent") if request.param == "postgresql" else None
    settings = Settings(home=home, database_url=lent and lent.address)
    make_master_key(settings.master_key)
    keys = KeyStore(home / "keys", read_master_key(settings.master_key))
    keys.make(HOUSE)
    if lent is None:
        shutil.copyfile(request.getfixturevalue("blank"), settings.database_file)
    db = Database(settings.database, services=keystore.provide(keys))
    db.before_commit.append(write_collected)
    yield House(home, settings, keys, db)
    db.dispose()
    if lent is not None:
        lent.empty()


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
