"""Entries of a calendar that repeat by a rule."""

from datetime import UTC, datetime

import pytest

from responder.errors import BadInput
from responder.formats.icalendar import read_calendar

UNTIL = datetime(2027, 6, 1, tzinfo=UTC)


def read(*lines, more=""):
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20261101T000000Z\n"
        "DTSTART;TZID=Europe/Berlin:20270322T090000\nDTEND;TZID=Europe/Berlin:20270322T170000\nSUMMARY:ada\n"
        + "".join(f"{line}\n" for line in lines)
        + f"END:VEVENT\n{more}END:VCALENDAR\n"
    )
    return read_calendar(text.replace("\n", "\r\n").encode(), until=UNTIL)


def begins(found):
    return [each.begins.astimezone(UTC).strftime("%d %b %H:%M") for each in found]


def test_an_entry_without_a_rule_is_there_once():
    assert begins(read()) == ["22 Mar 08:00"]


def test_a_shift_at_nine_stays_at_nine_when_clocks_change():
    found = read("RRULE:FREQ=WEEKLY;COUNT=2")
    assert begins(found) == ["22 Mar 08:00", "29 Mar 07:00"]
    assert {each.ends - each.begins for each in found} == {found[0].ends - found[0].begins}


def test_days_left_out_and_added_are_heeded():
    found = read(
        "RRULE:FREQ=DAILY;COUNT=3",
        "EXDATE;TZID=Europe/Berlin:20270323T090000",
        "RDATE;TZID=Europe/Berlin:20270401T090000",
    )
    assert begins(found) == ["22 Mar 08:00", "24 Mar 08:00", "01 Apr 07:00"]


@pytest.mark.parametrize("end", ["20270324", "20270324T235900", "20270324T225900Z"])
def test_the_last_day_may_be_said_as_a_day_or_a_time_with_or_without_a_zone(end):
    assert len(read(f"RRULE:FREQ=DAILY;UNTIL={end}")) == 3


def test_a_rule_without_an_end_goes_as_far_as_one_asks():
    assert read("RRULE:FREQ=MONTHLY")[-1].begins < UNTIL


def test_one_occurrence_may_be_moved_to_another_time():
    moved = (
        "BEGIN:VEVENT\nUID:1\nDTSTAMP:20261101T000000Z\nRECURRENCE-ID;TZID=Europe/Berlin:20270323T090000\n"
        "DTSTART;TZID=Europe/Berlin:20270323T120000\nDTEND;TZID=Europe/Berlin:20270323T130000\nSUMMARY:bo\nEND:VEVENT\n"
    )
    assert begins(read("RRULE:FREQ=DAILY;COUNT=2", more=moved)) == ["22 Mar 08:00", "23 Mar 11:00"]


def test_a_shift_every_minute_is_a_mistake():
    with pytest.raises(BadInput, match="cannot be followed"):
        read("RRULE:FREQ=MINUTELY")
