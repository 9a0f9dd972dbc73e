"""Who acts on the command line: a signed-in account for deeds, the operating-system user for the house itself."""

from __future__ import annotations

import os
import pwd
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, InterfaceError

from responder import clock, log
from responder.bootstrap import Services, open_house
from responder.errors import Conflict, NotConfigured, NotSignedIn, Refused
from responder.intake.queries.sight import NOBODY, VIEWER, Viewer
from responder.people.actions.sessions import require_fresh
from responder.people.permissions import require
from responder.people.queries import OPERATOR, Present, find_session
from responder.settings import Settings, load
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from responder.people.records import Account

ADDRESS = "local"  # what tries at a password are counted under, on this machine


@contextmanager
def opened() -> Iterator[Services]:
    """The house that the settings name, for one command.

    Raises:
        NotConfigured: there is none, or its database cannot be reached, read or written.
    """
    settings = load()
    log.configure(settings.log_level)
    try:
        services = open_house(settings)
        try:
            _see_as_whoever_is_signed_in(services)
            yield services
        finally:
            services.db.dispose()
    except ArgumentError:  # its text may hold the password
        raise NotConfigured("RESPONDER_DATABASE_URL is no address of a database.") from None
    except (DatabaseError, InterfaceError) as error:
        if isinstance(error, IntegrityError):
            raise Conflict from error
        why = str(error.orig).partition("\n")[0]
        raise NotConfigured("The database cannot be used: {why}. Nothing was saved.", why=why) from error


def acting(services: Services, deed: str, *, fresh: bool = False) -> Account:
    """The account under which this command acts.

    Args:
        services: The open house.
        deed: What it is about to do, as in ``people.permissions``.
        fresh: Whether its owner must have given a password within ``step_up_minutes``.

    Raises:
        NotSignedIn: nobody is.
        Refused: the account may not do this.
        SignInTooOld: it may, but not with so old a sign-in.
    """
    present = _present(services)
    if present is None:
        raise NotSignedIn(N_("Nobody is signed in. `responder login` does that; RESPONDER_TOKEN serves scripts."))
    require(present.account, deed, present.sign_in)
    if fresh:
        require_fresh(present.sign_in, clock.now(), services.settings.step_up_minutes)
    return present.account


def reading_as(services: Services, deed: str) -> Account | None:
    """Who reads: the signed-in account, if it may; none if nobody is signed in.

    Whoever can start this command can read the home it opens, so reading asks nobody to sign in; an account that did
    is held to its permissions.
    """
    present = _present(services)
    if present is not None:
        require(present.account, deed, present.sign_in)
    return None if present is None else present.account


def present_session(services: Services) -> Present:
    """The account and the session of this command.

    Raises:
        NotSignedIn: nobody is.
    """
    present = _present(services)
    if present is None:
        raise NotSignedIn
    return present


def operator() -> str:
    """Whoever sits at the machine, as an author of deeds: ``os:<user>``, told by the system, not by the environment."""
    number = os.getuid()
    try:
        return f"{OPERATOR}{pwd.getpwuid(number).pw_name}"
    except KeyError:  # a container may run as a number without a name
        return f"{OPERATOR}{number}"


def session_file(settings: Settings) -> Path:
    return settings.home / "session"


def keep_token(settings: Settings, token: str) -> None:
    """Write the token for the next commands, readable by its owner alone."""
    path = session_file(settings)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(token + "\n")


def ask_password(text: str, *, twice: bool = False) -> str:
    """A password from the terminal, unseen; from the first line of standard input where there is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt(text, hide_input=True, confirmation_prompt=twice)
    return answer


def _see_as_whoever_is_signed_in(services: Services) -> None:
    """What is restricted is shown to those named in it; to nobody where nobody is signed in."""
    present = _present(services)
    account_id = NOBODY if present is None else present.account.id
    services.db.services[VIEWER] = Viewer(account_id, clock.now())


def _present(services: Services) -> Present | None:
    token = _token(services.settings)
    if token is None:
        return None
    with services.db.reading() as session:
        present = find_session(session, token, clock.now())
        if present is not None:
            session.expunge_all()  # it outlives this unit of work
        return present


def _token(settings: Settings) -> str | None:
    if settings.token is not None:
        return settings.token.get_secret_value()
    path = session_file(settings)
    if not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise Refused(N_("Others can read {path}: remove it and sign in again."), path=path)
    return path.read_text(encoding="ascii", errors="replace").strip()
