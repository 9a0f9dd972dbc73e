"""One drill: its clock, what has come, whom to ask, who may be written to, and how it went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup

from responder import clock
from responder.books.playbooks.periods import show_minutes
from responder.console import incident
from responder.console.answers import asked_of
from responder.console.showing import text_of
from responder.flow.drills import end_drill, steer_drill
from responder.intake.actions.drills import FASTEST
from responder.intake.drill_time import time_at
from responder.intake.queries import get_incident
from responder.people.details import email_form, phone_form
from responder.post.actions.guests import guest_of_token
from responder.post.queries import address_of, list_guests
from responder.prose.render import render
from responder.response.actions.drills import ask_in_drill, scenario_of
from responder.response.actions.guesting import accept_guest, invite_guest, uninvite_guest
from responder.review.drilled import told
from responder.review.queries.drills import find_drill, list_asked, list_came, questions_of, score_of
from responder.review.voice import Voice
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from responder.books.marked import Text
    from responder.books.scenarios.values import Inject, Reveal, Scenario
    from responder.review.queries.drills import Came

drill = Blueprint("drill", __name__, url_prefix="/incidents/<number>/drill")
drill_guest = Blueprint("drill_guest", __name__, url_prefix="/drill-guest")

LEAPS = {"30": N_("half an hour"), "120": N_("two hours"), "720": N_("twelve hours"), "1440": N_("a day")}
HOW = ("pause", "run", "leap")


@drill.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    row = find_drill(session, found)
    scenario = scenario_of(row) if row else None
    came = list_came(session, found, scenario)
    leads = present().may("drill.lead")
    return render_template(
        "drill/page.html",
        drill=row,
        scenario=scenario,
        came=came,
        asked=[(one, _answer(scenario, one.inject_id, one.fact)) for one in list_asked(session, found)],
        questions=_questions(scenario),
        to_come=_to_come(scenario, came) if row and row.led_by == by() else (),
        guests=[(guest, address_of(session, guest)) for guest in list_guests(session, found.id)] if leads else (),
        leaps=LEAPS,
        fastest=FASTEST,
        show_minutes=show_minutes,
    )


@drill.post("/clock")
@deed("drill.lead", back="drill.page")
def steer(number: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    how = form.choice("how", HOW)
    speed = form.whole_number("speed", required=how == "run", least=1) if how == "run" else None
    leap = int(form.choice("leap", LEAPS)) if how == "leap" else 0
    form.check()
    with writing() as session:
        found = get_incident(session, number)
        running = found.drill_course[-1]["speed"] if found.drill_course else 0
        steer_drill(
            session,
            found,
            speed={"pause": 0, "run": speed or 1, "leap": running}[how],
            to=time_at(found, now) + timedelta(minutes=leap) if leap else None,
            books=services(),
            by=by(),
            now=now,
        )
    return redirect(url_for("drill.page", number=number))


@drill.post("/ask")
@deed("timeline.add", back="drill.page")
def ask(number: str) -> ResponseReturnValue:
    form = Given.of_request()
    fact = form.choice("fact", _askable())
    form.check()
    with writing() as session:
        ask_in_drill(session, get_incident(session, number), fact, by=by(), now=clock.now())
    return redirect(url_for("drill.page", number=number) + "#asked")


@drill.post("/end")
@deed("drill.lead", back="drill.page")
def end(number: str) -> ResponseReturnValue:
    with writing() as session:
        end_drill(session, get_incident(session, number), books=services(), by=by(), now=clock.now())
    return redirect(url_for("drill.score", number=number))


@drill.get("/score")
@deed("report.read")
def score(number: str) -> ResponseReturnValue:
    session, house = reading(), services()
    found = incident.enter(session, number)
    result = score_of(session, found, library=house.library, playbooks=house.playbooks, at=time_at(found, clock.now()))
    words = told(result, Voice(present().language, present().zone), questions_of(house.library)) if result else ""
    body = render(words).replace("<table>", '<div class="table-frame" tabindex="0"><table class="stacks">')
    body = body.replace("</table>", "</table></div>")
    return render_template("drill/score.html", score=result, body=Markup(body))  # noqa: S704 -- prose sanitises last


@drill.post("/guests")
@deed("drill.lead", back="drill.page")
def invite(number: str) -> ResponseReturnValue:
    """Name a guest; the link is shown once, for whoever named them to hand over."""
    form = Given.of_request()
    written = form.text("whom", most=200)
    form.check()
    medium, address = ("email", email_form(written)) if "@" in written else ("phone", phone_form(written))
    with writing() as session:
        guest, token = invite_guest(session, get_incident(session, number), medium, address, by=by(), now=clock.now())
        agreed = guest.confirmed_at is not None
    link = url_for("drill_guest.page", token=token, _external=True)
    sentence = N_("Your own address is on the list.") if agreed else N_("Hand this link over yourself: {link}")
    flash(say(sentence, present().language, link=link))
    return redirect(url_for("drill.page", number=number) + "#guests")


@drill.post("/guests/<guest>/remove")
@deed("drill.lead", back="drill.page")
def uninvite(number: str, guest: str) -> ResponseReturnValue:
    with writing() as session:
        uninvite_guest(session, get_incident(session, number), guest, by=by(), now=clock.now())
    return redirect(url_for("drill.page", number=number) + "#guests")


@drill_guest.get("/<token>", endpoint="page")
def page_of_guest(token: str) -> ResponseReturnValue:
    """What a guest agrees to. Opening it agrees to nothing: programs open links too."""
    guest = guest_of_token(reading(), token)
    return render_template("drill/guest.html", token=token, agreed=guest.confirmed_at is not None)


@drill_guest.post("/<token>")
def agree(token: str) -> ResponseReturnValue:
    with writing() as session:
        accept_guest(session, token, now=clock.now())
    return render_template("drill/guest.html", token=token, agreed=True)


def _to_come(scenario: Scenario | None, came: Iterable[Came]) -> list[Inject]:
    told_already = {one.inject.id for one in came}
    return [inject for inject in scenario.injects if inject.id not in told_already] if scenario else []


def _answer(scenario: Scenario | None, inject_id: str | None, fact: str) -> Reveal | None:
    inject = scenario.inject(inject_id) if scenario and inject_id else None
    return next((one for one in inject.reveals if one.fact == fact), None) if inject else None


def _questions(scenario: Scenario | None) -> list[tuple[str, str]]:
    """What may be asked: whatever the playbook asks and what anybody knows, so that the list gives nothing away."""
    if scenario is None:
        return []
    house = services()
    playbook = house.playbooks.get(scenario.playbook)
    asked = {ask.fact for step in playbook.steps for ask in step.asks} if playbook else set()
    asked |= {one.fact for inject in scenario.injects for one in inject.reveals}
    known = _askable()
    return sorted(((key, text_of(known[key])) for key in asked if key in known), key=lambda pair: pair[1])


def _askable() -> dict[str, Text]:
    """Everything that one may ask for, with its question: events and facts."""
    library = services().library
    facts = {key: each.question for key, each in library.facts.items()}
    return facts | {key: each.question for key, each in asked_of(library).items()}
