"""Plainly synthetic messages."""

from __future__ import annotations

from datetime import UTC, datetime

from responder.channels.port import Message, Sender
from responder.ids import new_id

SENDER = Sender("privacy@example.com", "Example privacy team")
SCOPE = "incident-one"


def message(to="alex@example.org", *, medium="email", **changes):
    given = {
        "id": new_id(),
        "scope": SCOPE,
        "medium": medium,
        "to": to,
        "subject": "About your data – 24 November 2026",
        "text": "Dear Alex Example,\n.a line that starts with a dot\nÄÖÜ 数据\n",
        "from_": SENDER,
        "at": datetime(2026, 11, 24, 14, 5, tzinfo=UTC),
        "html": "<p>Dear Alex Example</p>",
    }
    return Message(**(given | changes))
