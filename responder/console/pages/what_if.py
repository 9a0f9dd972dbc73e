"""What would we owe? Facts that somebody supposes, judged and forgotten: no row, no line of a journal, no address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml
from flask import Blueprint, make_response, render_template, request

from responder import clock
from responder.console.owed_groups import Group, grouped
from responder.console.owed_words import jurisdiction
from responder.console.people_table import read_table
from responder.facts.parse import FORMAT, parse_facts
from responder.obligations.answer import obligation_document
from responder.obligations.derive import derive
from responder.obligations.questions import questions
from responder.web.given import Given
from responder.web.guard import deed
from responder.web.viewer import present
from responder.web.work import services
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from responder.obligations.questions import Question

    Answer = Mapping[str, Any]

what_if = Blueprint("what_if", __name__, url_prefix="/law/what-if")

KINDS: Final = ("confidentiality", "integrity", "availability")
ROLES: Final = ("controller", "processor", "joint_controller", "sub_processor")
LEVELS: Final = ("unlikely", "risk", "high")
FORMS: Final = ("electronic", "paper", "paper_from_electronic", "oral", "physical_media")
EXPOSURE: Final = ("encrypted", "key_compromised", "accessed", "acquired", "exfiltrated")
EVENTS: Final = ("occurred", "detected", "awareness")
MOST_QUESTIONS: Final = 8
PASTED = "facts.yaml"


@dataclass(frozen=True)
class Supposed:
    """What is owed on the facts supposed."""

    groups: Sequence[Group[Answer]]
    undetermined: Sequence[Group[Answer]]
    not_required: int
    questions: Sequence[Question]
    written: str


@what_if.get("")
@deed("law.read")
def page() -> ResponseReturnValue:
    return _shown(None)


@what_if.post("")
@deed("law.read", back="what_if.page")
def suppose() -> ResponseReturnValue:
    """Judge the answers of the form."""
    form = Given.of_request()
    document = _document(form)
    form.check()
    return _shown(_supposed(_written(document)))


@what_if.post("/pasted")
@deed("law.read", back="what_if.page")
def pasted() -> ResponseReturnValue:
    """Judge a facts file as it stands."""
    form = Given.of_request()
    written = form.text("facts", most=200_000)
    form.check()
    return _shown(_supposed(written))


@what_if.post("/file")
@deed("law.read", back="what_if.page")
def file() -> ResponseReturnValue:
    """The facts as a file for ``responder assess``; it is made of what was sent and kept nowhere."""
    form = Given.of_request()
    written = form.text("facts", most=200_000)
    form.check()
    answer = make_response(written + "\n")
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{PASTED}"'
    return answer


def _shown(supposed: Supposed | None) -> ResponseReturnValue:
    return render_template(
        "what_if/page.html", supposed=supposed, kinds=KINDS, roles=ROLES, levels=LEVELS, forms=FORMS,
        exposure=EXPOSURE, events=EVENTS, given=request.form if supposed else {},
        qualifies=services().library.organisations, elements=services().library.elements,
    )  # fmt: skip


def _supposed(written: str) -> Supposed:
    library = services().library
    facts = parse_facts(written, name=PASTED, library=library)
    derived = derive(facts, library, as_of=clock.now(), lang=present().language, would_change=False)
    answers: list[Answer] = [obligation_document(each, as_of=clock.now()) for each in derived]
    owed = [each for each in answers if each["state"] in {"required", "advisable", "suspended", "met_by_other"}]
    return Supposed(
        grouped(owed, jurisdiction),
        grouped([each for each in answers if each["state"] == "undetermined"], jurisdiction),
        sum(each["state"] == "not_required" for each in answers),
        questions(facts, library, derived)[:MOST_QUESTIONS],
        written,
    )


def _document(form: Given) -> dict[str, Any]:
    """The answers as a facts file would have them; what was left open is left out, and so unknown."""
    zone, now = present().tz, clock.now()
    events = {name: form.instant(name, zone=zone, now=now) for name in EVENTS if form.has(name)}
    organisation = {
        "role": form.choice("role", (*ROLES, "unknown"), default="unknown"),
        "established_in": _listed(form, "established_in"),
        "main_establishment": form.text("main_establishment", required=False, most=40),
        "timezone": present().zone,
        "qualifies_as": _listed(form, "qualifies_as"),
    }
    exposure = {name: _settled(form, name) for name in EXPOSURE}
    exposure["form"] = form.choice("form", (*FORMS, "unknown"), default="unknown")
    people = read_table(form)
    level = form.choice("level", (*LEVELS, "unknown"), default="unknown")
    if not people:
        form.complain("table", N_("Say where the people affected live, one line a place."))
    return _without_open({
        "format": FORMAT, "title": "What if",
        "incident": {"kinds": _listed(form, "kinds")},
        "events": {name: at.astimezone(zone).isoformat() for name, at in events.items() if at is not None},
        "organisation": organisation, "exposure": exposure, "risk": {"level": level}, "people": people,
        "people_complete": True if form.ticked("complete") else "unknown",
    })  # fmt: skip


def _listed(form: Given, name: str) -> list[str]:
    return [part.strip() for part in form.text(name, required=False, most=4000).split(",") if part.strip()]


def _settled(form: Given, name: str) -> bool | str:
    answer = form.choice(name, ("true", "false", "unknown"), default="unknown")
    return answer == "true" if answer in {"true", "false"} else "unknown"


def _without_open(document: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in document.items():
        inner = _without_open(value) if isinstance(value, dict) else value
        if inner not in ("unknown", "", [], {}):
            kept[key] = inner
    return kept


def _written(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False, width=1000).strip()
