"""Our playbooks as CACAO 2.0: a workflow that others can follow, and all that it has no word for in an extension. Pure.

Steps that may run side by side become branches of a parallel step, one after another in the order of work; decisions
become switches, conditions if-steps, what comes again a while-step. Whoever reads the extension gets our order exactly.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from responder.books.playbooks.draft import draft_of
from responder.books.playbooks.values import END, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from responder.books.playbooks.draft import Draft, DraftStep
    from responder.books.playbooks.values import Decision, Playbook, Step

_NAMES: Final = uuid.UUID("6a1f4b0e-3f0c-5d5e-9c63-0f5a8b1d7e42")
EXTENSION: Final = f"extension-definition--{uuid.uuid5(_NAMES, 'responder')}"
_AUTHOR: Final = f"identity--{uuid.uuid5(_NAMES, 'author')}"


def to_cacao(playbook: Playbook, *, now: datetime) -> dict[str, Any]:
    """The playbook with all its languages as one CACAO document; ids stay the same from one export to the next."""
    return _Writer(playbook, now).document()


class _Writer:
    def __init__(self, playbook: Playbook, now: datetime) -> None:
        self.playbook = playbook
        self.now = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.workflow: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, str] = {}
        self.targets = playbook.targets()
        main, *others = sorted(playbook.sources, key=lambda file: (file.count("."), file))
        self.draft = draft_of(playbook.sources[main], file=main)
        self.translations = {
            file.removeprefix(f"{playbook.name}.").removesuffix(".md"): draft_of(playbook.sources[file], file=file)
            for file in others
        }
        self.words = {step.id: step for step in self.draft.steps}
        self.language = playbook.languages[0]

    def document(self) -> dict[str, Any]:
        head = self.id("end", "end")
        self.workflow[head] = {"type": "end"}
        for level in reversed(self.levels()):
            head = self.level(level, head)
        start = self.id("start", "start")
        self.workflow[start] = {"type": "start", "on_completion": head}
        reached = _reached(self.workflow, start)
        self.workflow = {step_id: step for step_id, step in self.workflow.items() if step_id in reached}
        return {
            "type": "playbook",
            "spec_version": "cacao-2.0",
            "id": self.id("playbook", ""),
            "name": spoken(self.playbook.title, self.language),
            "description": self.draft.intro,
            "playbook_types": ["mitigation"],
            "created_by": _AUTHOR,
            "created": self.now,
            "modified": self.now,
            "workflow_start": start,
            "workflow": self.workflow,
            "agent_definitions": {
                self.agent(role.id): {"type": "individual", "name": spoken(role.name, self.language)}
                for role in self.playbook.roles
            },
            "extension_definitions": {
                EXTENSION: {
                    "type": "extension-definition",
                    "name": "Responder playbook",
                    "description": "Due times, seats, facts, evidence and translations, as written in the playbook.",
                    "created_by": _AUTHOR,
                    "schema": "docs/writing-playbooks.md",
                    "version": "1.0.0",
                }
            },
            "playbook_extensions": {EXTENSION: self.around()},
        }

    def around(self) -> dict[str, Any]:
        return {
            "type": "responder-playbook",
            "name": self.playbook.name,
            **_around(self.draft),
            "steps": [[self.id("action", step.id) for step in phase.steps] for phase in self.draft.phases],
            "translations": {language: _around(draft) for language, draft in self.translations.items()},
        }

    def levels(self) -> list[list[Step]]:
        """Steps that nothing but the order of work leads to, those first that wait for nobody."""
        depth: dict[str, int] = {}
        earlier: dict[str, list[Step]] = {}
        before: list[Step] = []
        for phase in self.playbook.phases:
            earlier[phase.id] = list(before)
            before += [step for step in phase.steps if step.required and not step.rhythm]

        def deep(step: Step) -> int:
            ways = self.targets.get(step.id)
            if step.id not in depth:
                named = [other for one in step.after if (other := self.playbook.step(one)) is not None]
                waits = named if step.after else [] if ways else earlier[step.phase]
                sources = [source for source, _, _ in ways or ()]
                own = max((deep(other) + 1 for other in waits), default=0)
                depth[step.id] = max([own, *(deep(source) for source in sources)])
            return depth[step.id]

        found: dict[int, list[Step]] = {}
        for step in self.playbook.steps:
            if step.id not in self.targets:
                found.setdefault(deep(step), []).append(step)
        return [found[number] for number in sorted(found)]

    def level(self, steps: Sequence[Step], then: str) -> str:
        if len(steps) == 1:
            return self.step(steps[0], then)
        parallel = self.id("parallel", steps[0].id)
        self.workflow[parallel] = {
            "type": "parallel",
            "next_steps": [self.step(step, self.end(step.id)) for step in steps],
            "on_completion": then,
        }
        return parallel

    def step(self, step: Step, then: str) -> str:
        """The entry of a step, behind its condition and its rhythm, that goes on to ``then``."""
        if step.id in self.entries:
            return self.entries[step.id]
        written = self.words[step.id].attributes
        wrap = "while-condition" if step.rhythm else "if-condition" if step.when is not None else None
        inner = self.end(step.id) if wrap else then
        action = self.id("action", step.id)
        self.workflow[action] = self.action(step, self.switches(step, inner))
        entry = action
        if wrap:
            entry = self.id(wrap, step.id)
            condition = f"every {written['repeat']}" if step.rhythm else written["when"]
            self.workflow[entry] = {"type": wrap, "condition": condition, "on_true": action, "on_completion": then}
        self.entries[step.id] = entry
        return entry

    def action(self, step: Step, then: str) -> dict[str, Any]:
        words = self.words[step.id]
        said = {language: found for language, draft in self.translations.items() if (found := _named(draft, step.id))}
        return {
            "type": "action",
            "name": words.title,
            "description": words.prose,
            "on_completion": then,
            "commands": [{"type": "manual", "command": text} for text in words.tasks or [words.title]],
            **({"agent": self.agent(step.role)} if step.role else {}),
            "step_extensions": {
                EXTENSION: {
                    "type": "responder-step",
                    **_words(words),
                    "translations": {
                        language: {"title": found.title, "prose": found.prose, **_words(found)}
                        for language, found in said.items()
                    },
                }
            },
        }

    def switches(self, step: Step, then: str) -> str:
        for decision in reversed(step.decisions):
            then = self.switch(step, decision, then)
        return then

    def switch(self, step: Step, decision: Decision, then: str) -> str:
        switch = self.id("switch-condition", f"{step.id}/{decision.id}")
        cases = {}
        for option in decision.options:
            target = self.playbook.step(option.to) if option.to != END else None
            end = self.end(f"{step.id}/{decision.id}/{option.id}")
            cases[option.id] = self.step(target, end) if target is not None else end
        self.workflow[switch] = {
            "type": "switch-condition",
            "name": spoken(decision.question, self.language),
            "description": "\n".join(f"{one.id}: {spoken(one.text, self.language)}" for one in decision.options),
            "switch": f"__{decision.id.replace('-', '_')}__:value",
            "cases": cases,
            "on_completion": then,
        }
        return switch

    def end(self, name: str) -> str:
        end = self.id("end", name)
        self.workflow[end] = {"type": "end"}
        return end

    def agent(self, role: str) -> str:
        return f"individual--{uuid.uuid5(_NAMES, role)}"

    def id(self, kind: str, name: str) -> str:
        return f"{kind}--{uuid.uuid5(_NAMES, f'{self.playbook.name}/{kind}/{name}')}"


def _reached(workflow: Mapping[str, Mapping[str, Any]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        step_id = waiting.pop()
        if step_id not in seen:
            seen.add(step_id)
            step = workflow[step_id]
            waiting += [step[word] for word in ("on_completion", "on_true") if word in step]
            waiting += [*step.get("next_steps", ()), *step.get("cases", {}).values()]
    return seen


def _around(draft: Draft) -> dict[str, Any]:
    phases = [{"id": phase.id, "title": phase.title, "prose": phase.prose} for phase in draft.phases]
    return {"front": draft.front, "intro": draft.intro, "phases": phases}


def _words(step: DraftStep) -> dict[str, Any]:
    blocks = [{"kind": kind, "content": content} for kind, content in step.blocks]
    return {"id": step.id, "attributes": step.attributes, "tasks": step.tasks, "blocks": blocks}


def _named(draft: Draft, step_id: str) -> DraftStep | None:
    return next((step for step in draft.steps if step.id == step_id), None)
