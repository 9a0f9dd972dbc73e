"""What other machines call: whether we are alive, and providers' receipts.

Takes a signature in place of a session. Never shows anything of an incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.hooks import alerts, calls, receipts
from responder.hooks.health import hooks

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    app.register_blueprint(hooks)


__all__ = ["alerts", "calls", "receipts", "register"]
