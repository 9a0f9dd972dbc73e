"""How many people, where, with which data."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from responder.affected.matching import joined_data
from responder.affected.queries.people import ready_lists, selected
from responder.affected.records import Recipient

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.affected.queries.people import Selection


def count_by_place(session: Session, incident_id: str) -> dict[str, int]:
    """Place → people: what a map shows."""
    people = selected(incident_id, None).with_only_columns(Recipient.place, func.count()).group_by(Recipient.place)
    return dict(session.execute(people).all())


def count_by_language(session: Session, incident_id: str, *, selection: Selection | None = None) -> dict[str, int]:
    """Language → people, the most spoken first; an empty language where the list says none."""
    people = selected(incident_id, selection).with_only_columns(Recipient.language, func.count())
    found = session.execute(people.group_by(Recipient.language)).all()
    return dict(sorted(((language, count) for language, count in found), key=lambda pair: (-pair[1], pair[0])))


def people_rows(session: Session, incident_id: str) -> list[dict[str, Any]]:
    """The ``people`` of a facts file: disjoint rows by place, entity, dataset, relation and data elements."""
    other = select(Recipient.joined_to).where(
        Recipient.incident_id == incident_id,
        Recipient.joined_to.is_not(None),
        Recipient.list_id.in_(ready_lists(incident_id)),
    )
    parts = (Recipient.place, Recipient.entity, Recipient.dataset, Recipient.relation, Recipient.data, Recipient.minor)
    alone = (
        selected(incident_id, None)
        .where(Recipient.id.not_in(other))
        .with_only_columns(*parts, func.count())
        .group_by(*parts)
    )
    counts: Counter[tuple[str, str, str, str, str, bool]] = Counter()
    for place, entity, dataset, relation, data, minor, count in session.execute(alone):
        counts[place, entity, dataset, relation, data, bool(minor)] += count
    together = session.scalars(selected(incident_id, None).where(Recipient.id.in_(other))).all()
    more: dict[str, list[str]] = defaultdict(list)
    joined = select(Recipient.joined_to, Recipient.data).where(
        Recipient.joined_to.in_([row.id for row in together]), Recipient.list_id.in_(ready_lists(incident_id))
    )
    for root, data in session.execute(joined):
        more[root or ""].append(data)
    for row in together:
        data = joined_data([row.data, *more[row.id]])
        counts[row.place, row.entity, row.dataset, row.relation, data, bool(row.minor)] += 1
    return _as_people(counts)


def _as_people(counts: Counter[tuple[str, str, str, str, str, bool]]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str, str, str, str], dict[str, Any]] = {}
    for (place, entity, dataset, relation, data, minor), count in sorted(counts.items()):
        row = rows.setdefault((place, entity, dataset, relation, data), {"where": place, "count": 0})
        row["count"] += count
        if data:
            row["data"] = data.split(";")
        if entity:
            row["entity"] = entity
        if dataset:
            row["datasets"] = [dataset]
        if relation:
            row["relation"] = relation
        if minor:
            row["minors"] = {"under_18": count}
    return list(rows.values())
