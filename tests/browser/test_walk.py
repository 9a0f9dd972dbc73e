"""The main path by hand: with a thumb and with keys, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from responder import clock
from responder.people.actions.accounts import set_password
from responder.people.queries import get_account

PASSWORD = "quiet harbour lantern"


@pytest.mark.parametrize("width", [390, 1280])
def test_from_sign_in_to_the_first_ticked_step(at, served, width):
    with served.services.db.writing() as session:
        set_password(session, get_account(session, "engineer"), PASSWORD, by="system", now=clock.now())
    page = at(width=width)
    page.goto("/")
    page.get_by_label("Sign-in name").fill("engineer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Open an incident").click()
    page.get_by_label("What was seen").fill("Laptop left in a train")
    page.get_by_label("Playbook").select_option(label="Ransomware")
    page.get_by_role("button", name="Open the incident").click()
    expect(page.get_by_role("link", name="Laptop left in a train")).to_be_visible()
    step = page.get_by_role("button", name=re.compile("^Done: ")).first
    done = step.get_attribute("aria-label")
    step.click()
    expect(page.get_by_role("status")).to_contain_text("Noted in the timeline")
    expect(page.get_by_role("button", name=done, exact=True)).to_have_count(0)
    page.get_by_label("What did you see or do?").fill("Train company called")
    page.get_by_role("button", name="Add to the timeline").click()
    expect(page.locator(".timeline").first).to_contain_text("Train company called")
    assert page.wrong == []


def test_a_fact_is_answered_and_what_is_owed_follows(at, served):
    page = at("commander", 390)
    page.goto("/incidents/new")
    page.get_by_label("What was seen").fill("Mail to the wrong list")
    page.get_by_role("button", name="Open the incident").click()
    room = page.url
    page.goto(f"{room}/facts/people/table")
    page.get_by_label("Place | number | data | relation").fill("DE | 1200 | name, email | customer")
    page.get_by_role("button", name="Record the table").click()
    for key, value in (("organisation.main_establishment", "DE"), ("organisation.established_in", "DE")):
        page.goto(f"{room}/facts/{key}")
        page.locator("main [name=value]").fill(value)
        page.get_by_role("button", name="Record").click()
    for key, answer in (("organisation.role", "controller"), ("risk.level", "high")):
        page.goto(f"{room}/facts/{key}")
        page.locator("main select[name=value]").select_option(answer)
        page.get_by_role("button", name="Record").click()
    page.goto(f"{room}/facts/incident.kinds")
    page.get_by_label("Confidentiality").check()
    page.get_by_role("button", name="Record").click()
    page.goto(f"{room}/facts/exposure.accessed")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Record").click()
    page.goto(f"{room}/facts/events.awareness")
    page.locator("#value").fill("2026-11-24T08:00")
    page.get_by_role("button", name="Record").click()
    page.goto(room)
    expect(page.locator(".countdown")).to_contain_text("eu-gdpr")


def test_the_now_button_writes_the_present_minute_of_the_readers_zone(at, served):
    page = at("commander")
    page.goto(f"/incidents/{served.number}/timeline")
    page.get_by_text("It happened earlier, or is privileged").click()
    page.get_by_role("button", name="Now").click()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", page.get_by_label("When").input_value())


def test_a_refused_form_is_focused_on_what_is_wrong_and_keeps_what_was_typed(at):
    page = at("commander", 390)
    page.goto("/incidents/new")
    page.get_by_label("A drill").check()
    page.get_by_role("button", name="Open the incident").click()
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))
    page.locator("#error-summary a").first.click()
    expect(page.get_by_label("What was seen")).to_be_focused()
    expect(page.get_by_label("A drill")).to_be_checked()


def test_keys_lead_about_and_are_silent_while_one_types(at, served):
    page = at("commander")
    page.goto(f"/incidents/{served.number}")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/owed$"))
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_label("Find on this page")).to_be_focused()
    page.keyboard.type("c")
    expect(page).to_have_url(re.compile("/$"))
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/incidents/new$"))
    page.goto("/")
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/help$"))


def test_everything_is_reached_by_keyboard_alone(at, served):
    page = at("commander")
    page.goto(f"/incidents/{served.number}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.getElementById('main').contains(document.activeElement)")
    assert inside


def test_without_script_the_same_path_works(served, browser):
    context = browser.new_context(
        base_url=served.address, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    served.sign_in(context, "commander")
    page = context.new_page()
    page.goto("/incidents/new")
    page.get_by_label("What was seen").fill("Script is blocked here")
    page.get_by_role("button", name="Open the incident").click()
    page.get_by_label("What did you see or do?").fill("Noted from a bastion")
    page.get_by_role("button", name="Add to the timeline").click()
    expect(page.locator(".timeline").first).to_contain_text("Noted from a bastion")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_a_countdown_tells_the_time_anew_by_itself(at, served):
    page = at("commander")
    page.goto(f"/incidents/{served.number}")
    page.evaluate(
        """() => {
            const time = document.querySelector("time[data-countdown]");
            time.setAttribute("datetime", new Date(Date.now() + 3 * 3600e3 + 30e3).toISOString());
            document.dispatchEvent(new Event("htmx:after:swap"));
        }"""
    )
    expect(page.locator("time[data-countdown]").first).to_have_text("3 h")


def test_the_paper_version_has_no_buttons(at, served):
    page = at("commander")
    page.goto(f"/incidents/{served.number}/timeline")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.locator(".timeline").first).to_be_visible()


def test_the_room_tells_by_itself_what_others_did(at, served):
    page = at("commander")
    page.clock.install()
    page.goto(f"/incidents/{served.number}")
    other = at("engineer")
    other.goto(f"/incidents/{served.number}/timeline")
    other.get_by_label("What did you see or do?").fill("Said by somebody else")
    other.get_by_role("button", name="Add to the timeline").click()
    page.clock.run_for(31_000)
    expect(page.locator("#happened")).to_contain_text("Said by somebody else")
