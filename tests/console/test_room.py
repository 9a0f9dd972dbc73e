"""The incident room: the next deadline on top, then what to do, what is owed, what happened."""

from tests.console.people import record, seen


def test_the_next_deadline_stands_on_top_as_a_countdown(kim, incident, staffed_house):
    record(staffed_house, incident)
    room = kim.get(f"/incidents/{incident}")
    top = room.text.split('class="countdown')[1].split("</section>")[0]
    assert "data-countdown" in top
    assert "eu-gdpr" in top
    assert "2 d 23 h" in seen(room)


def test_a_deadline_that_has_passed_says_how_late_it_is(kim, incident, staffed_house):
    record(staffed_house, incident, **{"events.awareness": "2026-01-01T08:00:00+01:00"})
    assert "late" in seen(kim.get(f"/incidents/{incident}"))


def test_the_room_says_what_is_owed_and_leads_to_its_reasons(kim, incident, staffed_house):
    record(staffed_house, incident)
    room = kim.get(f"/incidents/{incident}")
    assert f"/incidents/{incident}/owed/" in room.text
    assert "Required" in seen(room)


def test_an_entry_is_added_from_the_room_and_stands_first(kim, incident):
    room = kim.post(
        f"/incidents/{incident}/timeline", follow=True, text="Firewall closed", next=f"/incidents/{incident}"
    )
    assert "Added to the timeline" in seen(room)
    happened = seen(room).split("What has happened")[1]
    assert happened.index("Firewall closed") < happened.index("opened")


def test_an_empty_room_says_where_to_begin(kim, incident):
    page = seen(kim.get(f"/incidents/{incident}"))
    assert "No playbook runs." in page
    assert "record who is affected" in page


def test_times_stand_in_the_readers_zone_with_utc_beside(kim, incident):
    page = kim.get(f"/incidents/{incident}")
    assert "UTC)" in seen(page)
    assert '<time datetime="' in page.text


def test_a_dead_clock_is_a_banner_on_every_page(kim, incident):
    for address in ("/", f"/incidents/{incident}", "/law"):
        assert "The clock is not running" in seen(kim.get(address))


def test_an_auditor_has_no_box_and_no_tick(odo, incident):
    page = odo.get(f"/incidents/{incident}")
    assert "What did you see or do?" not in seen(page)
    assert "tick-button" not in page.text


def test_in_chinese_the_room_speaks_chinese(kim, incident):
    kim.post("/preferences/language", language="zh", next="/")
    page = seen(kim.get(f"/incidents/{incident}"))
    assert "现在做什么" in page
    assert "What to do now" not in page
