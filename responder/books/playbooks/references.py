"""What a step names must exist: roles, facts and their answers, steps, actions, regimes, playbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.books.marked import nearest
from responder.books.playbooks.actions import ACTIONS
from responder.books.playbooks.findings import Finding
from responder.books.playbooks.periods import EXPECTED, minutes
from responder.books.playbooks.values import END, START

if TYPE_CHECKING:
    from collections.abc import Collection

    from responder.books.playbooks.actions import Field
    from responder.books.playbooks.lint import Surroundings
    from responder.books.playbooks.values import Do, Option, Playbook, Step


class References:
    """Checks the names of one step."""

    def __init__(self, playbook: Playbook, step: Step, file: str, around: Surroundings) -> None:
        self.playbook = playbook
        self.step = step
        self.file = file
        self.around = around
        self.findings: list[Finding] = []

    def all(self) -> list[Finding]:
        self._roles()
        self._order()
        for ask in self.step.asks:
            self._fact(ask.fact, ask.line)
            if ask.who is not None:
                self._role(ask.who, ask.line, "who:")
        for decision in self.step.decisions:
            for option in decision.options:
                self._option(option)
        for do in self.step.does:
            self._do(do)
        return self.findings

    def _roles(self) -> None:
        step = self.step
        for key, names in (
            ("role", (step.role,) if step.role else ()),
            ("accountable", step.accountable),
            ("consulted", step.consulted),
            ("informed", step.informed),
        ):
            for name in names:
                self._role(name, step.line, f"{key}=", step.columns.get(key, 1))

    def _role(self, name: str, line: int | None, where: str, col: int = 1) -> None:
        named = [role.id for role in self.playbook.roles]
        if name not in named:
            self._say(
                line,
                col,
                "unknown-role",
                f"{where} {name!r} is not among the roles of the front matter{_near(name, named)}",
            )

    def _order(self) -> None:
        step = self.step
        for earlier in step.after:
            if earlier != START and self.playbook.step(earlier) is None:
                known = [other.id for other in self.playbook.steps]
                message = f"after={earlier} names no step of this playbook{_near(earlier, known)}"
                self._say(step.line, step.columns.get("after", 1), "unknown-step", message)
        if step.due is not None and step.due.since is not None:
            event = step.due.since.removeprefix("events.")
            if event not in self.around.words.events:
                message = f"the event {event!r} is not known{_near(event, list(self.around.words.events))}"
                self._say(step.line, step.columns.get("due", 1), "unknown-fact", message)

    def _fact(self, key: str, line: int | None) -> None:
        event = key.removeprefix("events.")
        if self.around.words.fact(key) is None and not (key != event and event in self.around.words.events):
            known = self.around.words.fact_keys()
            self._say(line, 1, "unknown-fact", f"the fact {key!r} is not known{_near(key, known)}")

    def _option(self, option: Option) -> None:
        if option.to != END and self.playbook.step(option.to) is None:
            known = [step.id for step in self.playbook.steps]
            self._say(
                option.line,
                1,
                "unknown-step",
                f"to: {option.to} names no step of this playbook{_near(option.to, known)}",
            )
        for key, value in option.records.items():
            self._fact(key, option.line)
            definition = self.around.words.fact(key)
            for each in value if isinstance(value, list) else [value]:
                if definition and definition.choices and str(each).lower() not in {*definition.choices, "unknown"}:
                    expected = ", ".join(definition.choices)
                    self._say(
                        option.line, 1, "bad-value", f"{each!r} is no answer to {key}; expected one of {expected}"
                    )

    def _do(self, do: Do) -> None:
        action = ACTIONS.get(do.action)
        if action is None:
            self._say(
                do.line,
                1,
                "unknown-action",
                f"the toolkit has no action {do.action!r}{_near(do.action, list(ACTIONS))}",
            )
            return
        for name, value in do.given.items():
            if name not in action.fields:
                takes = ", ".join(action.fields) or "nothing"
                self._say(do.line, 1, "unknown-action", f"{do.action} takes no {name!r}; it takes {takes}")
            else:
                self._field(do, name, action.fields[name], value)
        for name, field in action.fields.items():
            if field.required and not do.given.get(name):
                self._say(do.line, 1, "unknown-action", f"{do.action} needs {name}: …")

    def _field(self, do: Do, name: str, field: Field, value: Any) -> None:
        written = str(value)
        if field.kind == "role":
            self._role(written, do.line, f"{name}:")
        elif field.kind == "playbook" and written not in self.around.playbooks:
            self._say(
                do.line,
                1,
                "unknown-playbook",
                f"there is no playbook {written!r}{_near(written, self.around.playbooks)}",
            )
        elif field.kind == "regime" and written not in self.around.regimes:
            self._say(
                do.line, 1, "unknown-regime", f"there is no regime {written!r}{_near(written, self.around.regimes)}"
            )
        elif field.kind == "duty":
            self._duty(do, written)
        elif field.kind == "period" and minutes(written) is None:
            self._say(do.line, 1, "unknown-action", f"{name}: {written!r} is no period; expected {EXPECTED}")
        elif field.kind == "choice" and written not in field.choices:
            self._say(do.line, 1, "unknown-action", f"{name}: {written!r} is none of {', '.join(field.choices)}")

    def _duty(self, do: Do, duty: str) -> None:
        regime = self.around.regimes.get(str(do.given.get("regime")))
        if regime is None:
            self._say(do.line, 1, "unknown-regime", "duty: needs the regime: it belongs to")
        elif duty not in regime.duty_ids():
            self._say(do.line, 1, "unknown-regime", f"{regime.id} has no duty {duty!r}{_near(duty, regime.duty_ids())}")

    def _say(self, line: int | None, col: int, code: str, message: str) -> None:
        self.findings.append(Finding(self.file, line or self.step.line, col, code, message))


def _near(word: str, known: Collection[str]) -> str:
    near = nearest(word, list(known))
    return f"; did you mean {near}?" if near else ""
