"""People with names, the console they sit at, and what every page must hold whoever asks for it."""

from __future__ import annotations

import html
import re
import shutil
from functools import cache

import pytest

from responder import clock, flow
from responder.books.letters import load_letters
from responder.books.library import load_library
from responder.books.playbooks.shelf import load_playbooks
from responder.bootstrap import attach_database
from responder.intake.queries import get_incident
from responder.people.actions.accounts import make_account
from responder.people.actions.sessions import start_session
from responder.people.queries import get_account
from responder.settings import Settings
from responder.site.app import make_app
from responder.vault.keystore import HOUSE, KeyStore, make_master_key, read_master_key

PASSWORD = "quiet harbour lantern"
STAFF = {
    "kim": ("Kim (commander)", "commander"),
    "ray": ("Ray (responder)", "responder"),
    "ada": ("Ada (approver)", "approver"),
    "lin": ("Lin (counsel)", "counsel"),
    "odo": ("Odo (auditor)", "auditor"),
    "max": ("Max (administrator)", "administrator"),
}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL)


class Person:
    """Somebody at a browser. ``get`` and ``post`` hold every page to what all pages must be."""

    def __init__(self, app, login="", token=""):
        self.login = login
        self.browser = app.test_client()
        if token:
            self.browser.set_cookie("responder", token)

    def get(self, address, status=200, **headers):
        answer = self.browser.get(address, headers=headers)
        assert answer.status_code == status, f"{address}: {answer.status}"
        hold_to_the_rules(answer)
        return answer

    def post(self, address, status=302, *, follow=False, **fields):
        fields = {"csrf_token": self.csrf(), **fields}
        answer = self.browser.post(
            address, data=fields, content_type="multipart/form-data", headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == status, f"{address}: {answer.status} {complaints(answer)}"
        hold_to_the_rules(answer)
        return self.get(answer.headers["Location"]) if follow else answer

    def csrf(self):
        page = self.browser.get("/help", follow_redirects=True)
        return _TOKEN.search(page.text)[1]


def hold_to_the_rules(answer):
    """What every answer is held to: its headers, and on a page its title, language, forms and scripts."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    if (
        answer.status_code in range(300, 400)
        or answer.mimetype != "text/html"
        or not answer.text.startswith("<!doctype html>\n<html lang")
    ):
        return
    assert re.search(r"<title>[^<]*\S[^<]* – Responder</title>", answer.text)
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    for script in re.findall(r"<script[^>]*>", answer.text):
        assert f'nonce="{nonce}"' in script
    assert not re.search(
        r"\son[a-z]+=|\sstyle=|javascript:", re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.DOTALL)
    )
    for form in _FORM.finditer(answer.text):
        if 'method="post"' in form["head"]:
            assert 'action="' in form["head"], form["head"]
            assert "csrf_token" in form["body"], form["head"]
    identifiers = re.findall(r'\sid="([^"]+)"', answer.text)
    assert len(identifiers) == len(set(identifiers)), "two elements have one id"


def complaints(answer):
    """What the error summary of a page says, as plain text."""
    summary = re.search(r'class="error-summary".*?</ul>', answer.text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", summary[0])) if summary else ""


def seen(answer):
    """The words of a page, as somebody reads them."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


class FrontDoor:
    """The console of a house: ``person`` seats somebody at it."""

    def __init__(self, services):
        self.services = services
        self.app = make_app(services)

    def person(self, login):
        with self.services.db.writing() as session:
            account = get_account(session, login)
            token = start_session(session, account, now=clock.now(), kind="browser", hours=12).token
        return Person(self.app, login, token)

    def visitor(self):
        return Person(self.app)


@cache
def shelves():
    library = load_library()
    return {"library": library, "playbooks": load_playbooks(words=library.words), "letters": load_letters()}


@pytest.fixture
def staffed_house(tmp_path, blank):
    """An opened house with an account for each permission set."""
    settings = Settings(home=tmp_path / "home", undo_seconds=0, canary_seconds=0, timezone="Europe/Berlin")
    make_master_key(settings.master_key)
    KeyStore(settings.keys, read_master_key(settings.master_key)).make(HOUSE)
    shutil.copyfile(blank, settings.database_file)
    services = attach_database(settings)
    services.__dict__.update(shelves())  # read once for all tests: they are the same files
    with services.db.writing() as session:
        for login, (name, permission_set) in STAFF.items():
            make_account(
                session,
                login=login,
                name=name,
                permission_set=permission_set,
                zone="Europe/Berlin",
                by="system",
                now=clock.now(),
            )
    yield services
    services.db.dispose()


@pytest.fixture
def front_door(staffed_house):
    return FrontDoor(staffed_house)


@pytest.fixture
def incident(staffed_house):
    """The number of an open incident."""
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        return flow.open_incident(
            session,
            books=staffed_house,
            title="Files encrypted on two servers",
            by=by,
            now=clock.now(),
            zone="Europe/Berlin",
        ).number


KNOWN = {
    "incident.kinds": ["confidentiality"],
    "organisation.role": "controller",
    "organisation.established_in": ["DE"],
    "organisation.main_establishment": "DE",
    "organisation.timezone": "Europe/Berlin",
    "exposure.accessed": True,
    "risk.level": "high",
    "people": [{"where": "DE", "count": 1200, "data": ["name", "email"]}],
}


def record(house, number, **said):
    """Enough is known of the incident that eu-gdpr falls due; ``said`` is known besides or otherwise."""
    with house.db.writing() as session:
        found = get_incident(session, number)
        by = get_account(session, "kim").id
        said = {**KNOWN, "events.awareness": clock.now().isoformat(), **said}
        flow.record_facts(session, found, said, books=house, by=by, now=clock.now())


@pytest.fixture
def kim(front_door):
    """The commander."""
    return front_door.person("kim")


@pytest.fixture
def ada(front_door):
    """The approver: the second person."""
    return front_door.person("ada")


@pytest.fixture
def odo(front_door):
    """The auditor, who only reads."""
    return front_door.person("odo")


@pytest.fixture
def visitor(front_door):
    """Somebody who has not signed in."""
    return front_door.visitor()
