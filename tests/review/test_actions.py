"""Meetings, actions and remarks, with the rows, reminders and timeline they leave."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from responder.agenda.records import DueItem
from responder.errors import BadInput, Conflict, NotFound, SecondPerson
from responder.intake.actions import change_state, open_incident
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.review import actions, queries
from responder.review.invitations import invitations
from responder.review.rounds import read_rounds

ADA, BEN, CLEO = "0a" * 16, "0b" * 16, "0c" * 16
NOW = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
CONTAINED = NOW + timedelta(hours=5)
LATER = CONTAINED + timedelta(hours=1)


@pytest.fixture
def incident(house):
    with house.db.writing() as session:
        opened = open_incident(session, title="Mailbox read", by=ADA, now=NOW, zone="Europe/Berlin")
    return opened.id


@pytest.fixture
def contained(house, incident):
    with house.db.writing() as session:
        change_state(session, get_incident(session, incident), "contained", reason="keys turned", by=ADA, now=CONTAINED)
    return incident


def scheduled(house, incident, now=LATER, **more):
    with house.db.writing() as session:
        found = get_incident(session, incident)
        actions.schedule_reviews(session, found, rounds=read_rounds(), by=ADA, now=now, **more)


def meetings(house, incident):
    with house.db.reading() as session:
        return {meeting.kind: meeting for meeting in queries.meeting_values(session, get_incident(session, incident))}


def reminders(house, kind):
    with house.db.reading() as session:
        return session.scalars(select(DueItem).where(DueItem.kind == kind, DueItem.state == "planned")).all()


def tags(house, incident):
    with house.db.reading() as session:
        return [line["tag"] for line in page(session, incident, privileged=True).lines]


def doing(house, incident, deed, *arguments, **more):
    with house.db.writing() as session:
        return deed(session, get_incident(session, incident), *arguments, **more)


def test_reviews_are_counted_from_containment_and_remind(house, contained):
    scheduled(house, contained)
    found = meetings(house, contained)
    assert list(found) == ["hot_wash", "post_incident_review", "follow_up_30", "follow_up_90"]
    assert found["hot_wash"].due_at == CONTAINED + timedelta(days=3)
    assert len(reminders(house, "review")) == 7  # the day before the first has begun
    assert tags(house, contained)[-1] == "review.scheduled"


def test_before_containment_there_is_nothing_to_count_from(house, incident):
    with pytest.raises(Conflict):
        scheduled(house, incident)
    scheduled(house, incident, since=CONTAINED)
    assert meetings(house, incident)


def test_planning_again_changes_nothing_and_an_earlier_containment_moves_what_nobody_moved(house, contained):
    scheduled(house, contained)
    doing(house, contained, actions.move_meeting, "hot_wash", LATER + timedelta(days=1), by=BEN, now=LATER)
    before, said = meetings(house, contained), len(tags(house, contained))
    scheduled(house, contained)
    assert meetings(house, contained) == before
    assert len(tags(house, contained)) == said
    scheduled(house, contained, since=CONTAINED - timedelta(days=2))
    after = meetings(house, contained)
    assert after["hot_wash"] == before["hot_wash"]
    assert after["follow_up_30"].due_at == before["follow_up_30"].due_at - timedelta(days=2)
    assert after["follow_up_30"].sequence == 1


def test_each_change_counts_for_calendars_under_the_same_identifier(house, contained):
    scheduled(house, contained)
    first = entries(house, contained)
    doing(house, contained, actions.move_meeting, "hot_wash", LATER + timedelta(days=1), by=BEN, now=LATER)
    doing(house, contained, actions.cancel_meeting, "follow_up_90", reason="merged", by=BEN, now=LATER)
    second = entries(house, contained)
    assert {entry.uid for entry in first} == {entry.uid for entry in second}
    moved = {entry.title.split(": ")[1]: entry for entry in second}
    assert moved["Hot wash"].sequence == 1
    assert moved["Follow-up after 90 days"].cancelled


def entries(house, incident):
    with house.db.reading() as session:
        found = get_incident(session, incident)
        meetings = queries.meeting_values(session, found)
        return invitations(meetings, read_rounds(), number=found.number, code_name=found.code_name, language="en")


def test_an_invitation_gives_nothing_away_but_the_code_name(house, contained):
    scheduled(house, contained)
    for entry in entries(house, contained):
        assert "Mailbox" not in entry.title + entry.text
        assert entry.title.split(":")[0].isupper()


def test_a_meeting_that_was_held_reminds_no_more_and_is_not_held_twice(house, contained):
    scheduled(house, contained)
    doing(house, contained, actions.hold_meeting, "hot_wash", held_at=LATER, by=ADA, now=LATER)
    assert len(reminders(house, "review")) == 6
    with pytest.raises(Conflict):
        doing(house, contained, actions.hold_meeting, "hot_wash", held_at=LATER, by=ADA, now=LATER)
    with pytest.raises(NotFound):
        doing(house, contained, actions.hold_meeting, "hot_tub", held_at=LATER, by=ADA, now=LATER)
    with pytest.raises(BadInput):
        doing(house, contained, actions.move_meeting, "follow_up_30", NOW, by=ADA, now=LATER)


def test_an_action_is_open_until_a_second_person_verified_it(house, contained):
    due = LATER + timedelta(days=20)
    doing(house, contained, actions.add_action, "Turn  off the old relay", owner=BEN, due_at=due, by=ADA, now=LATER)
    assert len(reminders(house, "review_action")) == 4
    with pytest.raises(Conflict):
        doing(house, contained, actions.verify_action, 1, by=CLEO, now=LATER)
    doing(house, contained, actions.finish_action, 1, by=ADA, now=LATER)
    for involved in (ADA, BEN):
        with pytest.raises(SecondPerson):
            doing(house, contained, actions.verify_action, 1, by=involved, now=LATER)
    doing(house, contained, actions.verify_action, 1, by=CLEO, now=LATER)
    assert not reminders(house, "review_action")
    with house.db.reading() as session:
        (action,) = queries.list_actions(session, get_incident(session, contained))
    assert (action.what, action.state, action.verified_by) == ("Turn off the old relay", "verified", CLEO)
    assert tags(house, contained)[-3:] == ["action.added", "action.done", "action.verified"]


def test_an_action_is_dropped_only_with_a_reason(house, contained):
    due = LATER + timedelta(days=2)
    doing(house, contained, actions.add_action, "Buy a thing", owner=BEN, due_at=due, by=ADA, now=LATER)
    with pytest.raises(BadInput):
        doing(house, contained, actions.drop_action, 1, reason=" ", by=ADA, now=LATER)
    doing(house, contained, actions.drop_action, 1, reason="not needed", by=ADA, now=LATER)
    with pytest.raises(Conflict):
        doing(house, contained, actions.finish_action, 1, by=ADA, now=LATER)


@pytest.mark.parametrize(("what", "due"), [("", 1), ("x" * 2001, 1), ("Do it", -1)])
def test_an_action_without_text_or_for_the_past_is_refused(house, contained, what, due):
    with pytest.raises(BadInput):
        doing(
            house, contained, actions.add_action, what, owner=BEN, due_at=LATER + timedelta(days=due), by=ADA, now=LATER
        )


def test_what_is_written_on_causes_stays_closed_until_counsel_opens_it(house, contained):
    doing(house, contained, actions.write_remark, "root_cause", "A key lay in a script.", by=ADA, now=LATER)
    assert opened_remarks(house, contained) == []
    with house.db.reading() as session:
        assert page(session, contained, newest=True, limit=1).lines[0]["what"] is None
    assert doing(house, contained, actions.open_remarks, "root_cause", by=CLEO, now=LATER) == 1
    assert opened_remarks(house, contained) == ["A key lay in a script."]
    with pytest.raises(NotFound):
        doing(house, contained, actions.open_remarks, "root_cause", by=CLEO, now=LATER)


def opened_remarks(house, incident):
    with house.db.reading() as session:
        return [remark.text for remark in queries.list_remarks(session, get_incident(session, incident))]


def test_luck_is_written_down_in_drills_only(house, contained):
    with pytest.raises(BadInput):
        doing(house, contained, actions.write_remark, "lucky", "A backup lay about.", by=ADA, now=LATER)
    with house.db.writing() as session:
        drill = open_incident(session, title="Exercise", by=ADA, now=NOW, kind="drill", drill_speed=60)
        actions.write_remark(session, drill, "lucky", "A backup lay about.", by=ADA, now=NOW)
    assert opened_remarks(house, drill.id) == ["A backup lay about."]


def test_after_a_drill_people_meet_in_real_time(house):
    with house.db.writing() as session:
        drill = open_incident(session, title="Exercise", by=ADA, now=NOW, kind="drill", drill_speed=60)
    scheduled(house, drill.id, since=NOW + timedelta(hours=60), now=NOW + timedelta(hours=1))
    assert meetings(house, drill.id)["hot_wash"].due_at == NOW + timedelta(hours=1, days=3)
