"""``responder help-desk``: was this caller affected?"""

from __future__ import annotations

import json

import click

from responder import clock
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.actions.help_desk import look_up
from responder.deliveries.help_desk import FACTS, Caller
from responder.deliveries.queries.help_desk import list_look_ups
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.words import say
from responder.words.dates import show_instant


@click.group("help-desk")
def help_desk() -> None:
    """Answer "was I affected?": the general answer for anybody, details after a check. All is written down."""


@help_desk.command()
@click.argument("reference", metavar="INC")
@click.option("--email", help="The caller's whole address.")
@click.option("--phone", help="The caller's whole number, with +.")
@click.option("--reason", required=True, help="Ticket or call, for the record.")
@click.option("--fact", multiple=True, metavar="NAME=VALUE", help="Said by the caller: " + ", ".join(FACTS))
@click.option("--called-back", is_flag=True, help="You called back the number on the list.")
def ask(
    reference: str, email: str | None, phone: str | None, reason: str, fact: tuple[str, ...], *, called_back: bool
) -> None:
    """Look one caller up by email or phone."""
    if (email is None) == (phone is None):
        raise BadInput("Say --email or --phone, one of the two")
    said = dict(each.split("=", 1) for each in fact if "=" in each)
    if unknown := sorted(said.keys() - set(FACTS)):
        raise BadInput("This fact is not known", field="fact", name=unknown[0], expected=", ".join(FACTS))
    caller = Caller(said, called_back) if said or called_back else None
    with opened() as services:
        account = acting(services, "help_desk.ask")
        with services.db.writing() as session:
            answer = look_up(
                session,
                get_incident(session, reference),
                kind="email" if email is not None else "phone",
                contact=email or phone or "",
                reason=reason,
                caller=caller,
                by=account.id,
                now=clock.now(),
            )
    if answer.say:
        click.echo(say(answer.say, services.settings.language))
    for told in answer.people:
        click.echo(f"{told.name} ({told.recipient_id}): {', '.join(told.elements)}")
        for sent in told.sent:
            click.echo(f"  {sent.channel}: {say(sent.word, services.settings.language)}, {show_instant(sent.at)}")


@help_desk.command("list")
@click.argument("reference", metavar="INC")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_all(reference: str, *, as_json: bool) -> None:
    """Show what was asked and why, the newest first; about whom stands nowhere."""
    with opened() as services, services.db.reading() as session:
        reading_as(services, "campaign.read")
        rows = [
            {
                "at": row.at.isoformat(), "by": row.by, "kind": row.kind, "reason": row.reason, "checked": row.checked,
                "found": row.found, "told": row.told,
            }
            for row in list_look_ups(session, get_incident(session, reference).id)
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps({"format": "responder/look-ups/1", "look_ups": rows}, ensure_ascii=False))
        return
    for row in rows:
        told = "details" if row["told"] else "general answer"
        click.echo(f"{row['at']} {row['kind']}: {told}; checked by {row['checked'] or 'nothing'}; {row['reason']}")
