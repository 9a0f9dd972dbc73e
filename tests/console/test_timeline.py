"""The timeline: by the time things happened, a permalink each, corrections, privilege, and whether it holds."""

import html
import re
import sqlite3
from datetime import UTC, datetime, timedelta

from responder import clock
from responder.intake.actions import add_entry
from responder.intake.queries import get_incident
from responder.people.actions.accounts import change_details
from responder.people.queries import get_account
from tests.console.people import complaints, seen


def test_an_entry_stands_where_it_happened_not_where_it_was_written(kim, incident):
    kim.post(f"/incidents/{incident}/timeline", text="noticed later")
    kim.post(f"/incidents/{incident}/timeline", text="happened first", at="2026-01-05T08:00")
    page = seen(kim.get(f"/incidents/{incident}/timeline"))
    assert page.index("noticed later") < page.index("happened first")
    assert "5 Jan 2026, 08:00 CET (07:00 UTC)" in page


def test_the_future_is_no_place_for_an_entry(kim, incident):
    answer = kim.post(f"/incidents/{incident}/timeline", status=422, text="not yet", at="2099-01-01T00:00")
    assert "future" in complaints(answer)
    assert "not yet" in answer.text


def test_an_empty_entry_is_refused_on_its_page(kim, incident):
    answer = kim.post(f"/incidents/{incident}/timeline", status=422, text=" ")
    assert "Fill this in" in complaints(answer)


def test_an_entry_has_an_address_and_a_correction_names_it(kim, incident):
    kim.post(f"/incidents/{incident}/timeline", text="Two servers")
    page = kim.get(f"/incidents/{incident}/timeline/2")
    assert "Two servers" in seen(page)
    kim.post(f"/incidents/{incident}/timeline", text="Three servers", corrects="2")
    assert "corrects #2" in seen(kim.get(f"/incidents/{incident}/timeline"))


def test_what_counsel_keeps_privileged_others_see_only_as_a_line(front_door, kim, odo, incident):
    lin = front_door.person("lin")
    lin.post(f"/incidents/{incident}/timeline", text="Advice of counsel", privileged="1")
    assert "Advice of counsel" in seen(kim.get(f"/incidents/{incident}/timeline"))
    others = seen(odo.get(f"/incidents/{incident}/timeline"))
    assert "Advice of counsel" not in others
    assert "Privileged" in others


def test_somebody_without_that_permission_cannot_mark_privilege(front_door, odo, incident):
    front_door.person("ray").post(f"/incidents/{incident}/timeline", text="plain words", privileged="1")
    assert "plain words" in seen(odo.get(f"/incidents/{incident}/timeline"))


def test_the_page_says_that_the_chain_holds(odo, incident):
    assert "It holds: " in seen(odo.get(f"/incidents/{incident}/timeline/verify"))


def test_the_page_names_the_line_that_was_changed(kim, incident, staffed_house):
    kim.post(f"/incidents/{incident}/timeline", text="The truth")
    with sqlite3.connect(staffed_house.settings.database_file) as database:
        database.execute("DROP TRIGGER journal_line_fixed")
        database.execute("UPDATE journal_line SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2")
    database.close()
    page = seen(kim.get(f"/incidents/{incident}/timeline/verify"))
    assert "First at line 2" in page


def test_a_line_that_is_not_there_is_not_found(kim, incident):
    kim.get(f"/incidents/{incident}/timeline/99", status=404)


def test_earlier_entries_follow_by_time_and_none_is_shown_twice(kim, incident, staffed_house):
    begin = datetime(2026, 1, 5, 8, tzinfo=UTC)
    with staffed_house.db.writing() as session:
        found = get_incident(session, incident)
        for number in range(150):  # written down from the latest to the earliest, ten at each moment
            add_entry(session, found, f"thing {number}.", by="system", at=begin - timedelta(minutes=number // 10))
    address, shown = f"/incidents/{incident}/timeline", []
    while address:
        page = kim.get(address).text
        shown += re.findall(r"thing (\d+)\.", page.split("<ol")[1].split("</ol>")[0])
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = html.unescape(older[1]) if older else None
    assert len(shown) == 150
    assert [int(number) // 10 for number in shown] == sorted(int(number) // 10 for number in shown)
    assert len(set(shown)) == 150


def test_one_goes_to_a_time_and_back_to_the_latest(kim, incident):
    kim.post(f"/incidents/{incident}/timeline", text="in January", at="2026-01-05T08:00")
    kim.post(f"/incidents/{incident}/timeline", text="in February", at="2026-02-05T08:00")
    page = kim.get(f"/incidents/{incident}/timeline?until=2026-01-05T08:00")
    assert "in January" in seen(page)
    assert "in February" not in seen(page)
    assert "The latest entries" in seen(page)


def test_an_address_that_names_no_time_shows_the_latest(kim, incident):
    for wrong in ("before=soon~1", "before=2026-01-01T00:00~x", "until=9999-99-99", "until=0001-01-01T00:00"):
        kim.get(f"/incidents/{incident}/timeline?{wrong}")


def test_each_reader_has_the_timeline_in_their_own_language(kim, front_door, incident, staffed_house):
    kim.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    kim.post(f"/incidents/{incident}/facts/exposure.encrypted", value="true", reason="seen on the disk")
    with staffed_house.db.writing() as session:
        change_details(session, get_account(session, "ray"), language="zh", by="system", now=clock.now())
    english = seen(kim.get(f"/incidents/{incident}/timeline"))
    chinese = seen(front_door.person("ray").get(f"/incidents/{incident}/timeline"))
    assert "Playbook started: Ransomware" in english
    assert "勒索" in chinese
    assert "Playbook started" not in chinese
    assert "已立案" in chinese
    assert "exposure.encrypted" not in english + chinese
    assert "seen on the disk" in chinese
