"""A worker as a process of its own, to be killed: sends what is due through a loopback provider until nothing is due.

``python provider_process.py URL BATCH NAME [email|sms]``
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from sqlalchemy import func, select

from responder import clock
from responder.channels.sendgrid import SendGridAccount, SendGridChannel
from responder.channels.twilio import TwilioAccount, TwilioChannel
from responder.ids import new_id
from responder.post.actions.claims import Worker, arrive
from responder.post.engine import pump
from responder.post.records import Outgoing
from responder.settings import load
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import KeyStore, read_master_key
from tests.post.outbox import COMPOSERS


def channel_at(url, medium):
    """The provider of a medium, on loopback."""
    hasty = timedelta(milliseconds=400)
    if medium == "email":
        return SendGridChannel(SendGridAccount("synthetic", host=url, timeout=hasty))
    sid, hooks = "AC" + "0" * 32, "http://127.0.0.1/hooks"
    return TwilioChannel(
        TwilioAccount(sid, "synthetic", from_number="+15005550006", url=url, callback=hooks, timeout=hasty)
    )


def main(url, batch, name, medium="email"):
    settings = load()
    keys = KeyStore(settings.keys, read_master_key(settings.master_key))
    database = Database(settings.database, services=keystore.provide(keys))
    channel = channel_at(url, medium)
    worker, ahead = Worker(name, new_id()), timedelta(0)

    def now():
        return clock.now() + ahead

    with database.writing() as session:
        arrive(session, worker, now=now())
    while left(database):
        if not pump(database, {medium: channel}, COMPOSERS, worker=worker, clock=now, largest_batch=batch):
            ahead += timedelta(minutes=5)  # whatever waits for its next try, or for a provider that was busy
            time.sleep(0.001)


def left(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Outgoing.state == "ready"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
