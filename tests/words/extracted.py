"""Every sentence of the project that is marked for translation, found as Babel finds them."""

import ast
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "responder"
CATALOGUES = PACKAGE / "words" / "catalogues"


def marked():
    """Sentence → the files it stands in."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for sentence in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(sentence, set()).add(str(path.relative_to(PACKAGE)))
    for path in sorted(PACKAGE.rglob("*.html")):
        for sentence in in_template(path.read_bytes()):
            found.setdefault(sentence, set()).add(str(path.relative_to(PACKAGE)))
    for sentence in error_messages():
        found.setdefault(sentence, set()).add("errors.py")
    return found


def in_python(source):
    """By the syntax tree: a call within an f-string counts too."""
    for node in ast.walk(ast.parse(source)):
        is_mark = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}
        for part in ast.walk(node.args[0]) if is_mark and node.args else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def in_template(source):
    for _line, message, _comments, _context in extract("jinja2.ext:babel_extract", BytesIO(source), {"_": None}):
        yield from [message] if isinstance(message, str) else [part for part in message if part]


def error_messages():
    """The docstring of an error is its message."""
    tree = ast.parse((PACKAGE / "errors.py").read_text(encoding="utf-8"))
    return [" ".join(ast.get_docstring(node).split()) for node in tree.body if isinstance(node, ast.ClassDef)]


def catalogue(language):
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return {
            message.id: message.string for message in read_po(file, locale=language, abort_invalid=True) if message.id
        }
