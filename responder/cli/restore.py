"""``responder restore``: a house put back from its two archives."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock, log
from responder.bootstrap import open_house
from responder.cli.acting import ask_password, operator
from responder.cli.backup import DATABASE, KEYS_NAME
from responder.errors import BadInput, Broken, Conflict, NotConfigured
from responder.journal.append import append
from responder.journal.queries import list_streams
from responder.journal.verify import verify_stream
from responder.settings import Settings, load
from responder.storage import schema
from responder.storage.backup import Archive, check
from responder.vault.keystore import HOUSE, KEY_BYTES, KeyStore, read_master_key, write_master_key

if TYPE_CHECKING:
    from responder.bootstrap import Services
    from responder.journal.verify import Verdict

MAY_LIE_THERE = {"master.key", "responder.toml"}
UNFINISHED = ".restoring-"  # what a restore that was cut short leaves behind


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(dir_okay=False, path_type=Path), help=f"Default: {KEYS_NAME} beside FILE.")
def restore(file: Path, keys: Path | None) -> None:
    """Put the house back from FILE and the archive of keys, into a home that is still empty.

    Both archives are checked before anything is written. The master key is read from where the settings say; if it is
    not there, it is asked for: type the recovery sheet. Afterwards every timeline is verified. Exit 1 if one does not
    hold.
    """
    settings = load()
    log.configure(settings.log_level)
    _refuse_lived_in(settings)
    data, wrapped = check(file, "data"), check(keys or file.with_name(KEYS_NAME), "keys")
    _refuse_newer(data)
    typed = None if settings.master_key.exists() else _ask_sheet()
    _put_in_place(settings, data, wrapped, typed)
    services = open_house(settings)
    verdicts = _verify(services)
    with services.db.writing() as session:
        counts = data.about["counts"]
        what = f"House restored from the backup of {data.about['made_at']}"
        append(session, HOUSE, by=operator(), at=clock.now(), tag="backup.restored", what=what, data=counts)
    missing = sorted(set(data.about["scopes"]) - services.keystore.scopes())
    services.db.dispose()
    click.echo(f"Restored the house of {data.about['made_at']}: {_said(data.about['counts'])}.")
    if missing:
        click.echo(f"Without keys, destroyed since or not yet made in that archive: {len(missing)} incidents.")
    for verdict in verdicts:
        if verdict.fault is not None:
            click.echo(f"{verdict.stream}: DOES NOT HOLD at line {verdict.fault.seq}: {verdict.fault.says}.", err=True)
    lines = sum(verdict.lines for verdict in verdicts)
    click.echo(f"Verified {len(verdicts)} timelines, {lines} lines.")
    sys.exit(0 if all(verdict.holds for verdict in verdicts) else 1)


def _refuse_lived_in(settings: Settings) -> None:
    if settings.database_file is None:
        raise NotConfigured("The database has a server of its own: restore it with pg_restore, and the home as files.")
    there = {path.name for path in settings.home.iterdir()} if settings.home.exists() else set()
    if {name for name in there if not name.startswith(UNFINISHED)} - MAY_LIE_THERE:
        raise Conflict("The home {home} is not empty: nothing is restored over it.", home=settings.home)


def _refuse_newer(data: Archive) -> None:
    if data.about["schema"] not in schema.known():
        raise BadInput(
            "A newer program made this backup",
            file=str(data.path),
            expected=f"schema {schema.wanted()} or older",
            do=f"Restore it with version {data.about['version']} or later.",
        )


def _ask_sheet() -> bytes:
    sheet = ask_password("Master key from the recovery sheet")
    with suppress(ValueError):
        key = bytes.fromhex("".join(sheet.split()))
        if len(key) == KEY_BYTES:
            return key
    raise BadInput("This is not a recovery sheet", expected="64 hexadecimal digits, with or without spaces")


def _put_in_place(settings: Settings, data: Archive, wrapped: Archive, typed: bytes | None) -> None:
    """Unpack apart, try the keys and the database there, and move everything in at the end."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.home.chmod(0o700)
    stage = settings.home / f"{UNFINISHED}{secrets.token_hex(4)}"
    try:
        stage.mkdir(mode=0o700)
        data.unpack(stage)
        wrapped.unpack(stage)
        KeyStore(stage / "keys", typed or read_master_key(settings.master_key)).of(HOUSE)
        _check_database(stage / DATABASE)
        for path in sorted(stage.iterdir(), key=lambda path: path.name == "keys"):  # with the keys the house is whole
            if not (settings.home / path.name).exists():
                path.rename(settings.home / path.name)
        if typed is not None:
            write_master_key(settings.master_key, typed)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _check_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise Broken("The database in the archive is damaged.")


def _verify(services: Services) -> list[Verdict]:
    with services.db.reading() as session:
        streams = sorted(set(list_streams(session)) | services.heads.streams())
        return [verify_stream(session, stream, services.heads.of(stream)) for stream in streams]


def _said(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())
