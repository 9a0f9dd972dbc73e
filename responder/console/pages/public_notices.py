"""Notices that everybody may read: published in place of letters to people who cannot be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from responder.deliveries.queries.substitutes import find_published, published
from responder.errors import NotFound
from responder.web.viewer import present
from responder.web.work import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

public_notices = Blueprint("public_notices", __name__, url_prefix="/notice")


@public_notices.get("")
def page() -> ResponseReturnValue:
    """Every notice that stands published now."""
    rows = [(row, _language(row.texts)) for row in published(reading())]
    return render_template("public/page.html", rows=rows)


@public_notices.get("/<token>")
def one(token: str) -> ResponseReturnValue:
    row = find_published(reading(), token)
    if row is None:
        raise NotFound
    wanted = request.args.get("language", "")
    language = wanted if wanted in row.texts else _language(row.texts)
    return render_template("public/one.html", row=row, language=language, text=row.texts[language])


def _language(texts: dict[str, dict[str, str]]) -> str:
    """The reader's language if the notice has it, else English, else whichever comes first."""
    return next((name for name in (present().language, "en") if name in texts), min(texts))
