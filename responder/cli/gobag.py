"""``responder gobag``: all that is needed without us, in one sealed file that opens in a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from responder import clock
from responder.cli.acting import ask_password, opened, operator
from responder.errors import BadInput
from responder.settings import load
from responder.words import LANGUAGES
from responder.words.dates import show_instant
from responder.worker.packing import write_gobag

STALE_DAYS = 7


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", type=click.Choice(LANGUAGES), help="Of its texts; the installation's if left out.")
@click.option("--age", is_flag=True, help="Only say how old the one at FILE, or where the settings say, is.")
def gobag(file: Path | None, language: str | None, *, age: bool) -> None:
    """Write the go-bag to FILE: playbooks, call list, regulators, clauses, letters, a timeline to write in, verify.py.

    It opens in any browser, without a server, by its passphrase (RESPONDER_GOBAG_PASSPHRASE_FILE, else asked). Keep
    copies where the company's network does not reach: on telephones, at home. Exit 1 with --age when it is older than
    seven days.
    """
    where = file or load().gobag_to
    if where is None:
        raise BadInput("No file is named", field="FILE", do="Name one, or set RESPONDER_GOBAG_TO for every night.")
    if age:
        _say_age(where)
        return
    with opened() as services:
        given = services.settings.gobag_passphrase
        passphrase = given.get_secret_value() if given is not None else ask_password("Passphrase", twice=True)
        size = write_gobag(
            services, where, passphrase, language=language or services.settings.language, by=operator(), now=clock.now()
        )
    click.echo(f"{where}: {size // 1024} kB. Open it once in a browser, and try the passphrase.")


def _say_age(where: Path) -> None:
    if not where.is_file():
        click.echo(f"There is none at {where}.", err=True)
        raise SystemExit(1)
    made = datetime.fromtimestamp(where.stat().st_mtime, UTC)
    days = (clock.now() - made).days
    click.echo(f"{where}: made {show_instant(made, zone=load().timezone)}, {days} days old.")
    if days > STALE_DAYS:
        raise SystemExit(1)
