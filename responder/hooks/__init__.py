"""What other machines call: whether we are alive, later providers' receipts and alerts.

Takes a signature in place of a session. Never shows anything of an incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.hooks.health import hooks

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    app.register_blueprint(hooks)


__all__ = ["register"]
