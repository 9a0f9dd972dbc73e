"""``responder kit``: the first words to staff, callers, press, insurer and board, minutes after opening."""

from __future__ import annotations

import click

from responder.cli.acting import opened, reading_as
from responder.errors import BadInput
from responder.facts.queries import snapshot
from responder.intake.queries import get_incident
from responder.notices import render
from responder.notices.compose import LetterSpec, compose

KIT = ("holding_statement", "staff_note", "questions_and_answers", "call_script", "insurer_notice", "board_memo")


@click.command()
@click.argument("number", metavar="INC")
@click.option("--only", type=click.Choice(KIT), help="One text; all of them if left out.")
@click.option("--language", help="en or zh; the incident's if left out.")
def kit(number: str, only: str | None, language: str | None) -> None:
    """The communications kit of INC as plain text, from what is known; it needs a name and one contact."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            known = snapshot(session, incident, services.library)
            spoken = language or incident.language
        letters = services.letters
        if spoken not in letters.words:
            raise BadInput("There are no letters in this language", field="--language", expected="en or zh")
        for name in (only,) if only else KIT:
            made = compose(LetterSpec(family=name), known, services.library, letters, spoken)
            click.echo(f"{made.subject}\n\n{render.to_text(made.markdown, letters.words[spoken])}\n")
