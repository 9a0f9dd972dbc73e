"""A mail becomes a report, or goes on in the one that it belongs to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.intake import actions as intake
from responder.intake.actions import reports
from responder.intake.actions.signals import heard_before
from responder.intake.queries import get_incident
from responder.intake.queries.reports import TOKEN, find_by_keys, key_of, scope_of
from responder.oncall.actions.answering import answer_by_message
from responder.people.queries import SYSTEM
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.inbox import Mail
    from responder.intake.records import Report

THREAD_LASTS: Final = timedelta(days=365)
_KIND: Final = "message"
_OURS: Final = re.compile(r"<([0-9a-f]{32})@")


def take_mail(session: Session, mail: Mail, *, now: datetime, language: str = "en") -> Report | None:
    """File a mail: into the report that it answers, or whose token its address has, else as a new one.

    The same mail again changes nothing; none for it, and for what a machine answered by itself.

    Args:
        session: The unit of work.
        mail: As read.
        now: Aware.
        language: Of a new report.
    """
    if mail.is_automatic:
        return None
    identity = mail.message_id or f"{mail.sender} {mail.at} {mail.subject}"
    if heard_before(session, "mail", identity.encode(), now=now):
        return None
    if _answers_a_call(session, mail, now):
        return None
    text = "\n\n".join(part for part in (mail.subject, mail.text) if part) or "–"
    keys = [key_of(session, _KIND, identity)]
    known = _belongs_to(session, mail, now)
    if known is None:
        return reports.file_report(
            session, origin="mail", title=mail.subject, text=text, contact=mail.sender, now=now, by=SYSTEM,
            language=language, keys=keys,
        ).report  # fmt: skip
    reports.add_line(session, known, text, kind="reporter", by=None, now=now)
    reports.add_keys(session, known, keys, now=now)
    if known.incident_id is not None:
        incident = get_incident(session, known.incident_id)
        intake.add_entry(session, incident, f"{known.number}: {text}", by=SYSTEM, at=now)
    return known


def _answers_a_call(session: Session, mail: Mail, now: datetime) -> bool:
    """A reply to one of our calls says "I have it"; nobody else knows the id that it names."""
    ours = (found[1] for found in map(_OURS.match, mail.answers) if found)
    return any(answer_by_message(session, message_id, how="email", now=now) is not None for message_id in ours)


def _belongs_to(session: Session, mail: Mail, now: datetime) -> Report | None:
    keys = [key_of(session, _KIND, message_id) for message_id in mail.answers]
    keys += [key_of(session, TOKEN, token) for token in _tokens(mail)]
    found = find_by_keys(session, keys, since=now - THREAD_LASTS) if keys else None
    return found if found is not None and keystore_of(session).has(scope_of(found)) else None


def _tokens(mail: Mail) -> list[str]:
    """What stands behind a plus in the addresses it went to: ``intake+4f2c…@example.com``."""
    locals_ = [address.rpartition("@")[0] for address in mail.to]
    return [local.partition("+")[2].lower() for local in locals_ if "+" in local]
