"""What an edit of a notice became, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from responder.errors import Conflict

if TYPE_CHECKING:
    from responder.notices.actions import Edited


def say_edited(edited: Edited, *, beside: str) -> None:
    """Say which version an edit became.

    Raises:
        Conflict: somebody was first; ``beside`` says so, with the numbers of both versions.
    """
    if edited.beside is not None:
        raise Conflict(beside, newer=edited.beside.number, mine=edited.version.number)
    click.echo(f"Version {edited.version.number}." + (" Its approval no longer holds." if edited.voided else ""))
