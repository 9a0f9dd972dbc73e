import pytest
from sqlalchemy import select

import responder.post.records  # noqa: F401 -- its tables
from responder.agenda.actions import plan_due
from responder.agenda.records import DueItem
from responder.channels.port import Message, Sender
from responder.intake.actions import change_state
from responder.people.queries import get_account
from responder.post.records import Outgoing, OutgoingGroup
from responder.post.work import Batch, Claimed
from responder.response import actions
from responder.response.actions.reminders import reminder_composer, send_reminder
from responder.worker.jobs import remind_with
from tests.response.world import Matter, minutes, playbook

ROLES = {role.id: role for role in playbook().roles}
SENDER = Sender("privacy@example.com", "Privacy team")


@pytest.fixture
def matter(house):
    return Matter(house)


def remind(matter, at):
    remind_with(send_reminder)(matter.house, minutes(at))
    with matter.house.db.reading() as session:
        return [(row.party_id, row.kind) for row in session.scalars(select(Outgoing).order_by(Outgoing.id))]


def messages(matter, at):
    """What the composer makes of everything that waits."""
    compose = reminder_composer(SENDER, "https://respond.example.com/")
    with matter.house.db.reading() as session:
        made = []
        for group in session.scalars(select(OutgoingGroup)):
            rows = session.scalars(select(Outgoing).where(Outgoing.group_id == group.id))
            claimed = tuple(Claimed(row.id, row.party_id, 0, "email", 1, "a") for row in rows)
            batch = Batch(group.id, group.stream, group.kind, group.composer, "email", claimed)
            made += compose(session, batch, minutes(at))
        return made


def test_a_reminder_goes_to_whoever_answers_for_the_step(matter):
    with matter.house.db.writing() as session:
        actions.assign_seat(
            session, matter.incident, ROLES["forensics"], get_account(session, "rob"), by=matter.cora, now=minutes(0)
        )
    assert remind(matter, 5) == [(matter.rob, "real")]
    assert remind(matter, 6) == [(matter.rob, "real")]  # once


def test_with_nobody_on_a_seat_it_goes_to_whoever_opened_the_incident(matter):
    assert remind(matter, 5) == [(matter.cora, "real")]


def test_a_drill_s_reminder_is_a_drill_s(house):
    drill = Matter(house, kind="drill", speed=1)
    assert remind(drill, 5) == [(drill.cora, "drill")]


def test_a_closed_incident_reminds_nobody(matter):
    with matter.house.db.writing() as session:
        change_state(session, session.merge(matter.incident), "closed", reason="over", by=matter.cora, now=minutes(1))
    assert remind(matter, 5) == []


def test_the_message_gives_nothing_away_and_says_where_to_look(matter):
    remind(matter, 5)
    [message] = messages(matter, 5)
    assert isinstance(message, Message)
    assert message.to == "cora@example.com"
    code = matter.incident.code_name
    assert message.subject == f"{code}: due 24 Nov 2026, 09:15 UTC"
    assert message.text == (
        f"A step you answer for is due at 24 Nov 2026, 09:15 UTC.\n\n{code}, INC-2026-0001\n\n"
        "https://respond.example.com/incidents/INC-2026-0001\n"
    )
    assert "Look" not in message.text
    assert "Something seen" not in message.text


def test_a_late_reminder_says_that_it_is_late(matter):
    remind(matter, 40)
    assert f"{matter.incident.code_name}: overdue since 24 Nov 2026, 09:15 UTC" in [
        message.subject for message in messages(matter, 40)
    ]


def test_a_handed_over_reminder_is_settled_with_it(matter):
    remind(matter, 5)
    with matter.house.db.reading() as session:
        assert [row.state for row in session.scalars(select(DueItem).where(DueItem.planned_at == minutes(5)))] == [
            "sent"
        ]


def test_what_was_agreed_afterwards_goes_to_its_owner_even_when_the_incident_is_closed(matter):
    with matter.house.db.writing() as session:
        change_state(session, session.merge(matter.incident), "closed", reason="over", by=matter.cora, now=minutes(1))
        plan_due(
            session, stream=matter.incident.id, kind="review_action", subject="a" * 32, at=minutes(3), now=minutes(2),
            data={"owner": matter.rob},
        )  # fmt: skip
    assert remind(matter, 4) == [(matter.rob, "real")]
    assert "An action you own is due at" in messages(matter, 4)[0].text
