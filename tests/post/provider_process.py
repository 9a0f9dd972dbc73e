"""A worker as a process of its own, to be killed: sends what is due through the loopback SendGrid until nothing is due.

``python provider_process.py URL BATCH NAME``
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from sqlalchemy import func, select

from responder import clock
from responder.channels.sendgrid import SendGridAccount, SendGridChannel
from responder.ids import new_id
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump
from responder.post.records import Outgoing
from responder.settings import load
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import KeyStore, read_master_key
from tests.post.outbox import COMPOSERS


def main(url, batch, name):
    settings = load()
    keys = KeyStore(settings.keys, read_master_key(settings.master_key))
    database = Database(settings.database, services=keystore.provide(keys))
    channel = SendGridChannel(SendGridAccount("synthetic", host=url, timeout=timedelta(milliseconds=400)))
    worker, ahead = Worker(name, new_id()), timedelta(0)

    def now():
        return clock.now() + ahead

    with database.writing() as session:
        arrive(session, worker, now=now())
    while left(database):
        if not pump(database, {"email": channel}, COMPOSERS, worker=worker, clock=now, largest_batch=batch):
            ahead += timedelta(minutes=5)  # whatever waits for its next try, or for a provider that was busy
            time.sleep(0.001)


def left(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Outgoing.state == "ready"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
