"""The door: who may do what. Deny by default.

Each endpoint names the deed it does (``@deed("fact.record")``) or stands in ``PUBLIC``; ``check_every_endpoint``
refuses to start an app with one that does neither. In this order, at one place: is anybody signed in, does the form
come from our own page, may this person do it, is the sign-in fresh enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from flask import current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError

from responder import clock
from responder.errors import NotSignedIn, Refused, SignInTooOld
from responder.intake.actions.guests import note_reading
from responder.people import permissions
from responder.web import signing
from responder.web.viewer import visitor
from responder.web.work import for_viewer, reading, services, writing
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

# Reached without a sign-in. Everything else is refused.
PUBLIC = (
    "console.static",
    "signing_in.page",
    "signing_in.sign_in",
    "signing_in.link",
    "signing_in.use_link",
    "reporting.page",
    "reporting.send",
    "reporting.follow",
    "reporting.look",
    "reporting.add",
    "drill_guest.page",
    "drill_guest.agree",
    "preferences.language",
    "preferences.theme",
    "public_notices.page",
    "public_notices.one",
    "hooks.health",
    "answering.page",
    "answering.answer",
    "calendars.feed",
)
# Called by machines that have no page of ours to take a token from; each checks a signature before anything else.
SIGNED_CALLS = (
    "hooks.alerts",
    "hooks.sendgrid",
    "hooks.twilio_status",
    "hooks.twilio_inbound",
    "hooks.twilio_voice_status",
    "hooks.twilio_voice_answer",
)
# Pages that show a refused form of a visitor again.
BACK = {
    "signing_in.sign_in": "signing_in.page",
    "signing_in.use_link": "signing_in.link",
    "reporting.send": "reporting.page",
    "reporting.look": "reporting.follow",
    "reporting.add": "reporting.follow",
}
# For everybody who is signed in, whatever the permission set.
SIGNED_IN = "signed_in"

csrf = CSRFProtect()
View = TypeVar("View", bound="Callable[..., Any]")


@dataclass(frozen=True)
class Guarded:
    """What an endpoint needs: a deed of ``people.permissions``, perhaps a fresh sign-in, and the page it returns to."""

    deed: str
    fresh: bool = False
    back: str | None = None


def deed(name: str, *, fresh: bool = False, back: str | None = None) -> Callable[[View], View]:
    """Say what an endpoint does.

    Args:
        name: A deed of the permission table, or ``SIGNED_IN``.
        fresh: Whether the password must have been given in the last minutes.
        back: Endpoint of the page that shows a refused form again.
    """

    def mark(view: View) -> View:
        view.guarded = Guarded(name, fresh, back)  # type: ignore[attr-defined]  # read by guard_of
        return view

    return mark


def guard_of(app: Flask, endpoint: str) -> Guarded | None:
    """What ``endpoint`` needs; none if it is public or unguarded."""
    return getattr(app.view_functions[endpoint], "guarded", None)


def page_behind(app: Flask, endpoint: str) -> str | None:
    """Endpoint of the page that shows a refused form of ``endpoint`` again; none if it has none."""
    guarded = guard_of(app, endpoint)
    return guarded.back if guarded is not None else BACK.get(endpoint)


def install(app: Flask) -> None:
    """Put the guard before every request of ``app``."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked by the guard itself, after the sign-in
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a night is long; the token dies with its session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # wants a referrer, and we send none
    csrf.init_app(app)
    app.before_request(_check)


def check_every_endpoint(app: Flask) -> None:
    """Refuse an app that has an endpoint without a guard.

    Raises:
        ValueError: an endpoint that neither names a deed nor is public, or a deed that no table knows.
    """
    for endpoint in app.view_functions:
        guarded = guard_of(app, endpoint)
        if (guarded is None) == (endpoint not in (*PUBLIC, *SIGNED_CALLS)):
            raise ValueError(f"{endpoint}: name its deed or list it as public, one of the two")
        if guarded is not None and guarded.deed != SIGNED_IN and guarded.deed not in permissions.PERMISSIONS:
            raise ValueError(f"{endpoint}: no permission set knows the deed {guarded.deed}")


def _check() -> None:
    settings = services().settings
    g.viewer = visitor(settings.language, settings.timezone)
    endpoint = request.endpoint
    if request.routing_exception is not None:  # no such address, not this way, or called by a foreign name
        if not isinstance(request.routing_exception, SecurityError):
            _find_viewer()
        raise request.routing_exception
    if endpoint is None or endpoint.endswith(".static") or endpoint in SIGNED_CALLS:
        return
    _find_viewer()
    guarded = guard_of(current_app, endpoint)
    if guarded is not None:
        _hold_to(guarded)
    elif endpoint in PUBLIC:
        csrf.protect()
    else:
        raise Refused


def _hold_to(guarded: Guarded) -> None:
    if not g.viewer.signed_in:
        raise NotSignedIn
    csrf.protect()
    if guarded.deed != SIGNED_IN and not g.viewer.may(guarded.deed):
        raise Refused(N_("Your permission set does not include this: {deed}."), deed=guarded.deed)
    if g.viewer.permission_set in permissions.GUESTS and request.method == "GET":
        _note_what_a_guest_reads()
    if guarded.fresh and not signing.fresh_enough(g.viewer, clock.now(), services().settings.step_up_minutes):
        raise SignInTooOld


def _note_what_a_guest_reads() -> None:
    number = (request.view_args or {}).get("number")
    with writing() as session:
        note_reading(session, g.viewer.id, str(request.endpoint), number=number, now=clock.now())


def _find_viewer() -> None:
    token = request.cookies.get(signing.cookie_name())
    if not token:
        return
    session = reading()
    found = signing.find_viewer(session, token, clock.now())
    if found is not None:
        g.viewer = found
        session.info.update(for_viewer())
