import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from responder.agenda import queries
from responder.bootstrap import make_house
from responder.settings import Settings


@pytest.fixture
def home(tmp_path):
    services, _ = make_house(Settings(home=tmp_path / "home"))
    yield services
    services.db.dispose()


def worker(services):
    env = {**os.environ, "RESPONDER_HOME": str(services.settings.home)}
    return subprocess.Popen([sys.executable, "-m", "responder", "worker"], env=env, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_runs_shows_that_it_lives_and_ends_in_order(home, number):
    process = worker(home)
    assert "The worker runs" in process.stderr.readline()
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    with home.db.reading() as session:
        assert queries.clock_alive(session, datetime.now(UTC))


def test_without_a_house_it_says_what_to_do(tmp_path):
    env = {**os.environ, "RESPONDER_HOME": str(tmp_path / "nowhere")}
    ended = subprocess.run(
        [sys.executable, "-m", "responder", "worker"], env=env, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "`responder init` makes one" in ended.stderr
