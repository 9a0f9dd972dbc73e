"""A person who must appear nowhere in clear: on the disk, in a log, in the text of an error."""

import logging
from datetime import UTC, datetime

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from responder import log
from responder.errors import ResponderError
from responder.intake.actions import add_entry, open_incident
from responder.journal.append import append
from responder.people.actions import accounts, sessions
from responder.people.queries import get_account

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NAME, EMAIL, PHONE = "Canaria Kanarienvogel", "canaria.kanarienvogel@example.com", "+493023125777"
SECRETS = ("Kanarienvogel", "kanarienvogel", "3023125777", "canary seed in the morning")
PERSON = {"name": NAME, "email": EMAIL, "phone": PHONE, "password": SECRETS[3]}


def account(house, **changes):
    person = {"login": "ada", "permission_set": "administrator", **PERSON, **changes}
    with house.db.writing() as session:
        return accounts.make_account(session, by="os:root", now=NOW, **person)


def on_disk(house):
    return b"".join(path.read_bytes() for path in sorted(house.path.rglob("*")) if path.is_file())


def twice(house):
    account(house)
    account(house)


def unknown_login(house):
    sessions.sign_in(house.db, login=EMAIL, password=SECRETS[3], address="local", now=NOW)


def look_up(house):
    with house.db.reading() as session:
        get_account(session, EMAIL)


def no_canonical_form(house):
    with house.db.writing() as session:
        append(session, "house", by=NAME, at=NOW, tag="a.b", what=NAME, data={"share": 0.5, "who": EMAIL})


def empty_entry(house):
    with house.db.writing() as session:
        incident = open_incident(session, title=NAME, by="x", now=NOW)
        add_entry(session, incident, " ", by="x", at=NOW)


def row_that_breaks_a_rule(house):
    with house.db.writing() as session:
        session.execute(
            text("INSERT INTO people_account (id, login, name_sealed) VALUES (:id, :login, :name)"),
            {"id": "1", "login": EMAIL, "name": NAME},
        )


WRONG = {
    "login": lambda house: account(house, login=EMAIL),
    "name": lambda house: account(house, name=NAME * 10),
    "email": lambda house: account(house, email=f"{EMAIL} {EMAIL}"),
    "phone": lambda house: account(house, phone=f"{PHONE}{PHONE}"),
    "password": lambda house: account(house, password=f"ada {SECRETS[3]}"),
    "zone": lambda house: account(house, zone=NAME),
    "twice": twice,
    "unknown login": unknown_login,
    "look up": look_up,
    "no canonical form": no_canonical_form,
    "empty entry": empty_entry,
    "database": row_that_breaks_a_rule,
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_and_the_log_of_it_never_name_the_person(house, wrong, capsys, caplog):
    log.configure("debug")
    caplog.set_level(logging.DEBUG)
    with pytest.raises((ResponderError, ValueError, IntegrityError)) as raised:
        WRONG[wrong](house)
    structlog.get_logger().error("a deed failed", exc_info=raised.value)
    told = str(raised.value) + repr(raised.value) + "".join(capsys.readouterr()) + caplog.text
    assert not [secret for secret in SECRETS if secret in told]


def test_what_is_stored_names_the_person_nowhere_in_clear(house):
    made = account(house)
    with house.db.writing() as session:
        incident = open_incident(session, title=f"Mail of {NAME}", by=made.id, now=NOW)
        add_entry(session, incident, f"{NAME} called from {PHONE}", by=made.id, at=NOW)
        accounts.change_details(session, made, by=made.id, now=NOW, email=EMAIL.upper())
    kept = on_disk(house)
    assert not [secret for secret in SECRETS if secret.encode() in kept]
    house.db.dispose()
    assert not [secret for secret in SECRETS if secret.encode() in on_disk(house)]


def test_what_slips_into_a_log_line_is_struck_out(capsys):
    log.configure("info")
    structlog.get_logger().info(
        "sent", to=EMAIL, phone="+49 30 23125-777", link="/link/abcDEF_123", query="?token=abcDEF_123"
    )
    line = capsys.readouterr().err
    assert "struck out" in line
    assert not [secret for secret in (EMAIL, "23125", "abcDEF_123") if secret in line]
