import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import create_engine

from responder import bootstrap
from responder.errors import Broken, NotConfigured
from responder.journal.append import append
from responder.journal.verify import verify_stream
from responder.people.actions import accounts, links
from responder.settings import Settings
from responder.storage import schema, upgrade
from responder.vault.keystore import HOUSE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

REBUILD = """
from alembic import op
revision, down_revision = "9001", "{before}"


def upgrade():
    for table in ("people_account", "journal_line"):
        with op.batch_alter_table(table, recreate="always"):
            pass
"""
FAIL_HALFWAY = REBUILD + "    raise RuntimeError('the power went')\n"
ORPHAN = """
from alembic import op
revision, down_revision = "9001", "{before}"


def upgrade():
    op.execute("DELETE FROM people_account")
"""


def clauses(database):
    """Each table, index and trigger of a database as the set of its clauses: their order says nothing."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version' AND sql <> ''"
        )
        return {
            (kind, name): {clause.strip().rstrip(",").strip() for clause in sql.replace('"', "").splitlines()}
            - {"", ")"}
            for kind, name, sql in rows
        }


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


@pytest.fixture
def lived_in(settings):
    """A house with accounts, a link that points to one, and a journal."""
    services, _ = bootstrap.make_house(settings)
    with services.db.writing() as session:
        ada = accounts.make_account(
            session, login="ada", name="Person One", permission_set="administrator", by="os:root", now=NOW
        )
        links.make_link(session, links.PASSWORD, ada, by="os:root", now=NOW)
        append(session, HOUSE, by=ada.id, at=NOW, tag="test.said", what="Something")
    services.db.dispose()
    return settings


@pytest.fixture
def next_migration(monkeypatch, tmp_path):
    """Puts one more migration after the real ones."""

    def add(text):
        folder = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, folder)
        (folder / "versions" / "9001_next.py").write_text(text.format(before=schema.wanted()))
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return add


def rows(settings):
    with closing(sqlite3.connect(settings.database_file)) as connection:
        return [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("people_account", "people_one_time_link", "journal_line")
        ]


def test_the_newest_migration_gives_the_tables_that_the_records_say(settings, tmp_path):
    """If this fails, a record changed without a migration: python -m responder.migrations "what changed"."""
    bootstrap.make_house(settings)[0].db.dispose()
    assert upgrade.differences(settings.database) == []
    fresh = tmp_path / "fresh.db"
    engine = create_engine(f"sqlite:///{fresh}")
    bootstrap.METADATA.create_all(engine)
    engine.dispose()
    assert clauses(settings.database_file) == clauses(fresh)


def test_a_table_that_differs_and_a_trigger_that_is_gone_are_both_told(lived_in):
    with closing(sqlite3.connect(lived_in.database_file)) as connection:
        connection.execute("DROP TRIGGER journal_line_stays")
        connection.execute("ALTER TABLE people_account ADD COLUMN nickname TEXT")
        connection.commit()
    told = upgrade.differences(lived_in.database)
    assert any("nickname" in difference for difference in told)
    assert "trigger journal_line_stays is missing or was changed" in told


def test_opening_the_house_upgrades_it_and_keeps_every_row_and_trigger(lived_in, next_migration):
    before, guarded = rows(lived_in), clauses(lived_in.database_file)
    next_migration(REBUILD)
    services = bootstrap.open_house(lived_in)
    with services.db.reading() as session:
        assert schema.current(session.connection()) == "9001"
        assert verify_stream(session, HOUSE, services.heads.of(HOUSE)).holds
    services.db.dispose()
    assert rows(lived_in) == before
    assert upgrade.differences(lived_in.database) == []
    triggers = {key for key in guarded if key[0] == "trigger"}
    assert triggers <= clauses(lived_in.database_file).keys()
    copy = lived_in.home / "responder.db.before-9001"
    assert clauses(copy) == guarded, "a copy was taken before the first step"
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_migration_that_fails_halfway_changes_nothing(lived_in, next_migration):
    before, tables = rows(lived_in), clauses(lived_in.database_file)
    next_migration(FAIL_HALFWAY)
    with pytest.raises(RuntimeError):
        bootstrap.open_house(lived_in)
    assert (rows(lived_in), clauses(lived_in.database_file)) == (before, tables)


def test_a_migration_that_leaves_rows_pointing_nowhere_is_taken_back(lived_in, next_migration):
    before = rows(lived_in)
    next_migration(ORPHAN)
    with pytest.raises(Broken, match="people_one_time_link"):
        bootstrap.open_house(lived_in)
    assert rows(lived_in) == before


def test_a_program_refuses_a_database_that_a_newer_one_made(lived_in, monkeypatch, next_migration):
    older = schema.MIGRATIONS
    next_migration(REBUILD)
    bootstrap.open_house(lived_in).db.dispose()
    monkeypatch.setattr(schema, "MIGRATIONS", older)
    with pytest.raises(NotConfigured, match="schema 9001"):
        bootstrap.open_house(lived_in)
    with pytest.raises(NotConfigured, match="schema 9001"):
        bootstrap.upgrade_database(lived_in)


def test_two_that_open_an_old_house_at_once_upgrade_it_once(lived_in, next_migration):
    before = rows(lived_in)
    next_migration(REBUILD)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: upgrade.upgrade(lived_in.database), range(2)))
    assert {after for _, after in done} == {"9001"}
    assert {already for already, _ in done} == {schema.known()[-2], "9001"}
    assert rows(lived_in) == before


def test_the_first_migration_can_be_taken_back_and_done_again(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'trial.db'}")
    with engine.begin() as connection:
        command.upgrade(upgrade.configuration(connection), "head")
        command.downgrade(upgrade.configuration(connection), "base")
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name LIKE 'people%'").scalar() == 0
        command.upgrade(upgrade.configuration(connection), "head")
    engine.dispose()
