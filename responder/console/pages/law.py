"""The law library: which regimes it holds, and one regime in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder.console.showing import text_of
from responder.errors import NotFound
from responder.web.guard import deed
from responder.web.work import services
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

law = Blueprint("law", __name__, url_prefix="/law")


@law.get("")
@deed("law.read")
def page() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()
    library = services().library
    regimes = [
        regime
        for regime in library.regimes.values()
        if wanted.casefold() in f"{regime.id} {text_of(regime.name)} {' '.join(regime.name.values())}".casefold()
    ]
    regimes.sort(key=lambda regime: regime.id)
    return render_template("law/page.html", regimes=regimes, wanted=wanted, library=library)


@law.get("/<regime>")
@deed("law.read")
def one(regime: str) -> ResponseReturnValue:
    found = services().library.regimes.get(regime)
    if found is None:
        raise NotFound(N_("There is no such regime in the library"), do=N_("The law library lists them all."))
    return render_template("law/one.html", regime=found)
