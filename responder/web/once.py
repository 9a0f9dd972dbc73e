"""A form makes one deed, however often it is sent: a double click, an impatient thumb, an answer lost on the way.

Each form carries a token made when its page was shown. The first unit of work of its request takes it together with
the deed; a second arrival of the same words is led to where the first one led. Other words from the same page, as after
the browser's "back", are another form.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING

from flask import flash, g, redirect, request, url_for

from responder import clock
from responder.errors import Conflict
from responder.people.actions.forms import take_form
from responder.people.queries import find_form_answer
from responder.web.signing import inside
from responder.web.viewer import present
from responder.words import N_, say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

FIELD = "once"
_BYTES = 12


class SentTwice(Conflict):
    """This form was sent twice; it was taken once."""

    def __init__(self, answer: str | None) -> None:
        super().__init__(N_("This form was sent twice; it was taken once."))
        self.answer = answer


def token() -> str:
    """A new one for each form on a page."""
    return secrets.token_urlsafe(_BYTES)


def take(session: Session) -> None:
    """Take this request's form in the unit of work of its deed; only the first unit of a request asks.

    Raises:
        SentTwice: it was taken before.
    """
    if request.method != "POST" or not request.form.get(FIELD) or not present().signed_in or "form_taken" in g:
        return
    g.form_taken = key = _key_of_request()
    if not take_form(session, key, by=present().id, now=clock.now()):
        del g.form_taken
        raise SentTwice(find_form_answer(session, key, by=present().id))


def _key_of_request() -> str:
    """One for each token and whatever was sent with it, where to, and by whom."""
    files = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    sent = [present().id, request.path, sorted(fields), sorted(files)]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def answer_again(error: SentTwice, page_behind: str | None) -> ResponseReturnValue:
    """Lead to where the first arrival led, else to the page of the form."""
    flash(say(error.message, present().language))
    if error.answer is None and page_behind is None:
        return redirect(inside(request.form.get("next", "")))
    return redirect(error.answer or page_behind or url_for("incidents.page"))
