"""``responder assess FACTS``: who must be told, by when and why."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock
from responder.books.library import Library, load_library
from responder.errors import BadInput
from responder.facts.parse import parse_facts
from responder.obligations.answer import answer
from responder.obligations.derive import derive
from responder.obligations.questions import questions
from responder.words.catalogue import N_, say

if TYPE_CHECKING:
    from responder.obligations.obligation import Obligation

_MARKS = {
    "required": N_("required"), "advisable": N_("advisable"), "undetermined": N_("not settled"),
    "suspended": N_("on hold"),
    "met_by_other": N_("done by another"), "not_required": N_("not required"),
}  # fmt: skip


@click.command()
@click.argument("facts_file", metavar="FACTS")
@click.option(
    "--as-of", metavar="TIME", help="Judge as of this instant, such as 2026-06-12T16:00:00Z; now when left out."
)
@click.option("--json", "as_json", is_flag=True, help="The document responder/obligations/1.")
@click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of texts and reasons."
)
@click.option(
    "--all", "include_all", is_flag=True, help="Also the duties that are not owed and the regimes not touched."
)
@click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Another shelf of laws.")
@click.option(
    "--overlay", type=click.Path(path_type=Path, file_okay=False), help="Your own regimes, laid over the shelf."
)
def assess(
    facts_file: str,
    as_of: str | None,
    as_json: bool,
    lang: str,
    include_all: bool,
    library: Path | None,
    overlay: Path | None,
) -> None:
    """Say who must be told, by when and why, for a facts file (- reads standard input). Not legal advice."""
    shelf = load_library(library, overlay=overlay)
    facts = parse_facts(read_file(facts_file), name="-" if facts_file == "-" else facts_file, library=shelf)
    at = instant(as_of, "--as-of") if as_of else clock.now()
    found = derive(facts, shelf, as_of=at, lang=lang, include_all=include_all, would_change=as_json)
    if as_json:
        click.echo(json.dumps(answer(found, shelf, as_of=at, lang=lang), ensure_ascii=False, indent=2))
        return
    for line in _table(found, lang, include_all=include_all):
        click.echo(line)
    asked = questions(facts, shelf, found)
    if asked:
        click.echo("\n" + say(N_("What would settle most:"), lang))
        for question in asked[:10]:
            text = question.text.get(lang) or question.text["en"]
            click.echo(f"  {question.fact}: {text} ({', '.join(question.who) or '–'}; {question.settles})")
    _closing(shelf, lang)


def _closing(shelf: Library, lang: str) -> None:
    click.echo("\n" + say(N_("Not covered by this library, ask:"), lang))
    for text in shelf.words.not_covered.values():
        click.echo(f"  - {text.get(lang) or text['en']}")
    click.echo("\n" + say(N_("Not legal advice: the rule, its source and its reasons are shown; people decide."), lang))


def read_file(name: str) -> str:
    """The text of a facts file; - is standard input. Raises BadInput where it cannot be read."""
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput(
            "there is no such file", file=name, do="Give the path of a facts file, or - for standard input."
        ) from None
    except IsADirectoryError:
        raise BadInput("this is a folder", file=name, expected="a facts file") from None
    except PermissionError:
        raise BadInput("this file may not be read", file=name) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(
            "this is not UTF-8 text", file=name, line=line, expected="UTF-8", do="Save the file as UTF-8."
        ) from error


def instant(written: str, option: str) -> datetime:
    """An instant as somebody types it. Raises BadInput for one without offset."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput(
            "{written!r} is no instant",
            field=option,
            written=written,
            expected="an instant with offset such as 2026-06-12T16:00:00Z",
        )
    return found


def _table(found: list[Obligation], lang: str, *, include_all: bool) -> list[str]:
    shown = [obligation for obligation in found if include_all or obligation.state != "not_required"]
    if not shown:
        return [say(N_("None found in the library that is owed on these facts."), lang)]
    lines: list[str] = []
    for obligation in shown:
        lines.extend(_entry(obligation, lang))
    hidden = len(found) - len(shown)
    if hidden:
        lines.append(say(N_("{n} duties that are not owed are not shown; --all shows them."), lang, n=hidden))
    return lines


def _entry(obligation: Obligation, lang: str) -> list[str]:
    state = say(_MARKS.get(obligation.state, obligation.state), lang)
    due = obligation.due
    when = due.at.isoformat(timespec="minutes") if due.at else due.standard.replace("_", " ")
    if due.provisional and due.at:
        when += " " + say(N_("(provisional)"), lang)
    rule = f"[{obligation.regime} / {obligation.duty}]"
    head = f"{state:<13} {when:<34} {obligation.where:<7} {obligation.recipient_name}  {rule}"
    lines = [head]
    if obligation.met is not None:
        lines.append(
            f"{'':14}"
            + say(N_("done"), lang)
            + (f" {obligation.met.at.isoformat(timespec='minutes')}" if obligation.met.at else "")
        )
    lines.extend(f"{'':14}{blocked.why}" for blocked in obligation.blocked_by)
    if obligation.state == "undetermined":
        reasons = [reason.text for reason in obligation.because if reason.value is None] or [
            reason.text for reason in obligation.because
        ]
    else:
        reasons = [reason.text for reason in obligation.because if reason.value is not None]
    cite = f" ({obligation.cite})" if obligation.cite else ""
    if reasons:
        lines.append(f"{'':14}" + "; ".join(reasons) + cite)
    evidence = dict.fromkeys(missing.evidence for missing in obligation.missing if missing.evidence)
    lines.extend(f"{'':14}{each}" for each in evidence)
    lines.extend(f"{'':14}{step}" for step in due.steps)
    lines.extend(f"{'':14}! {reason}" for reason in due.provisional_because)
    if not obligation.verified:
        lines.append(f"{'':14}" + say(N_("unverified: ask counsel"), lang))
    if obligation.doubt:
        lines.append(f"{'':14}? {obligation.doubt}")
    return [*lines, ""]
