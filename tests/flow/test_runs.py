"""A run through the flow: a sub-playbook holds its step, and every way around a step needs a reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from responder import flow
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.response import actions
from responder.response.queries import list_running, memory_of, plan_of
from tests.books.playbook_world import read

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TEXT = """\
---
title: Small
version: 1.0.0
roles: [commander, privacy]
review_by: 2027-01-01
---

## First

### Hand over {: #hand-over role=privacy due=1h }

```do
- {action: start_subplaybook, playbook: other}
```

### Update {: #update role=commander repeat="30m for 1h" }

Say it.

## Then

### Close {: #close role=commander due=1d when="incident.kinds includes confidentiality" }

Write it down.
"""
NEWER = (
    TEXT.replace("1.0.0", "2.0.0").replace("Write it down.", "Write it down, twice.").replace("Say it.", "Say it now.")
)


@pytest.fixture
def services(services):
    """With two small playbooks in the place of the shelf."""
    small = read(TEXT).playbook
    services.__dict__["playbooks"] = {"example": small, "other": replace(small, name="other")}
    return services


@pytest.fixture
def number(services):
    with services.db.writing() as session:
        return flow.open_incident(
            session, books=services, title="Seen", by="system", now=NOW, playbook="example"
        ).number


class Followed:
    """The runs of one incident, each deed in a unit of work of its own."""

    def __init__(self, services, number):
        self.services = services
        self.number = number

    def _running(self, session, name):
        incident = get_incident(session, self.number)
        runs = list_running(session, incident, self.services.library, self.services.playbooks)
        return next(running for running in runs if running.run.playbook == name)

    def do(self, deed, *given, name="example", at=0, **more):
        with self.services.db.writing() as session:
            now = NOW + timedelta(minutes=at)
            return deed(session, self._running(session, name), *given, by="system", now=now, **more)

    def start_other(self):
        with self.services.db.writing() as session:
            run = self._running(session, "example").run.id
            incident = get_incident(session, self.number)
            flow.carry_out(session, incident, run, "hand-over", 1, books=self.services, by="system", now=NOW)

    def state(self, step, name="example"):
        return self.planned(step, name).state

    def planned(self, step, name="example", at=0):
        with self.services.db.reading() as session:
            return plan_of(session, self._running(session, name), NOW + timedelta(minutes=at)).of(step)

    def know(self, **facts):
        with self.services.db.writing() as session:
            said = {key.replace("__", "."): value for key, value in facts.items()}
            incident = get_incident(session, self.number)
            flow.record_facts(session, incident, said, books=self.services, by="system", now=NOW)

    def version(self):
        with self.services.db.reading() as session:
            running = self._running(session, "example")
            return running.run.version, memory_of(session, running.run)

    def tags(self):
        with self.services.db.reading() as session:
            lines = page(session, get_incident(session, self.number).id, limit=1000).lines
            return [line["tag"] for line in lines]


@pytest.fixture
def followed(services, number):
    return Followed(services, number)


def test_a_step_waits_for_the_playbook_it_started(followed):
    followed.start_other()
    assert [under.playbook for under in followed.planned("hand-over").under] == ["other"]
    with pytest.raises(BadInput, match=r"is not through.*other"):
        followed.do(actions.tick, "hand-over")
    followed.do(actions.tick, "hand-over", name="other")
    with pytest.raises(BadInput):
        followed.do(actions.tick, "hand-over")
    followed.know(incident__kinds=["availability"])
    assert followed.state("close", "other") == "ruled_out"
    followed.do(actions.tick, "hand-over")
    assert followed.state("hand-over") == "done"


def test_a_step_opened_again_in_the_sub_playbook_holds_its_parent_again(followed):
    followed.know(incident__kinds=["availability"])
    followed.start_other()
    followed.do(actions.tick, "hand-over", name="other")
    assert followed.planned("hand-over").under == ()
    followed.do(actions.reopen, "hand-over", name="other", reason="The list was old")
    assert followed.planned("hand-over").under != ()


def test_a_finished_sub_playbook_holds_nothing(followed):
    followed.start_other()
    followed.do(actions.finish_run, name="other", reason="Done by the processor")
    followed.do(actions.tick, "hand-over")


def test_a_step_can_be_skipped_although_its_sub_playbook_is_open(followed):
    followed.start_other()
    followed.do(actions.skip, "hand-over", reason="Another team has it")
    assert followed.state("hand-over") == "skipped"


@pytest.mark.parametrize("deed", [actions.skip, actions.mark_not_applicable])
@pytest.mark.parametrize("reason", ["", "   "])
def test_leaving_a_step_out_needs_a_reason(followed, deed, reason):
    with pytest.raises(BadInput, match="reason"):
        followed.do(deed, "hand-over", reason=reason)
    assert followed.state("hand-over") == "current"


def test_a_step_set_aside_is_opened_again_only_for_a_reason_and_its_due_time_counts_anew(followed):
    followed.do(actions.mark_not_applicable, "hand-over", reason="Nobody to hand over to")
    with pytest.raises(BadInput, match="reason"):
        followed.do(actions.reopen, "hand-over", reason="")
    followed.do(actions.reopen, "hand-over", reason="There is somebody", at=30)
    assert followed.planned("hand-over").due_at == NOW + timedelta(minutes=90)
    assert followed.tags()[-2:] == ["step.not_applicable", "step.reopened"]


def test_what_comes_again_comes_at_its_fixed_times_and_ends_for_a_reason(followed):
    assert followed.planned("update").due_at == NOW + timedelta(minutes=30)
    followed.do(actions.tick, "update", at=20)
    assert followed.state("update") == "current"
    assert followed.planned("update").due_at == NOW + timedelta(minutes=30)
    followed.do(actions.tick, "update", at=40)
    assert followed.planned("update").due_at == NOW + timedelta(minutes=60)
    with pytest.raises(BadInput, match="reason"):
        followed.do(actions.end_rounds, "update", reason="")
    followed.do(actions.end_rounds, "update", reason="The board has seen enough", at=50)
    assert followed.state("update") == "done"


def test_a_newer_version_is_taken_over_step_by_step(services, followed, number):
    services.__dict__["playbooks"] = {"example": read(NEWER).playbook}
    followed.do(actions.tick, "update", at=10)

    def adopt(steps):
        with services.db.writing() as session:
            incident = get_incident(session, number)
            run = list_running(session, incident, services.library, services.playbooks)[0].run.id
            flow.adopt_version(session, incident, run, books=services, by="system", now=NOW, steps=steps)

    with pytest.raises(BadInput, match="no different"):
        adopt(["hand-over"])
    adopt(["close"])
    version, memory = followed.version()
    assert version == "1.0.0+2.0.0"
    assert memory.of("update").rounds == 1
    assert "twice" in str(followed.planned("close").step.prose)
    assert "now" not in str(followed.planned("update").step.prose)
    adopt(["update"])
    assert "now" in str(followed.planned("update").step.prose)
    assert followed.tags().count("run.adopted") == 2
