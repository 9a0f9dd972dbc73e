"""``responder regimes …``: reads, checks and compares the shelf of laws."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock
from responder.books.checks import differences, remarks, stale_duties
from responder.books.conditions_read import facts_read
from responder.books.library import Library, load_library
from responder.books.marked import nearest
from responder.errors import BadInput, NotFound
from responder.obligations.examples import failures

if TYPE_CHECKING:
    from responder.books.law import Duty, Regime

_SHELF = click.option("--library", type=click.Path(path_type=Path, file_okay=False), help="Another shelf of laws.")
_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def regimes() -> None:
    """Read and check the law library."""


@regimes.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@_SHELF
@_JSON
def check(path: Path | None, library: Path | None, as_json: bool) -> None:
    """Check the whole shelf, or the regime in PATH (a folder, or its regime.yaml). Exit 1 when something is wrong."""
    shelf, name = _with(path, library)
    chosen = [regime for id, regime in shelf.regimes.items() if name in {None, id}]  # noqa: A001
    problems = [problem for problem in shelf.problems if name is None or (problem.file or "").startswith(f"{name}/")]
    for regime in chosen:
        problems.extend(remarks(regime, shelf.words))
        problems.extend(failures(regime, shelf, as_of=clock.now()))
    if as_json:
        checked = [regime.id for regime in chosen]
        found = {"format": "responder/check/1", "checked": checked, "problems": [_problem(p) for p in problems]}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(chosen)} regimes checked, {len(problems)} problems.")
    if problems:
        sys.exit(1)


def _with(path: Path | None, library: Path | None) -> tuple[Library, str | None]:
    """The shelf, with the folder in question laid over it where it lies elsewhere; and the regime asked for."""
    if path is None:
        return load_library(library, strict=False), None
    folder = path.parent if path.name == "regime.yaml" else path
    if not (folder / "regime.yaml").is_file():
        if (folder / "_shared").is_dir():
            return load_library(folder, strict=False), None
        raise BadInput(
            "there is no regime.yaml in this folder", file=str(folder), expected="a folder with a regime.yaml"
        )
    return load_library(library, overlay=folder.parent, strict=False), folder.resolve().name


def _problem(problem: BadInput) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "message": str(problem),
        "expected": problem.expected,
        "do": problem.do,
    }


@regimes.command(name="list")
@_SHELF
@_JSON
def list_(library: Path | None, as_json: bool) -> None:
    """Every regime with its place, state and how far it is verified and translated."""
    rows = [_row(regime) for regime in load_library(library).regimes.values()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        mark = "" if row["verified"] else "  unverified: ask counsel"
        name = f"{row['name']['en']}{mark}"
        click.echo(f"{row['id']:<24} {row['place']:<8} {row['status']:<10} {row['duties']:>2} duties  {name}")


def _row(regime: Regime) -> dict[str, Any]:
    chinese = [
        duty
        for duty in regime.duties
        if "zh" in duty.recipient_name and all("zh" in item.text for item in duty.content)
    ]
    return {
        "id": regime.id, "name": dict(regime.name), "place": regime.place, "status": regime.status,
        "family": regime.family, "since": _day(regime.since), "duties": len(regime.duty_ids()),
        "verified": regime.verified and all(duty.verified for duty in regime.duties),
        "languages": ["en", "zh"] if "zh" in regime.name and len(chinese) == len(regime.duties) else ["en"],
        "tested_against_outside_answers": any(example.outside for example in regime.examples),
        "review_by": _day(regime.review_by), "sha256": regime.sha256,
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@regimes.command()
@click.argument("regime_id", metavar="ID")
@_SHELF
@_JSON
def show(regime_id: str, library: Path | None, as_json: bool) -> None:
    """One regime: its law, duties, clocks, examples and sources."""
    regime = _get(load_library(library), regime_id)
    if as_json:
        click.echo(json.dumps(_whole(regime), ensure_ascii=False, indent=2))
        return
    click.echo(f"{regime.id}: {regime.name['en']} ({regime.place}, {regime.status})")
    for instrument in regime.instruments:
        click.echo(f"  {instrument.title}: {', '.join(instrument.articles)}  from {_day(instrument.since) or '–'}")
    for duty in regime.duties:
        period = f" [{_day(duty.since) or '…'} – {_day(duty.until) or '…'}]" if duty.since or duty.until else ""
        click.echo(
            f"\n  {duty.id}{period}: {duty.recipient_name['en']} ({duty.recipient}), {duty.cite or 'no citation'}"
        )
        click.echo(f"    {_clock(duty)}" + ("" if duty.verified else "  unverified: ask counsel"))
        click.echo("    says: " + "; ".join(item.text["en"] for item in duty.content))
        for doubt in (duty.doubt, duty.note):
            if doubt:
                click.echo(f"    {doubt}")
    click.echo("\n  Sources: " + "; ".join(source.url or source.title or "" for source in regime.sources))
    if not any(example.outside for example in regime.examples):
        click.echo("  Untested against outside answers.")


def _clock(duty: Duty) -> str:
    clock_ = duty.clock
    period = (
        f"{clock_.amount} {(clock_.unit or '').replace('_', ' ')}"
        if clock_.amount is not None
        else clock_.standard.replace("_", " ")
    )
    return f"{period} from {clock_.starts.how} {' / '.join(clock_.starts.names)}".rstrip()


def _whole(regime: Regime) -> dict[str, Any]:
    return {
        **_row(regime),
        "status_note": regime.status_note,
        "instruments": [
            {"title": law.title, "articles": list(law.articles), "from": _day(law.since), "until": _day(law.until)}
            for law in regime.instruments
        ],
        "duties": [_duty(duty) for duty in regime.duties],
        "facts": sorted(facts_read(regime)),
        "penalty": dict(regime.penalty),
        "liable": dict(regime.liable),
        "notes": list(regime.notes),
        "more": dict(regime.more),
        "examples": [{"id": e.id, "source": e.source, "outside": e.outside} for e in regime.examples],
        "sources": [{"url": s.url, "title": s.title, "kind": s.kind, "verified": s.verified} for s in regime.sources],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.id, "recipient": duty.recipient, "recipient_name": dict(duty.recipient_name), "role": duty.role,
        "clock": _clock(duty), "from": _day(duty.since), "until": _day(duty.until),
        "content": [{"id": item.id, "text": dict(item.text)} for item in duty.content],
        "cite": duty.cite, "verified": duty.verified, "checked": duty.checked, "doubt": duty.doubt, "note": duty.note,
    }  # fmt: skip


@regimes.command()
@click.option("--on", "day", metavar="DATE", help="As of this day; today when left out.")
@_SHELF
@_JSON
def stale(day: str | None, library: Path | None, as_json: bool) -> None:
    """Regimes whose review is due and duties that nobody verified. Exit 1 when a review is overdue."""
    try:
        on = date.fromisoformat(day) if day else clock.now().date()
    except ValueError:
        raise BadInput("this is no date", field="--on", expected="a date such as 2026-11-24") from None
    rows = [row for regime in load_library(library).regimes.values() if (row := stale_duties(regime, on)) is not None]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            late = "review overdue" if row["overdue"] else ""
            unverified = ", ".join(row["unverified"]) or "none"
            click.echo(f"{row['id']:<24} review by {row['review_by'] or 'no date'}  {late}  unverified: {unverified}")
    if any(row["overdue"] for row in rows):
        sys.exit(1)


@regimes.command()
@click.argument("before", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("after", type=click.Path(path_type=Path, exists=True, file_okay=False))
@_JSON
def diff(before: Path, after: Path, as_json: bool) -> None:
    """What differs between two shelves: regimes and duties added, taken away, changed."""
    found = differences(load_library(before), load_library(after))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in found:
        click.echo(
            f"{entry['change']:<8} {entry['regime']}"
            + (f" / {entry['duty']}" if entry["duty"] else "")
            + (f": {', '.join(entry['fields'])}" if entry["fields"] else "")
        )
    if not found:
        click.echo("No difference.")


def _get(library: Library, regime_id: str) -> Regime:
    regime = library.regimes.get(regime_id)
    if regime is None:
        near = nearest(regime_id, library.regimes)
        raise NotFound(
            "there is no regime {id!r}",
            id=regime_id,
            do=f"Did you mean {near}?" if near else "See `responder regimes list`.",
        )
    return regime
