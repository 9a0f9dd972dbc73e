"""``campaign``: the whole way of many people, from a dirty list to receipts, with the sender killed in the middle.

The list has a Windows encoding, rows twice, households that share an address, and addresses that are none. It is
imported, laid out and sent by SendGrid's protocol to a provider that keeps a book; one sender is killed with SIGKILL
half way, and what it left open is settled by what the provider's webhook says; the letters of a request that the kill
kept from leaving stay unknown, for a person to decide. The approval is taken as given.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from responder import clock
from responder.affected.actions import import_list
from responder.affected.actions.imports import Choices
from responder.affected.queries import Selection, digest_of
from responder.bench.provider import provider
from responder.bench.sending import BY, SENDER, Plain, channel_of
from responder.bootstrap import make_house, open_house
from responder.deliveries.actions import Plan, lay_out, make_campaign, start_campaign
from responder.deliveries.actions.laying import complete_laying
from responder.deliveries.canary import Canary
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.composing import campaign_composer
from responder.ids import new_id
from responder.intake.actions import open_incident
from responder.intake.queries import get_incident
from responder.post.actions.claims import Worker, arrive
from responder.post.actions.receipts import match_receipts, store_receipt
from responder.post.engine import pump
from responder.post.queries import tallies
from responder.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.bootstrap import Services

PEOPLE = 100_000
ENCODING = "cp1252"
TWICE_EVERY, BROKEN_EVERY, HOUSEHOLD_EVERY = 25, 50, 10
HEADER = "id,name,email,phone,language,country,data\n"


def run(people: int) -> dict[str, Any]:
    """Go the whole way once.

    Returns:
        Rows a second and seconds of each step, the largest memory of this process in MB after each, what the
        provider's book says at the end, and the messages by state.
    """
    steps: dict[str, Any] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        steps[name] = {"seconds": round(seconds, 1), "people_per_second": round(people / seconds), "peak_mb": peak}

    with tempfile.TemporaryDirectory() as folder, provider() as url:
        home, file = Path(folder) / "home", Path(folder) / "people.csv"
        services, _ = make_house(Settings(home=home))
        _write_list(file, people)
        with services.db.writing() as session:
            incident_id = open_incident(session, title="Bench", kind="real", by=BY, now=clock.now()).id
        with step("import"), file.open("rb") as opened:
            choices = Choices(encoding=ENCODING, keep_going=True)
            report = import_list(
                services.db, incident_id, opened, name=file.name, by=BY, clock=clock.now, choices=choices
            )
        with step("lay out"):
            campaign_id, to_write = _lay_out(services, incident_id)
        with step("send, killed half way"):
            _send_and_kill(home, url, to_write // 2)
            lost = _send(services, url)
        with step("receipts"):
            _take_events(services, url)
        with services.db.reading() as session:
            states: dict[str, int] = {}
            for tally in tallies(session, campaign_id):
                states[tally.state] = states.get(tally.state, 0) + tally.messages
        book = json.loads(_get(f"{url}/book"))
        services.db.dispose()
    return {
        "format": "responder/bench-campaign/1", "people": people, "rows": report.rows, "joined": report.joined,
        "refused": report.refused, "to_write": to_write, "unknown_after_kill": lost, "states": states, "book": book,
        "steps": steps,
    }  # fmt: skip


def _write_list(file: Path, people: int) -> None:
    with file.open("w", encoding=ENCODING) as rows:
        rows.write(HEADER)
        for number in range(people):
            row = _row(number)
            rows.write(row)
            if number % TWICE_EVERY == 0:
                rows.write(row)


def _row(number: int) -> str:
    household = number - 1 if number % HOUSEHOLD_EVERY == 1 else number
    email = f"person{household}.example.org" if number % BROKEN_EVERY == 7 else f"person{household}@example.org"
    return f"{number},Jos\u00e9 Number{number},{email},,en,DE,name\n"


def _lay_out(services: Services, incident_id: str) -> tuple[str, int]:
    now = clock.now()
    with services.db.writing() as session:
        digest, count = digest_of(session, incident_id)
        plan = Plan(
            notice_id=new_id(), selection=Selection(), digest=digest, count=count, texts={},
            ladder=[{"medium": "email"}], undo_seconds=0, canary=Canary(permille=0, seconds=0), due_at=now,
        )  # fmt: skip
        campaign_id = make_campaign(session, get_incident(session, incident_id), plan, by=BY, now=now).id
    ended = False
    while not ended:
        with services.db.writing() as session:
            ended = lay_out(session, get_campaign(session, campaign_id), now=now)
    with services.db.writing() as session:
        campaign = get_campaign(session, campaign_id)
        complete_laying(session, campaign, digest=digest, now=now)
        start_campaign(session, campaign, typed=campaign.to_write, by=BY, now=now)
        return campaign_id, campaign.to_write


def _send_and_kill(home: Path, url: str, after: int) -> None:
    command = [sys.executable, "-m", "responder.bench.campaign", str(home), url]
    with subprocess.Popen(command) as sender:  # noqa: S603 -- our own
        while sender.poll() is None and json.loads(_get(f"{url}/book"))["messages"] < after:
            time.sleep(0.02)
        if sender.poll() is None:
            sender.send_signal(signal.SIGKILL)


def _send(services: Services, url: str) -> int:
    """Send what is due; how many messages a former life of this sender left unknown."""
    worker, channels = Worker("bench", new_id()), {"email": channel_of("email", url)}
    composers = {"campaign": campaign_composer(lambda *about: Plain(about[-1]), SENDER)}
    with services.db.writing() as session:
        lost = arrive(session, worker, now=clock.now())
    while pump(services.db, channels, composers, worker=worker, clock=clock.now):
        pass
    return lost


def _take_events(services: Services, url: str) -> None:
    """As the webhook does after it has checked the signature: kept first, understood afterwards."""
    channel = channel_of("email", url)
    while (body := _get(f"{url}/events")) != b"[]":
        with services.db.writing() as session:
            store_receipt(session, channel.name, body, now=clock.now())
        with services.db.writing() as session:
            match_receipts(session, {channel.name: channel}, now=clock.now())


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 -- the provider of this bench
        found: bytes = answer.read()
        return found


if __name__ == "__main__":
    _send(open_house(Settings(home=Path(sys.argv[1]))), sys.argv[2])
