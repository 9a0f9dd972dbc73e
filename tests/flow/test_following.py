from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from responder import flow
from responder.errors import Conflict, NotFound
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.notices.queries import list_notices
from responder.response.queries import list_running, memory_of
from responder.review.queries import list_meetings
from tests.books.playbook_world import read
from tests.flow.test_advancing import BREACH

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEXT = """\
---
title: Small
version: 1.0.0
roles: [commander, privacy]
review_by: 2027-01-01
---

## First

### Tell {: #tell role=privacy due=1h }

```do
- {action: draft_notice, recipient: regulator}
- {action: show_obligations}
- {action: open_review, kind: hot_wash}
- {action: start_subplaybook, playbook: other}
- {action: page, role: privacy}
```
"""


@pytest.fixture
def services(services):
    """With two small playbooks in the place of the shelf."""
    small = read(TEXT).playbook
    services.__dict__["playbooks"] = {"example": small, "other": replace(small, name="other")}
    return services


@pytest.fixture
def number(services):
    with services.db.writing() as session:
        incident = flow.open_incident(
            session, books=services, title="Shop database read", by="system", now=NOW, playbook="example"
        )
        flow.record_facts(session, incident, BREACH, books=services, by="system", now=NOW)
        return incident.number


def carry(services, number, action, at=NOW):
    with services.db.writing() as session:
        incident = get_incident(session, number)
        run = list_running(session, incident, services.library, services.playbooks)[0].run.id
        return flow.carry_out(session, incident, run, "tell", action, books=services, by="system", now=at)


def said(services, number):
    with services.db.reading() as session:
        return [line["what"] for line in page(session, get_incident(session, number).id, limit=1000).lines]


def test_the_notices_that_are_owed_to_an_authority_are_drafted_once(services, number):
    made = carry(services, number, 1).made
    with services.db.reading() as session:
        notices = list_notices(session, get_incident(session, number).id)
        assert tuple(notice.id for notice in notices) == made
        assert {notice.recipient_kind for notice in notices} == {"regulator"}
    assert f"Drafted for this step: {len(made)} notices" in said(services, number)
    with pytest.raises(Conflict, match="without a draft"):
        carry(services, number, 1)


def test_what_only_people_can_do_is_answered_with_its_page_and_noted_nowhere(services, number):
    before = said(services, number)
    assert carry(services, number, 2).go
    assert said(services, number) == before


def test_the_review_is_planned_from_containment(services, number):
    with pytest.raises(Conflict, match="not contained"):
        carry(services, number, 3)
    with services.db.writing() as session:
        flow.record_facts(
            session, get_incident(session, number), {"events.contained": "2026-11-24T08:00:00Z"}, books=services,
            by="system", now=NOW,
        )  # fmt: skip
    carry(services, number, 3)
    with services.db.reading() as session:
        assert [meeting.kind for meeting in list_meetings(session, get_incident(session, number))] == ["hot_wash"]


def test_a_sub_playbook_runs_beside_its_parent_and_knows_it(services, number):
    carry(services, number, 4, at=NOW + timedelta(minutes=1))
    with services.db.reading() as session:
        incident = get_incident(session, number)
        parent, child = list_running(session, incident, services.library, services.playbooks)
        assert (child.run.playbook, child.run.parent_run_id, child.run.parent_step) == ("other", parent.run.id, "tell")
        assert memory_of(session, parent.run).of("tell").carried == {4}
    with pytest.raises(Conflict, match="runs in the incident already"):
        carry(services, number, 4, at=NOW + timedelta(minutes=2))


def test_an_action_that_is_not_there_is_refused(services, number):
    with pytest.raises(NotFound):
        carry(services, number, 9)


def test_calling_a_seat_stands_in_the_timeline(services, number):
    carry(services, number, 5)
    assert any(line.startswith("Called: ") for line in said(services, number))
