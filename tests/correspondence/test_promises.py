"""Days to come that our letters name, in each language as our letters write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from responder.correspondence.promises import promised
from responder.words.dates import show_day

HERE = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 24)
DAY = datetime(2026, 12, 13, 12, tzinfo=UTC)


def days(text, language="en"):
    return [(said.sentence, said.due_at.date()) for said in promised(text, language=language, after=TODAY, zone=HERE)]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "zh", "zh-Hant", "ja", "ko"])
def test_a_day_written_as_our_letters_write_it_is_found(language):
    text = f"<!--@ outlook -->\nXYZ {show_day(DAY, language=language)}."
    assert [day for _, day in days(text, language)] == [date(2026, 12, 13)]


@pytest.mark.parametrize("written", ["13 December 2026", "December 13, 2026", "2026-12-13", "13 Dec 2026", "13/12/2026"])
def test_a_day_as_people_type_it_is_found_with_its_sentence_alone(written):
    text = f"We noticed it on 3 November 2026. The final number follows by {written}. We are sorry."
    assert days(text) == [(f"The final number follows by {written}.", date(2026, 12, 13))]


def test_the_past_today_and_half_a_date_promise_nothing():
    assert days("Noticed on 3 November 2026, told on 24 November 2026, ends in December 2026.") == []
    assert days("By 13 December 2026.") == [("By 13 December 2026.", date(2026, 12, 13))]


def test_the_day_ends_where_the_incident_is_at_home():
    [said] = promised("By 13 December 2026.", language="en", after=TODAY, zone=HERE)
    assert said.due_at - datetime(2026, 12, 13, 0, 0, tzinfo=HERE) == timedelta(hours=23, minutes=59)
