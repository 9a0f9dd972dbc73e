"""``responder clock …``: how the clock of a duty ended or paused, with its proof."""

from __future__ import annotations

import json
from pathlib import Path

import click

from responder import clock as present
from responder import flow
from responder.cli.acting import acting, opened, reading_as
from responder.cli.assess import instant
from responder.correspondence.queries import get_end, list_ends
from responder.correspondence.ways import WAYS, Ending
from responder.facts.sections import RELATIONS
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident


@click.group("clock")
def clock() -> None:
    """How the clock of a duty ended or paused: done, told by another, on hold, more time, exempted, withdrawn."""


@clock.command()
@click.argument("number", metavar="INC")
@click.argument("duty")
@click.argument("where")
@click.argument("way", type=click.Choice(WAYS))
@click.option("--at", metavar="TIME", help="When it happened, with its zone; now if left out.")
@click.option("--who", default="", help="Who told them for us, or who asks for or grants it.")
@click.option("--relation", default="", help="What they are to us: " + ", ".join(RELATIONS))
@click.option("--reference", default="", help="Their reference.")
@click.option("--note", default="", help="How it was done, and what else proves it.")
@click.option("--receipt", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A receipt or a letter.")
@click.option("--until", metavar="TIME", help="Until when, for a hold, more time or an exemption.")
@click.option("--ground", default="", help="Of a hold, one that the law knows, as law_enforcement.")
@click.option("--form", default="", help="Of a hold: oral or written.")
def end(
    number: str, duty: str, where: str, way: str, at: str | None, who: str, relation: str, reference: str, note: str,
    receipt: Path | None, until: str | None, ground: str, form: str,
) -> None:  # fmt: skip
    """Record WAY for DUTY at WHERE, as `responder incident show` names them: eu-gdpr/authority-initial DE filed.

    Asking for more time stops nothing; a hold counts only on a ground that the law of the duty knows.
    """
    with opened() as services:
        account = acting(services, "notice.file")
        now = present.now()
        with services.db.writing() as session:
            incident = get_incident(session, number)
            kept = None
            if receipt is not None:
                with receipt.open("rb") as content:
                    kept = services.files.put(incident.id, receipt.name, content, kind="receipt").ref
            ending = Ending(
                way=way, at=instant(at, "--at") if at else time_at(incident, now), who=who, relation=relation,
                reference=reference, note=note, receipt=kept, until=instant(until, "--until") if until else None,
                ground=ground, form=form,
            )  # fmt: skip
            found = flow.get_duty(session, incident, duty, where)
            row = flow.end_clock(session, incident, found, ending, books=services, by=account.id, now=now)
            after = flow.get_duty(session, incident, duty, where)
            click.echo(f"Recorded {row.id}. The duty is now: {'done' if after.met else after.state}.")


@clock.command("list")
@click.argument("number", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(number: str, *, as_json: bool) -> None:
    """Every ending that was recorded, those taken back too."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        rows = [
            {
                "id": each.id, "way": each.way, "at": each.at.isoformat(), "who": each.who,
                "reference": each.reference, "note": each.note,
                "until": each.until.isoformat() if each.until else None, "taken_back": each.taken_back_at is not None,
                "duties": [f"{entry.get('regime', '')} {entry.get('duty', '')}".strip() for _, entry in each.entries],
            }
            for each in list_ends(session, get_incident(session, number).id)
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"ends": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        back = "  taken back" if row["taken_back"] else ""
        click.echo(f"{row['id']}  {row['way']}  {row['at']}  {row['who']} {row['reference']}{back}")


@clock.command("take-back")
@click.argument("number", metavar="INC")
@click.argument("end_id", metavar="ID")
@click.option("--reason", required=True, help="Why; it stands in the timeline.")
def take_back(number: str, end_id: str, reason: str) -> None:
    """Take back what was recorded wrongly or no longer holds; the clock stands as the facts have it."""
    with opened() as services:
        account = acting(services, "notice.file")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            row = get_end(session, incident.id, end_id)
            flow.take_back_end(
                session, incident, row, reason=reason, books=services, by=account.id, now=present.now()
            )
    click.echo("Taken back.")
