"""The browser's side of a sign-in: its cookie, and who stands behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app, request

from responder.people import queries
from responder.web.viewer import Viewer, theme

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from sqlalchemy.orm import Session

SCRIPT = "script"


def cookie_name() -> str:
    """``__Host-`` ties the cookie to this host and to https, where there is https."""
    return "__Host-responder" if request.is_secure else "responder"


def set_cookie(response: Response, token: str) -> None:
    """Keep a session in the browser until it closes; the server ends it by itself earlier or later."""
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def drop_cookie(response: Response) -> None:
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def find_viewer(session: Session, token: str, now: datetime) -> Viewer | None:
    """Who is signed in with ``token``; nobody with a script's: those have no pages."""
    found = queries.find_session(session, token, now)
    if found is None or found.sign_in.kind == SCRIPT:
        return None
    account = found.account
    return Viewer(
        id=account.id,
        login=account.login,
        name=queries.name_of(session, account),
        permission_set=account.permission_set,
        language=account.language,
        zone=account.zone,
        sign_in_id=found.sign_in.id,
        signed_in_at=found.sign_in.proved_at,
        theme=theme(),
    )


def fresh_enough(viewer: Viewer, now: datetime, minutes: int) -> bool:
    """Whether the password was given in the last ``minutes``."""
    return viewer.signed_in_at is not None and now - viewer.signed_in_at <= timedelta(minutes=minutes)


def address() -> str:
    """Where the request comes from, for counting tries. Proxies are believed only as far as settings say."""
    return request.remote_addr or "unknown"


def inside(target: str) -> str:
    """``target`` if it is an address of this site, else the start page: a link must not lead elsewhere."""
    is_ours = target.startswith("/") and not target.startswith("//") and target.isprintable() and "\\" not in target
    return target if is_ours else current_app.url_for("incidents.page")
