"""The channels an installation chose: medium → channel, and the rehearsal under its own name.

A further provider is a further entry here and a file beside; nothing else changes. A provider's package is loaded only
where it was chosen: the two together take as long to load as all the rest.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from responder.channels.failover import Failover
from responder.channels.gateway import GatewayAccount, GatewayChannel
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


SECOND_EMAIL = "email, second provider"


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
    email = _BY_NAME[settings.email_channel](settings) if settings.email_channel in _BY_NAME else local
    second = _second_email(settings)
    sms = _BY_NAME[settings.sms_channel](settings) if settings.sms_channel in _BY_NAME else local
    voice = _twilio_voice(settings) if settings.voice_channel == "twilio" else local
    beside = {} if second is None else {SECOND_EMAIL: gated(second, live=settings.live, reachable=reachable)}
    return {
        **beside,  # no message is routed to it, but its receipts are read
        "email": gated(Failover(email, second) if second else email, live=settings.live, reachable=reachable),
        "sms": gated(sms, live=settings.live, reachable=reachable),
        "voice": gated(voice, live=settings.live, reachable=reachable),
        "rehearsal": Rehearsal(files, spool / "rehearsal"),
    }


def rates_for(settings: Settings) -> Mapping[str, float]:
    """Medium → messages a second that its provider takes from us; a medium without a limit is left out."""
    chosen = {"email": settings.email_per_second, "sms": settings.sms_per_second}
    return {medium: rate for medium, rate in chosen.items() if rate}


def sends_templates(settings: Settings) -> bool:
    """Whether SMS go out as templates that were registered with the carriers."""
    return settings.sms_channel == "gateway" and bool(settings.sms_templates)


def works_in(settings: Settings) -> dict[str, tuple[str, str]]:
    """Medium → name and region of the provider that really reaches people; empty in trial mode, where none does."""
    if not settings.live:
        return {}
    regions = {
        "smtp": settings.smtp_region,
        "sendgrid": {"global": "us"}.get(settings.sendgrid_region, settings.sendgrid_region),
        "twilio": settings.twilio_region,
        "gateway": settings.sms_gateway_region,
    }
    chosen = {"email": settings.email_channel, "sms": settings.sms_channel}
    return {medium: (name, regions[name] or "") for medium, name in chosen.items() if name in regions}


def _second_email(settings: Settings) -> Channel | None:
    """The provider that steps in for email.

    Raises:
        NotConfigured: it is the first one itself, or lacks a setting.
    """
    if settings.email_second == "none":
        return None
    if settings.email_second == settings.email_channel:
        raise NotConfigured("RESPONDER_EMAIL_SECOND names the provider that RESPONDER_EMAIL_CHANNEL names.")
    return _BY_NAME[settings.email_second](settings)


def _gateway(settings: Settings) -> Channel:
    return GatewayChannel(
        GatewayAccount(
            url=_needed(settings, "sms_gateway_url", "SMS go by a gateway"),
            key=_needed(settings, "sms_gateway_key", "SMS go by a gateway"),
            templates=dict(_language_and_id(named) for named in settings.sms_templates),
            signature=settings.sms_signature or "",
        )
    )


def _language_and_id(named: str) -> tuple[str, str]:
    """``zh=T100`` as its two parts; an id alone serves every language."""
    language, _, template = named.rpartition("=")
    return language.strip(), template.strip()


def _smtp(settings: Settings) -> Channel:
    return SmtpChannel(
        SmtpServer(
            host=_needed(settings, "smtp_host", "Email goes by SMTP"),
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        )
    )


def _sendgrid(settings: Settings) -> Channel:
    sendgrid = importlib.import_module("responder.channels.sendgrid")
    key = _needed(settings, "sendgrid_api_key", "Email goes by SendGrid")
    if not settings.sendgrid_sandbox:
        _needed(settings, "public_url", "SendGrid tells us by a hook what arrived")
        _needed(settings, "sendgrid_webhook_key", "SendGrid tells us by a signed hook what arrived")
    channel: Channel = sendgrid.SendGridChannel(
        sendgrid.SendGridAccount(
            api_key=key,
            host=settings.sendgrid_url or sendgrid.HOSTS[settings.sendgrid_region],
            sandbox=settings.sendgrid_sandbox,
            activity=settings.sendgrid_activity,
        )
    )
    return channel


def _twilio(settings: Settings) -> Channel:
    twilio = importlib.import_module("responder.channels.twilio")
    if not settings.twilio_messaging_service_sid:
        _needed(settings, "twilio_from", "SMS go by Twilio without a messaging service")
    public_url = _needed(settings, "public_url", "Twilio tells us by a hook what arrived")
    channel: Channel = twilio.TwilioChannel(
        twilio.TwilioAccount(
            sid=_needed(settings, "twilio_account_sid", "SMS go by Twilio"),
            token=_needed(settings, "twilio_auth_token", "SMS go by Twilio"),
            messaging_service=settings.twilio_messaging_service_sid,
            from_number=settings.twilio_from,
            callback=f"{public_url.rstrip('/')}/hooks/twilio/status",
            url=settings.twilio_url,
        )
    )
    return channel


def _twilio_voice(settings: Settings) -> Channel:
    voice = importlib.import_module("responder.channels.twilio_voice")
    twilio = importlib.import_module("responder.channels.twilio")
    hooks = (
        f"{_needed(settings, 'public_url', 'Twilio tells us by a hook which key was pressed').rstrip('/')}/hooks/twilio"
    )
    channel: Channel = voice.TwilioVoice(
        twilio.TwilioAccount(
            sid=_needed(settings, "twilio_account_sid", "Telephone calls go by Twilio"),
            token=_needed(settings, "twilio_auth_token", "Telephone calls go by Twilio"),
            from_number=_needed(settings, "twilio_from", "Telephone calls go by Twilio from a number"),
            callback=f"{hooks}/voice/status",
            answers=f"{hooks}/voice/answer",
            url=settings.twilio_url,
        )
    )
    return channel


_BY_NAME: Mapping[str, Callable[[Settings], Channel]] = {
    "smtp": _smtp,
    "sendgrid": _sendgrid,
    "twilio": _twilio,
    "gateway": _gateway,
}


def _needed(settings: Settings, name: str, why: str) -> str:
    value = getattr(settings, name)
    if not value:
        raise NotConfigured("{why}, and a setting is missing: {setting}.", why=why, setting=f"RESPONDER_{name.upper()}")
    return str(value if isinstance(value, str) else value.get_secret_value())
