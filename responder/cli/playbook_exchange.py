"""``responder playbooks import-cacao``, ``export-cacao`` and ``import``: from and to the playbooks of others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock
from responder.books.library import load_library
from responder.books.playbooks import load_playbooks
from responder.books.playbooks.draft import written
from responder.books.playbooks.foreign import read_foreign
from responder.cli.shelf import own_shelf
from responder.errors import BadInput, NotFound
from responder.formats.cacao import read_cacao
from responder.response.cacao_in import from_cacao
from responder.response.cacao_out import to_cacao

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.playbooks.draft import Draft

_FILE = click.argument("file", type=click.Path(path_type=Path))
_TO = click.option("--to", type=click.Path(path_type=Path), help="Folder to write into; standard output if left out.")


@click.command("import-cacao")
@_FILE
@_TO
def import_cacao(file: Path, to: Path | None) -> None:
    """Read a CACAO 2.0 playbook into a draft of ours. What could not be taken over as it stood is said."""
    name, drafts = from_cacao(read_cacao(_text(file), file=str(file)))
    _hand_out(name, drafts, to)


@click.command("export-cacao")
@click.argument("name")
@_TO
def export_cacao(name: str, to: Path | None) -> None:
    """Write a playbook of the shelf, in all its languages, as CACAO 2.0."""
    shelved = load_playbooks(words=load_library().words, overlay=own_shelf())
    if name not in shelved:
        raise NotFound("There is no playbook {name}", name=name, expected=", ".join(shelved))
    text = json.dumps(to_cacao(shelved[name], now=clock.now()), ensure_ascii=False, indent=2)
    if to is None:
        click.echo(text)
        return
    _write(to / f"{name}.json", text + "\n")


@click.command("import")
@_FILE
@_TO
def import_(file: Path, to: Path | None) -> None:
    """Read the task lists of any Markdown playbook into a draft, with warnings where it had to guess."""
    draft = read_foreign(_text(file), name=file.stem)
    _hand_out(draft.front["name"], {"": draft}, to)


def _hand_out(name: str, drafts: Mapping[str, Draft], to: Path | None) -> None:
    for language, draft in drafts.items():
        draft.front.pop("name", None)
        for line, warning in draft.warnings:
            click.echo(f"warning: {f'line {line}: ' if line else ''}{warning}", err=True)
        file = f"{name}.{language}.md" if language else f"{name}.md"
        if to is None:
            click.echo(written(draft), nl=False)
        else:
            _write(to / file, written(draft))
    if to is not None:
        click.echo(f"Now read it, and run `responder playbooks lint {to / name}.md`.", err=True)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise BadInput("this file is there already", file=str(path), do="Name another folder, or remove it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(str(path))


def _text(file: Path) -> str:
    if not file.is_file():
        raise NotFound("There is no such file", file=str(file))
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("this is not UTF-8 text", file=str(file), expected="UTF-8") from error
