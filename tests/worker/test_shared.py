"""Several workers on one PostgreSQL: the clock of one wakes them all, and none of them is needed."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from responder.agenda.queries import living
from responder.clock import now
from responder.worker import shared

pytestmark = pytest.mark.database("postgresql")
SHARING = Path(__file__).parent / "sharing.py"
PATIENCE = 60


class Workers:
    def __init__(self, house, out):
        self.house, self.out, self.processes = house, out, {}

    def begin(self):
        process = subprocess.Popen(
            [sys.executable, str(SHARING), str(self.out)], env=self.house.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        name = process.stdout.readline().strip()
        self.processes[name] = process
        return name

    def wait_for(self, enough):
        """Until it holds of the words that were written after this moment; they are given."""
        begun, end = len(self.lines()), time.monotonic() + PATIENCE
        while not enough(self.lines()[begun:]):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)
        return self.lines()[begun:]

    def lines(self):
        return self.out.read_text().splitlines() if self.out.exists() else []

    def kill(self, name):
        process = self.processes.pop(name)
        process.kill()
        process.communicate()

    def end(self):
        for name in list(self.processes):
            self.kill(name)


@pytest.fixture
def workers(house, tmp_path):
    many = Workers(house, tmp_path / "out")
    yield many
    many.end()


def queue(house):
    address = make_url(house.settings.database).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, options=f"-c search_path={shared.SCHEMA}", autocommit=True)


def test_every_worker_takes_its_part_and_one_killed_is_not_missed(house, workers):
    one, two = workers.begin(), workers.begin()
    assert one != two, "two living workers sit at one place"
    workers.wait_for(lambda lines: {f"beside {one}", f"beside {two}"} <= set(lines))

    workers.kill(one)
    workers.wait_for(lambda lines: lines.count(f"deed {two}") >= 3 and lines.count(f"beside {two}") >= 3)
    with house.db.reading() as session:
        assert living(session, shared.SENDER, since=now() - shared.IS_GONE) >= 1

    assert workers.begin() == one, "whoever follows sits at the place that became free"
    workers.wait_for(lambda lines: f"beside {one}" in lines)


def test_a_worker_that_ends_in_order_leaves_nothing_running(house, workers):
    name = workers.begin()
    workers.wait_for(lambda lines: f"deed {name}" in lines)
    process = workers.processes.pop(name)
    process.communicate(timeout=PATIENCE)  # its input is closed
    assert process.returncode == 0
    with queue(house) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone() == (0,)


def test_tables_of_another_version_of_the_queue_are_made_anew(house, workers):
    workers.begin()
    workers.end()
    with queue(house) as connection:
        connection.execute(f"COMMENT ON SCHEMA {shared.SCHEMA} IS 'procrastinate 0.1'")
        connection.execute("DROP TABLE procrastinate_jobs CASCADE")
    name = workers.begin()
    workers.wait_for(lambda lines: f"deed {name}" in lines)
