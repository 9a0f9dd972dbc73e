"""``responder bench NAME``."""

from __future__ import annotations

import json

import click

from responder.bench import campaign
from responder.bench.frame import measure
from responder.bench.table import benches_of
from responder.errors import BadInput
from responder.site.app import make_app
from responder.words import N_

WHOLE_WAY = "campaign"


@click.command
@click.argument("name", required=False)
@click.option("--list", "list_names", is_flag=True, help="The names there are.")
@click.option("--size", type=click.IntRange(min=1), help="How many units; each bench has its own number otherwise.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def bench(name: str | None, list_names: bool, size: int | None, as_json: bool) -> None:
    """Measure NAME beside its bare baseline, on this machine.

    ``campaign`` has no baseline: it takes many people the whole way, from a dirty list to receipts, and kills the
    sender once on the way.
    """
    if name == WHOLE_WAY:
        _whole_way(size or campaign.PEOPLE, as_json=as_json)
        return
    benches = benches_of(make_app)
    if list_names:
        click.echo("\n".join(benches))
        return
    if name is None or name not in benches:
        raise BadInput(N_("There is no such benchmark"), field="name", expected=", ".join((*benches, WHOLE_WAY)))
    document = measure(benches[name], size=size).to_document()
    if as_json:
        click.echo(json.dumps(document))
        return
    click.echo(f"{name}: {document['rate']} {document['unit']} ({document['size']} in {document['seconds']} s)")
    click.echo(f"  baseline: {document['baseline']['what']}: {document['baseline']['rate']} {document['unit']}")
    click.echo(f"  ratio: {document['ratio']}   memory: {document['peak_rss_mb']} MB")
    for name_of, value in document.get("details", {}).items():
        shown = ", ".join(f"{key}: {each}" for key, each in value.items()) if isinstance(value, dict) else value
        click.echo(f"  {name_of.replace('_', ' ')}: {shown}")


def _whole_way(people: int, *, as_json: bool) -> None:
    document = campaign.run(people)
    if as_json:
        click.echo(json.dumps(document))
        return
    for step, seen in document["steps"].items():
        said = f"{seen['people_per_second']} people/s, {seen['seconds']} s, at most {seen['peak_mb']} MB so far"
        click.echo(f"{step}: {said}")
    click.echo(f"  {document['rows']} rows, {document['joined']} joined, {document['to_write']} to write")
    click.echo(f"  unknown after the kill: {document['unknown_after_kill']}; at the end: {document['states']}")
    click.echo(f"  the provider's book: {document['book']}")
