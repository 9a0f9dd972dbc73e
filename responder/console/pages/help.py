"""Help: what the pages are for, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from responder.web.guard import SIGNED_IN, deed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

help_ = Blueprint("help", __name__)


@help_.get("/help")
@deed(SIGNED_IN)
def page() -> ResponseReturnValue:
    return render_template("help/page.html")
