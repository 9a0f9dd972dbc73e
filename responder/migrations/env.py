"""What Alembic runs for each command, on the connection that ``storage.upgrade`` hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context

from responder import bootstrap
from responder.storage.types import UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def as_written(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names the database's own types: ours may change after it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=bootstrap.METADATA,
    render_as_batch=True,
    render_item=as_written,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
