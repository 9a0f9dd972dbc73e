"""``responder notice form|forms``: an authority's form, its fields in order, as far as they are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Column, Table

from responder import clock
from responder.books.yaml_loader import load_yaml
from responder.cli.acting import opened, reading_as
from responder.cli.notice import notice
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.notices import form_documents
from responder.notices.queries.forms import filled_form, offered_forms

if TYPE_CHECKING:
    from responder.books.forms import Form

_INC = click.argument("number", metavar="INC")


@notice.command("forms")
@_INC
@click.option("--all", "every", is_flag=True, help="Every form of the shelf, whatever INC owes.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def forms(number: str, *, every: bool, as_json: bool) -> None:
    """The forms of the authorities that INC must tell."""
    with opened() as services:
        reading_as(services, "incident.read")
        with services.db.reading() as session:
            incident = get_incident(session, number)
            found = tuple(services.forms.by_id.values())
            if not every:
                found = offered_forms(session, incident, forms=services.forms, library=services.library)
    if as_json:
        click.echo(json.dumps([_about(form) for form in found], ensure_ascii=False))
        return
    table = Table(Column("Form", no_wrap=True), "Authority", "Stages", "Fields", "")
    for form in found:
        doubt = "" if form.verified else "not verified"
        table.add_row(form.id, form.authority, ", ".join(form.stages), str(len(form.fields)), doubt)
    Console().print(table)


@notice.command("form")
@_INC
@click.argument("form", metavar="FORM")
@click.option("--stage", default="", help="initial, intermediate or final; the form's first if left out.")
@click.option("--language", default="", help="Of the answers; the form's own if left out.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML file of field ids and answers that no fact holds; they win over facts.",
)
@click.option("--json", "shape", flag_value="json", help="For programs: responder/filled-form/1.")
@click.option("--xml", "shape", flag_value="xml", help="As XML.")
@click.option("--text", "shape", flag_value="text", default="text", help="To be copied; the default.")
@click.option("--schema", "shape", flag_value="schema", help="The JSON Schema of the values instead.")
def form_(number: str, form: str, stage: str, language: str, answers: Path | None, shape: str) -> None:
    """FORM (an id of `notice forms`) for INC: fields in order, gaps named with who can close them."""
    with opened() as services:
        reading_as(services, "incident.read")
        found = services.forms.form(form)
        if language and language not in services.letters.languages:
            known = ", ".join(services.letters.languages)
            raise BadInput("Values cannot be said in {language!r}", language=language, field="--language",
                           expected=known)  # fmt: skip
        with services.db.reading() as session:
            made = filled_form(
                session,
                get_incident(session, number),
                found,
                library=services.library,
                letters=services.letters,
                now=clock.now(),
                stage=stage,
                language=language,
                given=_given(answers, found) if answers else None,
            )
    match shape:
        case "json":
            click.echo(json.dumps(form_documents.to_document(made), ensure_ascii=False))
        case "xml":
            click.echo(form_documents.to_xml(made), nl=False)
        case "schema":
            click.echo(json.dumps(form_documents.schema_of(found, made.record.stage), ensure_ascii=False))
        case _:
            click.echo(form_documents.to_text(made), nl=False)


def _given(file: Path, form: Form) -> dict[str, str]:
    """Answers by field id out of a file.

    Raises:
        BadInput: it is no mapping, or names a field that the form does not have.
    """
    found = load_yaml(file.read_text(encoding="utf-8"), name=file.name)
    if not isinstance(found, dict):
        raise BadInput("answers are a mapping", file=file.name, expected="field_id: answer")
    known = {field.id for field in form.fields}
    for key in found:
        if key not in known:
            raise BadInput("the form {form} has no field {key!r}", form=form.id, key=key, file=file.name,
                           do="`responder notice form … --json` lists the ids.")  # fmt: skip
    return {key: str(value) for key, value in found.items()}


def _about(form: Form) -> dict[str, object]:
    return {
        "form": form.id,
        "regime": form.regime,
        "authority": form.authority,
        "name": form.name,
        "url": form.url,
        "stages": list(form.stages),
        "fields": len(form.fields),
        "verified": form.verified,
        "doubt": form.doubt,
        "machine_readable": form.machine_readable,
    }
