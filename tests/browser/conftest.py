"""A real browser at a real server, on a house in which the demo's breach was told from alarm to lessons."""

import os
import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from waitress.server import create_server

from responder import clock
from responder.agenda.actions import beat
from responder.bootstrap import make_house
from responder.cli.demo_story import Story
from responder.people import passwords
from responder.people.actions.accounts import change_details, make_account
from responder.people.actions.sessions import start_session
from responder.people.queries import get_account
from responder.settings import Settings
from responder.site.app import make_app

STAFF = (("max", "Administrator (demo)", "administrator"), ("lin", "Counsel (demo)", "counsel"))
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": [*QUIET, *as_root]}


class Served:
    """A console that is served: its address, the incident's number, and sign-ins by name."""

    def __init__(self, services, address, number):
        self.services = services
        self.address = address
        self.number = number

    def sign_in(self, context, login, language="en"):
        with self.services.db.writing() as session:
            beat(session, owner="test", now=clock.now())
            account = get_account(session, login)
            change_details(session, account, language=language, by="system", now=clock.now())
            token = start_session(session, account, now=clock.now(), kind="browser", hours=12).token
        context.add_cookies([{"name": "responder", "value": token, "url": self.address}])


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    hasher, passwords._hasher = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    home = tmp_path_factory.mktemp("served") / "home"
    settings = Settings(home=home, timezone="Europe/Berlin", undo_seconds=1, canary_seconds=1, port=0)
    services, _ = make_house(settings)
    number = Story(services, now=clock.now(), say=lambda _chapter: None).tell()
    with services.db.writing() as session:
        for login, name, permission_set in STAFF:
            make_account(session, login=login, name=name, permission_set=permission_set, by="system", now=clock.now())
    passwords._hasher = hasher
    server = create_server(make_app(services), host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Served(services, f"http://127.0.0.1:{server.effective_port}", number)
    server.close()
    services.db.dispose()


@pytest.fixture
def at(served, browser):
    """Somebody at a browser of some width: ``at(login, width, theme, language)`` gives a page."""
    contexts = []

    def at(login="", width=1280, theme="light", language="en"):
        context = browser.new_context(
            base_url=served.address,
            viewport={"width": width, "height": 844 if width < 500 else 900},
            color_scheme=theme,
            locale="zh-CN" if language == "zh" else "en-GB",
            timezone_id="Europe/Berlin",
        )
        contexts.append(context)
        if login:
            served.sign_in(context, login, language)
        page = context.new_page()
        page.set_default_timeout(10_000)
        wrong = page.wrong = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield at
    for context in contexts:
        context.close()
