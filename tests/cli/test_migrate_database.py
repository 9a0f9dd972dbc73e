import json
import shutil

import pytest
from sqlalchemy import func, select

from responder import clock
from responder.agenda.actions import beat
from responder.bootstrap import METADATA, open_house
from responder.settings import Settings
from tests.journal.chained import tamper


@pytest.fixture
def incident(home):
    home.staffed()
    return home.open_incident()


@pytest.fixture
def address(postgresql):
    """As somebody would write it, without the driver."""
    made = postgresql.make().replace("+psycopg", "")
    yield made
    postgresql.drop(made)


def rows(settings):
    services = open_house(settings)
    with services.db.reading() as session:
        counts = {name: session.scalar(select(func.count()).select_from(table)) for name, table in METADATA.tables.items()}
    services.db.dispose()
    return counts


def test_the_whole_house_goes_on_from_the_server(home, incident, address):
    before = rows(Settings(home=home.path))
    said = home.run("migrate-database", address).stdout
    assert "Copied and verified" in said

    after = rows(Settings(home=home.path, database_url=address))
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"journal_line": 1}
    there = {"RESPONDER_DATABASE_URL": address}
    assert "holds" in home.run("timeline", "verify", "--all", **there).stdout
    assert json.loads(home.run("incident", "list", "--json", **there).stdout)[0]["number"] == incident
    assert home.run("db", "check", **there).stdout == "The tables are as expected.\n"


def test_nobody_goes_on_writing_to_the_old_file(home, incident, address):
    home.run("migrate-database", address)
    assert not (home.path / "responder.db").exists()
    refused = home.run("incident", "list", exit_code=3)
    assert "set RESPONDER_DATABASE_URL" in refused.stderr
    assert (home.path / "responder.db.moved").exists()


def test_a_house_at_work_is_not_moved(home, incident, address):
    services = home.services()
    with services.db.writing() as session:
        beat(session, owner="somebody", now=clock.now())
    services.db.dispose()
    refused = home.run("migrate-database", address, exit_code=1)
    assert "stop `responder serve`" in refused.stderr


def test_a_database_that_is_lived_in_is_left_alone(home, incident, address):
    shutil.copy(home.path / "responder.db", home.path / "kept")
    home.run("migrate-database", address)
    shutil.move(home.path / "kept", home.path / "responder.db")
    refused = home.run("migrate-database", address, exit_code=1)
    assert "not empty" in refused.stderr
    assert (home.path / "responder.db").exists()


def test_a_timeline_that_does_not_hold_stops_the_move_and_nothing_is_kept(home, incident, address):
    tamper(home, ("UPDATE journal_line SET hash='0' WHERE seq=1",))
    refused = home.run("migrate-database", address, exit_code=1)
    assert "nothing was moved" in refused.stderr
    assert sum(rows(Settings(home=home.path, database_url=address)).values()) == 0
    assert (home.path / "responder.db").exists()


@pytest.mark.parametrize("url", ["sqlite:///x.db", "somewhere", "postgresql://nobody:secret-word@127.0.0.1:1/none"])
def test_an_address_of_no_use_is_named_and_its_password_is_not_said(home, incident, url):
    refused = home.run("migrate-database", url, exit_code=3 if "nobody" in url else 2)
    assert "secret-word" not in refused.output
