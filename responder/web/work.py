"""The units of work of a request: one reading for all that it looks up, a writing for its deed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from flask import current_app, g

from responder import clock
from responder.intake.queries.sight import VIEWER, Viewer
from responder.people.actions.forms import note_answer
from responder.web import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response
    from sqlalchemy.orm import Session

    from responder.bootstrap import Services
    from responder.storage.session import Database

_NAME = "responder"


def install(app: Flask, services: Services) -> None:
    """Give ``app`` the house it serves."""
    app.extensions[_NAME] = services
    app.before_request(services.look_at_contracts)
    app.after_request(_remember_answer)
    app.teardown_request(_end_reading)


def services() -> Services:
    """The house behind this request."""
    return cast("Services", current_app.extensions[_NAME])


def reading() -> Session:
    """What this request reads with: one session, and so one state of the house, until the page is made."""
    if "reading" not in g:
        g.reading_ends = services().db.reading(**for_viewer())
        g.reading = g.reading_ends.__enter__()
    return cast("Session", g.reading)


@contextmanager
def writing() -> Iterator[Session]:
    """A deed: all of it is stored, or nothing. What was read before it is not trusted after it."""
    _end_reading(None)
    with services().db.writing(**for_viewer()) as session:
        once.take(session)
        yield session


def database() -> Database:
    """The database as whoever is signed in may see it: for deeds that open units of work of their own."""
    return services().db.seen_with(**for_viewer())


def for_viewer() -> dict[str, Any]:
    """What a unit of work must know of whoever is signed in: it shows no incident that this person may not see."""
    account_id = g.viewer.id if "viewer" in g else ""
    return {VIEWER: Viewer(account_id, clock.now())} if account_id else {}


def _remember_answer(response: Response) -> Response:
    """Note where a form led that was just taken, for whoever sends it again."""
    if "form_taken" in g and response.location:
        with services().db.writing() as session:
            note_answer(session, g.pop("form_taken"), response.location)
    return response


def _end_reading(error: BaseException | None) -> None:
    del error
    if g.pop("reading", None) is not None:
        g.pop("reading_ends").__exit__(None, None, None)
