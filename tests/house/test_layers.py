"""The order of the rooms holds, and each foreign library comes in by its one door."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "responder"

DOORS = {
    "flask": {"web", "console", "api", "hooks", "site", "bench"},  # the bare baseline of a bench
    "flask_wtf": {"web", "console", "api", "hooks", "site"},
    "flask_login": {"web", "console", "api", "hooks", "site"},
    "apscheduler": {"worker"},
    "procrastinate": {"worker"},
    "psycopg": {"worker"},
    "markdown": {"prose"},
    "nh3": {"prose"},
    "twilio": {"channels"},
    "sendgrid": {"channels"},
    "smtplib": {"channels"},
    "click": {"cli", "__main__"},
}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def room_of(path):
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def test_each_room_imports_only_what_lies_below_it():
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library):
    strays = {
        str(path.relative_to(ROOT))
        for path in modules()
        if library in imports(path) and room_of(path) not in DOORS[library]
    }
    assert not strays


def test_only_settings_read_the_environment():
    def reads_environment(path):
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and getattr(node.value, "id", "") == "os"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )

    assert {str(path.relative_to(PACKAGE)) for path in modules() if reads_environment(path)} <= {"settings.py"}


def test_only_entrances_and_the_journal_ask_what_time_it_is():
    entrances = {"cli", "console", "api", "hooks", "web", "site", "worker", "bench", "migrations", "clock.py"}
    allowed = {"journal/append.py"}

    def asks(path):
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"now", "utcnow", "today"}
            and getattr(node.func.value, "id", "") in {"clock", "datetime", "date"}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )

    asking = {str(path.relative_to(PACKAGE)) for path in modules() if asks(path)}
    assert {name for name in asking if name.split("/")[0] not in entrances and name not in allowed} == set()


def test_rooms_have_only_the_files_they_may_change_rows_in():
    """A session is taken by records, queries and actions alone; every other file of a room is pure."""
    rooms = ["intake", "affected", "facts", "obligations", "response", "notices", "deliveries", "review", "oncall"]

    def takes_session(path):
        return any(name == "sqlalchemy" for name in imports(path))

    impure = set()
    for room in rooms:
        for path in (PACKAGE / room).rglob("*.py"):
            first = path.relative_to(PACKAGE / room).parts[0].removesuffix(".py")
            if first not in {"records", "queries", "actions"} and takes_session(path):
                impure.add(str(path.relative_to(PACKAGE)))
    assert not impure
