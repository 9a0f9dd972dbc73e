"""Reading the mailbox: each mail is stored first and marked read after, so that none is lost and none counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from responder import flow
from responder.channels.inbox import Mailbox, opened
from responder.errors import NotConfigured

if TYPE_CHECKING:
    from datetime import datetime

    from responder.bootstrap import Services
    from responder.settings import Settings

log = structlog.get_logger(__name__)


def read_mailbox(services: Services, now: datetime) -> None:
    """The job: nothing where no mailbox is set; a mailbox that cannot be read is said in the log and tried again."""
    mailbox = mailbox_of(services.settings)
    if mailbox is None:
        return
    try:
        with opened(mailbox) as reading:
            for handle, mail in reading.unread():
                with services.db.writing() as session:
                    flow.take_mail(session, mail, now=now, language=services.settings.language)
                reading.mark(handle)
    except NotConfigured as unreadable:
        log.warning("the mailbox cannot be read", why=str(unreadable))


def mailbox_of(settings: Settings) -> Mailbox | None:
    """The mailbox that is set, if one is."""
    if settings.imap_host is None or settings.imap_user is None or settings.imap_password is None:
        return None
    return Mailbox(
        settings.imap_host, settings.imap_port, settings.imap_user, settings.imap_password.get_secret_value(),
        settings.imap_security, settings.imap_folder,
    )  # fmt: skip
