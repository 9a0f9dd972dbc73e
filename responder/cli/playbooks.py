"""``responder playbooks …``: reads and checks the shelf of playbooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock
from responder.books.library import load_library
from responder.books.marked import nearest
from responder.books.playbooks import load_playbooks, load_roles
from responder.books.playbooks.actions import described as described_actions
from responder.books.playbooks.described import described, due_of
from responder.books.playbooks.lint import Surroundings
from responder.books.playbooks.lint import lint as lint_playbook
from responder.books.playbooks.shelf import files_of, shelf
from responder.books.playbooks.values import END, spoken
from responder.cli.handing import answer, give, hand_over
from responder.cli.playbook_exchange import export_cacao, import_, import_cacao
from responder.cli.playbook_runs import adopt, diff
from responder.cli.playbook_steps import COMMANDS
from responder.cli.shelf import own_shelf
from responder.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.playbooks.findings import Finding
    from responder.books.playbooks.values import Playbook, Step

_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_LANGUAGE = click.option("--lang", default="en", show_default=True, help="Language of the texts: en or zh.")


@click.group()
def playbooks() -> None:
    """Read and check the playbooks, and follow them."""


@playbooks.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_JSON
def lint(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check playbooks: files or folders, or the whole shelf if none is named. Exit 1 when there is an error.

    A line is `file:line:col code message`; docs/writing-playbooks.md explains the codes.
    """
    library = load_library(strict=False)
    findings: list[Finding] = []
    checked = 0
    for folder, names in _wanted(paths).items():
        files = files_of(folder)
        known = {*files, *files_of(shelf())}
        around = Surroundings(library.words, load_roles(folder, overlay=own_shelf()), library.regimes, tuple(known))
        for name in dict.fromkeys(names) or tuple(files):
            checked += 1
            shown = "" if folder == Path() else f"{folder}/"
            findings += lint_playbook(name, files[name], around, today=clock.now().date(), folder=shown)
    if as_json:
        click.echo(json.dumps([_plain(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
        errors = sum(finding.level == "error" for finding in findings)
        click.echo(f"{checked} checked, {errors} errors, {len(findings) - errors} warnings", err=True)
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


@playbooks.command(name="list")
@_LANGUAGE
@_JSON
def list_(lang: str, as_json: bool) -> None:
    """Every playbook of the shelf."""
    shelved = _shelf().values()
    if as_json:
        entries = [
            {
                "name": playbook.name,
                "title": spoken(playbook.title, lang),
                "version": playbook.version,
                "sha256": playbook.sha256,
                "languages": list(playbook.languages),
                "steps": len(playbook.steps),
                "review_by": playbook.review_by.isoformat() if playbook.review_by else None,
            }
            for playbook in shelved
        ]
        click.echo(json.dumps({"format": "responder/playbooks/1", "playbooks": entries}, ensure_ascii=False, indent=2))
        return
    width = max((len(playbook.name) for playbook in shelved), default=0)
    for playbook in shelved:
        languages, title = ", ".join(playbook.languages), spoken(playbook.title, lang)
        click.echo(f"{playbook.name:{width}} {playbook.version:8} {len(playbook.steps):3} steps  {languages:8} {title}")


@playbooks.command()
@click.argument("name")
@_LANGUAGE
@_JSON
def show(name: str, lang: str, as_json: bool) -> None:
    """Show how a playbook was understood."""
    shelved = _shelf()
    if name not in shelved:
        near = nearest(name, list(shelved))
        raise NotFound(
            "There is no playbook {name}",
            name=name,
            expected=", ".join(shelved),
            do=f"Did you mean {near}?" if near else None,
        )
    if as_json:
        click.echo(json.dumps(described(shelved[name], lang), ensure_ascii=False, indent=2))
        return
    _print(shelved[name], lang)


@playbooks.command()
@_JSON
def actions(as_json: bool) -> None:
    """What a `do` block may ask of the toolkit."""
    table = described_actions()
    if as_json:
        click.echo(json.dumps({"format": "responder/actions/1", "actions": table}, ensure_ascii=False, indent=2))
        return
    for action in table:
        fields = ", ".join(field["name"] + ("" if field["required"] else "?") for field in action["fields"])
        click.echo(f"{action['action']:20} {action['label']:28} {fields}")


playbooks.add_command(diff)
playbooks.add_command(adopt)
playbooks.add_command(give)
playbooks.add_command(hand_over)
playbooks.add_command(answer)
playbooks.add_command(import_)
playbooks.add_command(import_cacao)
playbooks.add_command(export_cacao)
for command in COMMANDS:
    playbooks.add_command(command)


def _print(playbook: Playbook, language: str) -> None:
    click.echo(f"{spoken(playbook.title, language)}  ({playbook.name} {playbook.version})")
    for phase in playbook.phases:
        click.echo(f"\n{spoken(phase.title, language)}")
        for step in phase.steps:
            _print_step(step, language)


def _print_step(step: Step, language: str) -> None:
    waits = f"  after {', '.join(step.after)}" if step.after else ""
    click.echo(f"  {step.id:20} {spoken(step.title, language)}  [{step.role}, {due_of(step)}]{waits}")
    for decision in step.decisions:
        click.echo(f"    {spoken(decision.question, language)}")
        for option in decision.options:
            leads = "ends the playbook" if option.to == END else f"→ {option.to}"
            click.echo(f"      {spoken(option.text, language)}  {leads}")


def _wanted(paths: tuple[Path, ...]) -> Mapping[Path, list[str]]:
    """Folder → the playbooks in it that are to be checked; none named means all."""
    wanted: dict[Path, list[str]] = {}
    for path in paths or (shelf(),):
        if path.is_dir():
            wanted[path] = []
        elif path.is_file():
            if path.suffix != ".md":
                raise BadInput("This is no playbook", file=str(path), expected="a Markdown file, NAME.md")
            wanted.setdefault(path.parent, []).append(path.name.partition(".")[0])
        else:
            raise NotFound("There is no such file or folder", file=str(path))
    return wanted


def _shelf() -> Mapping[str, Playbook]:
    return load_playbooks(words=load_library().words, overlay=own_shelf())


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file,
        "line": finding.line,
        "col": finding.col,
        "level": finding.level,
        "code": finding.code,
        "message": finding.message,
    }
