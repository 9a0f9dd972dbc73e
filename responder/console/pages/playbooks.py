"""The playbooks of the house, to be read before they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from responder.errors import NotFound
from responder.web.guard import deed
from responder.web.work import services
from responder.words import N_

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

playbooks = Blueprint("playbooks", __name__, url_prefix="/playbooks")


@playbooks.get("")
@deed("playbook.read")
def page() -> ResponseReturnValue:
    return render_template("playbooks/page.html", books=services().playbooks)


@playbooks.get("/<name>")
@deed("playbook.read")
def one(name: str) -> ResponseReturnValue:
    book = services().playbooks.get(name)
    if book is None:
        raise NotFound(N_("There is no such playbook"))
    return render_template("playbooks/one.html", book=book)
