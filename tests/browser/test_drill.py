"""Three people with three seats play the ransomware drill at once, from the call to the report: two at desks, one on
a telephone."""

import re
import threading

import pytest
from playwright.sync_api import expect

from responder import clock
from responder.people.actions.accounts import make_account
from responder.people.queries import find_account
from responder.worker.jobs import JOBS

PLAYED = {"drill", "remind", "watch calls"}
PEOPLE = (
    ("dana", "Dana (drill)", "commander"),
    ("finn", "Finn (drill)", "responder"),
    ("pia", "Pia (drill)", "counsel"),
)


@pytest.fixture
def ticking(served):
    """The clock's jobs, as a worker beside the console runs them."""
    over = threading.Event()

    def tick():
        while not over.wait(0.3):
            for job in JOBS:
                if job.name in PLAYED:
                    job.work(served.services, clock.now())

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def three(at, served):
    """Dana leads at a desk, Finn keeps the traces at another, Pia answers for privacy on her telephone."""
    with served.services.db.writing() as session:
        for login, name, permission_set in PEOPLE:
            if find_account(session, login) is None:
                make_account(
                    session, login=login, name=name, permission_set=permission_set, zone="Europe/Berlin", by="system",
                    now=clock.now(),
                )  # fmt: skip
    return at("dana"), at("finn"), at("pia", width=390)


def sit(page, room, seat):
    page.goto(f"{room}/playbook/seats")
    page.get_by_role("region", name=seat).get_by_role("button", name="I take it").click()
    expect(page.get_by_role("region", name=seat)).to_contain_text("(drill)")


def open_step(page, room, title):
    page.goto(f"{room}/playbook")
    page.get_by_role("link", name=title, exact=True).first.click()


def test_three_people_play_the_ransomware_drill_from_the_call_to_the_report(three, ticking):
    dana, finn, pia = three

    dana.goto("/drills")
    dana.get_by_label("What is played").select_option(label="Ransomware on a Friday evening")
    dana.get_by_role("button", name="Start the drill").click()
    expect(dana.locator("#came")).to_contain_text("Files on the share cannot be opened", timeout=20_000)
    room = dana.url.removesuffix("/drill")

    for page in (finn, pia):
        page.goto(room)
        expect(page.locator(".banner.drill")).to_contain_text("Files on the share cannot be opened")
    sit(dana, room, "Incident commander")
    open_step(dana, room, "Fill the seats")
    dana.get_by_role("button", name=re.compile("Privacy counsel")).click()
    sit(finn, room, "Forensics lead")
    sit(pia, room, "Privacy counsel or DPO")

    finn.goto(f"{room}/drill")
    finn.get_by_label("Your question").select_option(label="Is anyone still inside, or is it still going on?")
    finn.get_by_role("button", name="Ask").click()
    expect(finn.locator("#asked")).to_contain_text("It has not stopped.")
    open_step(dana, room, "Decide how far to isolate")
    dana.get_by_label(re.compile("Cut the whole site")).check()
    dana.get_by_role("button", name="Decide").click()

    dana.goto(f"{room}/drill")
    dana.get_by_role("button", name="Stop the clock").click()
    expect(dana.locator(".banner.drill")).to_contain_text("it stands")
    dana.get_by_role("button", name="Let it run").click()
    dana.get_by_label("Leap forward by").select_option(label="two hours")
    dana.get_by_role("button", name="Leap", exact=True).click()
    expect(dana.locator("#came")).to_contain_text("The note names the customer cards", timeout=20_000)

    pia.goto(f"{room}/drill")
    expect(pia.locator("#came")).to_contain_text("The note names the customer cards")
    pia.goto(f"{room}/facts/people/table")
    pia.get_by_label("Place | number | data | relation").fill("DE | 61000 | name, email, dob | customer")
    pia.get_by_role("button", name="Record the table").click()
    pia.goto(f"{room}/facts/risk.level")
    pia.locator("main select[name=value]").select_option("high")
    pia.get_by_role("button", name="Record").click()
    finn.goto(f"{room}/facts/exposure.exfiltrated")
    finn.locator("main select[name=value]").select_option("true")
    finn.get_by_role("button", name="Record").click()

    dana.goto(f"{room}/drill")
    dana.get_by_text("End the drill").click()
    dana.get_by_role("button", name="End it now").click()
    expect(dana.get_by_role("heading", name="How the drill went")).to_be_visible()
    expect(dana.locator(".report")).to_contain_text("Seat taken: Incident commander")
    expect(dana.locator("tr", has_text="How far do we isolate?")).to_contain_text("in time")
    for page in (finn, pia):
        page.goto(f"{room}/report")
        expect(page.locator("main")).to_contain_text("Report on a drill")
        expect(page.locator("main")).to_contain_text("How the drill went")
    assert pia.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [page.wrong for page in three] == [[], [], []]
