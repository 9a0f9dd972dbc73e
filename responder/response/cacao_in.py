"""CACAO 2.0 as a draft of a playbook of ours: with our extension word for word, from others as far as it can be said.

Pure. Nothing that was there is lost without a warning; what a playbook of ours needs and CACAO does not know (who owns
a step, until when) is left open, for lint to ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from responder.books.playbooks.draft import Draft, DraftPhase, DraftStep, id_of
from responder.books.playbooks.values import END
from responder.response.cacao_out import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.formats.cacao import CacaoPlaybook, CacaoStep

_CHOOSING: Final = frozenset({"if-condition", "while-condition", "switch-condition"})


def from_cacao(playbook: CacaoPlaybook) -> tuple[str, dict[str, Draft]]:
    """A name for the playbook, and its drafts by language; the one it was written in stands under ``""``."""
    ours = playbook.extensions.get(EXTENSION)
    if isinstance(ours, dict) and isinstance(ours.get("phases"), list) and isinstance(ours.get("front"), dict):
        return str(ours.get("name") or id_of(playbook.name, ())), _ours(playbook, ours)
    return id_of(playbook.name, ()), {"": _Foreign(playbook).draft()}


def _ours(playbook: CacaoPlaybook, around: Mapping[str, Any]) -> dict[str, Draft]:
    lines: list[list[CacaoStep]] = [
        [playbook.steps[step_id] for step_id in listed if step_id in playbook.steps] for listed in around["steps"]
    ]
    drafts = {}
    for language, said in {"": around, **around.get("translations", {})}.items():
        phases = [
            DraftPhase(
                phase["title"], phase["id"], phase["prose"],
                [found for step in steps if (found := _our_step(step, language)) is not None],
            )
            for phase, steps in zip(said["phases"], lines, strict=False)
        ]  # fmt: skip
        drafts[language] = Draft(dict(said["front"]), said["intro"], phases)
    main = drafts[""]
    main.front["title"], main.intro = playbook.name, playbook.description
    main.warnings += [(None, warning) for warning in playbook.warnings]
    gone = [step_id for listed in around["steps"] for step_id in listed if step_id not in playbook.steps]
    main.warnings += [(None, f"the step {step_id} is no longer in the workflow: left out") for step_id in gone]
    placed = {step.id for steps in lines for step in steps}
    added = [step for step in playbook.steps.values() if step.type == "action" and step.id not in placed]
    if added:
        taken = {step.id for step in main.steps}
        steps = [DraftStep(id_of(step.name or step.type, taken), step.name, {}, _said(step)) for step in added]
        main.phases.append(DraftPhase("Added", None, "", steps))
        main.warnings.append((None, f"{len(added)} steps were added elsewhere: say where they belong"))
    return drafts


def _our_step(step: CacaoStep, language: str) -> DraftStep | None:
    kept = step.extensions.get(EXTENSION, {})
    said = kept if language == "" else kept.get("translations", {}).get(language)
    if said is None:
        return None
    title, prose = (step.name, step.description) if language == "" else (said["title"], said["prose"])
    blocks = [(entry["kind"], entry["content"]) for entry in said["blocks"]]
    return DraftStep(said["id"], title, dict(said["attributes"]), prose, list(said["tasks"]), blocks)


class _Foreign:
    """Walks a workflow from its start; each branch hands back the steps that it ends with."""

    def __init__(self, playbook: CacaoPlaybook) -> None:
        self.playbook = playbook
        self.steps: list[DraftStep] = []
        self.ids: dict[str, str] = {}
        self.warnings: list[tuple[int | None, str]] = [(None, warning) for warning in playbook.warnings]

    def draft(self) -> Draft:
        self.walk(self.playbook.start, [])
        if not self.steps:
            self.warnings.append((None, "the workflow has no action"))
        self.warnings.append((None, "who owns a step and until when is not known to CACAO: give each role= and due="))
        front = {"title": self.playbook.name, "version": "0.1.0", "roles": ["commander"]}
        return Draft(front, self.playbook.description, [DraftPhase("Steps", None, "", self.steps)], self.warnings)

    def walk(self, step_id: str | None, after: Sequence[str], *, chosen: bool = False) -> list[str]:
        """The steps from here to the end of this branch; returns the last of them, which what follows waits for."""
        last = list(after)
        while step_id is not None:
            step = self.playbook.steps[step_id]
            if step_id in self.ids:  # two ways come together here
                self.wait_too(self.ids[step_id], last)
                return []
            if step.type == "end":
                return last
            if step.type == "start":
                step_id = step.way("on_completion")
                continue
            if step.type == "parallel":
                last = [one for word, to in step.ways if word == "next_steps" for one in self.walk(to, last)]
            elif step.type in _CHOOSING:
                last = self.choose(step, last, chosen=chosen)
            else:
                last = [self.act(step, last, chosen=chosen)]
            chosen = False
            step_id = step.way("on_completion") or step.way("on_success")
        return last

    def act(self, step: CacaoStep, after: Sequence[str], *, chosen: bool) -> str:
        prose = _said(step)
        agent = self.playbook.agents.get(step.agent or "")
        if agent is not None:
            prose = f"{prose}\n\nBy: {agent}".strip()
        if step.type == "playbook-action":
            self.warnings.append((None, f"{step.name or step.id}: another playbook is called, name it in a do block"))
        if step.way("on_failure"):
            self.warnings.append((None, f"{step.name or step.id}: what follows a failure is not taken over"))
        return self.add(step, step.name or "Step", prose, after, chosen=chosen)

    def choose(self, step: CacaoStep, after: Sequence[str], *, chosen: bool) -> list[str]:
        """A decision; each branch is entered by its option, an empty one by a step that only says so."""
        title = step.name or step.condition or "Decide"
        decision_id = self.add(step, title, step.description, after, chosen=chosen)
        own = next(draft for draft in self.steps if draft.id == decision_id)
        if step.type == "while-condition":
            self.warnings.append((None, f"{title}: a loop is asked once here; open the step again for another round"))
        ways = [
            (word.removeprefix("case "), to)
            for word, to in step.ways
            if word in {"on_true", "on_false"} or word.startswith("case ")
        ]
        if step.type != "switch-condition" and all(word != "on_false" for word, _ in ways):
            ways.append(("on_false", ""))
        options: list[dict[str, str]] = []
        tails: list[str] = []
        for word, to in ways:
            label = {"on_true": "Yes", "on_false": "No"}.get(word, word)
            first = len(self.steps)
            side_by_side = bool(to) and self.playbook.steps[to].type == "parallel"
            entry = (
                [self.add(None, f"Go on: {label}", "Several things begin now.", [], chosen=True)]
                if side_by_side
                else []
            )
            ends = self.walk(to or None, entry or [decision_id], chosen=not entry)
            joined = self.ids.get(to)
            if len(self.steps) == first and joined is None:
                ends = [self.add(None, f"Go on: {label}", "Nothing is to be done.", [], chosen=True)]
            target = joined or self.steps[first].id
            options.append({"id": id_of(label, [one["id"] for one in options]), "text": label, "to": target})
            tails += ends
        own.blocks.append(("decide", [{"id": "way", "question": step.condition or title, "options": options}]))
        if not options:
            own.blocks[-1] = (
                "decide",
                [{"id": "way", "question": title, "options": [{"id": "end", "text": "End", "to": END}]}],
            )
        return tails or [decision_id]

    def add(self, step: CacaoStep | None, title: str, prose: str, after: Sequence[str], *, chosen: bool) -> str:
        found = id_of(title, [draft.id for draft in self.steps])
        if step is not None:
            self.ids[step.id] = found
        waits = ",".join(dict.fromkeys(after)) or "start"
        self.steps.append(DraftStep(found, " ".join(title.split()), {} if chosen else {"after": waits}, prose))
        return found

    def wait_too(self, step_id: str, after: Sequence[str]) -> None:
        step = next(draft for draft in self.steps if draft.id == step_id)
        if "after" in step.attributes:
            waits = [one for one in step.attributes["after"].split(",") if one != "start"]
            step.attributes["after"] = ",".join(dict.fromkeys([*waits, *after])) or "start"


def _said(step: CacaoStep) -> str:
    commands = [
        f"{command.get('type')}: `{' '.join(str(command['command']).replace('`', chr(39)).split())}`"
        for command in step.commands
        if command.get("command")
    ]
    plain = step.description.replace("\r\n", "\n")
    return "\n\n".join(part for part in (plain, "\n".join(f"- {command}" for command in commands)) if part)
