from __future__ import annotations

import pytest

from responder.channels.dsn import read_dsn
from responder.errors import BadInput
from tests.channels.notifications import notification


@pytest.mark.parametrize(
    ("action", "status", "event"),
    [
        ("failed", "5.1.1", "bounced"),
        ("delivered", "2.0.0", "delivered"),
        ("delayed", "4.4.1", "deferred"),
        ("relayed", "2.0.0", "accepted"),
    ],
)
def test_a_notification_by_mail_says_what_became_of_which_message(action, status, event):
    (receipt,) = read_dsn(notification("0123abcd", action=action, status=status))

    assert (receipt.event, receipt.message_id, receipt.code) == (event, "0123abcd", f"smtp {status}")
    assert receipt.at is not None


def test_a_notification_with_headers_alone_is_enough():
    assert read_dsn(notification("0123abcd", headers_only=True))[0].message_id == "0123abcd"


@pytest.mark.parametrize("body", [b"", b"Subject: out of office\r\n\r\nI am away.", b"\x00\xff" * 40])
def test_any_other_mail_is_not_taken_for_one(body):
    with pytest.raises(BadInput, match="not a delivery status notification"):
        read_dsn(body)
