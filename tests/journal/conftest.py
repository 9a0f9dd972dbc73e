import pytest

from responder.journal.anchors import HeadsLog


@pytest.fixture
def heads(house):
    log = HeadsLog(house.path / "heads.log")
    house.db.after_commit.append(log.note)
    return log
