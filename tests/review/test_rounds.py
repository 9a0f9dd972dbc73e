"""Which meetings follow an incident, and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from responder.errors import BadInput
from responder.review.rounds import proposed, read_rounds

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 6, 16, 15, 0, tzinfo=UTC)


def times(since, now=None):
    found = proposed(read_rounds(), since=since, now=now or since, zone="Europe/Berlin")
    return {entry.round.id: entry for entry in found}


def test_the_hot_wash_is_the_next_working_day_and_the_review_within_two_weeks():
    found = times(TUESDAY)
    assert found["hot_wash"].starts_at == datetime(2026, 6, 17, 10, 0, tzinfo=BERLIN)
    assert found["hot_wash"].due_at == TUESDAY + timedelta(days=3)
    assert found["post_incident_review"].starts_at <= TUESDAY + timedelta(days=14)
    assert [entry.starts_at.weekday() < 5 for entry in found.values()] == [True] * 4


def test_days_are_counted_in_the_zone_also_over_the_change_of_the_clocks():
    found = times(datetime(2026, 10, 23, 15, 0, tzinfo=UTC))
    assert found["hot_wash"].due_at == datetime(2026, 10, 26, 17, 0, tzinfo=BERLIN)


def test_a_meeting_is_never_proposed_for_the_past():
    late = TUESDAY + timedelta(days=40)
    found = times(TUESDAY, late)
    assert all(entry.starts_at > late for entry in found.values())


def test_a_meeting_is_rather_on_a_day_off_than_too_late(tmp_path):
    own = tmp_path / "reviews.yaml"
    own.write_text(
        "format: responder/reviews/1\n"
        "reviews: [{id: huddle, title: {en: Huddle}, aim: 1, within: 1, minutes: 15, agenda: {en: [Talk]}}]\n"
    )
    friday = datetime(2026, 6, 19, 15, 0, tzinfo=UTC)
    (found,) = proposed(read_rounds(own), since=friday, now=friday, zone="Europe/Berlin")
    assert friday < found.starts_at <= found.due_at


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("format: responder/reviews/2\nreviews: []\n", None),
        ("format: responder/reviews/1\nreviews: [{id: a}]\n", None),
        (
            "format: responder/reviews/1\nreviews: [{id: a, title: {en: A}, aim: 9, within: 1, minutes: 1, agenda: {}}]\n",
            "aim",
        ),
        (
            "format: responder/reviews/1\nreviews: [{id: a, title: A, aim: 1, within: 1, minutes: 1, agenda: {}}]\n",
            "title",
        ),
        (
            "format: responder/reviews/1\nreviews: [{id: a, title: {en: A}, aim: soon, within: 1, minutes: 1, agenda: {}}]\n",
            "aim",
        ),
    ],
)
def test_a_wrong_list_of_reviews_is_refused_with_its_line(tmp_path, text, field):
    own = tmp_path / "reviews.yaml"
    own.write_text(text)
    with pytest.raises(BadInput) as refused:
        read_rounds(own)
    assert refused.value.line
    assert refused.value.field == field
