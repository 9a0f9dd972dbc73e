"""Lists that come in waves: what the people of some lists are, and who of them came with an earlier list already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from responder.affected.matching import joined_data
from responder.affected.queries.people import ready_lists, selected
from responder.affected.records import Recipient

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from responder.affected.queries.people import Selection


@dataclass(frozen=True)
class Kinds:
    """Which places, languages and data elements occur among some people."""

    places: frozenset[str]
    languages: frozenset[str]
    elements: frozenset[str]


def ready_list_ids(session: Session, incident_id: str) -> list[str]:
    """The lists that are ready, in the order in which they came."""
    return sorted(session.scalars(ready_lists(incident_id)))


def kinds_of(session: Session, incident_id: str, *, selection: Selection) -> Kinds:
    """What the people selected are, with the data that joined rows of the same people add."""
    people = selected(incident_id, selection)
    rows = session.execute(
        people.with_only_columns(Recipient.place, Recipient.language, Recipient.data).distinct()
    ).all()
    joined = session.scalars(
        select(Recipient.data)
        .where(Recipient.joined_to.in_(people.with_only_columns(Recipient.id)))
        .where(Recipient.list_id.in_(ready_lists(incident_id)))
        .distinct()
    )
    data = joined_data([*(row.data for row in rows), *joined])
    return Kinds(
        frozenset(row.place for row in rows),
        frozenset(row.language for row in rows),
        frozenset(data.split(";")) - {""},
    )


def count_known_before(session: Session, incident_id: str, lists: Collection[str]) -> int:
    """How many rows of these lists are of people who came with another list first."""
    first = aliased(Recipient)
    found = (
        select(func.count(func.distinct(Recipient.joined_to)))
        .join(first, first.id == Recipient.joined_to)
        .where(Recipient.incident_id == incident_id, Recipient.list_id.in_(lists), first.list_id.not_in(lists))
    )
    return session.scalar(found) or 0
