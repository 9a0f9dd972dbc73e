"""The sample of a print run: the source row of each letter beside what its pages say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from responder.deliveries.queries.printing import list_parts, open_recipients
from responder.deliveries.records import PaperLetter
from responder.formats.pdf_text import read_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from responder.affected.queries import Opened
    from responder.deliveries.records import Campaign, PrintRun
    from responder.files.store import FileStore

_SHOWN = ("firm_id", "name", "postal_address", "birth_date", "guardian_name", "representative")
_COLUMNS = {"firm_id": "id"}  # as the columns of a list are called


@dataclass(frozen=True)
class Sampled:
    """One letter to look at: the values of its row by name, and the text of its pages."""

    number: int
    part: int
    page: int
    kind: str
    row: tuple[tuple[str, str], ...] = field(repr=False)
    text: str = field(repr=False)


def sampled(session: Session, files: FileStore, campaign: Campaign, run: PrintRun) -> Iterator[Sampled]:
    """The letters of the sample, one part of the run in memory at a time."""
    wanted = select(PaperLetter).where(PaperLetter.run_id == run.id, PaperLetter.number.in_(run.sample))
    letters = session.scalars(wanted.order_by(PaperLetter.number)).all()
    people = open_recipients(session, [letter.recipient_id for letter in letters])
    for part in list_parts(session, run.id):
        members = [letter for letter in letters if letter.part == part.number]
        pages = read_pages(files.read(campaign.incident_id, part.pdf_ref)) if members else []
        for letter in members:
            text = "\n".join(pages[letter.page - 1 : letter.page - 1 + letter.pages])
            row = _row(people[letter.recipient_id])
            yield Sampled(letter.number, letter.part, letter.page, letter.kind, row, text)


def _row(opened: Opened) -> tuple[tuple[str, str], ...]:
    person, traits = opened.person, opened.traits
    shown = [(_COLUMNS.get(name, name), str(getattr(person, name))) for name in _SHOWN if getattr(person, name)]
    return (*shown, ("data", ", ".join(traits.data)), ("place", traits.place), ("language", traits.language))
