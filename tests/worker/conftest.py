import subprocess
import sys
import time
from pathlib import Path

import pytest

from responder.agenda import records  # noqa: F401 -- its tables
from responder.storage.record import Record
from responder.storage.session import Database

HERE = Path(__file__).parent
PATIENCE = 30


class Ticking:
    """Clocks in processes of their own over one database, and what their job wrote."""

    def __init__(self, folder):
        self.url = f"sqlite:///{folder / 'agenda.db'}"
        self.out = folder / "fired"
        self.db = Database(self.url)
        self.processes = []
        tables = [table for name, table in Record.metadata.tables.items() if name.startswith("agenda_")]
        Record.metadata.create_all(self.db.engine, tables=tables)

    def begin(self, lease=2.0):
        process = subprocess.Popen(
            [sys.executable, str(HERE / "ticking.py"), self.url, str(self.out), str(lease)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1], env={"PYTHONPATH": str(HERE.parents[1])},
        )
        assert process.stdout.readline() == "ready\n"
        self.processes.append(process)
        return process

    def fired(self):
        lines = self.out.read_text().splitlines() if self.out.exists() else []
        return [tuple(line.split()[:2]) for line in lines]

    def wait_for(self, enough):
        end = time.monotonic() + PATIENCE
        while not enough(self.fired()):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
        self.db.dispose()


@pytest.fixture
def ticking(tmp_path):
    world = Ticking(tmp_path)
    yield world
    world.end()
