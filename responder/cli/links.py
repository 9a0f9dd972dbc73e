"""How a one-time link is shown on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from responder.people.actions.links import path_of

if TYPE_CHECKING:
    from responder.settings import Settings


def show_link(settings: Settings, token: str, purpose: str) -> None:
    """Print the address for the browser and the command that does the same without one."""
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    click.echo(f"{purpose} (this works once, for an hour):")
    click.echo(f"  in the browser, while `responder serve` runs: {address.rstrip('/')}{path_of(token)}")
    click.echo(f"  here: responder login --link {token}")
