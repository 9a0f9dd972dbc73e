"""``timeline-page``: the newest page of a long timeline, beside the same rows as bare JSON by the same server."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.test import Client

from responder import clock, flow
from responder.bench.frame import Bench
from responder.bootstrap import make_house
from responder.journal.append import append
from responder.people.actions.accounts import make_account
from responder.people.actions.sessions import start_session
from responder.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from responder.bench.frame import Work
    from responder.bootstrap import Services

    MakeApp = Callable[[Services], WSGIApplication]

ENTRIES = 10_000
PAGE = 60
WHAT = "The on-call engineer saw that the log server no longer receives lines from the shop."
_SELECT = f"SELECT * FROM journal_line WHERE stream = ? ORDER BY seq DESC LIMIT {PAGE}"  # noqa: S608 -- a constant


@dataclass
class World:
    """An incident with a long timeline and its playbook, and a token for somebody who reads it."""

    folder: tempfile.TemporaryDirectory[str]
    services: Services
    number: str
    stream: str
    token: str

    def client(self, make_app: MakeApp) -> Client:
        client = Client(make_app(self.services))
        client.set_cookie("responder", self.token, domain="localhost")
        return client


@cache
def world(entries: int) -> World:
    """Made once a process: ten thousand entries take longer to write than to read."""
    folder = tempfile.TemporaryDirectory()
    services, _ = make_house(Settings(home=Path(folder.name) / "home"))
    now = clock.now()
    with services.db.writing() as session:
        account = make_account(session, login="bench", name="Bench", permission_set="commander", by="system", now=now)
        incident = flow.open_incident(
            session, books=services, title="Bench", by=account.id, now=now, playbook="ransomware"
        )
        number, stream = incident.number, incident.id
        token = start_session(session, account, now=now, kind="browser", hours=12).token
    for begin in range(0, entries, 500):
        with services.db.writing() as session:
            for _ in range(begin, min(begin + 500, entries)):
                append(session, stream, by=stream, at=clock.now(), tag="timeline.added", what=WHAT)
    return World(folder, services, number, stream, token)


def bench(make_app: MakeApp) -> Bench:
    """The bench over the site that ``make_app`` makes; it lies above this room and is handed in."""

    @contextmanager
    def ours() -> Iterator[Work]:
        made = world(ENTRIES)
        client = made.client(make_app)
        yield lambda size: _get(client, f"/incidents/{made.number}/timeline", size)

    @contextmanager
    def bare() -> Iterator[Work]:
        made = world(ENTRIES)
        client = Client(_bare_app(made))
        yield lambda size: _get(client, "/", size)

    return Bench(
        "timeline-page",
        "pages/s",
        "raw SELECT of the page and json.dumps, a bare WSGI app, same client",
        ours,
        bare,
        100,
    )


def _get(client: Client, path: str, times: int) -> None:
    for _ in range(times):
        answer = client.get(path)
        if answer.status_code != 200 or not answer.data:
            raise RuntimeError(f"{path} answered {answer.status_code}")


def _bare_app(made: World) -> WSGIApplication:
    connection = sqlite3.connect(made.services.settings.home / "responder.db", check_same_thread=False)

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        rows = [[str(value) for value in row] for row in connection.execute(_SELECT, (made.stream,))]
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(rows).encode()]

    return app
