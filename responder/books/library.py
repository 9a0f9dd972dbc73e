"""The regime shelf as one frozen value: what the law says today and said before, with the hash it is known by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from responder.books import contracts, grades, lead_times
from responder.books.conditions_read import facts_read
from responder.books.regimes import read_regime
from responder.books.vocabulary import Vocabulary, read_targets, read_vocabulary
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.contracts import ClauseWords, Contract
    from responder.books.law import EventDefinition, FactDefinition, JudgementDefinition, Place, Regime
    from responder.books.lead_times import LeadTime
    from responder.books.marked import Text

_SHIPPED: Final = Path(__file__).parent / "shelves" / "notices"
_SOURCE_TREE: Final = Path(__file__).parents[2] / "notices"


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Every regime of the shelf and the words they share. ``sha256`` changes with any file under ``notices/``."""

    regimes: Mapping[str, Regime]
    facts: Mapping[str, FactDefinition]
    words: Vocabulary
    sha256: str
    path: Path
    overlay: Path | None = None
    problems: tuple[BadInput, ...] = field(default=())
    clauses: ClauseWords | None = None
    contracts: tuple[Contract, ...] = ()
    lead_times: tuple[LeadTime, ...] = ()
    grades: Mapping[str, grades.Scheme] = field(default_factory=dict)

    @property
    def places(self) -> Mapping[str, Place]:
        return self.words.places

    @property
    def events(self) -> Mapping[str, EventDefinition]:
        return self.words.events

    @property
    def organisations(self) -> Mapping[str, Text]:
        return self.words.organisations

    @property
    def elements(self) -> Mapping[str, Text]:
        return self.words.elements

    @property
    def judgements(self) -> Mapping[str, JudgementDefinition]:
        return self.words.judgements


def shelf() -> Path:
    """Where the shelf of laws lies: inside the installed package, or in the source tree."""
    return _SHIPPED if _SHIPPED.is_dir() else _SOURCE_TREE


def load_library(path: Path | None = None, *, overlay: Path | None = None, strict: bool = True) -> Library:
    """Reads and checks the shelf. ``overlay`` is a firm's own shelf: its regimes come beside ours or replace them.

    There may also lie its contracts (``contracts.yaml``), and its own targets and lead times, which replace ours.

    Raises BadInput for the first thing that is wrong; with ``strict=False`` everything wrong stands in ``problems``.
    """
    path = path or shelf()
    if not path.is_dir():
        raise BadInput("there is no shelf of laws at {path}", path=str(path), expected="a folder with regimes")
    words = read_vocabulary(path / "_shared")
    own = (overlay / "_shared") if overlay else None
    if own is not None and (own / "targets.yaml").is_file():
        words = replace(words, targets=read_targets(own))
    regimes: dict[str, Regime] = {}
    problems: list[BadInput] = []
    for root in (path, overlay):
        for file in sorted(root.glob("*/regime.yaml")) if root else ():
            regime, wrong = read_regime(_text(file), name=f"{file.parent.name}/regime.yaml", words=words)
            problems.extend(wrong)
            if regime is not None:
                regimes[regime.id] = regime
    facts, judgements = _gathered(words, regimes)
    words = replace(words, facts=facts, judgements=judgements)
    schemes = _schemes((path, overlay), words, regimes, problems)
    if problems and strict:
        raise problems[0]
    clauses = contracts.read_clause_words(path / "_shared")
    signed = overlay / contracts.FILE if overlay else None
    times = next((root for root in (own, path / "_shared") if root and (root / lead_times.FILE).is_file()), None)
    return Library(
        regimes, facts, words, _digest(path, overlay), path, overlay, tuple(problems), clauses,
        contracts.read_contracts(signed, words, clauses) if signed and signed.is_file() else (),
        lead_times.read_lead_times(times / lead_times.FILE) if times else (),
        schemes,
    )  # fmt: skip


def _schemes(
    roots: tuple[Path | None, ...], words: Vocabulary, regimes: Mapping[str, Regime], problems: list[BadInput]
) -> dict[str, grades.Scheme]:
    """How each regime grades, where it does; a firm's own replaces ours. What is wrong joins ``problems``."""
    found: dict[str, grades.Scheme] = {}
    for file in (root / regime / grades.FILE for root in roots if root for regime in regimes):
        if file.is_file():
            try:
                found[file.parent.name] = grades.read_scheme(_text(file), regime=file.parent.name, words=words)
            except BadInput as error:
                problems.append(error)
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("this is not UTF-8 text", file=str(file), expected="UTF-8") from error


def _gathered(
    words: Vocabulary, regimes: Mapping[str, Regime]
) -> tuple[dict[str, FactDefinition], dict[str, JudgementDefinition]]:
    """All facts and judgements, the regimes' own included, each fact with the regimes that read it."""
    facts = dict(words.facts)
    judgements = dict(words.judgements)
    readers: dict[str, list[str]] = {}
    for regime in regimes.values():
        facts.update(regime.facts)
        judgements.update(regime.judgements)
        for key in facts_read(regime):
            readers.setdefault(key, []).append(regime.id)
    return {key: replace(fact, read_by=tuple(readers.get(key, ()))) for key, fact in facts.items()}, judgements


def _digest(path: Path, overlay: Path | None) -> str:
    """SHA-256 over the sorted lines "<sha256 of bytes>  <relative path>" of all files of the shelf."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(root).as_posix()}"
        for root in (path, overlay)
        if root is not None
        for file in root.rglob("*")
        if file.is_file()
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
