"""Services → WSGI app."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from responder import api, console, hooks
from responder.vault.keystore import HOUSE
from responder.vault.seal import lookup_hash
from responder.web import guard, headers, problems, work

if TYPE_CHECKING:
    from responder.bootstrap import Services

LARGEST_REQUEST = 64 * 1024 * 1024  # a list of recipients as it comes out of a CRM
LARGEST_FORM = 2 * 1024 * 1024


def make_app(services: Services) -> Flask:
    """The app of one installation.

    Raises:
        ValueError: an endpoint has no guard; nothing is served then.
    """
    settings = services.settings
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=lookup_hash(services.keystore.of(HOUSE), "web", "signs cookies and forms"),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SESSION_COOKIE_NAME="responder-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https://"),
        TRUSTED_HOSTS=trusted_hosts(settings.public_url, settings.host),
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    app.logger.disabled = True  # our own log says it, without locals and without what looks personal
    app.before_request(_limit_size)
    work.install(app, services)
    guard.install(app)
    headers.install(app)
    problems.install(app)
    for entrance in (console, api, hooks):
        entrance.register(app)
    guard.check_every_endpoint(app)
    return app


def _limit_size() -> None:
    """Only a form that carries a file may be large."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM


def trusted_hosts(public_url: str | None, host: str) -> list[str]:
    """Names under which this site may be called: links in letters are built from none other."""
    named = urlsplit(public_url).hostname if public_url else None
    return sorted({name for name in (named, host, "127.0.0.1", "localhost", "[::1]") if name and name != "0.0.0.0"})  # noqa: S104
