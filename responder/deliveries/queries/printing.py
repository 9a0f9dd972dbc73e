"""Letters that wait for the printer, what their rows say, and the sheets made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.affected.queries import open_people
from responder.affected.records import Recipient
from responder.channels.rehearsal import MARK
from responder.deliveries.address_block import address_block
from responder.deliveries.printing import MARK_DIGITS, Sheet, Source
from responder.deliveries.queries.codes import codes_of
from responder.deliveries.records import Campaign, CorrectedAddress, PaperLetter, PrintPart, PrintRun
from responder.errors import Conflict, NotFound
from responder.post.queries import IS_READY
from responder.post.records import Outgoing, OutgoingGroup
from responder.vault.keystore import keystore_of
from responder.vault.seal import lookup_hash, unseal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from responder.affected.queries import Opened
    from responder.deliveries.letter import Letter
    from responder.deliveries.queries.letters import Letters
    from responder.vault.seal import Keys

OUT = ("printed", "handed_over", "mailed", "forwarded")  # a letter on its way: not to be printed a second time
_PROBE = "\u2983probe\u2984"


def list_waiting(session: Session, campaign_id: str, *, upto: datetime, limit: int, after: str = "") -> list[Outgoing]:
    """Messages by letter that may go to the printer now, by id: started, past the time to undo, and in no run yet."""
    return list(
        session.scalars(_waiting(campaign_id, upto).where(Outgoing.id > after).order_by(Outgoing.id).limit(limit))
    )


def count_waiting(session: Session, campaign_id: str, *, now: datetime) -> int:
    """How many letters could be printed now."""
    return session.scalar(select(func.count()).select_from(_waiting(campaign_id, now).subquery())) or 0


def _waiting(campaign_id: str, upto: datetime) -> Select[Outgoing]:
    in_a_run = select(PaperLetter.id).where(PaperLetter.outgoing_id == Outgoing.id, PaperLetter.state.in_(OUT)).exists()
    return (
        select(Outgoing)
        .join(OutgoingGroup, OutgoingGroup.id == Outgoing.group_id)
        .where(
            Outgoing.group_id == campaign_id,
            Outgoing.channel == "letter",
            IS_READY,
            Outgoing.changed_at <= upto,
            OutgoingGroup.running.is_(True),
            OutgoingGroup.not_before <= upto,
            ~in_a_run,
        )
    )


def open_recipients(session: Session, ids: Sequence[str]) -> dict[str, Opened]:
    """People by id, opened."""
    rows = session.scalars(select(Recipient).where(Recipient.id.in_(ids)).order_by(Recipient.id)).all()
    return {opened.id: opened for opened in open_people(session, rows)}


def sources_of(
    session: Session, incident_id: str, ids: Sequence[str], *, now: datetime, posted_in: str
) -> dict[str, Source]:
    """What the rows of these people say today, read from the table at this moment."""
    keys = keystore_of(session).of(incident_id)
    corrected = _corrected(session, keys, ids)
    found = {}
    for person_id, opened in open_recipients(session, ids).items():
        addressee = opened.addressee(now.date())
        address = corrected.get(person_id, addressee.postal_address)
        if addressee.told and address:
            found[person_id] = _source(keys, opened, addressee, address, posted_in)
    return found


def make_sheets(
    session: Session,
    campaign: Campaign,
    waiting: Sequence[Outgoing],
    letters: Letters,
    *,
    now: datetime,
    posted_in: str,
    first: int,
) -> tuple[list[Sheet], dict[str, str]]:
    """The letters of some waiting messages, numbered from ``first``; and those for which there is none."""
    ids = [message.party_id for message in waiting]
    people = open_recipients(session, ids)
    sources = sources_of(session, campaign.incident_id, ids, now=now, posted_in=posted_in)
    codes = codes_of(session, campaign.incident_id, ids)
    greets: dict[int, bool] = {}
    mark = f"{MARK} " if campaign.kind == "drill" else ""
    sheets: list[Sheet] = []
    withheld: dict[str, str] = {}
    for message in waiting:
        source, opened = sources.get(message.party_id), people.get(message.party_id)
        if source is None or opened is None:
            withheld[message.id] = "no_address"
            continue
        try:
            letter = letters(session, campaign.notice_id, opened.traits.language, "letter")
        except Conflict:
            withheld[message.id] = "no_text"
            continue
        rendered = letter.render(opened.person.with_code(codes.get(message.party_id, "")), opened.addressee(now.date()))
        if id(letter) not in greets:
            greets[id(letter)] = _greets(letter)
        page = rendered.html or rendered.text
        number = first + len(sheets)
        sheets.append(
            Sheet(message.id, number, source, letter.language, f"{mark}{rendered.subject}", page, greets[id(letter)])
        )
    return sheets, withheld


def _greets(letter: Letter) -> bool:
    """Whether a letter has a place for the person's name at all."""
    probe = letter.render(Person(name=_PROBE), Addressee("self", _PROBE))
    return _PROBE in probe.text


