"""``responder grade SCHEME FACTS``: which grade a law's own scheme gives, by which criteria, and what is open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder.books.library import load_library
from responder.cli.assess import read_file
from responder.errors import BadInput
from responder.facts.parse import parse_facts
from responder.obligations.grades import assess, grade_document
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.books.library import Library
    from responder.obligations.grades import Grade, Judged


@click.command()
@click.argument("scheme", required=False)
@click.argument("facts_file", metavar="[FACTS]", required=False)
@click.option("--entity", metavar="ID", help="One of several entities of the facts file; all together when left out.")
@click.option("--json", "as_json", is_flag=True, help="The document responder/grade/1.")
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of texts and reasons."
)
@click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Another shelf of laws.")
@click.option("--overlay", type=click.Path(path_type=Path, file_okay=False), help="Your own shelf, laid over ours.")
def grade(
    scheme: str | None,
    facts_file: str | None,
    entity: str | None,
    as_json: bool,
    lang: str,
    library: Path | None,
    overlay: Path | None,
) -> None:
    """Grade an incident by SCHEME for a facts file (- reads standard input). Without arguments: the schemes.

    It advises and records nothing: a person adopts a grade by recording the facts that it names.
    """
    shelf = load_library(library, overlay=overlay)
    if scheme is None:
        _schemes(shelf, lang, as_json=as_json)
        return
    if facts_file is None:
        raise BadInput(N_("the facts file is missing"), field="FACTS", expected=N_("a path, or - for standard input"))
    facts = parse_facts(read_file(facts_file), name=facts_file, library=shelf)
    if entity is not None and entity not in {each.id for each in facts.entities}:
        known = ", ".join(each.id for each in facts.entities)
        raise BadInput(N_("there is no entity {id!r} in these facts"), field="--entity", id=entity, expected=known)
    found = assess(scheme, facts, shelf, lang=lang, entity=entity)
    if as_json:
        click.echo(json.dumps(grade_document(found, shelf), ensure_ascii=False, indent=2))
        return
    for line in _page(found, lang):
        click.echo(line)


def _schemes(shelf: Library, lang: str, *, as_json: bool) -> None:
    listed = [{"id": each.id, "name": each.name.get(lang) or each.name["en"]} for each in shelf.grades.values()]
    if as_json:
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for entry in listed:
        click.echo(f"{entry['id']:<22} {entry['name']}")


def _page(found: Grade, lang: str) -> Iterator[str]:
    yield f"{found.name} [{found.scheme}]"
    if found.answer is not None:
        yield say(N_("Grade: {name}"), lang, name=found.names[found.answer])
    else:
        yield say(
            N_("Grade not settled: at least {least}, at most {most}"), lang,
            least=found.names[found.at_least], most=found.names[found.at_most],
        )  # fmt: skip
        yield f"  {found.until_settled}"
    if found.applies is not True:
        yield "! " + say(
            N_("This scheme is for others than the organisation of these facts.") if found.applies is False
            else N_("Whether this scheme is for the organisation of these facts is not known."), lang,
        )  # fmt: skip
    for heading, criteria in (
        (N_("Decided by:"), found.decided_by if found.answer is not None else ()),
        (N_("Already met:"), () if found.answer is not None else [c for c in found.criteria if c.value is True]),
        (N_("Would settle it:"), found.undecided),
    ):
        if criteria:
            yield ""
            yield say(heading, lang)
            for criterion in criteria:
                yield from _criterion(criterion)
    if not found.verified:
        yield ""
        yield say(N_("unverified: ask counsel"), lang)
    if found.doubt:
        yield f"? {found.doubt}"
    if found.records:
        yield ""
        yield say(N_("To adopt it, record:"), lang)
        yield from (f"  {key}: {str(value).lower()}" for key, value in found.records.items())


def _criterion(criterion: Judged) -> Iterator[str]:
    mark = {True: "+", False: "-", None: "?"}[criterion.value]
    cite = f" ({criterion.cite})" if criterion.cite else ""
    yield f"  {mark} {criterion.text}{cite}"
    if criterion.value is not None and criterion.reasons:
        yield f"      {'; '.join(criterion.reasons)}"
    for missing in criterion.missing:
        yield f"      {missing.fact}: {missing.question} ({', '.join(missing.who) or '–'})"
    if criterion.doubt:
        yield f"      ? {criterion.doubt}"
