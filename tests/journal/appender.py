"""A process of its own that appends lines: ``appender.py HOME STREAM COUNT``."""

from __future__ import annotations

import sys
from pathlib import Path

from responder import clock
from responder.journal.anchors import HeadsLog
from responder.journal.append import append, write_collected
from responder.storage.session import Database
from responder.vault.keystore import KeyStore, provide, read_master_key

if __name__ == "__main__":
    home, stream, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    keys = KeyStore(home / "keys", read_master_key(home / "master.key"))
    database = Database(f"sqlite:///{home / 'responder.db'}", services=provide(keys))
    database.before_commit.append(write_collected)
    database.after_commit.append(HeadsLog(home / "heads.log").note)
    for number in range(count):
        with database.writing() as session:
            append(session, stream, by="system", at=clock.now(), tag="test.said", what=f"Line {number}")
