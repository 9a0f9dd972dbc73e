import pytest

from responder.agenda import records  # noqa: F401 -- its tables
from responder.storage.record import Record
from responder.storage.session import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path):
    """A database with the agenda's tables alone."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        database = Database(server.make())
    else:
        database = Database(f"sqlite:///{tmp_path / 'agenda.db'}")
    tables = [table for name, table in Record.metadata.tables.items() if name.startswith("agenda_")]
    Record.metadata.create_all(database.engine, tables=tables)
    yield database
    database.dispose()
    if request.param == "postgresql":
        server.drop(database.engine.url)
