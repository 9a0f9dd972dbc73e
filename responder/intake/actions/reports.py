"""Reports: taken in, answered, taken up by somebody, closed with a reason, joined, or made an incident."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from responder import ids
from responder.errors import BadInput, Conflict
from responder.intake.actions.numbers import next_number
from responder.intake.queries.reports import OPEN, TOKEN, key_of, opened_text, scope_of, token_of
from responder.intake.records import Report, ReportKey, ReportLine, Signal
from responder.journal.append import append
from responder.vault.keystore import HOUSE, keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.intake.records import Incident

SERIES = "REP"
OUTCOMES = ("near_miss", "false_alarm", "not_confirmed")
TITLE_LENGTH = 200
TEXT_LENGTH = 20_000
CODE_BYTES = 10


@dataclass(frozen=True)
class Filed:
    """A new report, and the code by which its reporter comes back; the code is shown once and kept only as a hash."""

    report: Report
    code: str | None


def file_report(  # noqa: PLR0913 -- what is known when it comes in
    session: Session,
    *,
    origin: str,
    title: str,
    text: str,
    now: datetime,
    by: str,
    language: str = "en",
    level: str = "unrated",
    contact: str = "",
    keys: Iterable[str] = (),
    with_code: bool = False,
) -> Filed:
    """Take in what somebody or something told us.

    Args:
        session: The unit of work.
        origin: ``form``, ``mail``, ``signal`` or ``person``.
        title: A few words; the first line of the text if empty.
        text: What was seen.
        now: Aware.
        by: An account, or ``system`` for whoever is outside.
        language: The reporter's.
        level: As far as anybody rated it.
        contact: How the reporter may be reached, if they said so.
        keys: Keyed hashes by which later messages are known to belong here.
        with_code: Whether the reporter gets a code to come back by.

    Raises:
        BadInput: nothing was told, or too much.
    """
    text = _told(text)
    code = _new_code() if with_code else None
    report = _report(session, origin, _a_title(title, text), contact, code, level=level, language=language, now=now)
    session.add(report)
    session.flush()
    add_keys(session, report, {*keys, key_of(session, TOKEN, token_of(session, report))}, now=now)
    add_line(session, report, text, kind="reporter", by=None if by == "system" else by, now=now)
    append(
        session, HOUSE, by=by, at=now, tag="report.received", what=f"Report {report.number} received ({origin})",
        data={"report": report.id, "origin": origin, "level": level},
    )  # fmt: skip
    return Filed(report, code)


def _report(
    session: Session,
    origin: str,
    title: str,
    contact: str,
    code: str | None,
    *,
    level: str,
    language: str,
    now: datetime,
) -> Report:
    report_id, keys = ids.new_id(), keystore_of(session).of(HOUSE)

    def sealed(plain: str, column: str) -> bytes:
        return seal(keys, plain, table=Report.__tablename__, column=column, row_id=report_id)

    return Report(
        id=report_id,
        number=next_number(session, SERIES, now),
        origin=origin,
        state="new",
        level=level,
        language=language,
        title_sealed=sealed(title, "title_sealed"),
        contact_sealed=sealed(contact.strip()[:TITLE_LENGTH], "contact_sealed") if contact.strip() else None,
        code_key=key_of(session, "code", plain_code(code)) if code else None,
        received_at=now,
        last_at=now,
        taken_at=None,
        taken_by=None,
        called_at=None,
        incident_id=None,
        joined_to=None,
        outcome=None,
        look_again_at=None,
        closed_at=None,
        closed_by=None,
    )


def add_line(session: Session, report: Report, text: str, *, kind: str, by: str | None, now: datetime) -> ReportLine:
    """Add what somebody says: the ``reporter``, our ``answer`` to them, a ``note`` among ourselves, a ``deed``."""
    line_id = ids.new_id()
    line = ReportLine(
        id=line_id,
        report_id=report.id,
        kind=kind,
        by=by,
        at=now,
        text_sealed=seal(
            keystore_of(session).of(scope_of(report)), _told(text),
            table=ReportLine.__tablename__, column="text_sealed", row_id=line_id,
        ),
    )  # fmt: skip
    session.add(line)
    report.last_at = now
    return line


def add_keys(session: Session, report: Report, keys: Iterable[str], *, now: datetime) -> None:
    """Let later messages with one of these keyed hashes belong to this report."""
    for key in set(keys):
        session.merge(ReportKey(report_id=report.id, key=key, at=now))


def take_report(session: Session, report: Report, *, by: str, now: datetime) -> None:
    """Say "I am on it": it calls nobody any more, and the time to a human is known.

    Raises:
        Conflict: somebody has it already, or it is no longer open.
    """
    if report.state != "new":
        raise Conflict(N_("Somebody has taken this report already, or it is closed."))
    report.state, report.taken_at, report.taken_by = "taken", now, by
    _say(session, report, "report.taken", "Taken", by=by, now=now)


def close_report(
    session: Session,
    report: Report,
    outcome: str,
    *,
    reason: str,
    by: str,
    now: datetime,
    look_again_at: datetime | None = None,
) -> None:
    """Close a suspicion: it was not, or not quite. The reason stays, and perhaps a day to look again.

    Args:
        session: The unit of work.
        report: An open one.
        outcome: ``near_miss`` (counted: nothing came of it by luck or by a working control), ``false_alarm``, or
            ``not_confirmed``.
        reason: Why.
        by: Who closes it.
        now: Aware.
        look_again_at: When it is to be looked at again.

    Raises:
        BadInput: no reason, or no such outcome.
        Conflict: it is not open.
    """
    if outcome not in OUTCOMES:
        raise BadInput(N_("This outcome is not known"), field="outcome", expected=", ".join(OUTCOMES))
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("why it is no incident"))
    _must_be_open(report)
    if report.taken_at is None:
        report.taken_at, report.taken_by = now, by
    report.state, report.outcome, report.look_again_at = "closed", outcome, look_again_at
    report.closed_at, report.closed_by = now, by
    add_line(session, report, reason, kind="note", by=by, now=now)
    _say(session, report, "report.closed", f"Closed ({outcome})", by=by, now=now, outcome=outcome)


def reopen_report(session: Session, report: Report, *, reason: str, by: str, now: datetime) -> None:
    """Look at it again.

    Raises:
        BadInput: no reason.
        Conflict: it is open.
    """
    if not reason.strip():
        raise BadInput(N_("A reason is needed"), field="reason", expected=N_("what changed"))
    if report.state != "closed":
        raise Conflict(N_("This report is open, or became something else."))
    report.state, report.outcome, report.look_again_at = "taken", None, None
    report.closed_at = report.closed_by = None
    add_line(session, report, reason, kind="note", by=by, now=now)
    _say(session, report, "report.reopened", "Opened again", by=by, now=now)


def join_report(session: Session, report: Report, other: Report, *, by: str, now: datetime) -> None:
    """Say that both tell of the same thing: ``report`` goes on in ``other``; its lines stay where they are.

    Raises:
        Conflict: one of them is not open, or they are the same.
    """
    if report.id == other.id:
        raise Conflict(N_("A report cannot be joined to itself."))
    _must_be_open(report)
    if other.state not in {*OPEN, "incident"}:
        raise Conflict(N_("The other report is closed."))
    report.state, report.joined_to, report.incident_id = "joined", other.id, other.incident_id
    if report.taken_at is None:
        report.taken_at, report.taken_by = now, by
    if report.incident_id is not None:
        seal_again(session, report, former=HOUSE)
    for key in session.scalars(select(ReportKey).where(ReportKey.report_id == report.id)).all():
        session.merge(ReportKey(report_id=other.id, key=key.key, at=key.at))
    session.execute(delete(ReportKey).where(ReportKey.report_id == report.id))
    _say(session, report, "report.joined", f"Joined to {other.number}", by=by, now=now, other=other.id)


def note_incident(session: Session, report: Report, incident: Incident, *, by: str, now: datetime) -> None:
    """It is an incident now: its texts are sealed with the incident's key, and die with it."""
    _must_be_open(report)
    if report.taken_at is None:
        report.taken_at, report.taken_by = now, by
    report.state, report.incident_id = "incident", incident.id
    seal_again(session, report, former=HOUSE)
    _say(session, report, "report.incident", "Made an incident", by=by, now=now, incident=incident.id)


