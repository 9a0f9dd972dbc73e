"""The shelf of playbooks: where it lies, and all of it as frozen values. A firm's own shelf is laid over it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from responder.books.library import shelf as law_shelf
from responder.books.marked import Reader
from responder.books.playbooks.read import read_playbook
from responder.books.playbooks.values import Playbook, Role
from responder.books.vocabulary import Vocabulary, read_vocabulary
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput, Broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.playbooks.findings import Finding

_SHIPPED: Final = Path(__file__).parents[1] / "shelves" / "playbooks"
_SOURCE_TREE: Final = Path(__file__).parents[3] / "playbooks"


def shelf() -> Path:
    """Where the shipped playbooks lie: inside the installed package, or in the source tree."""
    return _SHIPPED if _SHIPPED.is_dir() else _SOURCE_TREE


def load_playbooks(
    path: Path | None = None, *, words: Vocabulary | None = None, overlay: Path | None = None
) -> Mapping[str, Playbook]:
    """Every playbook of the shelf by name.

    Args:
        path: The shelf; the shipped one unless another is named.
        words: The facts and events that may be named (``Library.words``); read from the law shelf if not given.
        overlay: A firm's own playbooks: they come beside ours or replace them, roles too.

    Raises:
        BadInput: the first error, by file, line and column. Questions of style are ``lint``'s.
    """
    path = path or shelf()
    words = words or read_vocabulary(law_shelf() / "_shared")
    roles = load_roles(path, overlay=overlay)
    found: dict[str, Playbook] = {}
    for root in (path, overlay):
        for name, files in files_of(root).items() if root else ():
            found[name] = _checked(name, files, words, roles)
    return found


def read_stored(name: str, files: Mapping[str, str], *, words: Vocabulary, roles: Mapping[str, Role]) -> Playbook:
    """A playbook from the texts that a run kept, whatever stands on the shelf today.

    Raises:
        Broken: the texts can no longer be read.
    """
    reading = read_playbook(name, files, words=words, roles=roles)
    if reading.playbook is None:
        raise Broken("The kept text of the playbook {name} cannot be read.", name=name)
    return reading.playbook


def load_roles(path: Path | None = None, *, overlay: Path | None = None) -> Mapping[str, Role]:
    """The seats of ``_shared/roles.yaml``: the shipped ones, and over them those of the shelf and of the firm."""
    found: dict[str, Role] = {}
    for root in (shelf(), path, overlay):
        file = root / "_shared" / "roles.yaml" if root else None
        if file is None or not file.is_file():
            continue
        reader = Reader(load_yaml(_text(file), name=str(file)), file=str(file), line=1)
        found.update({role.id: role for role in reader.each("roles", _role, required=True)})
        reader.done()
    return found


def files_of(root: Path) -> Mapping[str, Mapping[str, str]]:
    """Name → its files (file name → text); a folder may hold translations only of playbooks that stand there too."""
    if not root.is_dir():
        raise BadInput("there is no shelf of playbooks at {root}", root=str(root), expected="a folder with *.md")
    found: dict[str, dict[str, str]] = {}
    for file in sorted(root.glob("*.md"), key=lambda file: (file.name.count("."), file.name)):
        name, _, language = file.name.removesuffix(".md").partition(".")
        if language and name not in found:
            raise BadInput(
                "this translates {name}.md, which does not stand beside it", file=str(file), name=name,
                do="Put both files into one folder.",
            )  # fmt: skip
        found.setdefault(name, {})[file.name] = _text(file)
    return found


def _checked(name: str, files: Mapping[str, str], words: Vocabulary, roles: Mapping[str, Role]) -> Playbook:
    reading = read_playbook(name, files, words=words, roles=roles)
    wrong = next((finding for finding in reading.findings if finding.level == "error"), None)
    if wrong is not None:
        raise _refusal(wrong)
    if reading.playbook is None or not reading.playbook.steps:
        raise BadInput("this playbook has no step", file=f"{name}.md", expected="## phases and ### steps")
    return reading.playbook


def _refusal(wrong: Finding) -> BadInput:
    return BadInput(
        "{said} ({code})", file=wrong.file, line=wrong.line, column=wrong.col, said=wrong.message, code=wrong.code,
        do="`responder playbooks lint` shows everything that is wrong.",
    )  # fmt: skip


def _role(entry: Reader) -> Role:
    role = Role(
        entry.word("id"),
        entry.translated("name", required=True),
        entry.translated("decides"),
        entry.translated("never"),
    )
    entry.done()
    return role


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("this is not UTF-8 text", file=str(file), expected="UTF-8") from error
