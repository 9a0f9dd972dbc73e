"""A worker as a process of its own, to be killed: sends what is due by SMTP until there is nothing left.

``python sending_process.py PORT BATCH``
"""

from __future__ import annotations

import sys
from datetime import timedelta

from responder import clock
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.ids import new_id
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump
from responder.settings import load
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import KeyStore, read_master_key
from tests.post.outbox import COMPOSERS


def main(port, batch):
    settings = load()
    keys = KeyStore(settings.keys, read_master_key(settings.master_key))
    database = Database(settings.database, services=keystore.provide(keys))
    channel = SmtpChannel(SmtpServer("127.0.0.1", port, security="none", timeout=timedelta(seconds=5)))
    worker = Worker("desk", new_id())
    with database.writing() as session:
        arrive(session, worker, now=clock.now())
    while pump(database, {"email": channel}, COMPOSERS, worker=worker, clock=clock.now, largest_batch=batch):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
