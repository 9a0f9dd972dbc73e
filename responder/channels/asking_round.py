"""One round of questions to everybody outside on whom sending depends; no message leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.channels.domain import ask_domain
from responder.channels.probe import Told, ask_sendgrid, ask_smtp, ask_twilio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.settings import Settings

EXAMPLES = ("example.com", "example.org", "example.net")


def ask_others(settings: Settings) -> tuple[Mapping[str, Told], Mapping[str, bool | None]]:
    """What each provider that is set up said of us, and what DNS says of the sender's domain."""
    chosen = {settings.email_channel, settings.email_second, settings.sms_channel, settings.voice_channel}
    told: dict[str, Told] = {}
    if "sendgrid" in chosen:
        told["sendgrid"] = _of_sendgrid(settings)
    if "smtp" in chosen:
        told["smtp"] = ask_smtp(settings)
    if "twilio" in chosen:
        answer = ask_twilio(settings)
        active = answer.outcome != "ok" or answer.document.get("status") == "active"
        told["twilio"] = answer if active else Told("refused")
    domain = settings.sender_email.rpartition("@")[2]
    return told, ({} if domain in EXAMPLES else ask_domain(domain))


def _of_sendgrid(settings: Settings) -> Told:
    """A key that may not send mail is as good as none; a sender that is not verified is refused on the first letter."""
    scopes, senders = ask_sendgrid(settings)
    if scopes.outcome == "ok" and "mail.send" not in scopes.document.get("scopes", ()):
        return Told("refused")
    if senders.outcome == "ok":
        known = [one for one in senders.document.get("results", ()) if one.get("verified")]
        return Told("ok", {"senders": [one.get("from_email") for one in known]})
    return scopes
