"""``responder doctor``: is everything ready? Nothing is sent; exit 1 where something fails."""

from __future__ import annotations

import json
import sys

import click

from responder import clock, log
from responder.bootstrap import open_house
from responder.channels.asking_round import ask_others
from responder.flow.readiness import FAIL, FORMAT, Asked, examine, worst
from responder.settings import load
from responder.words import LANGUAGES, say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--offline", is_flag=True, help="Ask neither providers nor DNS.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The installation's if left out.")
def doctor(language: str | None, *, as_json: bool, offline: bool) -> None:
    """Look whether the house is ready for a breach: each finding ok, warn or fail, and the line that mends it."""
    settings = load()
    log.configure(settings.log_level)
    services = open_house(settings)
    asked = Asked({}, {}) if offline else Asked(*ask_others(settings))
    findings = examine(services, asked, now=clock.now())
    services.db.dispose()
    worst_of_all = worst(findings)
    if as_json:
        rows = [finding.to_document() for finding in findings]
        click.echo(json.dumps({"format": FORMAT, "state": worst_of_all, "findings": rows}, indent=2))
    else:
        spoken = language or settings.language
        for finding in findings:
            values = finding.values or {}
            click.echo(f"{finding.state:<4}  {say(finding.what, spoken, **values)}")
            for text in (finding.why, finding.do):
                if text and finding.state != "ok":
                    click.echo(f"      {say(text, spoken, **values)}")
    sys.exit(1 if worst_of_all == FAIL else 0)
