"""A process of its own that appends lines, in the house that its environment names: ``appender.py STREAM COUNT``."""

from __future__ import annotations

import sys

from responder import clock
from responder.journal.anchors import HeadsLog
from responder.journal.append import append, write_collected
from responder.settings import load
from responder.storage.session import Database
from responder.vault.keystore import KeyStore, provide, read_master_key

if __name__ == "__main__":
    stream, count, settings = sys.argv[1], int(sys.argv[2]), load()
    keys = KeyStore(settings.keys, read_master_key(settings.master_key))
    database = Database(settings.database, services=provide(keys))
    database.before_commit.append(write_collected)
    database.after_commit.append(HeadsLog(settings.home / "heads.log").note)
    for number in range(count):
        with database.writing() as session:
            append(session, stream, by="system", at=clock.now(), tag="test.said", what=f"Line {number}")
