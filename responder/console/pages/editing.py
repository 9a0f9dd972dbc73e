"""Editing a notice: text and preview side by side, kept while it is typed, with what was written before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from responder import clock, flow
from responder.console import incident
from responder.console.pages.notices import Shown, shown
from responder.errors import NotFound
from responder.facts.queries import snapshot
from responder.intake.queries import get_incident
from responder.notices import actions, queries, render
from responder.notices.differences import differences
from responder.notices.inserting import Insertions
from responder.notices.specs import concerning, spec_of
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.intake.records import Incident
    from responder.notices.queries import Text

editing = Blueprint("editing", __name__, url_prefix="/incidents/<number>/notices/<notice_id>")

DEEDS = ("save", "look", "keep", "put", "discard")


@dataclass(frozen=True)
class Typing:
    """What the form of the editor holds."""

    subject: str
    text: str
    expected: int
    put: str
    deed: str

    @classmethod
    def of_request(cls) -> Typing:
        form = Given.of_request()
        what, _, put = request.form.get("do", "save").partition(":")
        wanted = what if what in DEEDS else "save"
        subject = form.text("subject", required=False, most=400)
        text = form.text("text", required=wanted == "save", most=actions.LONGEST)
        expected = form.whole_number("expected", least=1) or 0
        form.check()
        return cls(subject, text, expected, put, wanted)


@editing.get("/edit")
@deed("notice.draft")
def edit(number: str, notice_id: str) -> ResponseReturnValue:
    """The editor, at what its reader typed last; ``?version=`` opens a former version in it."""
    session = reading()
    found = incident.enter(session, number)
    return editor(session, found, shown(session, found, notice_id))


def editor(session: Session, found: Incident, seen: Shown, mine: Text | None = None) -> str:
    """The page. ``mine``: what its reader just saved and what stands beside another's newer text."""
    unsaved = queries.find_unsaved(session, seen.row, seen.text.language, seen.text.medium, by=by())
    former = _former(session, seen)
    start = former or seen.text
    if unsaved is not None:
        start = replace(seen.text, subject=unsaved.subject, text=unsaved.text)
    offered = insertions(session, found, seen)
    return render_template(
        "notices/edit.html",
        seen=seen,
        start=start,
        expected=unsaved.expected if unsaved else seen.text.number,
        unsaved=unsaved,
        former=None if unsaved else former,
        html=_html(start),
        passages=offered.passages(),
        facts=offered.facts(),
        mine=mine,
    )


def insertions(session: Session, found: Incident, seen: Shown) -> Insertions:
    """What can be put into this text."""
    house, row = services(), seen.row
    known = snapshot(session, found, house.library)
    spec = concerning(spec_of(house.library, house.letters, row.regime, row.duty, row.place), known, house.library)
    return Insertions(spec, known, house.library, house.letters, seen.text.language)


def _former(session: Session, seen: Shown) -> Text | None:
    wanted = request.args.get("version", "")
    versions = (text for text in versions_of(session, seen) if str(text.number) == wanted)
    return next(versions, None)


def versions_of(session: Session, seen: Shown) -> list[Text]:
    """Every version of the text that is looked at, the oldest first."""
    wanted = (seen.text.language, seen.text.medium)
    return [text for text in queries.history(session, seen.row) if (text.language, text.medium) == wanted]


def _html(text: Text) -> str:
    return render.to_html(text.text, services().letters.words_of(text.language))


@editing.post("/edit")
@deed("notice.draft", back="editing.edit")
def save(number: str, notice_id: str) -> ResponseReturnValue:
    """What the editor's buttons do: save a version, look, put something in, or give up what was typed."""
    typed = Typing.of_request()
    match typed.deed:
        case "save":
            return _saved(number, notice_id, typed)
        case "keep":
            return _kept(number, notice_id, typed)
        case "discard":
            with writing() as session:
                seen = shown(session, get_incident(session, number), notice_id)
                language, medium = seen.text.language, seen.text.medium
                actions.forget_typing(session, seen.row, language=language, medium=medium, by=by())
        case _:
            with writing() as session:
                found = get_incident(session, number)
                seen = shown(session, found, notice_id)
                language, medium = seen.text.language, seen.text.medium
                text = f"{typed.text}\n\n{_wanted(session, found, seen, typed.put)}" if typed.put else typed.text
                _keep(session, seen, replace(typed, text=text))
    back = url_for("editing.edit", number=number, notice_id=notice_id, language=language, medium=medium)
    return redirect(f"{back}#preview" if typed.deed == "look" else back)


def _wanted(session: Session, found: Incident, seen: Shown, name: str) -> str:
    """The paragraph or the fact that somebody wants put in, by its name.

    Raises:
        NotFound: nothing of that name is offered for this text.
    """
    offered = insertions(session, found, seen)
    known = {f"paragraph/{passage.id}": passage.marked for passage in offered.passages()}
    known |= {f"fact/{fact.key}": fact.said for fact in offered.facts()}
    if name not in known:
        raise NotFound(N_("There is nothing of this name to put in"))
    return known[name]


def _keep(session: Session, seen: Shown, typed: Typing) -> None:
    actions.keep_typing(
        session,
        seen.row,
        language=seen.text.language,
        medium=seen.text.medium,
        subject=typed.subject,
        text=typed.text,
        expected=typed.expected,
        by=by(),
        now=clock.now(),
    )


def _kept(number: str, notice_id: str, typed: Typing) -> ResponseReturnValue:
    """Asked by the page itself, every few seconds while somebody types."""
    with writing() as session:
        seen = shown(session, get_incident(session, number), notice_id)
        _keep(session, seen, typed)
        newer = seen.text.number if seen.text.number != typed.expected else None
        preview = _html(replace(seen.text, text=typed.text))
    language = present().language
    at = show_instant(clock.now(), zone=present().tz, language=language)
    said = say(N_("Kept for you: {time}. It becomes a version when you save."), language, time=at)
    if newer is not None:
        late = N_("Somebody saved version {number} meanwhile. Yours is kept; both are shown when you save.")
        said = say(late, language, number=newer)
    return jsonify(said=said, preview=preview, newer=newer)


def _saved(number: str, notice_id: str, typed: Typing) -> ResponseReturnValue:
    """Keep a version. Where somebody else was first, both texts are shown side by side and neither is lost."""
    with writing() as session:
        seen = shown(session, get_incident(session, number), notice_id)
        language, medium = seen.text.language, seen.text.medium
        edited = flow.edit_notice(
            session,
            seen.row,
            language=language,
            medium=medium,
            subject=typed.subject,
            text=typed.text,
            expected=typed.expected,
            by=by(),
            now=clock.now(),
        )
        both = edited.beside is not None
        mine = queries.open_text(session, seen.row, edited.version)
    if both:
        session = reading()
        found = incident.enter(session, number)
        return editor(session, found, shown(session, found, notice_id), mine), 409
    said = N_("Saved. Its approval no longer holds.") if edited.voided else N_("Saved.")
    flash(say(said, present().language))
    return redirect(url_for("notices.one", number=number, notice_id=notice_id, language=language, medium=medium))


@editing.get("/history")
@deed("incident.read")
def history(number: str, notice_id: str) -> ResponseReturnValue:
    """Every version of a text, the newest first, each with what it changed."""
    session = reading()
    found = incident.enter(session, number)
    seen = shown(session, found, notice_id)
    versions = versions_of(session, seen)
    changed = {after.number: differences(before, after) for before, after in pairwise(versions)}
    return render_template("notices/history.html", seen=seen, versions=versions[::-1], changed=changed)
