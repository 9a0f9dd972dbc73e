"""A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, reached by a socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest


def _binary(name):
    found = shutil.which(name) or next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[::-1]), None)
    if found is None:
        pytest.fail(f"{name} was not found: `make setup` installs PostgreSQL, or: apt-get install postgresql")
    return found


def _run(*command, cwd):
    """PostgreSQL refuses root: as root it runs as nobody."""
    as_nobody = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_nobody, *command], cwd=cwd, check=True, capture_output=True)


@contextmanager
def cluster(folder: Path):
    """Yields the address of a running, empty database."""
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    _run(_binary("initdb"), "-D", str(data), "-U", "responder", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C", cwd=folder)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=40"
    _run(_binary("pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start", cwd=folder)
    try:
        yield f"postgresql+psycopg://responder@/postgres?host={folder}"
    finally:
        _run(_binary("pg_ctl"), "-D", str(data), "-m", "immediate", "stop", cwd=folder)
