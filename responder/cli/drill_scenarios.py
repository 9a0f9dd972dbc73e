"""``responder drill scenarios`` and ``lint``: the shelf of what drills are played from."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock
from responder.books.library import load_library
from responder.books.playbooks import load_playbooks
from responder.books.playbooks.values import spoken
from responder.books.scenarios.lint import lint as lint_scenario
from responder.books.scenarios.shelf import files_beside, read_files, scenario_files
from responder.cli.shelf import own_shelf
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from responder.books.playbooks.findings import Finding

_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.command()
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@_JSON
def scenarios(lang: str, *, as_json: bool) -> None:
    """List the scenarios of the shelf."""
    found = [read_files(name, files) for name, files in scenario_files(own_shelf()).items()]
    if as_json:
        rows = [
            {"name": each.name, "title": spoken(each.title, lang), "playbook": each.playbook, "version": each.version,
             "speed": each.speed, "injects": len(each.injects), "expects": len(each.expects)}
            for each in found
        ]  # fmt: skip
        click.echo(json.dumps({"format": "responder/scenarios/1", "scenarios": rows}, ensure_ascii=False, indent=2))
        return
    for each in found:
        title = spoken(each.title, lang)
        click.echo(
            f"{each.name:22} {each.playbook:24} {len(each.injects):2} injects, {len(each.expects):2} expected  {title}"
        )


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_JSON
def lint(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Check scenario files, or those of the shelf. Exit 1 when there is an error.

    A line is `file:line:col code message`; docs/writing-scenarios.md explains them.
    """
    library = load_library(strict=False)
    playbooks = load_playbooks(words=library.words, overlay=own_shelf())
    findings: list[Finding] = []
    wanted = {path.name.partition(".")[0]: (files_beside(path), f"{path.parent}/") for path in paths}
    for name, (files, folder) in (wanted or {n: (f, "") for n, f in scenario_files(own_shelf()).items()}).items():
        findings += lint_scenario(
            name, files, words=library.words, playbooks=playbooks, today=clock.now().date(), folder=folder
        )
    if as_json:
        click.echo(json.dumps([{**asdict(one), "level": one.level} for one in findings], ensure_ascii=False, indent=2))
    else:
        for one in findings:
            click.echo(str(one))
    if any(one.level == "error" for one in findings):
        sys.exit(1)
