"""Judging: the level of risk, and each test of law in that law's own words; a person answers, with a written reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, flash, g, redirect, render_template, url_for

from responder import clock, flow
from responder.console import incident
from responder.console.legal_tests import judged_anew, tests_of
from responder.counsel.queries import may_read
from responder.errors import NotFound
from responder.facts.queries import document
from responder.facts.snapshot import at_key
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, services, writing
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

judging = Blueprint("judging", __name__, url_prefix="/incidents/<number>/judging")

LEVELS: Final = ("unlikely", "risk", "high")
JUDGEMENTS: Final = "risk.judgements"
EVERYWHERE: Final = "all"


@judging.get("")
@deed("incident.read")
def page(number: str) -> ResponseReturnValue:
    session = reading()
    found = incident.enter(session, number)
    known, who = document(session, found), present()
    return render_template(
        "judging/page.html",
        level=at_key(known, "risk.level"), reason=at_key(known, "risk.reason"), levels=LEVELS,
        tests=tests_of([duty.answer for duty in g.head.owed], _judged(known), services().library),
        scopes=_scopes(known), advised=may_read(session, found.id, who.id, who.permission_set),
    )  # fmt: skip


@judging.post("/level")
@deed("fact.record", back="judging.page")
def level(number: str) -> ResponseReturnValue:
    """Record the level of risk: a person's judgement, never the toolkit's."""
    form = Given.of_request()
    chosen = form.choice("level", (*LEVELS, "unknown"))
    reason = form.text("reason", most=2000)
    form.check()
    with writing() as session:
        found = incident.enter(session, number)
        said = {"risk.level": chosen, "risk.reason": reason}
        flow.record_facts(session, found, said, books=services(), by=by(), now=clock.now(), reason=reason)
    flash(say(N_("Recorded. What is owed was worked out anew."), present().language))
    return redirect(url_for("judging.page", number=number))


@judging.post("/tests/<test>")
@deed("fact.record", back="judging.page")
def judge(number: str, test: str) -> ResponseReturnValue:
    definition = services().library.judgements.get(test)
    if definition is None:
        raise NotFound(N_("No law of the library asks this"), do=N_("The page lists the tests this incident turns on."))
    form, now = Given.of_request(), clock.now()
    answer = form.choice("answer", (*definition.answers, "unknown"))
    reason = form.text("reason", most=2000)
    with writing() as session:
        found = incident.enter(session, number)
        known = document(session, found)
        scope = form.choice("scope", _scopes(known), default=EVERYWHERE)
        form.check()
        anew = judged_anew(
            _judged(known), test, _scopes(known)[scope], answer, by=by(), at=now.isoformat(), reason=reason
        )
        flow.record_facts(session, found, {JUDGEMENTS: anew}, books=services(), by=by(), now=now, reason=reason)
    flash(say(N_("Recorded. What is owed was worked out anew."), present().language))
    return redirect(url_for("judging.page", number=number) + f"#{test}")


def _judged(known: dict[str, Any]) -> list[Mapping[str, Any]]:
    held = at_key(known, JUDGEMENTS)
    return list(held) if isinstance(held, list) else []


def _scopes(known: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a judgement may be about: everything, one place, one data set."""
    rows, datasets = known.get("people"), known.get("datasets")
    places = [row.get("where") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    sets = [each.get("id") for each in datasets if isinstance(each, dict)] if isinstance(datasets, list) else []
    return {
        EVERYWHERE: {},
        **{f"where:{place}": {"where": place} for place in places if place and place != "unknown"},
        **{f"dataset:{name}": {"datasets": [name]} for name in sets if name},
    }
