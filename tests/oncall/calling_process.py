"""The clock and the post as a process of their own, to be killed while a call goes up its path by text message.

``python calling_process.py HOME DATABASE URL AHEAD``. For each line on its input a fresh child runs until nothing is left to do; its
pid is printed first. AHEAD is a file with the minutes by which the house's clock is ahead of the real one: it outlives
the killed, as time does.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

import responder.bootstrap  # noqa: F401 -- every table
from responder import clock
from responder.channels.twilio import TwilioAccount, TwilioChannel
from responder.ids import new_id
from responder.journal.append import write_collected
from responder.oncall.actions.composing import page_composer
from responder.oncall.actions.outcomes import note_outcomes
from responder.oncall.actions.paging import COMPOSER
from responder.oncall.records import Page
from responder.post.actions.claims import Worker, arrive
from responder.post.asking import ask_about_unknown
from responder.post.engine import pump
from responder.post.records import Outgoing
from responder.response.actions.reminders import send_reminder
from responder.settings import Settings
from responder.storage.session import Database
from responder.vault import keystore
from responder.vault.keystore import KeyStore, read_master_key
from responder.worker.jobs import remind_with
from tests.oncall.calls import SENDER, SITE

STEP = 10


class House:
    def __init__(self, home, database):
        settings = Settings(home=home)
        keys = KeyStore(home / "keys", read_master_key(settings.master_key))
        self.db = Database(database, services=keystore.provide(keys))
        self.db.before_commit.append(write_collected)


def main(home, database, url, ahead):
    house, composers = House(home, database), {COMPOSER: page_composer(SENDER, SITE)}
    account = TwilioAccount(
        "AC" + "0" * 32, "synthetic", from_number="+15005550006", url=url, callback=f"{SITE}/hooks/twilio/status"
    )
    channels = {"sms": TwilioChannel(account)}
    worker = Worker("desk", new_id())

    def now():
        return clock.now() + timedelta(minutes=int(ahead.read_text()))

    with house.db.writing() as session:
        arrive(session, worker, now=now())
    remind = remind_with(send_reminder)
    while not over(house.db):
        remind(house, now())
        while pump(house.db, channels, composers, worker=worker, clock=now):
            pass
        ask_about_unknown(house.db, channels, composers, clock=now)
        with house.db.writing() as session:
            note_outcomes(session, now())
        fresh = ahead.with_suffix(f".{os.getpid()}")
        fresh.write_text(str(int(ahead.read_text()) + STEP))
        fresh.replace(ahead)


def over(database):
    with database.reading() as session:
        going = session.scalars(select(Page.id).where(Page.state == "open")).first()
        open_ = session.scalars(select(Outgoing.id).where(Outgoing.state.in_(("ready", "claimed", "unknown")))).first()
        return going is None and open_ is None


def say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    for _ in sys.stdin:  # a line is a wish for one more child
        child = os.fork()
        if child == 0:
            main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
            os._exit(0)
        say(child)
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
