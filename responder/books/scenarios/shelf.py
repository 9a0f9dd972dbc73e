"""The shelf of scenarios: ``_scenarios`` beside the playbooks, a firm's own laid over ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.books.playbooks.shelf import files_of, shelf
from responder.books.scenarios.read import read_scenario
from responder.errors import BadInput, Broken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from responder.books.scenarios.values import Scenario

FOLDER: Final = "_scenarios"


def scenario_files(overlay: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """Name → its files (file name → text), of the shipped shelf and of a firm's own playbooks folder."""
    found: dict[str, Mapping[str, str]] = {}
    for root in (shelf(), overlay):
        if root is not None and (root / FOLDER).is_dir():
            found.update(files_of(root / FOLDER))
    return found


def files_beside(path: Path) -> Mapping[str, str]:
    """A scenario's file and its translations beside it: file name → text.

    Raises:
        BadInput: a file is not UTF-8 text.
    """
    name = path.name.partition(".")[0]
    return files_of(path.parent)[name]


def load_scenarios(overlay: Path | None = None) -> Mapping[str, Scenario]:
    """Every scenario by name.

    Raises:
        BadInput: the first error, by file, line and column. Whether it fits its playbook is ``lint``'s to say.
    """
    return {name: read_files(name, files) for name, files in scenario_files(overlay).items()}


def read_files(name: str, files: Mapping[str, str]) -> Scenario:
    """One scenario from its files.

    Raises:
        BadInput: as ``load_scenarios``.
    """
    reading = read_scenario(name, files)
    if reading.broken is not None:
        wrong = reading.broken
        raise BadInput(
            "{said} ({code})", file=wrong.file, line=wrong.line, column=wrong.col, said=wrong.message, code=wrong.code,
            do="`responder drill lint` shows everything that is wrong.",
        )  # fmt: skip
    return reading.scenario


def read_stored(name: str, files: Mapping[str, str]) -> Scenario:
    """A scenario from the texts that a drill kept, whatever stands on the shelf today.

    Raises:
        Broken: the texts can no longer be read.
    """
    reading = read_scenario(name, files)
    if reading.broken is not None:
        raise Broken("The kept text of the scenario {name} cannot be read.", name=name)
    return reading.scenario
