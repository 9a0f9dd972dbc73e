"""Somebody new to it follows the ransomware playbook on a phone, from the alarm to the end of the run."""

import re
import threading

import pytest
from playwright.sync_api import expect
from waitress.server import create_server

from responder import clock
from responder.bootstrap import make_house
from responder.people.actions.accounts import make_account
from responder.settings import Settings
from responder.site.app import make_app
from tests.browser.conftest import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house in which nothing has happened yet."""
    home = tmp_path_factory.mktemp("playbook") / "home"
    services, _ = make_house(Settings(home=home, timezone="Europe/Berlin", port=0))
    with services.db.writing() as session:
        make_account(
            session, login="commander", name="Commander (demo)", permission_set="commander", zone="Europe/Berlin",
            by="system", now=clock.now(),
        )  # fmt: skip
    server = create_server(make_app(services), host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield Served(services, f"http://127.0.0.1:{server.effective_port}", "")
    server.close()
    services.db.dispose()


def fits(page):
    """Nothing hangs over the edge of the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


class Hand:
    """What a thumb does in the room and on a step."""

    def __init__(self, page):
        self.page = page
        self.room = ""

    def press(self, name, **more):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, **more).first.click()
        fits(self.page)

    def open(self, step):
        """By the whole playbook: what is later is folded away there."""
        self.page.goto(f"{self.room}/playbook")
        link = self.page.get_by_role("link", name=step, exact=True).first
        folded = self.page.locator("main details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        link.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(step)
        fits(self.page)

    def say(self, *said):
        for words in said:
            expect(self.page.locator("main")).to_contain_text(words)


def opens(hand):
    """The room: evidence clocks first, then what to do, each with its seat and its time."""
    hand.page.goto("/incidents/new")
    hand.page.get_by_label("What was seen").fill("Files with a strange ending on two servers")
    hand.page.get_by_label("Playbook").select_option(label="Ransomware")
    hand.press("Open the incident")
    hand.room = hand.page.url
    hand.say("Evidence that will be gone", "What to do now", "Comes next:")
    said = hand.page.locator("main").inner_text()
    assert said.index("Evidence that will be gone") < said.index("What to do now")


def does(hand):
    """A seat, being on a step, its boxes, and the step itself."""
    hand.page.goto(f"{hand.room}/playbook/seats")
    hand.page.get_by_role("region", name="Incident commander").get_by_role("button", name="I take it").click()
    hand.open("Open a channel the attacker cannot read")
    hand.say("Why it is here")
    hand.press("I am on it", exact=True)
    hand.say("is on it")
    box = "Everybody on a seat has answered there"
    hand.press(box)
    expect(hand.page.get_by_role("button", name=box)).to_have_attribute("aria-pressed", "true")
    hand.press("The step is done")
    expect(hand.page.get_by_role("status")).to_contain_text("Noted in the timeline")


def attaches(hand):
    """A step is not done without its evidence, or a word on why."""
    hand.open("Send the preservation notice")
    hand.press("The step is done")
    expect(hand.page.locator("#error-summary")).to_contain_text("Evidence is missing")
    hand.page.get_by_label("VPN, firewall and proxy logs, exported").check()
    hand.page.get_by_label("Where it lies, who holds it").fill("Safe of forensics, SHA-256 noted")
    hand.press("Attach")
    hand.say("(attached)")


def skips_and_opens_again(hand):
    hand.open("Call the insurer's hotline")
    hand.page.get_by_text("Skip it, or it does not apply").click()
    hand.page.get_by_label("Reason, for the timeline").fill("No policy")
    hand.press("Note it")
    hand.open("Call the insurer's hotline")
    hand.page.get_by_text("Open it again").click()
    hand.page.get_by_label("Reason, for the timeline").fill("There is one after all")
    hand.press("Note it")
    hand.open("Call the insurer's hotline")
    expect(hand.page.get_by_role("button", name="The step is done")).to_be_visible()


def finds_out_and_decides(hand):
    """A fact is asked, then decided: each option says where it leads."""
    step = "Decide how far to isolate"
    hand.open(step)
    question = hand.page.locator("section", has=hand.page.get_by_role("heading", name="To find out"))
    question.get_by_role("link").first.click()
    hand.page.get_by_label("Yes", exact=True).check()
    hand.press("Record")
    hand.open(step)
    hand.say("known", "→ Isolate the affected parts", "→ Cut the site from the internet", "→ ends the playbook")
    hand.page.get_by_label(re.compile("^Cut the affected parts")).check()
    hand.press("Decide")
    hand.press("The step is done")
    hand.open("Isolate the affected parts")
    hand.say("It was decided: Cut the affected parts")


def starts_another(hand):
    """A playbook of its own, started from a step; the step waits for it."""
    step, other = "Decide what is owed, and draft it", "Risk assessment of an incident"
    hand.open(step)
    hand.press(f"Start another playbook: {other}")
    expect(hand.page.get_by_role("heading", name=other)).to_be_visible()
    hand.open(step)
    hand.say("It waits for the playbook it started:", other)


def ends(hand, title):
    """What is left open is named, and needs a reason."""
    hand.page.goto(f"{hand.room}/playbook")
    card = hand.page.locator("section.card", has=hand.page.get_by_role("heading", name=title, exact=True))
    card.get_by_role("link", name="End the playbook").click()
    hand.say("Steps that must be done and are open")
    hand.page.get_by_label("Why it ends without them").fill(f"Only an exercise of {title}")
    hand.press("End the playbook")


def test_the_ransomware_playbook_is_followed_on_a_phone_from_the_alarm_to_its_end(at):
    hand = Hand(at("commander", 390))
    opens(hand)
    for chapter in (does, attaches, skips_and_opens_again, finds_out_and_decides, starts_another):
        chapter(hand)
    ends(hand, "Risk assessment of an incident")
    ends(hand, "Ransomware")
    hand.page.goto(f"{hand.room}/timeline")
    hand.say("Playbook finished: Ransomware. Only an exercise of Ransomware", "Decided: How far do we isolate?")
    fits(hand.page)
    # a refused form answers 422, which the browser writes into its log
    assert [wrong for wrong in hand.page.wrong if "422" not in wrong] == []
