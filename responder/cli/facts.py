"""``responder facts``: every fact the toolkit knows, with its question and who can answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from responder.books.conditions_read import facts_read
from responder.books.library import Library, load_library

FORMAT = "responder/fact-list/1"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Another shelf of laws.")
def facts(as_json: bool, lang: str, library: Path | None) -> None:
    """List every fact the toolkit knows: facts, events, judgements, data elements, kinds of organisation."""
    shelf = load_library(library)
    document = fact_list(shelf)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for entry in document["facts"]:
        question = entry["question"].get(lang) or entry["question"]["en"]
        choices = f" ({', '.join(entry['choices'])})" if entry["choices"] else ""
        click.echo(f"{entry['key']}: {entry['type']}{choices}\n    {question}  [{', '.join(entry['who_can_answer'])}]")


def fact_list(library: Library) -> dict[str, Any]:
    """The document ``responder facts --json`` prints."""
    readers: dict[str, list[str]] = {}
    for regime in library.regimes.values():
        for key in facts_read(regime):
            readers.setdefault(key, []).append(regime.id)
    entries = [
        {"key": fact.key, "type": fact.type, "choices": list(fact.choices), "question": dict(fact.question),
         "who_can_answer": list(fact.who_can_answer), "regimes": readers.get(fact.key, [])}
        for fact in library.facts.values()
    ]  # fmt: skip
    entries += [
        {"key": f"events.{event.id}", "type": "instant", "choices": [], "question": dict(event.question),
         "who_can_answer": list(event.who), "regimes": readers.get(f"events.{event.id}", [])}
        for event in library.events.values()
    ]  # fmt: skip
    entries += [
        {"key": f"risk.judgements.{judgement.id}", "type": "judgement", "choices": list(judgement.answers),
         "question": dict(judgement.question), "who_can_answer": [judgement.who] if judgement.who else [],
         "regimes": readers.get(f"risk.judgements.{judgement.id}", [])}
        for judgement in library.judgements.values()
    ]  # fmt: skip
    return {
        "format": FORMAT,
        "facts": entries,
        "data_elements": {id: dict(text) for id, text in library.elements.items()},  # noqa: A001
        "organisations": {id: dict(text) for id, text in library.organisations.items()},  # noqa: A001
        "event_words": {word: start.names[0] if start.names else None for word, start in library.words.words.items()},
    }
