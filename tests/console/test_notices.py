"""Notices in the browser: drafted, edited by two at once, approved by a second person from a phone, filed."""

import re
from html import unescape

from responder import clock, flow
from responder.cli.demo_stage import Stage
from responder.intake.queries import get_incident
from responder.people.queries import get_account
from tests.console.people import complaints, seen
from tests.console.writing import approve, edit, press, text_of


def test_what_is_owed_by_letter_is_drafted_with_one_button(kim, known, notice):
    page = seen(kim.get(notice))
    assert "Draft" in page
    assert "Version 1" in page
    assert notice in kim.get(f"/incidents/{known}/notices").text


def test_the_editor_shows_the_text_beside_how_it_will_be_read(kim, notice):
    page = kim.get(f"{notice}/edit")
    assert "<!--@" in text_of(page)
    assert "As it will be read" in seen(page)
    edit(kim, notice, text_of(page) + "\nOne more sentence.\n", expected=1)
    assert "One more sentence." in seen(kim.get(notice))


def test_two_editors_keep_both_texts(kim, front_door, notice):
    lin, before = front_door.person("lin"), text_of(kim.get(f"{notice}/edit"))
    edit(lin, notice, before + "\nBy Lin.\n", expected=1)
    answer = edit(kim, notice, before + "\nBy Kim.\n", expected=1, status=409)
    page = seen(answer)
    assert "Both texts are kept" in page
    assert "By Kim." in page
    assert "By Lin." in page
    edit(kim, notice, before + "\nBy both.\n", expected=2)
    assert "By both." in seen(kim.get(notice))


def test_an_emptied_text_is_refused(kim, notice):
    answer = edit(kim, notice, " ", expected=1, status=422)
    assert "Fill this in" in complaints(answer)


def test_the_second_person_sees_count_and_gaps_and_presses_one_button(kim, ada, notice):
    kim.post(f"{notice}/submit")
    page = ada.get(f"{notice}/approve")
    assert "Recipients" in seen(page)
    assert page.text.count('class="one-button"') == 1
    approve(ada, notice)
    assert "Approved" in seen(kim.get(notice))


def test_a_page_left_open_approves_nothing_that_its_reader_never_saw(kim, ada, notice):
    kim.post(f"{notice}/submit")
    stale = ada.get(f"{notice}/approve")
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", kim.get(f"{notice}/edit").text, re.DOTALL)[1]
    edit(kim, notice, f"{unescape(text).strip()}\n\nOne more sentence.", expected=1)
    kim.post(f"{notice}/submit")
    assert "changed since you read it" in complaints(press(ada, notice, stale, status=409))
    assert "Approved" not in seen(kim.get(notice))
    approve(ada, notice)


def test_who_wrote_it_cannot_approve_it(kim, notice):
    kim.post(f"{notice}/submit")
    assert "a second person must approve it" in seen(kim.get(f"{notice}/approve"))
    assert "second person" in complaints(approve(kim, notice, status=403))


def test_a_draft_cannot_be_approved_before_it_is_submitted(ada, notice):
    assert "Only a submitted notice" in seen(ada.get(f"{notice}/approve"))
    ada.post(f"{notice}/approve", status=409, seen="0")


def test_what_is_missing_stands_in_the_way_and_is_named(kim, ada, incident, staffed_house):
    known = Stage(staffed_house, now=clock.now(), say=lambda _chapter: None).facts
    facts = {key: value for key, value in known.items() if not key.startswith("contact.")}
    with staffed_house.db.writing() as session:
        by, found = get_account(session, "kim").id, get_incident(session, incident)
        flow.record_facts(session, found, facts, books=staffed_house, by=by, now=clock.now())
    page = kim.get(f"/incidents/{incident}/notices")
    wanted = next(duty for duty in re.findall(r"<li>.*?</li>", page.text, re.DOTALL) if "eu-gdpr" in duty)
    identity = re.search(r'name="duty" value="([0-9a-f]+)"', wanted)[1]
    address = kim.post(f"/incidents/{incident}/notices", duty=identity).headers["Location"]
    assert f"/incidents/{incident}/facts/contact." in kim.get(address).text
    kim.post(f"{address}/submit")
    assert "It cannot be approved yet" in seen(ada.get(f"{address}/approve"))
    assert "cannot be approved yet" in complaints(approve(ada, address, status=403))


def test_an_edit_voids_the_approval_and_the_next_approver_sees_what_changed(kim, ada, notice):
    kim.post(f"{notice}/submit")
    approve(ada, notice)
    edit(kim, notice, text_of(kim.get(f"{notice}/edit")) + "\nAdded afterwards.\n", expected=1)
    assert "no longer holds" in seen(kim.get(notice))
    kim.post(f"{notice}/submit")
    page = ada.get(f"{notice}/approve")
    assert "What changed" in seen(page)
    assert re.search(r'class="changed-new">[^<]*Added afterwards', page.text)


def test_a_filing_stops_the_clock_and_its_reference_may_follow(kim, ada, known, notice):
    kim.post(f"{notice}/submit")
    approve(ada, notice)
    kim.post(f"{notice}/filed", channel="portal", reference="")
    assert "follows" in seen(kim.get(notice))
    kim.post(f"{notice}/reference", late_reference="BLN-4711")
    assert "BLN-4711" in seen(kim.get(notice))
    assert "Met" in seen(kim.get(f"/incidents/{known}/owed"))


def test_an_approver_writes_nothing_and_an_auditor_approves_nothing(ada, odo, notice):
    ada.get(f"{notice}/edit", status=403)
    odo.get(f"{notice}/approve", status=403)
    odo.get(notice)


def test_a_notice_is_withdrawn_with_a_reason(kim, known, notice):
    answer = kim.post(f"{notice}/withdraw", status=422)
    assert "Fill this in" in complaints(answer)
    kim.post(f"{notice}/withdraw", reason="another entity files it")
    assert "Withdrawn" in seen(kim.get(f"/incidents/{known}/notices"))
