from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from responder import bootstrap
from responder.errors import NotConfigured
from responder.journal.append import append
from responder.journal.erase import erase_line
from responder.journal.records import JournalLine
from responder.journal.verify import verify_stream
from responder.settings import Settings
from responder.storage import upgrade
from responder.vault.keystore import HOUSE
from tests.journal.chained import NOW


@pytest.fixture(scope="module")
def settings(tmp_path_factory, postgresql):
    return Settings(home=tmp_path_factory.mktemp("home") / "home", database_url=postgresql.make())


@pytest.fixture(scope="module")
def services(settings):
    made, _ = bootstrap.make_house(settings)
    with made.db.writing() as session:
        append(session, HOUSE, by="system", at=NOW, tag="house.made", what="Made")
    yield made
    made.db.dispose()


def test_the_newest_migration_gives_the_tables_that_the_records_say(services, settings):
    assert upgrade.differences(settings.database) == []
    bootstrap.open_house(settings).db.dispose()


def test_a_line_is_neither_changed_nor_removed_and_can_be_erased(services):
    with pytest.raises(DatabaseError, match="never removed"), services.db.writing() as session:
        session.execute(delete(JournalLine))
    with services.db.writing() as session:
        erase_line(session, HOUSE, 1, reason="A test", by="system", now=NOW)
    with services.db.reading() as session:
        assert verify_stream(session, HOUSE, services.heads.of(HOUSE)).erased == (1,)


def test_writers_at_once_lose_nothing_and_fork_nothing(services):
    def say(writer):
        for number in range(20):
            with services.db.writing() as session:
                append(session, HOUSE, by="system", at=NOW, tag="test.said", what=f"{writer}-{number}")

    with services.db.reading() as session:
        before = verify_stream(session, HOUSE).lines
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(8)))
    with services.db.reading() as session:
        found = verify_stream(session, HOUSE, services.heads.of(HOUSE))
    assert found.holds
    assert found.lines == before + 160


def test_a_database_of_its_own_server_is_upgraded_by_name_alone(services, settings):
    with services.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE alembic_version RENAME TO kept_version")
    with pytest.raises(NotConfigured, match="responder db upgrade"):
        bootstrap.open_house(settings)
    with services.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE kept_version RENAME TO alembic_version")
