"""The law library: an index as on a map, one regime in full, and the letter of each of its duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder import clock
from responder.console.conditions import in_words
from responder.console.law_index import (
    REGIONS,
    STANDING,
    SURE,
    Wanted,
    former_duties,
    index,
    present_duties,
    row_of,
)
from responder.console.lawful import place_name
from responder.errors import NotFound
from responder.facts.parse import FORMAT, facts_from_document
from responder.notices.compose import compose
from responder.notices.render import to_html
from responder.notices.specs import spec_of
from responder.web.guard import deed
from responder.web.viewer import present
from responder.web.work import services
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from responder.books.law import Duty, Regime

law = Blueprint("law", __name__, url_prefix="/law")


@law.get("")
@deed("law.read")
def page() -> ResponseReturnValue:
    library, given = services().library, request.args
    wanted = Wanted(
        given.get("q", "").strip(), given.get("to", "").strip(), given.get("sure", "").strip(),
        given.get("standing", "").strip(),
    )  # fmt: skip
    regions = index(library, wanted, today=clock.now().date(), order=place_name)
    told = sorted({duty.recipient for regime in library.regimes.values() for duty in regime.duties})
    return render_template(
        "law/page.html", regions=regions, wanted=wanted, library=library, told=told, region_names=REGIONS, sure=SURE,
        standing=STANDING,
    )  # fmt: skip


@law.get("/<regime>")
@deed("law.read")
def one(regime: str) -> ResponseReturnValue:
    found, library, language = _regime(regime), services().library, present().language
    return render_template(
        "law/one.html",
        regime=found,
        row=row_of(found, today=clock.now().date()),
        duties=present_duties(found),
        former=lambda duty: former_duties(found, duty.id),
        said=lambda condition: in_words(condition, found, library, language),
        has_letter=lambda duty: services().letters.family_for(duty.recipient) is not None,
    )


@law.get("/<regime>/letters/<duty>")
@deed("law.read")
def letter(regime: str, duty: str) -> ResponseReturnValue:
    """The letter of a duty before anything is known, so that every gap of it shows."""
    found, house = _regime(regime), services()
    told = next((each for each in _every_duty(found) if each.id == duty), None)
    if told is None or house.letters.family_for(told.recipient) is None:
        raise NotFound(N_("This duty tells nobody by letter"), do=N_("The page of the law lists its duties."))
    languages = house.letters.languages
    wanted = request.args.get("language", "")
    language = wanted if wanted in languages else present().language
    facts = facts_from_document({"format": FORMAT, "title": "–"}, name="facts", library=house.library)
    spec = spec_of(house.library, house.letters, found.id, told.id, found.place)
    composed = compose(spec, facts, house.library, house.letters, language)
    words = house.letters.words_of(language)
    return render_template(
        "law/letter.html", regime=found, duty=told, composed=composed, html=to_html(composed.markdown, words),
        subject=to_html(composed.subject, words), language=language, languages=languages,
    )  # fmt: skip


def _regime(name: str) -> Regime:
    found = services().library.regimes.get(name)
    if found is None:
        raise NotFound(N_("There is no such regime in the library"), do=N_("The law library lists them all."))
    return found


def _every_duty(regime: Regime) -> tuple[Duty, ...]:
    return (*regime.duties, *(duty for duties in regime.variants.values() for duty in duties))
