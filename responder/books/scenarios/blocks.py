"""The fenced blocks of an inject, ``reveals`` and ``expect``: restricted YAML into values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.books.marked import Reader, shape_of
from responder.books.playbooks.headings import ID
from responder.books.playbooks.periods import EXPECTED, minutes
from responder.books.scenarios.values import KINDS, Expected, Reveal
from responder.books.yaml_loader import MarkedList, line_of, load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.prose.outline import Fence

FROM_BEGINNING = f"+{EXPECTED.split(',')[0]} or another period from the beginning"


class Blocks:
    """Reads the blocks of one file. ``language`` is the key under which its texts are kept."""

    def __init__(self, file: str, language: str, *, translated: bool) -> None:
        self.file = file
        self.language = language
        self.translated = translated

    def reveals(self, fence: Fence) -> Iterator[Reveal]:
        """``{fact, who, says, value}``; a translation repeats the fact and says the rest in its language."""
        for reader in self._entries(fence):
            found = Reveal(
                reader.word("fact"),
                {self.language: reader.word("who")},
                {self.language: reader.word("says")},
                None if self.translated else reader.raw("value"),
                reader.line,
            )
            reader.done()
            yield found

    def expects(self, fence: Fence) -> Iterator[Expected]:
        """``{id, decision|step|fact|notice|seat, by, …}``; a translation repeats the id and says why."""
        for reader in self._entries(fence):
            wanted = reader.word("id")
            if not ID.fullmatch(wanted):
                raise reader.bad("id", "{id!r} is no id", id=wanted, expected="small letters, digits, single hyphens")
            why = reader.text("why")
            said = {self.language: why} if why else {}
            if self.translated:
                found = Expected(wanted, "", "", 0, why=said, line=reader.line)
            else:
                found = self._expected(reader, wanted, said)
            reader.done()
            yield found

    def _expected(self, reader: Reader, wanted: str, why: dict[str, str]) -> Expected:
        kinds = [kind for kind in KINDS if kind in reader]
        if len(kinds) != 1:
            raise reader.bad("id", "it is not said what is expected", expected="one of " + ", ".join(KINDS))
        (kind,) = kinds
        name, option = reader.word(kind), reader.text("option", required=kind == "decision")
        if kind == "decision" and "/" not in name:
            raise reader.bad(kind, "this names no decision", expected="step/decision, as contain/how-far")
        return Expected(
            wanted, kind, name, self._period(reader), option if kind == "decision" else None,
            reader.raw("is") if kind == "fact" else None, why, reader.line,
        )  # fmt: skip

    def _period(self, reader: Reader) -> int:
        amount = from_beginning(reader.word("by"))
        if amount is None:
            raise reader.bad("by", "this is no time of the drill", expected=FROM_BEGINNING)
        return amount

    def _entries(self, fence: Fence) -> Iterator[Reader]:
        content: Any = load_yaml("\n" * fence.line + fence.content, name=self.file)
        if not isinstance(content, MarkedList) or not content:
            raise BadInput(
                "{shape} stands here", file=self.file, line=fence.line + 1, field=fence.info,
                shape=shape_of(content), expected="a list, one entry a line beginning with -",
            )  # fmt: skip
        for number, entry in enumerate(content):
            line = line_of(content, number) or fence.line
            yield Reader(entry, file=self.file, path=f"{fence.info}[{number}]", line=line)


def from_beginning(written: str) -> int | None:
    """``+40m`` → 40: minutes from the beginning of the drill; None where that is not so written."""
    return minutes(written[1:]) if written.startswith("+") else None
