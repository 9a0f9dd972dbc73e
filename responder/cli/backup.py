"""``responder backup``: the house in two archives, taken while it runs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import func, select

from responder import __version__, clock, ids
from responder.cli.acting import opened, operator
from responder.errors import BadInput, NotConfigured
from responder.intake.records import Incident
from responder.journal.append import append
from responder.journal.chain import written
from responder.journal.records import JournalLine
from responder.people.records import Account
from responder.storage import schema
from responder.storage.backup import copy_sqlite, note_backup, pack
from responder.vault.keystore import HOUSE

if TYPE_CHECKING:
    from responder.bootstrap import Services

KEYS_NAME = "responder-keys.zip"
# What never lies in the archive of data: keys, the master key, a session, and the running database's own files.
LEFT_OUT = ("keys", "master.key", "session")
DATABASE = "responder.db"
COUNTED = {"accounts": Account, "incidents": Incident, "timeline_lines": JournalLine}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(dir_okay=False, path_type=Path), help=f"Default: {KEYS_NAME} beside FILE.")
def backup(file: Path, keys: Path | None) -> None:
    """Copy the house into FILE, and its wrapped keys into an archive of their own, while it runs.

    The archive of keys replaces the one before it, so that destroyed keys are in none afterwards: keep it by itself,
    and no older copies. Neither holds the master key: that is what the recovery sheet is for.
    """
    keys = keys or file.with_name(KEYS_NAME)
    with opened() as services:
        _refuse_bad_places(services, file, keys)
        about = {"made_at": written(clock.now()), "pair": ids.new_id(), "version": __version__}
        digest, counts = _pack_data(services, file, about)
        _pack_keys(services, keys, about)
        note_backup(services.settings.home, file, keys, at=about["made_at"])
        with services.db.writing() as session:
            what = "Backup made: an archive of data and one of keys"
            data = {"manifest": digest, **counts}
            append(session, HOUSE, by=operator(), at=clock.now(), tag="backup.made", what=what, data=data)
    click.echo(f"Data: {file} ({', '.join(f'{number} {name}' for name, number in counts.items())})")
    click.echo(f"Keys: {keys} (replaces the one before; keep it apart from the data)")


def _refuse_bad_places(services: Services, file: Path, keys: Path) -> None:
    if services.settings.database_file is None:
        raise NotConfigured("The database has a server of its own: back it up with pg_dump, and the home as files.")
    for path in (file, keys):
        if path.absolute().is_relative_to(services.settings.home):
            raise BadInput("A backup inside the home would be lost with it", file=str(path), do="Name another folder.")
        if not path.absolute().parent.is_dir():
            raise BadInput("There is no such folder", file=str(path.parent), do="Make it first.")
    if file.absolute() == keys.absolute():
        raise BadInput("Data and keys need two files", file=str(file))


def _pack_data(services: Services, target: Path, about: dict[str, str]) -> tuple[str, dict[str, int]]:
    """Anchors first, then the database, then the files: so each is at least as new as what it must agree with."""
    home = services.settings.home
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".responder-") as folder:
        stage = Path(folder)
        members: dict[str, Path] = {}
        if services.heads.path.exists():
            (stage / "heads.log").write_bytes(services.heads.path.read_bytes())
            members["heads.log"] = stage / "heads.log"
        copy_sqlite(home / DATABASE, stage / DATABASE)
        members[DATABASE] = stage / DATABASE
        with services.db.reading() as session:
            counts = {
                name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in COUNTED.items()
            }
        for path in sorted(home.rglob("*")):
            name = path.relative_to(home).as_posix()
            if path.is_file() and not path.is_symlink() and _belongs(name) and name not in members:
                members[name] = path
        scopes = sorted(services.keystore.scopes())
        data = {**about, "kind": "data", "schema": schema.wanted(), "counts": counts, "scopes": scopes}
        return pack(target, members, data), counts


def _belongs(name: str) -> bool:
    parts = name.split("/")
    unfinished = any(part.startswith(".") for part in parts)
    return parts[0] not in LEFT_OUT and not parts[0].startswith(DATABASE) and not unfinished


def _pack_keys(services: Services, target: Path, about: dict[str, str]) -> None:
    folder = services.settings.keys
    members = {f"keys/{path.name}": path for path in folder.glob("*.key")}
    pack(target, members, {**about, "kind": "keys"})