def seal_again(session: Session, report: Report, *, former: str) -> None:
    """Seal what was sealed in ``former`` scope in the one that the report is in now."""
    keystore = keystore_of(session)
    keys, fresh = keystore.of(former), keystore.of(scope_of(report))
    for column in ("title_sealed", "contact_sealed"):
        held = getattr(report, column)
        if held is not None:
            plain = opened_text(keys, held, Report.__tablename__, column, report.id)
            setattr(report, column, seal(fresh, plain, table=Report.__tablename__, column=column, row_id=report.id))
    for signal in session.scalars(select(Signal).where(Signal.report_id == report.id)):
        plain = opened_text(keys, signal.text_sealed, Signal.__tablename__, "text_sealed", signal.id)
        signal.text_sealed = seal(
            fresh, plain, table=Signal.__tablename__, column="text_sealed", row_id=signal.id
        )  # fmt: skip
    for line in session.scalars(select(ReportLine).where(ReportLine.report_id == report.id)):
        plain = opened_text(keys, line.text_sealed, ReportLine.__tablename__, "text_sealed", line.id)
        line.text_sealed = seal(
            fresh, plain, table=ReportLine.__tablename__, column="text_sealed", row_id=line.id
        )  # fmt: skip


def plain_code(code: str) -> str:
    """A code as it is looked up: without dashes and spaces, in capitals, with letters that look like digits mended."""
    return "".join(letter for letter in code.upper() if letter.isalnum()).translate(str.maketrans("018", "OIB"))


def _new_code() -> str:
    """80 random bits in four groups that can be read over a telephone."""
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _say(session: Session, report: Report, tag: str, what: str, *, by: str, now: datetime, **data: object) -> None:
    add_line(session, report, what, kind="deed", by=by, now=now)
    append(
        session, HOUSE, by=by, at=now, tag=tag, what=f"Report {report.number}: {what}",
        data={"report": report.id, **data},
    )  # fmt: skip


def _must_be_open(report: Report) -> None:
    if report.state not in OPEN:
        raise Conflict(N_("This report is no longer open."))


def _told(text: str) -> str:
    text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc").strip()
    if not text:
        raise BadInput(N_("Nothing was told"), field="text", expected=N_("what you saw"))
    if len(text) > TEXT_LENGTH:
        raise BadInput(N_("The text is too long"), field="text", expected=N_("at most 20,000 characters"))
    return text


def _a_title(title: str, text: str) -> str:
    title = " ".join(title.split()) or " ".join(text.partition("\n")[0].split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"
