"""What every template may say: translated words, times in the reader's zone, addresses of our files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import g, request, url_for
from markupsafe import Markup

from responder import clock
from responder.agenda.queries import clock_alive
from responder.console import drilling, names
from responder.intake.drill_time import time_at
from responder.people.queries import SYSTEM, names_of
from responder.prose.render import to_html
from responder.response.queries import find_run
from responder.web import once, problems
from responder.web.given import Typed
from responder.web.headers import nonce
from responder.web.viewer import present, viewer
from responder.web.work import reading, services
from responder.words import N_, dates, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from responder.response.records import Handover


STATIC = Path(__file__).parent / "static"
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation."""

    name: str
    url: str
    here: bool


# (name, endpoint, deed that shows it, what its pages' endpoints start with)
MAIN = (
    (N_("Incidents"), "incidents.page", "incident.read", ()),
    (N_("Reports"), "reports.page", "signal.read", ("reports.",)),
    (N_("My tasks"), "tasks.page", "incident.read", ("tasks.",)),
    (N_("Due"), "due.page", "incident.read", ("due.",)),
    (N_("On call"), "oncall.page", "oncall.read", ("oncall.", "rotas.", "calendars.")),
    (N_("Law library"), "law.page", "law.read", ("law.", "what_if.", "contracts.", "breaches.")),
    (N_("Playbooks"), "playbooks.page", "playbook.read", ("playbooks.",)),
    (N_("Drills"), "drills.page", "incident.read", ("drills.",)),
    (N_("People"), "users.page", "user.manage", ("users.",)),
    (N_("Readiness"), "readiness.page", "user.manage", ("readiness.",)),
)


def install(app: Flask) -> None:
    """Give the templates of ``app`` their words."""
    app.jinja_env.globals.update(
        _=spoken,
        asset=asset,
        by_name=by_name,
        clock_is_dead=clock_is_dead,
        csp_nonce=nonce,
        here=lambda: request.full_path.rstrip("?"),
        handed_name=handed_name,
        how_near=how_near,
        drill_clock=drilling.drill_clock,
        local_input=local_input,
        moment_of=datetime.fromisoformat,
        names=names,
        once_token=once.token,
        places=places,
        prose=lambda markdown: Markup(to_html(markdown)),  # noqa: S704 -- prose sanitises last
        show_day=lambda at: dates.show_day(at, zone=present().tz, language=present().language),
        show_instant=lambda at, with_utc=True: dates.show_instant(
            at, zone=present().tz, language=present().language, with_utc=with_utc
        ),
        show_left=show_left,
        spoken=lambda problem: problems.spoken(problem, present().language),
        step_up_minutes=lambda: services().settings.step_up_minutes,
        text_of=text_of,
        typed_in=Typed,
        viewer=viewer,
    )
    app.jinja_env.filters["iso"] = iso
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"refused": g.get("refused")})


def spoken(sentence: str, **values: object) -> str:
    """``sentence`` in the reader's language."""
    return say(sentence, present().language, **values)


def text_of(texts: Mapping[str, str] | str) -> str:
    """A text of law or playbook in the reader's language, else in English."""
    if isinstance(texts, str):
        return texts
    return texts.get(present().language) or texts.get("en") or next(iter(texts.values()), "")


def asset(name: str) -> str:
    """Address of one of our files; it changes with its content, so that browsers may keep it for ever."""
    return url_for("console.static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def handed_name(handover: Handover) -> str:
    """What is handed over: a seat by its name, a step by its title in the run it belongs to."""
    if handover.role is not None:
        return spoken(names.seat.get(handover.role, handover.role))
    found = find_run(reading(), handover.run_id or "")
    book = services().playbooks.get(found.playbook) if found is not None else None
    step = book.step(handover.step_id or "") if book is not None else None
    return text_of(step.title) if step is not None else handover.step_id or ""


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def own_now() -> datetime:
    """The present moment of the incident of this page: a drill has its own time."""
    head = g.get("head")
    return clock.now() if head is None else time_at(head.incident, clock.now())


def show_left(at: datetime) -> str:
    """How long until ``at``; ``2 h 5 min late`` once it is past."""
    left = at - own_now()
    said = dates.show_left(left, language=present().language)
    return spoken(N_("{left} late"), left=said.removeprefix("-")) if said.startswith("-") else said


def how_near(at: datetime) -> str:
    """``late``, ``soon`` (within a day) or nothing: the class of a countdown."""
    left = at - own_now()
    if left < timedelta(0):
        return "late"
    return "soon" if left < SOON else ""


def local_input(at: datetime | None) -> str:
    """An instant as a date-and-time field takes it, in the reader's zone."""
    return at.astimezone(present().tz).strftime("%Y-%m-%dT%H:%M") if at is not None else ""


def by_name(account_id: str) -> str:
    """The name behind an account id; each is looked up once a request."""
    if account_id == SYSTEM:
        return spoken(N_("the toolkit"))
    known: dict[str, str] = g.setdefault("names", {})
    if account_id not in known:
        session = reading()
        known.update(names_of(session, [account_id]))
    return known[account_id]


def clock_is_dead() -> bool:
    """Whether nothing would be sent and nobody reminded now."""
    session = reading()
    return not clock_alive(session, clock.now())


def places() -> list[Place]:
    """The main navigation of this viewer."""
    endpoint = request.endpoint or ""
    outside = ("account.", "help.", *(start for *_, starts in MAIN for start in starts))
    elsewhere = endpoint.startswith(outside)
    return [
        Place(name, url_for(target), endpoint.startswith(starts) if starts else not elsewhere)
        for name, target, deed, starts in MAIN
        if present().may(deed)
    ]
