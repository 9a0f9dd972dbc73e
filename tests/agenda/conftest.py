import shutil
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text

from responder.agenda import records  # noqa: F401 -- its tables
from responder.storage.record import Record
from responder.storage.session import Database
from tests.postgres import cluster


@pytest.fixture(scope="session")
def postgresql():
    """A socket's path is short by law of the kernel, so not under pytest's own folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    folder.chmod(0o755)
    with cluster(folder / "c") as address:
        yield address
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path):
    """A database with the agenda's tables alone."""
    if request.param == "postgresql":
        database = Database(request.getfixturevalue("postgresql"))
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        database = Database(f"sqlite:///{tmp_path / 'agenda.db'}")
    tables = [table for name, table in Record.metadata.tables.items() if name.startswith("agenda_")]
    Record.metadata.create_all(database.engine, tables=tables)
    yield database
    database.dispose()
