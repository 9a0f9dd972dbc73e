"""Pages for people: on call, on a phone, at night.

Takes a request, acts through ``flow`` or one room, gives a page. Decides nothing. One file a subject under ``pages/``,
its templates in a folder of the same name; every action is a plain form that works without script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from responder.console import guiding, handing, lawful, showing
from responder.console.pages import ALL

if TYPE_CHECKING:
    from flask import Flask

console = Blueprint("console", __name__, static_folder="static", static_url_path="/static", template_folder="templates")


def register(app: Flask) -> None:
    showing.install(app)
    handing.install(app)
    lawful.install(app)
    guiding.install(app)
    app.register_blueprint(console)
    for page in ALL:
        app.register_blueprint(page)


__all__ = ["register"]
