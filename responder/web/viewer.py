"""Who is looking, and how they read: language, time zone, permissions, theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from flask import g, request, session
from werkzeug.local import LocalProxy

from responder.errors import NotSignedIn
from responder.people import permissions
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Viewer:
    """The person behind a request. ``id`` is empty for a visitor who has not signed in."""

    id: str
    login: str
    name: str
    permission_set: str
    language: str
    zone: str
    sign_in_id: str
    signed_in_at: datetime | None
    theme: str = "system"

    @property
    def signed_in(self) -> bool:
        return bool(self.id)

    @property
    def tz(self) -> tzinfo:
        return ZoneInfo(self.zone)

    def may(self, deed: str) -> bool:
        """Whether this person's permission set holds ``deed``."""
        return self.signed_in and permissions.may(self.permission_set, deed)


def present() -> Viewer:
    """The viewer of this request."""
    return cast("Viewer", g.viewer)


viewer = LocalProxy(present)


def by() -> str:
    """The account id under which this request acts.

    Raises:
        NotSignedIn: nobody is.
    """
    if not present().id:
        raise NotSignedIn
    return present().id


def visitor(default_language: str, default_zone: str) -> Viewer:
    """Somebody who has not signed in, in the language they chose or their browser asks for."""
    chosen = session.get("language") or request.accept_languages.best_match(LANGUAGES) or default_language
    return Viewer("", "", "", "", chosen, default_zone, "", None, theme())


def theme() -> str:
    """The theme this browser keeps; the system's if none."""
    kept = request.cookies.get(THEME_COOKIE, THEMES[0])
    return kept if kept in THEMES else THEMES[0]
