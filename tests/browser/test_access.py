"""Every page, at phone width and wide, light and dark, in both languages: axe finds nothing, nothing overflows.

Widths, themes and languages rotate by page, so that each pair of them is met; ``make soak`` asks for every one.
"""

import hashlib
import itertools
import re
from pathlib import Path

import pytest

from responder.affected.queries import list_lists
from responder.deliveries.queries import list_campaigns
from responder.intake.queries import get_incident
from responder.notices.queries import list_notices
from responder.obligations.queries import current
from responder.response.queries import list_runs

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WAYS = list(itertools.product((390, 1280), ("light", "dark"), ("en", "zh")))
ROTATION = [WAYS[number] for number in (0, 7, 3, 4, 6, 1, 5, 2)]  # each pair of width, theme, language within four

PAGES = {
    "sign-in": "/sign-in", "incidents": "/", "open": "/incidents/new", "account": "/account", "help": "/help",
    "law": "/law", "regime": "/law/eu-gdpr", "a letter": "/law/us-ca/letters/us-ca-individuals",
    "what if": "/law/what-if", "contracts": "/law/contracts", "breaches": "/law/breaches",
    "playbooks": "/playbooks", "playbook": "/playbooks/ransomware",
    "people": "/people", "person": "/people/commander", "nothing": "/nothing-here",
    "room": "{i}", "facts": "{i}/facts", "fact": "{i}/facts/exposure.encrypted", "event": "{i}/facts/events.awareness",
    "table": "{i}/facts/people/table", "owed": "{i}/owed", "duty": "{i}/owed/{duty}", "judging": "{i}/judging",
    "grades": "{i}/grading", "grade": "{i}/grading/cn-cac-incident", "counsel": "{i}/counsel",
    "supposing": "{i}/counsel/what-if?fact=exposure.encrypted", "timeline": "{i}/timeline",
    "entry": "{i}/timeline/3", "verify": "{i}/timeline/verify", "run": "{i}/playbook", "seats": "{i}/playbook/seats",
    "step": "{i}/playbook/{run}/{step}", "decision": "{i}/playbook/{run}/{decision}",
    "evidence": "{i}/playbook/{run}/{evidence}", "affected": "{i}/affected", "list": "{i}/affected/lists/{list}",
    "pairs": "{i}/affected/pairs", "notices": "{i}/notices", "notice": "{i}/notices/{notice}",
    "edit": "{i}/notices/{notice}/edit", "approve": "{i}/notices/{notice}/approve", "sendings": "{i}/sending",
    "sending": "{i}/sending/{campaign}", "letters": "{i}/sending/{campaign}/letters", "help-desk": "{i}/help-desk",
    "public": "/notice", "reviews": "{i}/reviews", "report": "{i}/report", "close": "{i}/close",
    "destruction": "{i}/destruction", "readiness": "/readiness",
    "forms": "{i}/forms", "form": "{i}/forms/eu-edpb-template",
    "clock of a duty": "{i}/owed/{duty}/clock", "correspondence": "{i}/correspondence",
}  # fmt: skip
WHO = {"readiness": "max", "people": "max", "person": "max", "sign-in": "", "counsel": "lin", "supposing": "lin"}


@pytest.fixture(scope="session")
def things(served):
    """What the addresses name in the served house."""
    with served.services.db.reading() as session:
        incident = get_incident(session, served.number)
        run = list_runs(session, incident)[0]
        steps = served.services.playbooks[run.playbook].steps
        notice = list_notices(session, incident.id)[0]
        return {
            "i": f"/incidents/{served.number}",
            "duty": current(session, incident.id)[0].identity,
            "run": run.id,
            "step": next(step.id for step in steps if step.tasks),
            "decision": next(step.id for step in steps if step.decisions),
            "evidence": next(step.id for step in steps if step.evidence),
            "list": list_lists(session, incident.id)[0].id,
            "notice": notice.id,
            "campaign": list_campaigns(session, incident.id)[0].number,
        }


def look(at, things, name, way):
    """Open a page this way; what axe finds, whether it overflows, what the browser complained of."""
    width, theme, language = way
    page = at(WHO.get(name, "commander"), width, theme, language)
    page.goto(PAGES[name].format(**things))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return {
        "axe": [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found],
        "overflow": max(0, page.evaluate("document.documentElement.scrollWidth") - width),
        "complaints": [text for text in page.wrong if "404" not in text],
        "language": page.locator("html").get_attribute("lang"),
    }


@pytest.mark.parametrize(("name", "way"), [(name, ROTATION[n % len(ROTATION)]) for n, name in enumerate(PAGES)])
def test_everybody_can_use_the_page(at, things, name, way):
    seen = look(at, things, name, way)
    assert seen == {
        "axe": [], "overflow": 0, "complaints": [], "language": "zh-Hans" if way[2] == "zh" else "en",
    }  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_the_page_in_every_way(at, things, name):
    wrong = {way: look(at, things, name, way) for way in WAYS}
    assert {way: seen for way, seen in wrong.items() if seen["axe"] or seen["overflow"] or seen["complaints"]} == {}


def test_the_tool_that_looks_is_the_one_written_down():
    name, digest = re.search(r"\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|", (VENDOR / "VENDORED.md").read_text()).groups()
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
