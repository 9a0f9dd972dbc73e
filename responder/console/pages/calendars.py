"""Calendars: a rota as a file, and one person's shifts and due times by a secret address that needs no sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import Blueprint, make_response, render_template, request, url_for

from responder import clock
from responder.errors import NotFound
from responder.flow import feed_of
from responder.formats.icalendar import calendar
from responder.oncall.actions.teams import make_feed
from responder.oncall.calendars import entries, shift_title
from responder.oncall.queries.rotas import get_rota, owner_of_feed, plan_of
from responder.oncall.rotas import shifts
from responder.people.queries import find_account, get_account
from responder.web.guard import SIGNED_IN, deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

calendars = Blueprint("calendars", __name__)
AHEAD: Final = timedelta(weeks=26)
_AS_CALENDAR: Final = "text/calendar; charset=utf-8"


@calendars.get("/on-call/rotas/<name>.ics")
@deed("oncall.read")
def rota(name: str) -> ResponseReturnValue:
    """Half a year of one rota."""
    session, now = reading(), clock.now()
    found = get_rota(session, name)
    made = []
    for shift in shifts(plan_of(session, found, since=now), now, now + AHEAD):
        account = find_account(session, shift.account)
        title = shift_title(found.name, account.login if account else "–", present().language)
        about = {"rota_id": found.id, "revision": found.revision, "changed_at": found.changed_at, "domain": _domain()}
        made += entries([shift], title=title, **about)  # type: ignore[arg-type]  # each value has its own type
    return _sent(calendar(made, name=found.name), f"{found.name}.ics")


@calendars.post("/calendar")
@deed(SIGNED_IN)
def make() -> ResponseReturnValue:
    """A new secret address; it is shown this once."""
    with writing() as session:
        token = make_feed(session, get_account(session, by()), now=clock.now())
    whole = (services().settings.public_url or request.host_url).rstrip("/") + url_for("calendars.feed", token=token)
    return render_template("oncall/feed.html", address=whole)


@calendars.get("/calendar/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    session, now = reading(), clock.now()
    account = owner_of_feed(session, token)
    if account is None:
        raise NotFound(N_("There is no calendar at this address."))
    made = feed_of(session, account, now=now, until=now + AHEAD, domain=_domain())
    return _sent(calendar(made, name=f"Responder: {account.login}"), "responder.ics")


def _domain() -> str:
    return urlsplit(services().settings.public_url or "").hostname or "responder.invalid"


def _sent(content: bytes, name: str) -> ResponseReturnValue:
    response = make_response(content)
    response.headers["Content-Type"] = _AS_CALENDAR
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
