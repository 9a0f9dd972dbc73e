"""The jobs that send: campaigns are tended, the post is emptied, receipts are taken, what is unknown is asked after.

Each does a bounded piece and leaves the rest to its next tick, so that the worker can be stopped at any moment.
"""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Final

from responder import clock, flow, ids
from responder.channels.chosen import rates_for
from responder.post.actions.claims import Worker, arrive
from responder.post.asking import ask_about_unknown
from responder.post.engine import pump, take_receipts

if TYPE_CHECKING:
    from datetime import datetime

    from responder.bootstrap import Services

PIECE_SECONDS: Final = 5.0
# One life a process: what an earlier one on this machine left open is known to be lost.
WORKER: Final = Worker(socket.gethostname(), ids.new_id())


def send(services: Services, now: datetime) -> None:
    """Tend the campaigns, then send and take receipts for some seconds."""
    with services.db.writing() as session:
        arrive(session, WORKER, now=now)
    flow.tend_sending(services.db, books=services, clock=clock.now)
    rates = rates_for(services.settings)
    until = time.monotonic() + PIECE_SECONDS
    work = True
    while work and time.monotonic() < until:
        sent = pump(services.db, services.channels, services.composers, worker=WORKER, clock=clock.now, rates=rates)
        work = bool(take_receipts(services.db, services.channels, clock=clock.now)) or bool(sent)


def ask(services: Services, now: datetime) -> None:
    """Ask the providers' books what became of messages nobody knows the fate of."""
    del now
    ask_about_unknown(services.db, services.channels, services.composers, clock=clock.now)
