"""YAML as this house reads it: every surprise of the format is either plain text or an error with its line.

Only ``null``, ``true``, ``false`` and plain integers are typed; ``NO``, ``12:30``, ``1.5`` and ``2026-06-10`` stay as
written. Duplicate keys, anchors, aliases, merge keys and tags are refused. JSON is read as the YAML that it is.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from responder.errors import BadInput

_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_INTEGER: Final = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_WORDS: Final = {"": None, "null": None, "true": True, "false": False}
_DEEPEST: Final = 60


class MarkedMap(dict[str, Any]):
    """A mapping that remembers on which line each of its keys stands."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class MarkedList(list[Any]):
    """A list that remembers on which line each of its entries stands."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def line_of(container: object, key: str | int | None = None) -> int | None:
    """The line of a key or entry, or of the container itself; None for values that came from no file."""
    if key is not None and isinstance(container, MarkedMap):
        return container.lines.get(str(key), container.line)
    if isinstance(key, int) and isinstance(container, MarkedList) and key < len(container.lines):
        return container.lines[key]
    return getattr(container, "line", None)


def load_yaml(text: str, *, name: str) -> Any:
    """The one document in ``text`` as plain values, mappings and lists carrying their lines.

    Raises BadInput naming ``name`` and the line when the text is no YAML or uses what is refused here.
    """
    try:
        parser = _Parser(text)
    except UnicodeEncodeError as error:  # half a character, from bytes that were no UTF-8
        at = text.count("\n", 0, error.start) + 1
        raise BadInput("this is not UTF-8 text", file=name, line=at, expected="UTF-8") from error
    try:
        return _Building(parser, name).document()
    except yaml.MarkedYAMLError as error:
        raise _said_plainly(error, name, text) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        raise BadInput(
            "a character that text files do not hold", file=name, line=line, expected="UTF-8 text"
        ) from error
    finally:
        parser.dispose()


def _said_plainly(error: yaml.MarkedYAMLError, name: str, text: str) -> BadInput:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    column = mark.column + 1 if mark else None
    problem = error.problem or "this is no YAML"
    written = "".join(text.split("\n")[mark.line : mark.line + 1]) if mark else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return BadInput(
            "a tab stands where YAML wants spaces", file=name, line=line, column=column, do="Replace the tab by spaces."
        )
    return BadInput(
        "this cannot be read as YAML ({problem})",
        file=name,
        line=line,
        column=column,
        problem=problem,
        do="Look at the indentation, colons and quotes on this line and the one before.",
    )


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Building:
    """Builds values out of the parser's events: one pass, nothing resolved behind the writer's back."""

    def __init__(self, parser: Any, name: str) -> None:
        self._next = parser.get_event
        self._name = name

    def _event(self) -> Any:
        return self._next()

    def document(self) -> Any:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise BadInput("the file is empty", file=self._name, line=1)
        value = self._value(self._next(), 0)
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refuse(event, "a second document begins", "one document in a file")
        return value

    def _refuse(self, event: Any, message: str, expected: str | None = None, do: str | None = None) -> BadInput:
        mark = event.start_mark
        return BadInput(message, file=self._name, line=mark.line + 1, column=mark.column + 1, expected=expected, do=do)

    def _value(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refuse(event, "anchors and aliases are not read", do="Write the value out where it is wanted.")
        if event.tag is not None:
            raise self._refuse(event, "tags are not read", do="Take the word that begins with ! away.")
        if isinstance(event, yaml.ScalarEvent):
            return _typed(event.value) if not event.style and event.implicit[0] else event.value
        if depth >= _DEEPEST:
            raise self._refuse(event, "this is nested too deeply")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return self._list(event, depth)

    def _mapping(self, start: Any, depth: int) -> MarkedMap:
        found = MarkedMap(start.start_mark.line + 1)
        while not isinstance(event := self._event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "a key must be a word")
            if event.anchor is not None or event.tag is not None:
                raise self._refuse(event, "anchors and tags are not read")
            key: str = event.value
            line = _line(event)
            if key == "<<" and not event.style:
                raise self._refuse(event, "merge keys are not read", do="Write the keys out where they are wanted.")
            if key in found:
                earlier = found.lines[key]
                raise BadInput(
                    "this key stands twice",
                    file=self._name,
                    line=line,
                    field=key,
                    do=f"It stands already on line {earlier}; keep one of them.",
                )
            found.lines[key] = line
            found[key] = self._value(self._next(), depth + 1)
        return found

    def _list(self, start: Any, depth: int) -> MarkedList:
        found = MarkedList(start.start_mark.line + 1)
        while not isinstance(event := self._event(), yaml.SequenceEndEvent):
            found.lines.append(event.start_mark.line + 1)
            found.append(self._value(event, depth + 1))
        return found


def _typed(written: str) -> Any:
    if written in _WORDS:
        return _WORDS[written]
    if _INTEGER.match(written):
        return int(written)
    return written
