"""``when="fact operator value and …"`` and YAML in the regime files' vocabulary become one kind of condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from responder.books.conditions import read_condition
from responder.books.law import Clause, Not
from responder.books.yaml_loader import MarkedList, MarkedMap, load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.books.law import Condition
    from responder.books.vocabulary import Vocabulary

OPERATORS: Final = ("is", "is_not", "includes", "at_least", "at_most")
_CLAUSE: Final = re.compile(r"(\S+)\s+(\S+)\s+(\S+)")


def read_when(written: object, *, file: str, line: int | None, words: Vocabulary) -> Condition:
    """The condition that stands there, as a line of text, as a list of which one must hold, or as YAML.

    Raises:
        BadInput: it is no condition, or names a fact or an answer that nobody knows.
    """
    source = _source(written, file, line or 1)
    return read_condition(source, file=file, path="when", line=line, words=words)


def read_value(written: str, *, file: str) -> Any:
    """``true`` → True, ``500`` → 500, all else text, as the YAML of this house types it."""
    return load_yaml(written, name=file) if written else None


def facts_of(condition: Condition | None) -> Iterator[str]:
    """The facts and events that a condition looks at, in its order."""
    if isinstance(condition, Clause):
        if condition.subject:
            yield f"events.{condition.subject}" if condition.kind == "happened" else condition.subject
    elif isinstance(condition, Not):
        yield from facts_of(condition.part)
    elif condition is not None:
        for part in condition.parts:
            yield from facts_of(part)


def _source(written: object, file: str, line: int) -> object:
    if isinstance(written, str):
        parts = [_clause(part.strip(), file, line) for part in re.split(r"\s+and\s+", written.strip())]
        return parts[0] if len(parts) == 1 else _joined("all", parts, line)
    if isinstance(written, MarkedList) and written:
        return _joined("any", [_source(part, file, line) for part in written], line)
    return written


def _joined(word: str, parts: list[Any], line: int) -> MarkedMap:
    joined, listed = MarkedMap(line), MarkedList(line)
    listed.extend(parts)
    listed.lines.extend(line for _ in parts)
    joined[word], joined.lines[word] = listed, line
    return joined


def _clause(written: str, file: str, line: int) -> MarkedMap:
    found = _CLAUSE.fullmatch(written)
    if found is None or found.group(2) not in OPERATORS:
        raise BadInput(
            "{written!r} is no condition", file=file, line=line, field="when", written=written,
            expected="fact operator value, where the operator is one of " + ", ".join(OPERATORS),
            do="Join several by and; anything richer stands as YAML in an ask or decide block.",
        )  # fmt: skip
    fact, operator, value = found.groups()
    clause = MarkedMap(line)
    for key, part in (("fact", fact), (operator, read_value(value, file=file))):
        clause[key], clause.lines[key] = part, line
    return clause
