"""The same reads for programs: what ``--json`` prints, over HTTP, under the same guard. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.api.incidents import api

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    app.register_blueprint(api)


__all__ = ["register"]
