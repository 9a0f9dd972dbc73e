"""The channels an installation chose: medium → channel, and the rehearsal under its own name.

A further provider is a further entry here and a file beside; nothing else changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.channels.local import LocalSink
from responder.channels.rehearsal import Rehearsal
from responder.channels.smtp import SmtpChannel, SmtpServer
from responder.channels.trial import gated
from responder.errors import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from responder.channels.port import Channel
    from responder.files.store import FileStore
    from responder.settings import Settings


def channels_for(
    settings: Settings, files: FileStore, *, reachable: Callable[[], Collection[str]]
) -> Mapping[str, Channel]:
    """Every channel that is set up, those that leave the machine behind the trial gate until the house is live.

    Args:
        settings: What was chosen.
        files: Where what stays here is kept.
        reachable: Addresses of staff and guests, for trial mode.

    Raises:
        NotConfigured: a chosen channel lacks a setting.
    """
    spool = settings.home / "spool"
    local = LocalSink(files, spool / "local")
    email: Channel = local if settings.email_channel == "local" else _smtp(settings)
    return {
        "email": gated(email, live=settings.live, reachable=reachable),
        "sms": local,
        "rehearsal": Rehearsal(files, spool / "rehearsal"),
    }


def _smtp(settings: Settings) -> SmtpChannel:
    if settings.smtp_host is None:
        raise NotConfigured("Email goes by SMTP, and no server is named: set RESPONDER_SMTP_HOST.")
    return SmtpChannel(
        SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        )
    )
