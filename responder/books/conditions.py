"""Reads conditions: a small closed vocabulary in YAML, never an expression to evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from responder.books.law import Both, Clause, Condition, Either, Elements, Not
from responder.books.marked import Reader, nearest, shape_of
from responder.books.yaml_loader import line_of
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.vocabulary import Vocabulary

OPERATORS: Final = ("is", "is_not", "includes", "at_least", "at_most", "more_than", "less_than", "lies_in")
_BOUNDS: Final = ("at_least", "at_most", "more_than", "less_than")
_BEGINNINGS: Final = (
    "all", "any", "not", "fact", "role", "elements", "people", "records", "judgement", "risk", "qualifies_as",
    "established_in", "duty_owed", "filed", "happened", "date_of", "always",
)  # fmt: skip
_EXTRA: Final = ("cite", "text", "unknown_for")


def read_condition(source: Any, *, file: str, path: str, line: int | None, words: Vocabulary) -> Condition:
    """The condition that stands there. Raises BadInput for a word, fact, element, event or place that is not known."""
    return _Conditions(file, words).read(source, path, line)


class _Conditions:
    def __init__(self, file: str, words: Vocabulary) -> None:
        self.file = file
        self.words = words

    def read(self, source: Any, path: str, line: int | None) -> Condition:
        reader = Reader(source, file=self.file, path=path, line=line)
        begin = [word for word in _BEGINNINGS if word in reader]
        if len(begin) != 1:
            raise self._unclear(reader, begin)
        kind = begin[0]
        if kind in {"all", "any"}:
            parts = self._parts(reader, kind)
            reader.done()
            return Both(parts) if kind == "all" else Either(parts)
        if kind == "not":
            inner = self.read(reader.raw("not", required=True), reader.field("not"), line_of(reader.source, "not"))
            reader.done()
            return Not(inner)
        clause = self._clause(kind, reader)
        reader.done()
        return clause

    def _unclear(self, reader: Reader, begin: list[str]) -> BadInput:
        if begin:
            message = "two conditions stand in one entry"
            do: str | None = "Put each in its own entry under all: or any:."
        else:
            message = "this is no condition"
            near = next((near for key in reader.source if (near := nearest(key, _BEGINNINGS))), None)
            do = f"Did you mean {near}?" if near else None
        return BadInput(
            message,
            file=self.file,
            line=reader.line,
            field=reader.path,
            expected="one of " + ", ".join(_BEGINNINGS),
            do=do,
        )

    def _parts(self, reader: Reader, kind: str) -> tuple[Condition, ...]:
        entries = reader.raw(kind, required=True)
        if not isinstance(entries, list) or not entries:
            raise reader.bad(kind, "{shape} stands here", shape=shape_of(entries), expected="a list of conditions")
        return tuple(
            self.read(entry, f"{reader.field(kind)}[{number}]", line_of(entries, number))
            for number, entry in enumerate(entries)
        )

    def _clause(self, kind: str, reader: Reader) -> Clause:
        cite = reader.text("cite")
        text = reader.translated("text")
        unknown_for = _listed(reader.raw("unknown_for"))
        made = getattr(self, f"_{kind}")(reader)
        return Clause(
            kind=made.kind,
            subject=made.subject,
            operator=made.operator,
            wanted=made.wanted,
            unknown_for=unknown_for,
            elements=made.elements,
            within=made.within,
            cite=cite,
            text=text,
            line=reader.line,
        )

    def _fact(self, reader: Reader) -> Clause:
        key = reader.word("fact")
        definition = self.words.fact(key)
        if definition is None:
            raise reader.bad("fact", "the fact {key!r} is not known", key=key, **_hint(key, self.words.fact_keys()))
        used = [operator for operator in OPERATORS if operator in reader]
        if len(used) != 1:
            raise reader.bad("fact", "a comparison is missing" if not used else "two comparisons stand here",
                             expected="one of " + ", ".join(OPERATORS))  # fmt: skip
        operator = used[0]
        wanted = _listed(reader.raw(operator, required=True))
        if operator in _BOUNDS and not all(isinstance(value, int) and not isinstance(value, bool) for value in wanted):
            raise reader.bad(operator, "{value!r} is no number", value=wanted[0], expected="a whole number")
        if definition.choices and operator in {"is", "is_not", "includes"}:
            for value in wanted:
                if not isinstance(value, bool) and str(value) not in definition.choices:
                    raise reader.bad(operator, "{value!r} is no answer to {key}", value=value, key=key,
                                     **_hint(str(value), definition.choices))  # fmt: skip
        if operator == "lies_in":
            self._places(reader, operator, wanted)
        return Clause("fact", key, operator, wanted)

    def _places(self, reader: Reader, key: str, wanted: tuple[Any, ...]) -> None:
        for value in wanted:
            if self.words.place(str(value)) is None:
                raise reader.bad(
                    key, "the place {value!r} is not known", value=value, **_hint(str(value), self.words.places)
                )

    def _role(self, reader: Reader) -> Clause:
        role = reader.choice("role", ("controller", "processor"), required=True)
        return Clause("role", "organisation.role", "is", (role,))

    def _elements(self, reader: Reader) -> Clause:
        value = reader.raw("elements", required=True)
        if value == "regime":
            return Clause("elements", "people.data", "includes")
        return Clause("elements", "people.data", "includes", elements=read_elements(reader, "elements", self.words))

    def _people(self, reader: Reader) -> Clause:
        return self._counted("people", "people.count", reader)

    def _records(self, reader: Reader) -> Clause:
        return self._counted("records", "people.records", reader)

    def _counted(self, kind: str, subject: str, reader: Reader) -> Clause:
        inner = reader.inside(kind, required=True)
        if inner is None:
            raise reader.bad(kind, "nothing stands here")
        used = [bound for bound in _BOUNDS if bound in inner]
        if len(used) != 1:
            raise reader.bad(kind, "a number to compare with is missing", expected="one of " + ", ".join(_BOUNDS))
        number = inner.number(used[0], required=True)
        within = inner.choice("within", ("where", "regime", "all"), default="where") or "where"
        inner.done()
        return Clause(kind, subject, used[0], (number,), within=within)

    def _judgement(self, reader: Reader) -> Clause:
        test = reader.word("judgement")
        definition = self.words.judgements.get(test)
        if definition is None:
            raise reader.bad(
                "judgement", "the judgement {test!r} is not declared", test=test, **_hint(test, self.words.judgements)
            )
        wanted = _listed(reader.raw("is", required=True))
        for value in wanted:
            written = str(value).lower() if isinstance(value, bool) else str(value)
            if written not in definition.answers:
                raise reader.bad(
                    "is",
                    "{value!r} is no answer to this judgement",
                    value=value,
                    expected="one of " + ", ".join(definition.answers),
                )
        return Clause("judgement", test, "is", wanted)

    def _risk(self, reader: Reader) -> Clause:
        wanted = reader.words("risk", required=True)
        for value in wanted:
            if value not in {"unlikely", "risk", "high"}:
                raise reader.bad(
                    "risk", "{value!r} is no level of risk", value=value, expected="unlikely, risk or high"
                )
        return Clause("judgement", "gdpr-risk", "is", wanted)

    def _qualifies_as(self, reader: Reader) -> Clause:
        wanted = reader.words("qualifies_as", required=True)
        for value in wanted:
            if value not in self.words.organisations:
                raise reader.bad("qualifies_as", "the kind of organisation {value!r} is not declared", value=value,
                                 **_hint(value, self.words.organisations))  # fmt: skip
        return Clause("fact", "organisation.qualifies_as", "includes", wanted)

    def _established_in(self, reader: Reader) -> Clause:
        wanted = reader.words("established_in", required=True)
        self._places(reader, "established_in", wanted)
        return Clause("fact", "organisation.established_in", "lies_in", wanted)

    def _duty_owed(self, reader: Reader) -> Clause:
        return Clause("duty_owed", reader.word("duty_owed"))

    def _filed(self, reader: Reader) -> Clause:
        return Clause("filed", reader.word("filed"))

    def _happened(self, reader: Reader) -> Clause:
        return Clause("happened", self._event(reader, "happened"), wanted=(reader.raw("otherwise"),))

    def _date_of(self, reader: Reader) -> Clause:
        event = self._event(reader, "date_of")
        since, until = reader.day("from"), reader.day("until")
        if since is None and until is None:
            raise reader.bad("date_of", "a date to compare with is missing", expected="from: or until: with a date")
        return Clause("date_of", event, "between", (since, until))

    def _event(self, reader: Reader, key: str) -> str:
        event = reader.word(key)
        if event not in self.words.events:
            raise reader.bad(key, "the event {event!r} is not known", event=event, **_hint(event, self.words.events))
        return event

    def _always(self, reader: Reader) -> Clause:
        return Clause("always", "", "is", (reader.flag("always", default=True),))


def read_elements(reader: Reader, key: str, words: Vocabulary) -> Elements:
    """The element lists of a regime or clause: with a name, alone, together."""
    inner = reader.inside(key, required=True)
    if inner is None:
        raise reader.bad(key, "nothing stands here")
    together_raw = inner.raw("together")
    together: tuple[frozenset[str], ...] = ()
    if together_raw is not None:
        if not isinstance(together_raw, list) or not all(isinstance(entry, list) for entry in together_raw):
            raise inner.bad("together", "{shape} stands here", shape=shape_of(together_raw), expected="a list of lists")
        together = tuple(frozenset(str(element) for element in entry) for entry in together_raw)
    found = Elements(frozenset(inner.words("with_name")), frozenset(inner.words("alone")), together)
    inner.done()
    for element in {*found.with_name, *found.alone, *(e for group in together for e in group)}:
        if element not in words.elements:
            key = "with_name" if element in found.with_name else "alone"
            hint = _hint(element, words.elements)
            raise inner.bad(key, "the data element {element!r} is not known", element=element, **hint)
    return found


def _listed(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _hint(word: str, known: Mapping[str, object] | tuple[str, ...]) -> dict[str, str]:
    near = nearest(word, list(known))
    return {"do": f"Did you mean {near}?"} if near else {}
