"""Destroying the personal data of an incident for good: its keys, their copies, and what they sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import func, select, update

from responder.custody import actions, certificate
from responder.custody.queries import get_destruction, kept_days, list_destructions
from responder.errors import BadInput, Broken, Conflict
from responder.flow.house import House
from responder.formats.pdf import ARCHIVE, pdf
from responder.intake.records import Incident
from responder.journal.queries import find_head
from responder.people.queries import SYSTEM
from responder.post.records import Outgoing, RawReceipt
from responder.prose.render import render
from responder.storage.backup import drop_member, list_backups
from responder.storage.blanking import blank, clear_leftovers
from responder.words import N_
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.custody.certificate import Reader
    from responder.custody.records import Destruction
    from responder.files.store import FileStore
    from responder.storage.session import Database
    from responder.vault.keystore import KeyStore

# What people typed into columns that are not sealed, because programs read them: table → columns.
TYPED: Final = {
    "affected_import_request": ("why",),
    "deliveries_campaign": ("why",),
    "deliveries_look_up": ("reason",),
    "deliveries_substitute": ("why",),
}


STYLE: Final = (
    '@page { size: A4; margin: 20mm; } body { font: 10.5pt/1.5 "Noto Sans", "Noto Sans CJK SC", sans-serif; } '
    "h1 { font-size: 18pt; } h2 { font-size: 12pt; margin: 14pt 0 4pt; } ul { margin: 0; padding-left: 14pt; } "
    "code { overflow-wrap: anywhere; font-size: 9pt; }"
)


class KeptHouse(House, Protocol):
    """What destroying needs of the services."""

    @property
    def keystore(self) -> KeyStore: ...
    @property
    def files(self) -> FileStore: ...


def kept_until(session: Session, incident: Incident, *, usual_days: int) -> datetime | None:
    """When the retention period of an incident ends; none while it is not closed."""
    if incident.state != "closed" or incident.closed_at is None:
        return None
    return incident.closed_at + timedelta(days=kept_days(session, incident.id, usual=usual_days))


def propose_destruction(
    session: Session, incident: Incident, *, ground: str, usual_days: int, by: str, now: datetime
) -> Destruction:
    """Propose to destroy the personal data of an incident that is closed, out of its period, and not held.

    Raises:
        Conflict: it is open or still to be kept, a hold stands, or a destruction is proposed or done.
        BadInput: an unknown ground.
    """
    until = _must_be_over(session, incident, usual_days, now)
    about = {
        "number": incident.number,
        "code_name": incident.code_name,
        "closed_at": _written(incident.closed_at or until),
        "kept_days": kept_days(session, incident.id, usual=usual_days),
    }
    return actions.propose_destruction(session, incident.id, ground=ground, about=about, by=by, now=now)


def approve_destruction(
    session: Session, incident: Incident, *, usual_days: int, by: str, now: datetime
) -> Destruction:
    """Approve as the second person; ``destroy_approved`` must follow once this is committed.

    Raises:
        Conflict: what ``propose_destruction`` refuses came up since.
        Refused: the same person proposed it.
        NotFound: nobody proposed it.
    """
    _must_be_over(session, incident, usual_days, now)
    row = get_destruction(session, incident.id)
    actions.approve_destruction(session, row, by=by, now=now)
    return row


def destroy_approved(house: KeptHouse, scope: str, *, now: datetime, whole: bool = True) -> bool:
    """Destroy what was approved. Safe to repeat after a crash; the keys go first.

    Args:
        house: The services.
        scope: The incident's id.
        now: Aware.
        whole: Also overwrite rows and remove files; otherwise a later call does that.

    Returns:
        Whether it is done and certified; false while somebody still reads a former state of the database.

    Raises:
        Conflict: it was not approved.
    """
    with house.db.reading() as session:
        if get_destruction(session, scope).state != "approved":
            raise Conflict(N_("This destruction is not under way."))
    house.keystore.destroy(scope)
    with house.db.writing() as session:
        actions.note_keys_destroyed(get_destruction(session, scope), now=now)
    if not whole:
        return False
    archive = _out_of_the_archive(house.settings.home, scope)
    files = house.files.forget(scope)
    rows = blank(house.db, scope, root=Incident.__tablename__, words=TYPED)
    _forget_raw_receipts(house.db)
    with house.db.writing() as session:
        actions.note_gone(get_destruction(session, scope), {"keys_archive": archive, "files": files, "rows": rows})
    if not clear_leftovers(house.db):
        return False
    with house.db.writing() as session:
        row = get_destruction(session, scope)
        document = _certificate(session, row, now)
        actions.certify(session, row, document, certificate.digest_of(document), by=SYSTEM, now=now)
    clear_leftovers(house.db)
    return True


def destroy_all_approved(house: KeptHouse, *, now: datetime) -> int:
    """Finish every approved destruction, as after a crash; how many are finished now."""
    with house.db.reading() as session:
        scopes = [row.scope for row in list_destructions(session, "approved")]
    return sum(destroy_approved(house, scope, now=now) for scope in scopes)


def certificate_text(row: Destruction, reader: Reader) -> str:
    """The certificate as Markdown.

    Raises:
        Conflict: it is not done.
    """
    if row.certificate is None or row.certificate_sha256 is None:
        raise Conflict(N_("It is not destroyed yet: there is no certificate."))
    return certificate.to_markdown(row.certificate, row.certificate_sha256, reader)


def certificate_pdf(text: str, reader: Reader) -> bytes:
    """The certificate as a PDF/A-3a, to be kept.

    Raises:
        NotConfigured: PDF is not set up.
    """
    title = reader.word(certificate.TITLE)
    language = "zh-Hans" if reader.language == "zh" else reader.language
    page = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><main>{render(text)}</main></body></html>"
    )
    return pdf(page, variant=ARCHIVE)


def _must_be_over(session: Session, incident: Incident, usual_days: int, now: datetime) -> datetime:
    until = kept_until(session, incident, usual_days=usual_days)
    if until is None:
        raise Conflict(N_("The incident is not closed: close it first."))
    if now < until:
        raise Conflict(N_("It is to be kept until {at}."), at=show_instant(until, zone=incident.zone))
    return until


def _out_of_the_archive(home: Path, scope: str) -> str:
    """Take the key out of the archives that `responder backup` wrote; the worst that became of one."""
    outcomes = {"none"}
    for path in {Path(noted["keys"]) for noted in list_backups(home)}:
        try:
            outcomes.add("rewritten" if drop_member(path, "keys", f"keys/{scope}.key") else "without")
        except (BadInput, Broken, OSError):
            outcomes.add("not_found")
    return next(each for each in ("not_found", "rewritten", "without", "none") if each in outcomes)


def _forget_raw_receipts(db: Database) -> None:
    """Receipts that matched nothing may name anybody, and are sealed with the house's key: their bodies go."""
    with db.writing() as session:
        session.execute(update(RawReceipt).where(RawReceipt.state != "waiting").values(body_sealed=None))


def _certificate(session: Session, row: Destruction, now: datetime) -> dict[str, Any]:
    head = find_head(session, row.scope)
    messages = session.scalar(select(func.count()).select_from(Outgoing).where(Outgoing.stream == row.scope))
    return {
        "format": certificate.FORMAT,
        "incident": row.scope,
        **row.about,
        "ground": row.ground,
        "proposed_at": _written(row.proposed_at),
        "proposed_by": row.proposed_by,
        "approved_at": _written(row.approved_at or now),
        "approved_by": row.approved_by or "",
        "keys_destroyed_at": _written(row.keys_destroyed_at or now),
        "finished_at": _written(now),
        "destroyed": row.gone or {},
        "left": {
            "lines": head.seq if head else 0,
            "head_seq": head.seq if head else 0,
            "head_hash": head.hash if head else "",
            "messages": messages or 0,
        },
    }


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
