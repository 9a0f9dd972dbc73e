"""Which schema the database has and which one this program wants. Quick: the way between is ``storage.upgrade``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from responder.errors import NotConfigured

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
VERSION_TABLE = "alembic_version"


def known() -> list[str]:
    """The numbers of all migrations of this program, in order: the file ``0001_first.py`` is number ``0001``."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def wanted() -> str:
    """The schema that this program works with."""
    return known()[-1]


def current(connection: Connection) -> str | None:
    """The schema that the database has; none if it is empty.

    Raises:
        NotConfigured: a newer program made it.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 -- a constant
    if version is not None and version not in known():
        raise NotConfigured(
            "The database has schema {version}, and this program knows none after {wanted}. Use the newer program that"
            " made it, or restore the backup that was taken before its upgrade.",
            version=version,
            wanted=wanted(),
        )
    return version
