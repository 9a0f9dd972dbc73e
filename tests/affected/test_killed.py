"""An import that is killed in its middle leaves nothing that anybody sees, and starting again is safe."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lists import NOW, WORDS, csv_file, incident
from sqlalchemy import func, select

from responder.affected import queries
from responder.affected.actions.imports import Choices, import_list
from responder.affected.records import Recipient, RecipientList
from responder.affected.rows import ListWide

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from datetime import datetime, UTC
from responder.settings import Settings
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import KeyStore, read_master_key
from responder.affected.actions.imports import import_list
settings = Settings(home=Path(sys.argv[1]), database_url=sys.argv[4] or None)
keys = KeyStore(settings.home / "keys", read_master_key(settings.master_key))
database = Database(settings.database, services=keystore.provide(keys))
with open(sys.argv[3], "rb") as file:
    import_list(database, sys.argv[2], file, name="big.csv", by="0" * 32, clock=lambda: datetime(2026, 6, 15, 9, tzinfo=UTC),
                progress=lambda rows: print(rows, flush=True))
"""


def test_an_import_killed_in_the_middle_is_as_if_it_had_never_been(house, tmp_path):
    inc = incident(house)
    file = tmp_path / "big.csv"
    file.write_bytes(
        csv_file(
            [["id", "name", "email"], *([str(n), f"Person {n}", f"p{n}@example.com"] for n in range(20_000))]
        ).getvalue()
    )
    server = house.settings.database if house.settings.database_url else ""
    importing = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(house.path), inc, str(file), server],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    while int(importing.stdout.readline()) < 2_000:
        pass
    os.kill(importing.pid, signal.SIGKILL)
    importing.wait()
    importing.stdout.close()

    with house.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Recipient)) >= 2_000
        assert queries.count_recipients(session, inc) == 0
        assert queries.people_rows(session, inc) == []

    with file.open("rb") as again:
        report = import_list(
            house.db,
            inc,
            again,
            name="big.csv",
            by="0" * 32,
            clock=lambda: NOW + timedelta(minutes=3),
            words=WORDS,
            choices=Choices(whole=ListWide(data=("name",))),
        )
    assert (report.kept, report.joined) == (20_000, 0)
    with house.db.reading() as session:
        assert queries.count_recipients(session, inc) == 20_000
        assert session.scalar(select(func.count()).select_from(Recipient)) == 20_000
        assert sorted(session.scalars(select(RecipientList.state))) == ["ready", "rejected"]


def test_other_writers_get_their_turn_during_an_import(house):
    """Each batch commits by itself, so nobody waits for the end."""
    inc = incident(house)
    written = []

    def meanwhile(rows):
        with house.db.writing() as session:
            session.scalars(select(RecipientList)).one().empty = 0
        written.append(rows)

    import_list(
        house.db,
        inc,
        csv_file([["name"], *([f"Person {n}"] for n in range(1_000))]),
        name="a.csv",
        by="0" * 32,
        clock=lambda: NOW,
        progress=meanwhile,
    )
    assert written == [400, 800, 1000]