def _source(keys: Keys, opened: Opened, addressee: Addressee, address: str, posted_in: str) -> Source:
    row = "\x1f".join((opened.id, opened.person.firm_id, opened.person.name, address, ";".join(addressee.elements)))
    # A child's letter to a household of unnamed parents bears the child's name on the envelope's first line too.
    name = addressee.name or opened.person.name
    return Source(
        recipient_id=opened.id,
        mark="L" + lookup_hash(keys, "letter", row)[:MARK_DIGITS],
        kind=addressee.kind,
        place=opened.traits.place,
        elements=addressee.elements,
        address=address_block(name, address, opened.traits.country, posted_in=posted_in),
        names=(opened.person.name, addressee.name),
    )


def _corrected(session: Session, keys: Keys, ids: Sequence[str]) -> dict[str, str]:
    rows = session.scalars(select(CorrectedAddress).where(CorrectedAddress.recipient_id.in_(ids)))
    table, column = CorrectedAddress.__tablename__, "address_sealed"
    return {
        row.recipient_id: unseal(keys, row.address_sealed, table=table, column=column, row_id=row.recipient_id)
        for row in rows
    }


def list_runs(session: Session, campaign_id: str) -> Sequence[PrintRun]:
    """Runs of a campaign, the oldest first."""
    return session.scalars(select(PrintRun).where(PrintRun.campaign_id == campaign_id).order_by(PrintRun.number)).all()


def get_run(session: Session, campaign_id: str, number: int) -> PrintRun:
    """One run of a campaign by its number.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(
        select(PrintRun).where(PrintRun.campaign_id == campaign_id, PrintRun.number == number)
    ).one_or_none()
    if found is None:
        raise NotFound(N_("There is no print run {number} of this sending"), number=number)
    return found


def runs_at_work(session: Session) -> Sequence[PrintRun]:
    """Runs that are being printed, of any campaign."""
    return session.scalars(select(PrintRun).where(PrintRun.state == "printing").order_by(PrintRun.id)).all()


def list_parts(session: Session, run_id: str) -> Sequence[PrintPart]:
    return session.scalars(select(PrintPart).where(PrintPart.run_id == run_id).order_by(PrintPart.number)).all()


def letters_of_run(session: Session, run_id: str) -> Iterator[PaperLetter]:
    """Every letter of a run by its number."""
    wanted = select(PaperLetter).where(PaperLetter.run_id == run_id).order_by(PaperLetter.number)
    yield from session.scalars(wanted.execution_options(yield_per=500))


def count_paper(session: Session, campaign_id: str) -> dict[str, int]:
    """State of letters on paper → how many."""
    counted = select(PaperLetter.state, func.count()).where(PaperLetter.campaign_id == campaign_id)
    return {state: count for state, count in session.execute(counted.group_by(PaperLetter.state))}  # noqa: C416 -- typed


def manifest_of(session: Session, campaign: Campaign, run: PrintRun) -> dict[str, object]:
    """What is handed over: each file with its SHA-256, letters and pages. Names nobody."""
    parts = [
        {
            "part": part.number, "letters": part.letters, "pages": part.pages,
            "pdf": f"part-{part.number:04d}.pdf", "pdf_sha256": part.pdf_sha256,
            "table": f"part-{part.number:04d}.csv", "table_sha256": part.table_sha256,
        }
        for part in list_parts(session, run.id)
    ]  # fmt: skip
    return {
        "format": "responder/print-run/1", "campaign": campaign.number, "run": run.number,
        "letters": run.letters, "pages": run.pages, "texts": campaign.texts, "list": campaign.digest, "parts": parts,
    }  # fmt: skip
