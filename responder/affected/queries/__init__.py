"""Reads of affected: people, counts, lists, and who could be whom."""

from responder.affected.queries.counts import count_by_language, count_by_place, people_rows
from responder.affected.queries.lists import get_list, list_lists, list_pairs, list_rejections, name_of, waiting_rows
from responder.affected.queries.matching import find_by_contact, guardians_without_ward, known_among, root_of
from responder.affected.queries.people import (
    Opened,
    Selection,
    count_recipients,
    digest_of,
    get_recipient,
    list_recipients,
    open_by_id,
    open_people,
    person_of,
)

__all__ = [
    "Opened",
    "Selection",
    "count_by_language",
    "count_by_place",
    "count_recipients",
    "digest_of",
    "find_by_contact",
    "get_list",
    "get_recipient",
    "guardians_without_ward",
    "known_among",
    "list_lists",
    "list_pairs",
    "list_recipients",
    "list_rejections",
    "name_of",
    "open_by_id",
    "open_people",
    "people_rows",
    "person_of",
    "root_of",
    "waiting_rows",
]
