"""An incident with a small playbook running in it, and people on seats. All of it plainly synthetic."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

import responder.agenda.records
import responder.facts.records
import responder.intake.records
import responder.journal.records
import responder.people.records
import responder.response.records  # noqa: F401 -- their tables
from responder.books.library import load_library
from responder.books.playbooks import load_roles
from responder.books.playbooks.read import read_playbook
from responder.facts.actions import record_facts
from responder.intake.actions import open_incident
from responder.people.actions.accounts import make_account
from responder.response import actions, queries
from responder.response.memory import Chosen, Memory, Remembered

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

TEXT = """\
---
title: Small
version: 1.0.0
roles: [commander, deputy, forensics, privacy]
review_by: 2027-01-01
---

## First

### Look {: #look role=forensics due=15m }

- [ ] Photograph it
- [ ] Note the time

```decide
id: real
question: Is it real?
options:
- {id: isolate, text: "Yes", to: isolate, records: {incident.status: confirmed}}
- {id: watch, text: "Perhaps", to: watch}
- {id: nothing, text: "No", to: end, records: {incident.status: ruled_out}}
```

### Isolate {: #isolate role=forensics due=30m }

Do it.

### Watch {: #watch role=forensics due=1h }

Watch it.

### Keep {: #keep role=forensics due=1h after=isolate,watch }

```evidence
- {id: logs, text: "Logs", lasts: 2d}
- {id: extra, text: "More", required: false}
```

### Tell {: #tell role=privacy due="+4h from events.awareness" after=start }

```ask
- events.awareness
```

```do
- {action: draft_notice, recipient: regulator}
```

### Update {: #update role=deputy after=start repeat="30m for 1h, 2h" }

Say it.

## Then

### Rotate {: #rotate role=forensics due=1d when="exposure.encrypted is false" }

All of them.

### Close {: #close role=commander due=1d }

Write it down.
"""


@cache
def library():
    return load_library()


@cache
def playbook(text=TEXT, name="small"):
    reading = read_playbook(name, {f"{name}.md": text}, words=library().words, roles=load_roles())
    assert [finding for finding in reading.findings if finding.level == "error"] == []
    return reading.playbook


@dataclass
class Known:
    """Facts as a test says them: condition subject → truth, event → instant."""

    truth: dict = field(default_factory=dict)
    instants: dict = field(default_factory=dict)

    def holds(self, condition):
        return True if condition is None else self.truth.get(condition.subject)

    def open_facts(self, condition):
        return () if condition is None or self.holds(condition) is not None else (condition.subject,)

    def instant(self, key):
        return self.instants.get(key)


def done(at, state="done", **more):
    return Remembered(state=state, settled_at=at, **more)


def chosen(option, at=NOW, step="look", decision="real"):
    return {(step, decision): Chosen(option, at)}


def memory(steps=None, choices=None):
    return Memory(NOW, steps or {}, choices or {})


def minutes(number):
    return NOW + timedelta(minutes=number)


class Matter:
    """One incident in a house, opened by a commander, with the small playbook running."""

    def __init__(self, house, *, kind="real", speed=None, text=TEXT, language="en"):
        self.house = house
        self.shelf = {"small": playbook(text)}
        with house.db.writing() as session:
            self.people = {
                login: self._account(session, login, permissions)
                for login, permissions in (("cora", "commander"), ("rob", "responder"), ("ada", "auditor"))
            }
            self.incident = open_incident(
                session, title="Something seen", by=self.cora, now=NOW, kind=kind, drill_speed=speed, language=language
            )
            knows = queries.Knowledge(self._facts(session), library())
            self.run_id = actions.start_run(
                session, self.incident, self.shelf["small"], knows, by=self.cora, now=NOW
            ).run.id

    def _account(self, session, login, permissions):
        return make_account(
            session,
            login=login,
            name=f"Person {login}",
            permission_set=permissions,
            by="system",
            now=NOW,
            email=f"{login}@example.com",
        )

    def _facts(self, session):
        return queries.snapshot(session, self.incident, library())

    @property
    def cora(self):
        return self.people["cora"].id

    @property
    def rob(self):
        return self.people["rob"].id

    def running(self, session):
        return queries.get_running(session, self.incident, self.run_id, library(), self.shelf)

    def do(self, deed, *arguments, at=0, by=None, **more):
        """A deed of ``response.actions`` in a unit of work of its own, so many minutes after the start."""
        with self.house.db.writing() as session:
            return deed(session, self.running(session), *arguments, by=by or self.rob, now=minutes(at), **more)

    def know(self, at=0, **facts):
        """Facts with ``__`` for the dot; the plan follows them, as ``flow.advance`` has it."""
        said = {key.replace("__", "."): value for key, value in facts.items()}
        with self.house.db.writing() as session:
            record_facts(session, self.incident, said, library=library(), by=self.rob, now=minutes(at))
            session.flush()
            actions.follow(session, self.running(session), now=minutes(at))

    def plan(self, at=0):
        with self.house.db.reading() as session:
            return queries.plan_of(session, self.running(session), minutes(at))

    def states(self, at=0):
        return {planned.step.id: planned.state for planned in self.plan(at).steps}

    def room(self, login, at=0):
        with self.house.db.reading() as session:
            return queries.room(session, self.incident, library(), self.shelf, me=self.people[login], now=minutes(at))
