"""The shelf of letters: families (the order of paragraphs), paragraphs by language, and how each language says values.

A letter is composed, not stored. ``notices/_shared/letters/<family>.md`` orders paragraphs, each of which lies in
``notices/_shared/paragraphs/<id>.<language>.md``; ``notices/_shared/words/<language>.yaml`` says values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from responder.books.letter_rules import read_letter_rules
from responder.books.library import shelf
from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.letter_rules import LetterRule

FORMAT: Final = "responder/letter/1"
_LARGEST: Final = 32 * 1024
_FRONT = re.compile(r"---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
_LINE = re.compile(r"- (?P<id>[a-z_]+)(?: \((?P<mode>always|item)\))?(?:: (?P<answers>[a-z0-9_, ]+))?\Z")
_PARAGRAPH_FILE = re.compile(r"(?P<id>[a-z_]+)\.(?P<language>[a-z]{2}(?:-[A-Za-z]+)?)\.md\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a family: a paragraph and the content ids it answers. ``mode``: always, item or asked."""

    paragraph: str
    mode: str
    answers: tuple[str, ...]
    heading: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of letter. ``to`` sets the tone: ``people`` get days and sentences, ``authority`` times and terms."""

    id: str
    to: str
    recipients: tuple[str, ...]
    plain: bool
    subject: Text
    headings: Mapping[str, Text]
    lines: tuple[Line, ...]

    def answering(self, content: str) -> tuple[Line, ...]:
        """The lines whose paragraphs say what ``content`` asks for."""
        return tuple(line for line in self.lines if content in line.answers)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in one language, with who wrote and who reviewed it.

    ``doubt`` is what in it was not settled by ``sources``: addresses and numbers of others change.
    """

    id: str
    language: str
    heading: str | None
    drafted_by: str
    reviewed_by: str | None
    text: str
    file: str
    doubt: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """How one language says values: small phrases, choices as nouns, choices as sentences, data elements.

    ``months`` are numbers of months by plural category (CLDR: one, few, many, other).
    """

    language: str
    phrases: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    sentences: Mapping[str, Mapping[str, str]]
    elements: Mapping[str, str]
    months: Mapping[str, str]
    banned: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Letters:
    """The whole shelf of letters."""

    families: Mapping[str, Family]
    paragraphs: Mapping[tuple[str, str], Paragraph]
    words: Mapping[str, Words]
    path: Path = field(default_factory=Path)
    rules: Mapping[str, LetterRule] = field(default_factory=dict)

    def family(self, id: str) -> Family:  # noqa: A002 -- the word of the shelf
        """A family.

        Raises:
            NotFound: there is none of that name.
        """
        if id not in self.families:
            raise NotFound("There is no kind of letter {id!r}", id=id, expected="one of " + ", ".join(self.families))
        return self.families[id]

    def family_for(self, recipient: str) -> Family | None:
        """The family for a kind of recipient, as duties name it; none for the firm's own files."""
        return next((family for family in self.families.values() if recipient in family.recipients), None)

    def paragraph(self, id: str, language: str) -> Paragraph | None:  # noqa: A002
        return self.paragraphs.get((id, language))

    def words_of(self, language: str) -> Words:
        """How ``language`` says values, else the language that it is a form of.

        Raises:
            KeyError: the shelf has neither; ``languages`` lists what it has.
        """
        return self.words.get(language) or self.words[language.split("-", maxsplit=1)[0]]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that values can be said in."""
        return tuple(sorted(self.words))


def load_letters(path: Path | None = None, *, overlay: Path | None = None) -> Letters:
    """Reads the shelf; a firm's own paragraphs and families in ``overlay`` replace ours of the same name.

    Raises:
        BadInput: with file, line and what was expected.
    """
    families: dict[str, Family] = {}
    paragraphs: dict[tuple[str, str], Paragraph] = {}
    words: dict[str, Words] = {}
    rules: dict[str, LetterRule] = {}
    for root in (path or shelf(), overlay):
        shared = root / "_shared" if root else None
        if shared is None or not shared.is_dir():
            continue
        for file in sorted(shared.glob("letters/*.md")):
            families[file.stem] = _family(file)
        for file in sorted(shared.glob("paragraphs/*.md")):
            paragraph = _paragraph(file)
            paragraphs[paragraph.id, paragraph.language] = paragraph
        for file in sorted(shared.glob("words/*.yaml")):
            words[file.stem] = _words(file)
        rules |= read_letter_rules(shared / "letter_rules.yaml")
    _check(families, paragraphs)
    return Letters(families, paragraphs, words, path or shelf(), rules)


def _parts(file: Path) -> tuple[Reader, str, str, int]:
    name = f"_shared/{file.parent.name}/{file.name}"
    text = file.read_text(encoding="utf-8")
    if len(text.encode()) > _LARGEST:
        raise BadInput("this is longer than any letter", file=name, expected="at most 32 kB")
    found = _FRONT.match(text)
    if found is None:
        raise BadInput("the front matter is missing", file=name, line=1, expected="--- above and below it")
    reader = Reader(load_yaml("\n" + found[1], name=name), file=name, line=2)
    return reader, found[2], name, found[1].count("\n") + 3


def _family(file: Path) -> Family:
    reader, body, name, first = _parts(file)
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=f"format: {FORMAT}")
    headings = reader.inside("headings")
    named = {key: headings.translated(key) for key in headings.source} if headings else {}
    subject = reader.translated("subject") if reader.raw("subject") else {}
    found = Family(
        id=file.stem,
        to=reader.choice("to", ("people", "authority"), required=True) or "people",
        recipients=reader.words("recipients"),
        plain=reader.flag("plain"),
        subject=subject,
        headings=named,
        lines=tuple(_lines(body, name, first, named)),
    )
    reader.done()
    return found


def _lines(body: str, name: str, first: int, headings: Mapping[str, Text]) -> list[Line]:
    found: list[Line] = []
    heading = None
    for number, line in enumerate(body.splitlines(), first):
        if line.startswith("## "):
            heading = line.removeprefix("## ").strip()
            if heading not in headings:
                raise BadInput("the heading {heading!r} has no words", file=name, line=number, heading=heading,
                               expected="one of " + ", ".join(headings))  # fmt: skip
        elif line.startswith("- "):
            match = _LINE.match(line.strip())
            if match is None:
                raise BadInput("this line cannot be read", file=name, line=number,
                               expected="- paragraph_id (always): content_id, content_id")  # fmt: skip
            answers = tuple(part.strip() for part in (match["answers"] or "").split(",") if part.strip())
            found.append(Line(match["id"], match["mode"] or "asked", answers, heading))
    return found


def _paragraph(file: Path) -> Paragraph:
    reader, body, name, _ = _parts(file)
    match = _PARAGRAPH_FILE.match(file.name)
    if match is None:
        raise BadInput("the file's name cannot be read", file=name, expected="paragraph_id.language.md")
    found = Paragraph(
        id=match["id"],
        language=match["language"],
        heading=reader.text("heading"),
        drafted_by=reader.word("drafted_by"),
        reviewed_by=reader.text("reviewed_by"),
        text=body.strip("\n"),
        file=name,
        doubt=reader.text("doubt"),
        sources=reader.words("sources"),
    )
    reader.done()
    return found


def _words(file: Path) -> Words:
    name = f"_shared/words/{file.name}"
    reader = Reader(load_yaml(file.read_text(encoding="utf-8"), name=name), file=name, line=1)
    found = Words(
        language=file.stem,
        phrases=_flat(reader, "phrases"),
        choices=_nested(reader, "choices"),
        sentences=_nested(reader, "sentences"),
        elements=_flat(reader, "elements"),
        months=_flat(reader, "months"),
        banned=reader.words("banned"),
        suspected=reader.words("suspected"),
    )
    reader.done()
    return found


def _flat(reader: Reader, key: str) -> dict[str, str]:
    inner = reader.inside(key, required=True)
    return {word: inner.word(word) for word in inner.source} if inner else {}


def _nested(reader: Reader, key: str) -> dict[str, dict[str, str]]:
    inner = reader.inside(key, required=True)
    return {fact: _flat(inner, fact) for fact in inner.source} if inner else {}


def _check(families: Mapping[str, Family], paragraphs: Mapping[tuple[str, str], Paragraph]) -> None:
    written = {id for id, _ in paragraphs}  # noqa: A001
    for family in families.values():
        for line in family.lines:
            if line.paragraph not in written:
                raise BadInput(
                    "the paragraph {id!r} is not written in any language",
                    file=f"_shared/letters/{family.id}.md",
                    id=line.paragraph,
                    do=f"Write _shared/paragraphs/{line.paragraph}.en.md",
                )
