"""``responder risk FACTS``: advice for the person who judges the level of risk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder.books.advice import load_advice
from responder.books.library import load_library
from responder.cli.assess import read_file
from responder.facts.parse import parse_facts
from responder.obligations.risk import advise, risk_document
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEVELS = {
    "unlikely": N_("unlikely to result in a risk"),
    "risk": N_("risk"),
    "high": N_("high risk"),
    "unknown": N_("not known yet"),
}
_CONCLUDED = {"yes": N_("told"), "no": N_("not told"), "conditional": N_("it depends"), "unknown": N_("not said")}
_BANDS = {"low": N_("low"), "medium": N_("medium"), "high": N_("high"), "very_high": N_("very high")}


@click.command()
@click.argument("facts_file", metavar="FACTS")
@click.option("--json", "as_json", is_flag=True, help="The document responder/risk/1.")
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of texts and reasons."
)
@click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Another shelf of laws.")
@click.option(
    "--overlay", type=click.Path(path_type=Path, file_okay=False), help="Your own shelf, its precedents beside ours."
)
def risk(facts_file: str, as_json: bool, lang: str, library: Path | None, overlay: Path | None) -> None:
    """Advise on the level of risk for a facts file (- reads standard input).

    Shows ENISA's score, the nearest published examples of authorities and a suggested level, each with its reasons. It
    decides nothing and `assess` never reads it: the level is a person's, who records it with a reason as risk.level.
    """
    shelf = load_library(library, overlay=overlay)
    advice = load_advice(shelf)
    facts = parse_facts(read_file(facts_file), name=facts_file, library=shelf)
    document = risk_document(advise(facts, shelf, advice, lang=lang), shelf, advice, lang=lang)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in _page(document, lang):
        click.echo(line)


def _page(document: dict[str, Any], lang: str) -> Iterator[str]:
    yield say(N_("Prepared for counsel. Advice, not a decision."), lang)
    yield ""
    yield say(N_("Suggested level: {level}"), lang, level=say(_LEVELS[document["level"]], lang))
    for reason in document["reasons"]:
        yield f"  - {reason['text']}"
    yield ""
    yield from _score(document["enisa"], lang)
    if document["precedents"]:
        yield ""
        yield say(N_("Nearest published examples:"), lang)
    for near in document["precedents"]:
        yield from _precedent(near, lang)
    if document["missing"]:
        yield ""
        yield say(N_("What would settle most:"), lang)
    for missing in document["missing"][:10]:
        yield f"  {missing['fact']}: {missing['question']} ({', '.join(missing['who']) or '–'})"


def _score(enisa: dict[str, Any], lang: str) -> Iterator[str]:
    if enisa["score"] is None:
        yield say(N_("ENISA severity: not to be computed, since it is not known which data is affected"), lang)
    else:
        yield say(
            N_("ENISA severity: {dpc} x {ei} + {cb} = {score}, {band}"), lang,
            dpc=enisa["dpc"], ei=f"{enisa['ei']:g}", cb=f"{enisa['cb']:g}", score=f"{enisa['score']:g}",
            band=say(_BANDS[enisa["band"]], lang),
        )  # fmt: skip
    for each in enisa["inputs"]:
        value = "" if each["value"] is None else f"{each['value']:g}"
        yield f"  {each['criterion']:<20} {value:>5}  {each['text']}"


def _precedent(near: dict[str, Any], lang: str) -> Iterator[str]:
    concluded = near["concluded"]
    yield f"  {near['title']} [{near['id']}]"
    yield "    " + say(
        N_("authority: {authority}; people: {individuals}"), lang,
        authority=say(_CONCLUDED[concluded["authority"]], lang),
        individuals=say(_CONCLUDED[concluded["individuals"]], lang),
    )  # fmt: skip
    for mark, said in (("=", near["alike"]), ("≠", near["differs"])):
        if said:
            yield f"    {mark} " + "; ".join(said)
    yield f"    {near['source']}"
