"""On call in a real browser: axe finds nothing, nothing overflows, and one tap of a thumb answers a call."""

from __future__ import annotations

import pytest

from responder import clock
from responder.intake.queries import get_incident
from responder.oncall.actions.paging import call
from responder.oncall.actions.rotas import set_rota
from responder.oncall.plans import a_layer
from responder.oncall.queries.pages import get_page, list_calls, token_of
from responder.people.queries import get_account
from responder.response.actions.reminders import send_reminder
from responder.worker.jobs import remind_with
from tests.browser.test_access import AXE, RULES

PAGES = {
    "tasks": "/tasks", "workload": "/tasks/workload", "due": "/due", "on call": "/on-call", "rota": "/on-call/rotas/night",
    "new rota": "/on-call/rotas/new", "calls": "{i}/calls", "answer": "/answer/{token}",
}  # fmt: skip
WAYS = [(390, "light", "en"), (1280, "dark", "zh"), (390, "dark", "zh"), (1280, "light", "en")]


@pytest.fixture(scope="module")
def things(served):
    """A rota and a call that went out."""
    now = clock.now()
    with served.services.db.writing() as session:
        commander, stream = get_account(session, "commander").id, get_incident(session, served.number).id
        layer = a_layer(
            [commander], starts_on=now.date().replace(day=1), handover="09:00", every_days=7, hours="20:00-08:00"
        )
        set_rota(session, "night", zone="Europe/Berlin", layers=[layer], by="system", now=now)
        made = call(session, stream=stream, about="browser", why="call", first=[commander], by="system", now=now).id
    remind_with(send_reminder)(served.services, now)
    with served.services.db.reading() as session:
        [one] = list_calls(session, get_page(session, made))
        return {"i": f"/incidents/{served.number}", "token": token_of(session, one.id)}


@pytest.mark.parametrize(("name", "way"), [(name, WAYS[n % len(WAYS)]) for n, name in enumerate(PAGES)])
def test_everybody_can_use_the_page(at, things, name, way):
    width, theme, language = way
    page = at("" if name == "answer" else "commander", width, theme, language)
    page.goto(PAGES[name].format(**things))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.wrong == []


def test_a_call_is_answered_with_one_tap_on_a_telephone_by_somebody_who_is_not_signed_in(at, things):
    page = at("", 390)
    page.goto(f"/answer/{things['token']}")
    button = page.get_by_role("button", name="I am on it")
    assert button.bounding_box()["height"] >= 44
    button.click()
    assert page.get_by_text("You have it").is_visible()
