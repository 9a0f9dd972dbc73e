"""The parts of a facts file that are lists of their own: people, datasets, parties, judgements, holds, filings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from responder.books.marked import nearest, shape_of
from responder.books.yaml_loader import line_of
from responder.errors import BadInput
from responder.facts.model import (
    Count,
    Dataset,
    DecisionNotTo,
    Entity,
    Extension,
    Filing,
    Hold,
    Judgement,
    Party,
    PeopleRow,
)
from responder.facts.values import FactsReader, choice, count, known_place, moment, places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from responder.books.vocabulary import Vocabulary

    Duties = Mapping[str, frozenset[str] | None]

ROLES: Final = ("controller", "joint_controller", "processor", "sub_processor")
RELATIONS: Final = (
    "processor",
    "sub_processor",
    "controller",
    "joint_controller",
    "insurer",
    "acquirer",
    "parent",
    "recipient",
    "source",
)
HOLDS: Final = (
    "law_enforcement", "national_security", "us_attorney_general", "scope_and_restore", "regulator", "court",
    "contract_consent", "insurer_consent",
)  # fmt: skip
ENDINGS: Final = ("exempted", "withdrawn")
_MINORS: Final = ("under_18", "under_16", "under_14", "under_13")
_CONTACTS: Final = ("post", "email", "esign_consent", "phone", "none")


def read_people(
    reader: FactsReader, words: Vocabulary, entities: tuple[Entity, ...], datasets: Mapping[str, Dataset]
) -> tuple[PeopleRow, ...] | None:
    """The rows of people; None when the key is left out, which is not the same as nobody."""
    if reader.raw("people") is None:
        return None
    return tuple(_row(entry, words, entities, datasets) for entry in reader.parts("people"))


def _row(
    entry: FactsReader, words: Vocabulary, entities: tuple[Entity, ...], datasets: Mapping[str, Dataset]
) -> PeopleRow:
    where = entry.raw("where")
    place = None if where is None else known_place(entry, "where", where, words)
    if "where" not in entry:
        raise BadInput(
            "'where' is missing",
            file=entry.file,
            line=entry.line,
            field=entry.path,
            expected="where: a place or unknown",
        )
    own = tuple(_known(entry, "datasets", name, datasets) for name in entry.words("datasets"))
    relation = words.fact("people.relation")
    vulnerable = words.fact("people.vulnerable")
    values: dict[str, Any] = {
        "form": _by(entry, "form", words, "exposure.form"),
        "vulnerable": _vulnerable(entry, vulnerable.choices if vulnerable else ()),
        "deceased": count(entry, "deceased"),
        **_counts(entry, "minors", _MINORS),
        **_counts(entry, "contactable", _CONTACTS),
        "languages": entry.words("languages") if entry.raw("languages") is not None else None,
        "nationality": entry.raw("nationality"),
        "brand": entry.text("brand"),
    }
    row = PeopleRow(
        where=place,
        entity=_entity(entry, entities, [datasets[name] for name in own]),
        datasets=own,
        relation=choice(entry, "relation", relation.choices if relation else ()),
        count=count(entry, "count"),
        records=count(entry, "records"),
        data=_data(entry, words),
        role=choice(entry, "role", ROLES),
        values={key: value for key, value in values.items() if value is not None},
    )
    entry.done()
    return row


def _by(entry: FactsReader, key: str, words: Vocabulary, fact: str) -> Any:
    definition = words.fact(fact)
    return choice(entry, key, definition.choices if definition else ())


def _vulnerable(entry: FactsReader, allowed: tuple[str, ...]) -> tuple[str, ...] | None:
    value = entry.raw("vulnerable")
    if value is None:
        return None
    if isinstance(value, bool):
        return ("other",) if value else ()
    found = entry.words("vulnerable")
    for group in found:
        if group not in allowed:
            raise entry.bad(
                "vulnerable", "{group!r} is not known here", group=group[:40], expected="one of " + ", ".join(allowed)
            )
    return found


def _counts(entry: FactsReader, key: str, known: tuple[str, ...]) -> dict[str, Count | None]:
    inner = entry.part(key)
    if inner is None:
        return {}
    found = {f"{key}.{name}": count(inner, name) for name in known}
    inner.done()
    return found


def _data(entry: FactsReader, words: Vocabulary) -> frozenset[str] | None:
    value = entry.raw("data")
    if value is None:
        return None
    found = entry.words("data")
    for number, element in enumerate(found):
        if element not in words.elements:
            near = nearest(element, words.elements)
            raise BadInput(
                "the data element {element!r} is not known",
                file=entry.file,
                line=line_of(value, number) or entry.line,
                field=entry.field("data"),
                element=element[:40],
                expected="an id of the list in `responder facts`",
                do=f"Did you mean {near}?" if near else None,
            )
    return frozenset(found)


def _entity(entry: FactsReader, entities: tuple[Entity, ...], own: list[Dataset]) -> str:
    named = entry.text("entity") or next((dataset.entity for dataset in own if dataset.entity), None)
    if named is None:
        if len(entities) == 1:
            return entities[0].id
        raise BadInput(
            "whose people these are is missing",
            file=entry.file,
            line=entry.line,
            field=entry.path,
            expected="entity: one of " + ", ".join(entity.id for entity in entities),
        )
    if named not in {entity.id for entity in entities}:
        raise entry.bad("entity", "{entity!r} is no entity of this file", entity=named[:40],
                        expected=", ".join(entity.id for entity in entities))  # fmt: skip
    return named


def _known(entry: FactsReader, key: str, id: str, known: Mapping[str, object]) -> str:  # noqa: A002
    if id not in known:
        near = nearest(id, list(known))
        raise entry.bad(
            key,
            "{id!r} is not among the datasets of this file",
            id=id[:40],
            do=f"Did you mean {near}?" if near else None,
        )
    return id


def read_datasets(
    reader: FactsReader, words: Vocabulary, entities: set[str], exposure: Callable[[FactsReader | None], dict[str, Any]]
) -> dict[str, Dataset]:
    """Datasets by id, each with what its own exposure says otherwise."""
    found: dict[str, Dataset] = {}
    for entry in reader.parts("datasets"):
        id = entry.word("id")  # noqa: A001
        entity = entry.text("entity")
        if entity is not None and entity not in entities:
            raise entry.bad(
                "entity",
                "{entity!r} is no entity of this file",
                entity=entity[:40],
                expected=", ".join(sorted(entities)),
            )
        if id in found:
            raise entry.bad("id", "{id!r} stands twice", id=id[:40])
        found[id] = Dataset(
            id, entity, choice(entry, "role", ROLES), _special_roles(entry, words), entry.words("for_parties"),
            entry.text("system"), places(entry, "located_in", words) or (), entry.text("holding"),
            exposure(entry.part("exposure")),
        )  # fmt: skip
        entry.done()
    return found


def _special_roles(entry: FactsReader, words: Vocabulary) -> tuple[str, ...]:
    """What the entity is for this dataset alone, by the ids that laws read; a word no law knows would do nothing."""
    roles = entry.words("special_roles")
    for role in roles:
        if role not in words.organisations:
            near = nearest(role, words.organisations)
            raise entry.bad(
                "special_roles",
                "{role!r} is not known here",
                role=role[:40],
                expected="a kind of organisation; `responder facts` lists them under organisation.qualifies_as",
                do=f"Did you mean {near}?" if near else None,
            )
    return roles


def read_parties(reader: FactsReader, words: Vocabulary) -> tuple[Party, ...]:
    """Others on either side of the data."""
    found = []
    for entry in reader.parts("parties"):
        country = entry.raw("country")
        found.append(Party(
            entry.word("id"), choice(entry, "relation", RELATIONS), entry.text("name"),
            None if country is None else known_place(entry, "country", country, words),
            moment(entry, "told_us_at"), moment(entry, "told_by_us_at"),
        ))  # fmt: skip
        entry.done()
    return tuple(found)


def read_judgements(
    risk: FactsReader | None, words: Vocabulary, datasets: Mapping[str, Dataset], entities: set[str]
) -> tuple[Judgement, ...]:
    """People's answers to the tests of laws, each for its scope; the narrowest scope wins where several fit."""
    found = []
    for entry in risk.parts("judgements") if risk else []:
        test = entry.word("test")
        definition = words.judgements.get(test)
        if definition is None:
            near = nearest(test, words.judgements)
            raise entry.bad(
                "test",
                "the judgement {test!r} is not known",
                test=test[:60],
                expected="a judgement of `responder facts`",
                do=f"Did you mean {near}?" if near else None,
            )
        scope = entry.part("scope")
        where: tuple[str, ...] = ()
        own: tuple[str, ...] = ()
        entity = None
        if scope:
            where, own, entity = places(scope, "where", words) or (), scope.words("datasets"), scope.text("entity")
            for id in own:  # noqa: A001
                _known(scope, "datasets", id, datasets)
            if entity is not None and entity not in entities:
                raise scope.bad(
                    "entity",
                    "{entity!r} is no entity of this file",
                    entity=entity[:40],
                    expected=", ".join(sorted(entities)),
                )
            scope.done()
        found.append(
            Judgement(
                test,
                choice(entry, "answer", definition.answers),
                where,
                own,
                entity,
                entry.text("by"),
                entry.text("reason"),
            )
        )
        moment(entry, "at")
        entry.done()
    return tuple(found)


