"""``python -m responder.migrations "what it does"``: write the next migration."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import create_engine

from responder.storage import schema
from responder.storage.upgrade import configuration

if TYPE_CHECKING:
    from pathlib import Path

ARGUMENTS = 2


def write_next(message: str) -> Path:
    """Compare the records with a database at the newest migration and write what is missing between them."""
    versions = schema.MIGRATIONS / "versions"
    versions.mkdir(exist_ok=True)
    number = f"{int((schema.known() or ['0'])[-1]) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        with engine.connect() as connection:
            command.upgrade(configuration(connection), "head")
            command.revision(configuration(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()
    (written,) = versions.glob(f"{number}_*.py")
    written.write_text(re.sub(r"^ *# ###.*\n", "", written.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(written)], check=True)  # noqa: S603 -- our own file
    return written


if __name__ == "__main__":
    if len(sys.argv) != ARGUMENTS or not sys.argv[1].strip():
        sys.exit('Say what the migration does: python -m responder.migrations "add the escort"')
    sys.stdout.write(f"{write_next(sys.argv[1])}\n")
