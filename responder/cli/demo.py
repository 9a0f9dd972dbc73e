"""``responder demo``: one breach from the first alarm to the proof, on synthetic people, into a local folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from responder import clock, log
from responder.bootstrap import make_house, open_house
from responder.cli.campaign import export_letters
from responder.cli.demo_story import LOGINS, Story
from responder.cli.serve import serving, wait_for_the_end
from responder.errors import Conflict
from responder.intake.queries import get_incident
from responder.journal.verify import verify_stream
from responder.people.actions.links import SIGN_IN, make_link, path_of
from responder.people.queries import get_account
from responder.review.actions import export_bundle
from responder.review.page import page
from responder.review.queries import gather
from responder.review.voice import Voice
from responder.settings import load

if TYPE_CHECKING:
    from responder.bootstrap import Services
    from responder.settings import Settings

SHOWN_EACH = 4
RESULTS = "demo"


@click.command()
@click.option("--once", is_flag=True, help="Without the console, on a fresh temporary home.")
def demo(*, once: bool) -> None:
    """Walk one breach from the first alarm to the proof, then open the console.

    Nothing leaves this machine: letters and text messages become files. Its people are synthetic.
    """
    settings = _settings(load(), once=once)
    log.configure(settings.log_level)
    if (settings.home / RESULTS).is_dir():
        click.echo(f"The demo was told already. To tell it anew, remove {settings.home} first.")
        serve_demo(settings)
        return
    started = time.monotonic()
    services, _ = make_house(settings)
    try:
        number = Story(services, now=clock.now(), say=lambda chapter: click.echo(f"  · {chapter}")).tell()
        results = _results(services, number, settings.home / RESULTS)
    finally:
        services.db.dispose()
    click.echo(f"\nDone in {time.monotonic() - started:.0f} s. Open:")
    for what, path in results:
        click.echo(f"  {what:<28}{path}")
    if not once:
        serve_demo(settings)


def _settings(settings: Settings, *, once: bool) -> Settings:
    """The demo's own house: short times to undo and to watch, everything into local files."""
    home = Path(tempfile.mkdtemp(prefix="responder-demo-")) if once else settings.home
    if (home / "keys").exists() and not (home / RESULTS).is_dir():
        raise Conflict(
            "There is a house at {home} already; the demo wants a new one. Remove it, or name another.", home=home
        )
    return settings.with_changes(
        home=home,
        database_url=None,
        email_channel="local",
        sms_channel="local",
        voice_channel="local",
        undo_seconds=1,
        canary_seconds=1,
        timezone="Europe/Berlin",
    )


def _results(services: Services, number: str, folder: Path) -> list[tuple[str, Path]]:
    """What a person may want to open, written out of the sealed store because this is a demo."""
    folder.mkdir(parents=True, exist_ok=True)
    now = clock.now()
    with services.db.reading() as session:
        incident = get_incident(session, number)
        scope = incident.id
        auditor = get_account(session, "auditor").id
        matter = gather(session, incident, library=services.library, playbooks=services.playbooks, now=now)
        verdict = verify_stream(session, incident.id, services.heads.of(incident.id))
    if not verdict.holds:
        raise click.ClickException(f"The timeline of {number} does not hold.")
    results = []
    for language in ("en", "zh"):
        report = folder / f"report.{language}.html"
        report.touch(mode=0o600)
        report.write_text(page(matter, Voice(language, "Europe/Berlin")), encoding="utf-8")
        results.append((f"Report ({language})", report))
    bundle = folder / f"{number}.proof.zip"
    exported = export_bundle(
        services.db, number, bundle, library=services.library, playbooks=services.playbooks, by=auditor, now=now
    )
    results.append(("Proof bundle", bundle))
    letters = folder / "letters"
    export_letters(services, scope, letters, limit=SHOWN_EACH)
    results += [("Some letters, as sent", letters), ("Home", services.settings.home)]
    click.echo(f"  · verify.py: {_verified(bundle, exported.id)}")
    return results


def _verified(bundle: Path, bundle_id: str) -> str:
    """What the bundle's own verifier says of it, run by a Python that knows nothing of us."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "verify.py"
        source = Path(__file__).parents[1] / "review" / "verify.py"
        script.write_bytes(source.read_bytes())
        told = subprocess.run(  # noqa: S603 -- our own file
            [sys.executable, "-I", str(script), str(bundle), "--expect", bundle_id],
            capture_output=True,
            text=True,
            check=False,
        )
    if told.returncode:
        raise click.ClickException(f"verify.py: {told.stdout}{told.stderr}")
    return told.stdout.strip().splitlines()[-1]


def serve_demo(settings: Settings) -> None:
    """Open the console and print the one-time links of two people: the second one is part of the demo."""
    services = open_house(settings)
    try:
        with serving(services) as address:
            click.echo(f"\nThe console: {address}")
            for login in ("commander", "approver"):
                click.echo(f"  {LOGINS[login][0]:<28}{address}{_link(services, login)}")
            click.echo("Each link works once, for an hour. Open the second in a private window. Ctrl-C ends the demo.")
            wait_for_the_end()
    finally:
        services.db.dispose()


def _link(services: Services, login: str) -> str:
    with services.db.writing() as session:
        return path_of(make_link(session, SIGN_IN, get_account(session, login), by="system", now=clock.now()))