def read_holds(reader: FactsReader) -> tuple[Hold, ...]:
    """Why something may not be said yet."""
    found = []
    for entry in reader.parts("holds"):
        kind = choice(entry, "kind", HOLDS)
        if kind is None:
            raise entry.bad("kind", "the kind of hold is missing", expected="one of " + ", ".join(HOLDS))
        found.append(Hold(
            str(kind), entry.text("authority"), choice(entry, "form", ("oral", "written")), moment(entry, "asked_at"),
            moment(entry, "until"), entry.words("covers"), entry.words("regimes"), entry.text("ground"),
        ))  # fmt: skip
        entry.raw("official")
        entry.done()
    return tuple(found)


def read_extensions(reader: FactsReader) -> tuple[Extension, ...]:
    """Extensions asked of or granted by an authority."""
    found = []
    for entry in reader.parts("extensions"):
        found.append(Extension(
            entry.word("duty"), entry.truth("granted"), moment(entry, "until"), entry.text("regime"),
            entry.text("where"), entry.text("reference"),
        ))  # fmt: skip
        moment(entry, "asked_at")
        entry.done()
    return tuple(found)


def read_filings(reader: FactsReader, words: Vocabulary, duties: Duties | None) -> tuple[Filing, ...]:
    """What was sent or filed, ours (`filings`) and that of others for us (`notices_given`).

    A duty that nobody knows is refused: its clock would go on unseen. ``uk-gdpr-authority`` means the duty
    ``authority`` of ``uk-gdpr``.
    """
    found = []
    for key in ("filings", "notices_given"):
        value = reader.raw(key)
        if value is not None and not isinstance(value, list):
            raise reader.bad(key, "{shape} stands here", shape=shape_of(value), expected="a list")
        for entry in reader.parts(key):
            where = entry.raw("where")
            regime, duty = _known_duty(entry, duties)
            found.append(Filing(
                duty, moment(entry, "at"), regime,
                None if where is None else known_place(entry, "where", where, words),
                entry.text("by"), entry.text("on_behalf_of"), entry.text("met_by"), entry.text("reference"),
            ))  # fmt: skip
            entry.done()
    return tuple(found)


