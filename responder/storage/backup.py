"""Copies of an embedded database while others write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole, consistent copy of the database at ``source``, by SQLite's online backup; nobody has to wait.

    The copy is readable by its owner alone and replaces what lay at ``target``.
    """
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(unfinished)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(target)
