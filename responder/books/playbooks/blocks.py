"""The fenced blocks of a step: restricted YAML into values. Each refusal names its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.books.marked import Reader, shape_of
from responder.books.playbooks.conditions import read_when
from responder.books.playbooks.headings import ID
from responder.books.playbooks.periods import EXPECTED, minutes
from responder.books.playbooks.values import Ask, Decision, Do, Evidence, Option
from responder.books.yaml_loader import MarkedList, line_of, load_yaml
from responder.errors import BadInput

if TYPE_CHECKING:
    from responder.books.law import Condition
    from responder.books.vocabulary import Vocabulary
    from responder.prose.outline import Fence


class Blocks:
    """Reads the blocks of one file. ``language`` is the key under which its texts are kept."""

    def __init__(self, file: str, language: str, words: Vocabulary) -> None:
        self.file = file
        self.language = language
        self.words = words

    def asks(self, fence: Fence) -> list[Ask]:
        """Facts to establish: keys alone, or ``{fact, who, by, when}``."""
        found = []
        for number, (entry, line) in enumerate(self._entries(fence, alone="ask")):
            if isinstance(entry, str):
                found.append(Ask(entry, line=line))
                continue
            reader = Reader(entry, file=self.file, path=f"ask[{number}]", line=line)
            found.append(
                Ask(reader.word("fact"), reader.text("who"), self._period(reader, "by"), self._when(reader), line)
            )
            reader.done()
        return found

    def decisions(self, fence: Fence, *, translated: bool) -> list[Decision]:
        """Decisions with their options; in a translation ids and texts are enough."""
        found = []
        for number, (entry, line) in enumerate(self._entries(fence)):
            reader = Reader(entry, file=self.file, path=f"decide[{number}]", line=line)
            options = reader.each("options", lambda option: self._option(option, translated=translated), required=True)
            if not options:
                raise reader.bad("options", "there is nothing to choose", expected="at least one option")
            found.append(
                Decision(self._id(reader), {self.language: reader.word("question")}, options, self._when(reader), line)
            )
            reader.done()
        return found

    def does(self, fence: Fence) -> list[Do]:
        """Actions of the toolkit with what they are given."""
        found = []
        for number, (entry, line) in enumerate(self._entries(fence)):
            reader = Reader(entry, file=self.file, path=f"do[{number}]", line=line)
            action = reader.word("action")
            found.append(Do(action, {key: reader.raw(key) for key in reader.source if key != "action"}, line))
        return found

    def evidence(self, fence: Fence) -> list[Evidence]:
        """What must be attached; ``lasts`` says how long it usually stays at its source."""
        found = []
        for number, (entry, line) in enumerate(self._entries(fence)):
            reader = Reader(entry, file=self.file, path=f"evidence[{number}]", line=line)
            found.append(
                Evidence(
                    self._id(reader),
                    {self.language: reader.word("text")},
                    reader.flag("required", default=True),
                    self._period(reader, "lasts"),
                    line,
                )
            )
            reader.done()
        return found

    def _option(self, reader: Reader, *, translated: bool) -> Option:
        records = reader.raw("records")
        if records is not None and not isinstance(records, dict):
            raise reader.bad("records", "{shape} stands here", shape=shape_of(records), expected="fact: value")
        option = Option(
            self._id(reader),
            {self.language: reader.word("text")},
            reader.text("to", required=not translated) or "",
            dict(records or {}),
            reader.line,
        )
        reader.done()
        return option

    def _entries(self, fence: Fence, *, alone: str = "") -> list[tuple[Any, int]]:
        """The entries of a block with their lines; a single mapping stands for a list of one."""
        content = load_yaml("\n" * fence.line + fence.content, name=self.file)
        if isinstance(content, dict) or (alone and isinstance(content, str)):
            return [(content, line_of(content) or fence.line + 1)]
        if not isinstance(content, MarkedList) or not content:
            raise BadInput(
                "{shape} stands here", file=self.file, line=fence.line + 1, field=fence.info,
                shape=shape_of(content), expected="a list, one entry a line beginning with -",
            )  # fmt: skip
        return [(entry, line_of(content, number) or fence.line) for number, entry in enumerate(content)]

    def _id(self, reader: Reader) -> str:
        found = reader.word("id")
        if not ID.fullmatch(found):
            raise reader.bad(
                "id", "{found!r} is no id", found=found, expected="small letters, digits and single hyphens"
            )
        return found

    def _period(self, reader: Reader, key: str) -> int | None:
        written = reader.text(key)
        if written is None:
            return None
        amount = minutes(written)
        if amount is None:
            raise reader.bad(key, "{written!r} is no period", written=written, expected=EXPECTED)
        return amount

    def _when(self, reader: Reader) -> Condition | None:
        written = reader.raw("when")
        if written is None:
            return None
        return read_when(written, file=self.file, line=line_of(reader.source, "when"), words=self.words)
