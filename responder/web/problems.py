"""From an error to an answer: one table, one page, never a stack trace.

A refused form comes back on its own page with what was typed; a lost session or a sign-in too old asks for the
password first and then offers to send the form as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from flask import current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from responder.errors import BadInput, Conflict, NotFound, NotSignedIn, Refused, ResponderError, SignInTooOld
from responder.web import kept, once
from responder.web.given import Typing, Unfit, fields_of_request
from responder.web.guard import guard_of, page_behind
from responder.web.viewer import present
from responder.words import N_, say

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

log = structlog.get_logger(__name__)

TITLES = {
    400: N_("This form was open too long"),
    401: N_("Sign in first"),
    403: N_("This is not allowed"),
    404: N_("Not found"),
    405: N_("This address takes no such request"),
    409: N_("Somebody else was first"),
    410: N_("Destroyed"),
    413: N_("Too large"),
    422: N_("This cannot be taken"),
    429: N_("Too many tries"),
    500: N_("Something went wrong."),
    503: N_("Not set up"),
}
SPEECH = {
    400: N_("The form did not come from a page of this sign-in. Open the page again and send it from there."),
    404: N_("There is no page at this address."),
    405: N_("Open the page and use its form."),
    413: N_("What was sent is larger than this form takes."),
    500: N_("The error was logged and nothing was half-saved. Try again; then tell who runs this installation."),
}
JSON_AREAS = ("api", "hooks")


@dataclass(frozen=True)
class Problem:
    """What an error page says."""

    status: int
    title: str
    said: str
    do: str = ""


def spoken(error: ResponderError, language: str) -> str:
    """What an error says, in ``language``, with its values filled in."""
    return say(error.message, language, **{key: str(value) for key, value in error.values.items()})


def problems_of(error: BadInput) -> list[BadInput]:
    """The single complaints of a refused form."""
    return error.problems if isinstance(error, Unfit) else [error]


def install(app: Flask) -> None:
    """Answer every error of ``app``."""
    app.register_error_handler(ResponderError, _answer)
    app.register_error_handler(once.SentTwice, lambda error: once.answer_again(error, _address_behind()))
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(500, _answer_broken)


def _answer(error: ResponderError) -> ResponseReturnValue:
    if error.status >= 500:
        log.error("a promise broke", error=type(error).__name__, endpoint=request.endpoint)
    if not _is_json():
        if isinstance(error, SignInTooOld) or (isinstance(error, NotSignedIn) and _asks_for_a_sign_in()):
            return _ask_to_sign_in(error)
        can_come_back = isinstance(error, BadInput | Conflict | Refused) and not isinstance(error, NotFound)
        if request.method == "POST" and can_come_back:
            again = _show_form_again(error)
            if again is not None:
                return again
    language = present().language
    do = say(error.do, language) if isinstance(error, BadInput) and error.do else ""
    return _show(Problem(error.status, TITLES.get(error.status, TITLES[500]), spoken(error, language), do))


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # called by a name that is not ours: no page of ours has an address there
        return make_response("This site is not called so.\n", 400, {"Content-Type": "text/plain; charset=utf-8"})
    status = error.code or 500
    if status < 400:
        return error
    said = SPEECH.get(status, SPEECH[500] if status >= 500 else SPEECH[404])
    return _show(Problem(status, TITLES.get(status, TITLES[500]), say(said, present().language)))


def _answer_csrf(error: CSRFError) -> ResponseReturnValue:
    del error
    if kept.from_our_page() and not _is_json():
        return render_template("signing_in/send_again.html", form=kept.of_request()), 400
    return _show(Problem(400, TITLES[400], say(SPEECH[400], present().language)))


def _answer_broken(error: Exception) -> ResponseReturnValue:
    original = getattr(error, "original_exception", None) or error
    log.error("an error nobody foresaw", error=type(original).__name__, endpoint=request.endpoint, exc_info=original)
    # Plain text: the error may lie in the very parts that every page is made of.
    language = present().language if "viewer" in g else "en"
    said = f"{say(TITLES[500], language)} {say(SPEECH[500], language)}\n"
    return make_response(said, 500, {"Content-Type": "text/plain; charset=utf-8"})


def _asks_for_a_sign_in() -> bool:
    """Nobody is signed in where somebody must be; a wrong password is another matter."""
    endpoint = request.endpoint
    return not present().signed_in and endpoint is not None and guard_of(current_app, endpoint) is not None


def _ask_to_sign_in(error: Refused) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        return "", 401  # a page that looks for news must not be swapped for a sign-in
    if request.method != "POST":
        endpoint = "signing_in.again" if isinstance(error, SignInTooOld) else "signing_in.page"
        return redirect(url_for(endpoint, next=request.full_path.rstrip("?")))
    form = kept.of_request() if kept.from_our_page() else None
    template = "signing_in/again.html" if isinstance(error, SignInTooOld) else "signing_in/page.html"
    return render_template(template, kept=kept.sign(form) if form else "", form=form, next=""), error.status


def _address_behind() -> str | None:
    """Address of the page that the form of this request stands on."""
    back = page_behind(current_app, request.endpoint) if request.endpoint else None
    if back is None:
        return None
    wanted = next(current_app.url_map.iter_rules(back)).arguments
    return url_for(back, **{name: value for name, value in (request.view_args or {}).items() if name in wanted})


def _show_form_again(error: ResponderError) -> ResponseReturnValue | None:
    """The page a refused form stands on, with the complaints on top and what was typed in the fields."""
    back = page_behind(current_app, request.endpoint) if request.endpoint else None
    if back is None or g.get("refused") is not None:
        return None
    problems = problems_of(error) if isinstance(error, BadInput) else [BadInput(spoken(error, present().language))]
    g.refused = Typing(request.path, fields_of_request(), problems)
    page: Any = current_app.view_functions[back]
    wanted = next(current_app.url_map.iter_rules(back)).arguments
    try:
        shown = page(**{name: value for name, value in (request.view_args or {}).items() if name in wanted})
    except ResponderError:  # the form's own page is closed to this person as well, or what it is about is gone
        g.refused = None
        return None
    return shown, error.status


def _show(problem: Problem) -> ResponseReturnValue:
    language = present().language
    if _is_json():
        return jsonify({"error": say(problem.title, "en"), "message": problem.said}), problem.status
    return render_template("problem.html", problem=problem, title=say(problem.title, language)), problem.status


def _is_json() -> bool:
    return bool(request.blueprint) and request.blueprint in JSON_AREAS
