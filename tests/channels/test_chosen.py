from __future__ import annotations

import subprocess
import sys

import pytest

from responder.channels.chosen import channels_for, rates_for
from responder.errors import NotConfigured
from responder.files.store import FileStore


def chosen(house, **changes):
    settings = house.settings.with_changes(**changes)
    return channels_for(settings, FileStore(house.path / "files", house.keystore), reachable=set)


def test_until_a_real_channel_is_named_nothing_leaves_the_machine(house):
    assert {medium: channel.name for medium, channel in chosen(house).items()} == {
        "email": "local",
        "sms": "local",
        "voice": "local",
        "rehearsal": "rehearsal",
    }
    assert not any(channel.leaves_machine for channel in chosen(house).values())


def test_smtp_wants_a_server(house):
    with pytest.raises(NotConfigured, match="RESPONDER_SMTP_HOST"):
        chosen(house, email_channel="smtp")
    assert chosen(house, email_channel="smtp", smtp_host="mail.example.net")["email"].name == "smtp"


SENDGRID = {"email_channel": "sendgrid", "sendgrid_api_key": "synthetic", "public_url": "https://incidents.example.com"}
TWILIO = {
    "sms_channel": "twilio", "twilio_account_sid": "AC" + "0" * 32, "twilio_auth_token": "synthetic",
    "twilio_from": "+15005550006", "public_url": "https://incidents.example.com",
}  # fmt: skip


def test_a_provider_set_up_by_half_is_refused_with_the_setting_that_is_missing(house):
    with pytest.raises(NotConfigured, match="RESPONDER_SENDGRID_WEBHOOK_KEY"):
        chosen(house, **SENDGRID)
    for name in TWILIO.keys() - {"sms_channel"}:
        with pytest.raises(NotConfigured, match=f"RESPONDER_{name.upper()}"):
            chosen(house, **{**TWILIO, name: None})


def test_providers_that_leave_the_machine_stand_behind_the_trial_gate_until_the_house_is_live(house):
    given = {**SENDGRID, **TWILIO, "sendgrid_webhook_key": "a key"}
    assert {type(chosen(house, **given)[medium]).__name__ for medium in ("email", "sms")} == {"TrialGate"}
    live = chosen(house, **given, live=True)
    assert (type(live["email"]).__name__, type(live["sms"]).__name__) == ("SendGridChannel", "TwilioChannel")


def test_a_house_that_did_not_choose_a_provider_never_loads_its_package(house):
    says = "import sys, responder.channels.chosen, responder.site.app; sys.exit(bool({'twilio', 'sendgrid'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", says], check=False).returncode == 0


def test_a_limit_that_was_set_is_told_by_medium(house):
    assert rates_for(house.settings) == {}
    assert rates_for(house.settings.with_changes(sms_per_second=1.5)) == {"sms": 1.5}
