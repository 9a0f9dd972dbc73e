"""The law library: which regimes it holds, and one regime in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder.errors import NotFound
from responder.web.guard import deed
from responder.web.work import services
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.books.law import Regime

law = Blueprint("law", __name__, url_prefix="/law")


@law.get("")
@deed("law.read")
def page() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()
    library = services().library
    regimes = [regime for regime in library.regimes.values() if wanted.casefold() in _said_of(regime)]
    places = sorted({regime.place for regime in regimes})
    by_place = [
        (place, sorted((regime for regime in regimes if regime.place == place), key=lambda regime: regime.id))
        for place in places
    ]
    return render_template("law/page.html", by_place=by_place, wanted=wanted, library=library)


def _said_of(regime: Regime) -> str:
    """Whatever a person may look for: id, name, place and whom to tell, in every language on the shelf."""
    place = services().library.words.places.get(regime.place)
    told = [name for duty in regime.duties for name in duty.recipient_name.values()]
    said = [regime.id, regime.place, *regime.name.values(), *(place.name.values() if place else ()), *told]
    return " ".join(said).casefold()


@law.get("/<regime>")
@deed("law.read")
def one(regime: str) -> ResponseReturnValue:
    found = services().library.regimes.get(regime)
    if found is None:
        raise NotFound(N_("There is no such regime in the library"), do=N_("The law library lists them all."))
    return render_template("law/one.html", regime=found)
