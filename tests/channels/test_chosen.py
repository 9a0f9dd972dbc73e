from __future__ import annotations

import pytest

from responder.channels.chosen import channels_for
from responder.errors import NotConfigured
from responder.files.store import FileStore


def chosen(house, **changes):
    settings = house.settings.with_changes(**changes)
    return channels_for(settings, FileStore(house.path / "files", house.keystore), reachable=set)


def test_until_a_real_channel_is_named_nothing_leaves_the_machine(house):
    assert {medium: channel.name for medium, channel in chosen(house).items()} == {
        "email": "local",
        "sms": "local",
        "rehearsal": "rehearsal",
    }
    assert not any(channel.leaves_machine for channel in chosen(house).values())


def test_smtp_wants_a_server(house):
    with pytest.raises(NotConfigured, match="RESPONDER_SMTP_HOST"):
        chosen(house, email_channel="smtp")
    assert chosen(house, email_channel="smtp", smtp_host="mail.example.net")["email"].name == "smtp"
