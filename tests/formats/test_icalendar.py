"""Calendar files are read back by another program's reader as they were meant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from responder.formats.icalendar import CANCEL, REQUEST, Entry, calendar

START = datetime(2026, 12, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))


def entry(**changes):
    values = {
        "uid": "01@responder",
        "sequence": 2,
        "starts_at": START,
        "minutes": 45,
        "title": "PLOVER: 即时复盘",
        "text": "Reference INC-2026-0007\n- What changes, at once; and who?",
        "changed_at": START - timedelta(days=2),
    }
    return Entry(**(values | changes))


def read(data):
    found = Calendar.from_ical(data)
    return found, found.walk("VEVENT")


def test_a_meeting_is_read_back_as_it_was_planned():
    found, (event,) = read(calendar([entry()], name="PLOVER"))
    assert found["METHOD"] == "PUBLISH"
    assert event["UID"] == "01@responder"
    assert event["SEQUENCE"] == 2
    assert event["SUMMARY"] == "PLOVER: 即时复盘"
    assert event["DESCRIPTION"] == entry().text
    assert event.decoded("DTSTART") == START.astimezone(UTC)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=45)
    assert event["CLASS"] == "CONFIDENTIAL"
    assert "ATTENDEE" not in event


def test_times_stand_in_utc_so_that_no_zone_table_is_needed():
    data = calendar([entry()], name="PLOVER")
    assert b"DTSTART:20261201T090000Z" in data
    assert b"VTIMEZONE" not in data


def test_the_same_meetings_give_the_same_bytes():
    assert calendar([entry()], name="PLOVER") == calendar([entry()], name="PLOVER")


def test_lines_are_folded_and_end_as_the_standard_says():
    data = calendar([entry(text="复" * 200)], name="PLOVER")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)


def test_an_invitation_names_who_invites_and_who_is_invited():
    data = calendar([entry()], name="PLOVER", method=REQUEST, organizer="a@example.com", attendees=["b@example.org"])
    found, (event,) = read(data)
    assert found["METHOD"] == "REQUEST"
    assert event["ORGANIZER"] == "mailto:a@example.com"
    assert event["ATTENDEE"] == "mailto:b@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"


def test_a_meeting_that_is_off_says_so_to_the_calendars_that_have_it():
    data = calendar([entry(cancelled=True, sequence=3)], name="PLOVER", method=CANCEL, organizer="a@example.com")
    _, (event,) = read(data)
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3


def test_an_invitation_by_nobody_is_refused():
    with pytest.raises(ValueError, match="organizer"):
        calendar([entry()], name="PLOVER", method=REQUEST)
