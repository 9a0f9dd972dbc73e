"""Asking providers whether they would take our messages, without sending one."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import requests

if TYPE_CHECKING:
    from responder.settings import Settings

PATIENCE: Final = 10.0
TWILIO: Final = "https://api.twilio.com"
SENDGRID: Final = {"global": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
OK: Final = 200


@dataclass(frozen=True)
class Told:
    """What a provider said: ``ok``, ``refused`` (with the credentials we gave) or ``silent``."""

    outcome: str
    document: Any = None


def ask_sendgrid(settings: Settings) -> tuple[Told, Told]:
    """The scopes of the key (``GET /v3/scopes``) and the verified senders (``GET /v3/verified_senders``)."""
    key = settings.sendgrid_api_key.get_secret_value() if settings.sendgrid_api_key else ""
    host = settings.sendgrid_url or SENDGRID[settings.sendgrid_region]
    headers = {"Authorization": f"Bearer {key}"}
    return _get(f"{host}/v3/scopes", headers=headers), _get(f"{host}/v3/verified_senders", headers=headers)


def ask_twilio(settings: Settings) -> Told:
    """The account (``GET /2010-04-01/Accounts/{Sid}.json``), whose ``status`` must be ``active``."""
    sid = settings.twilio_account_sid or ""
    token = settings.twilio_auth_token.get_secret_value() if settings.twilio_auth_token else ""
    return _get(f"{settings.twilio_url or TWILIO}/2010-04-01/Accounts/{sid}.json", auth=(sid, token))


def ask_smtp(settings: Settings) -> Told:
    """Whether the server answers, speaks TLS where that is wanted, and knows us; no mail is begun (RFC 5321)."""
    try:
        with _connected(settings) as smtp:
            smtp.ehlo()
            if settings.smtp_security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if settings.smtp_user and settings.smtp_password:
                smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except smtplib.SMTPAuthenticationError:
        return Told("refused")
    except (OSError, smtplib.SMTPException):
        return Told("silent")
    return Told("ok")


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host or "", settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=PATIENCE)


def _get(address: str, **more: Any) -> Told:
    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False, **more)
        if answer.status_code == OK:
            return Told("ok", answer.json())
    except (requests.RequestException, ValueError):
        return Told("silent")
    return Told("refused" if answer.status_code in {401, 403, 404} else "silent")
