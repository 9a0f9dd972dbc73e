"""What the list counts, and a proof of the printer held against it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from responder.deliveries.printing import Problem, compare_proof_pages, marks_on
from responder.deliveries.queries.printing import letters_of_run, open_recipients, sources_of
from responder.formats.pdf_text import read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign


def compare_proof(
    session: Session, campaign: Campaign, run_id: str, document: bytes, *, now: datetime, posted_in: str
) -> tuple[int, list[Problem]]:
    """Compare a proof that the printer sent back with the rows of its letters; how many pages, and what does not hold.

    Raises:
        BadInput: the file cannot be read back.
    """
    pages = read_pages(document)
    letters = {letter.mark: letter for letter in letters_of_run(session, run_id)}
    found = marks_on(pages)
    people = [letters[mark].recipient_id for mark in found if mark in letters]
    sources = sources_of(session, campaign.incident_id, people, now=now, posted_in=posted_in)
    known = {
        mark: (letters[mark].number, sources[letters[mark].recipient_id])
        for mark in found
        if mark in letters and letters[mark].recipient_id in sources
    }
    return len(pages), compare_proof_pages(pages, known)


def as_listed(session: Session, recipient_ids: Sequence[str]) -> dict[str, Any]:
    """What the list itself counts of these people: from its columns, not from the letters."""
    people = open_recipients(session, recipient_ids).values()
    return {
        "letters": len(people),
        "minors": sum(bool(person.traits.minor) and not person.traits.deceased for person in people),
        "deceased": sum(person.traits.deceased for person in people),
        "places": dict(Counter(person.traits.place for person in people)),
        "elements": dict(Counter(element for person in people for element in person.traits.data)),
    }
