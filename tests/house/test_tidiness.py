"""Sizes are a reason to look; a file over them stands here with its reason."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "responder"
MODULE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 120
TEST_LINES = 300

LARGER: dict[str, str] = {
    "responder/migrations/versions/0001_first.py": "every table of the first release, written by Alembic",
    "responder/migrations/versions/0001_first.py:upgrade": "the same",
    "responder/migrations/versions/0001_first.py:downgrade": "the same",
    "responder/review/verify.py": "one file that a stranger reads and runs alone",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "core", "manager", "misc"}


def lines(path):
    return path.read_text(encoding="utf-8").count("\n")


def too_long(paths, limit):
    return {
        str(path.relative_to(ROOT)): lines(path)
        for path in paths
        if lines(path) > limit and str(path.relative_to(ROOT)) not in LARGER
    }


def test_no_module_is_longer_than_one_can_keep_in_mind():
    assert too_long(PACKAGE.rglob("*.py"), MODULE_LINES) == {}


def test_no_test_file_is_a_warehouse():
    assert too_long((ROOT / "tests").rglob("*.py"), TEST_LINES) == {}


def test_no_template_is_a_program():
    assert too_long((PACKAGE / "console").rglob("*.html"), TEMPLATE_LINES) == {}


def test_no_function_is_longer_than_a_screen():
    long = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > FUNCTION_LINES:
                long[f"{path.relative_to(ROOT)}:{node.name}"] = node.end_lineno - node.lineno
    assert {name: size for name, size in long.items() if name not in LARGER} == {}


def test_a_file_is_named_for_its_one_purpose():
    assert {str(path) for path in PACKAGE.rglob("*.py") if path.stem in FORBIDDEN_NAMES} == set()


def test_every_room_says_at_its_door_what_it_takes_and_gives():
    short = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.glob("*/__init__.py")
        if len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") < 60
    }
    assert short == set()


def test_nothing_is_left_unfinished():
    unfinished = re.compile(r"#.*\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    assert {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        if unfinished.search(path.read_text(encoding="utf-8"))
    } == set()


def test_an_exception_is_caught_by_its_name():
    """Broadly only at the worker's tick, where one failing job must not stop the clock."""

    def catches_all(path):
        return any(
            isinstance(node, ast.ExceptHandler)
            and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )

    assert {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if catches_all(path)} <= {
        "worker/guarded.py"
    }
