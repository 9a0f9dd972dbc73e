"""The forms of authorities: their fields in order, each with the facts it is answered from, and with what is doubtful.

One file a form, ``notices/_shared/forms/<id>.yaml``; a firm's own shelf may replace one or add its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from responder.books.library import shelf
from responder.books.marked import Reader, Text
from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from pathlib import Path

    from responder.books.library import Library

FORMAT: Final = "responder/form/1"
STAGES: Final = ("initial", "intermediate", "final")
TYPES: Final = ("text", "date", "datetime", "number", "choice", "multi-choice", "yes-no", "file")
REQUIRED: Final = ("yes", "no", "conditional")
FROM_THE_RECORD: Final = frozenset({"record.reference", "record.stage", "record.now", "record.filings"})
"""What a field may be answered from beside facts: our reference, the stage, the present instant, what was filed."""
FROM_PEOPLE: Final = frozenset(
    {"people.count", "people.total", "people.by_place", "people.records", "people.data", "people.relation",
     "people.where"}
)  # fmt: skip
BY_LANGUAGE: Final = frozenset({"notice.summary", "notice.delay_reason"})


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``sources`` are facts that answer it, ``answers`` the choice for a fact's value; ``who`` else knows.

    ``official`` is the form's own word in a language that ``label`` does not name.
    """

    id: str
    section: str
    label: Text
    type: str
    required: str
    stages: frozenset[str]
    no: str | None = None
    official: str | None = None
    condition: str | None = None
    required_by_stage: Mapping[str, str] = field(default_factory=dict)
    law: str | None = None
    choices: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    who: tuple[str, ...] = ()
    verified: bool = True
    note: str | None = None

    def required_at(self, stage: str) -> str:
        """``yes``, ``no`` or ``conditional`` at this stage."""
        return self.required_by_stage.get(stage, self.required)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an authority. ``place`` is set where one regime has several forms, one for each place."""

    id: str
    regime: str
    place: str | None
    authority: str
    name: str
    url: str
    channel: str | None
    stages: tuple[str, ...]
    languages: tuple[str, ...]
    machine_readable: str
    verified: bool
    checked: date | None
    doubt: str | None
    status: str | None
    source: str
    note: str | None
    official_name: str | None
    fields: tuple[FormField, ...]

    def at(self, stage: str) -> tuple[FormField, ...]:
        """The fields of one stage, in the form's order.

        Raises:
            BadInput: the form has no such stage.
        """
        if stage not in self.stages:
            raise BadInput(
                "the form {form} has no stage {stage!r}", form=self.id, stage=stage, expected=", ".join(self.stages)
            )
        return tuple(one for one in self.fields if stage in one.stages)


@dataclass(frozen=True, slots=True)
class Forms:
    """The shelf of forms."""

    by_id: Mapping[str, Form]

    def form(self, id: str) -> Form:  # noqa: A002 -- the word of the shelf
        """A form.

        Raises:
            NotFound: there is none of that name.
        """
        if id not in self.by_id:
            raise NotFound("There is no form {id!r}", id=id, expected="one of " + ", ".join(self.by_id))
        return self.by_id[id]

    def of_regime(self, regime: str, within: Collection[str] = ()) -> tuple[Form, ...]:
        """The forms of a regime; those of one place only where ``within`` (a place and all it lies in) names it."""
        found = (form for form in self.by_id.values() if form.regime == regime)
        return tuple(form for form in found if form.place is None or form.place in within)


def load_forms(library: Library, *, path: Path | None = None, overlay: Path | None = None) -> Forms:
    """Reads and checks every form; a firm's own in ``overlay`` replaces ours of the same name.

    Raises:
        BadInput: with file, line and what was expected.
    """
    found: dict[str, Form] = {}
    for root in (path or shelf(), overlay):
        for file in sorted((root / "_shared" / "forms").glob("*.yaml")) if root else ():
            name = f"_shared/forms/{file.name}"
            form = read_form(Reader(load_yaml(file.read_text(encoding="utf-8"), name=name), file=name, line=1), library)
            found[form.id] = form
    return Forms(found)


def read_form(reader: Reader, library: Library) -> Form:
    """One form out of its file."""
    if reader.text("format") != FORMAT:
        raise reader.bad("format", "the format is not named", expected=f"format: {FORMAT}")
    stages = reader.words("stages", required=True)
    found = Form(
        id=reader.word("id"),
        regime=reader.choice("regime", library.regimes, required=True) or "",
        place=reader.choice("place", library.places),
        authority=reader.word("authority"),
        name=reader.word("name"),
        url=reader.word("url"),
        channel=reader.text("channel"),
        stages=tuple(stage for stage in STAGES if stage in stages),
        languages=reader.words("languages", required=True),
        machine_readable=reader.text("machine_readable") or "",
        verified=reader.flag("verified"),
        checked=reader.day("checked"),
        doubt=reader.text("doubt"),
        status=reader.text("status"),
        source=reader.word("source"),
        note=reader.text("note"),
        official_name=reader.text("official_name"),
        fields=reader.each("fields", lambda entry: _field(entry, stages, library), required=True),
    )
    reader.done()
    return found


def _field(entry: Reader, stages: tuple[str, ...], library: Library) -> FormField:
    by_stage = entry.inside("required_by_stage")
    answers = entry.inside("answers")
    choices = entry.words("choices")
    found = FormField(
        id=entry.word("id"),
        no=entry.text("no"),
        section=entry.word("section"),
        label=entry.translated("label", required=True),
        official=entry.text("official"),
        type=entry.choice("type", TYPES, required=True) or "text",
        required=entry.choice("required", REQUIRED, required=True) or "yes",
        required_by_stage={stage: by_stage.word(stage) for stage in by_stage.source} if by_stage else {},
        stages=frozenset(entry.words("stages") or stages),
        condition=entry.text("condition"),
        law=entry.text("law"),
        choices=choices,
        sources=entry.words("from"),
        answers={value: answers.choice(value, choices) or "" for value in answers.source} if answers else {},
        who=entry.words("who"),
        verified=entry.flag("verified", default=True),
        note=entry.text("note"),
    )
    for key in found.sources:
        if not _is_known(key, library):
            raise entry.bad("from", "{key!r} is no fact", key=key, expected="a key that `responder facts` lists")
    entry.done()
    return found


def _is_known(key: str, library: Library) -> bool:
    return (
        key in library.facts
        or key in FROM_THE_RECORD
        or key in FROM_PEOPLE
        or key in BY_LANGUAGE
        or (key.startswith("events.") and key.removeprefix("events.") in library.events)
    )