def _known_duty(entry: FactsReader, duties: Duties | None) -> tuple[str | None, str]:
    """The regime, if it is named, and the duty of an entry."""
    duty, regime = entry.word("duty"), entry.text("regime")
    if duties is None:
        return regime, duty
    if regime is not None and regime not in duties:
        close = nearest(regime, duties)
        raise entry.bad(
            "regime", "{regime!r} is not known here", regime=regime, expected="the id of a regime or contract",
            do=f"Did you mean {close}?" if close else "`responder regimes list` shows them.",
        )  # fmt: skip
    if regime is not None and duties[regime] is None:
        return regime, duty
    candidates = {name: ids for name, ids in duties.items() if ids is not None and regime in {None, name}}
    if any(duty in ids for ids in candidates.values()):
        return regime, duty
    for name, ids in candidates.items():
        if duty.startswith(f"{name}-") and duty.removeprefix(f"{name}-") in ids:
            return name, duty.removeprefix(f"{name}-")
    known = sorted({each for ids in candidates.values() for each in ids})
    close = nearest(duty, known)
    raise entry.bad(
        "duty", "{duty!r} is not known here", duty=duty, expected="the id of a duty",
        do=f"Did you mean {close}?" if close else "`responder regimes show ID` names them.",
    )  # fmt: skip


def read_decisions(reader: FactsReader, words: Vocabulary) -> tuple[DecisionNotTo, ...]:
    """Decisions not to notify as two people made them, exemptions that were granted, and what was withdrawn."""
    found = []
    for entry in reader.parts("decisions"):
        where = entry.raw("where")
        found.append(DecisionNotTo(
            entry.word("regime"), entry.word("duty"),
            None if where is None else known_place(entry, "where", where, words),
            moment(entry, "at"), moment(entry, "look_again"), entry.text("on"), entry.text("entity"),
            choice(entry, "kind", ENDINGS), entry.text("authority"),
        ))  # fmt: skip
        entry.done()
    return tuple(found)
