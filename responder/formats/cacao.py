"""CACAO Security Playbooks 2.0 (OASIS, committee specification 01), read strictly where it matters for following them.

A step that leads nowhere, a circle, an address that is none: each is refused with its place. What is merely unusual
(vendors' own agents and commands) is a warning.
"""

from __future__ import annotations

import ipaddress
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPEC: Final = "cacao-2.0"
STEPS: Final = (
    "start", "end", "action", "playbook-action", "parallel", "if-condition", "while-condition", "switch-condition",
)  # fmt: skip
_AGENTS: Final = (
    "group", "individual", "location", "organization", "sector", "http-api", "linux", "net-address",
    "security-category", "ssh",
)  # fmt: skip
_COMMANDS: Final = (
    "manual", "http-api", "ssh", "bash", "caldera-cmd", "elastic", "jupyter", "kestrel", "openc2-http", "powershell",
    "sigma", "yara",
)  # fmt: skip
_REQUIRED: Final = ("id", "name", "created_by", "created", "modified", "workflow_start", "workflow")
_ONE: Final = ("on_completion", "on_success", "on_failure", "on_true", "on_false")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class CacaoStep:
    """``ways``: the word of the format (or a case's value) and the step it leads to, in order."""

    id: str
    type: str
    name: str
    description: str
    ways: tuple[tuple[str, str], ...]
    commands: tuple[Mapping[str, Any], ...] = ()
    agent: str | None = None
    condition: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def way(self, word: str) -> str | None:
        return next((to for said, to in self.ways if said == word), None)


@dataclass(frozen=True, slots=True)
class CacaoPlaybook:
    id: str
    name: str
    description: str
    start: str
    steps: Mapping[str, CacaoStep]
    agents: Mapping[str, str]
    extensions: Mapping[str, Any]
    warnings: tuple[str, ...]


def read_cacao(text: str, *, file: str) -> CacaoPlaybook:
    """A playbook in CACAO 2.0.

    Raises:
        BadInput: it is no such playbook, or could not be followed; names the field.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BadInput(
            "this is no JSON", file=file, line=getattr(error, "lineno", None), expected="CACAO 2.0"
        ) from error
    if not isinstance(document, dict) or document.get("type") != "playbook":
        raise BadInput("this is no playbook", file=file, field="type", expected="playbook")
    return _Reading(document, file).playbook()


class _Reading:
    def __init__(self, document: Mapping[str, Any], file: str) -> None:
        self.document = document
        self.file = file
        self.warnings: list[str] = []

    def playbook(self) -> CacaoPlaybook:
        if self.document.get("spec_version") != SPEC:
            raise self.bad("spec_version", "this is another version of CACAO", SPEC)
        for key in _REQUIRED:
            if not self.document.get(key):
                raise self.bad(key, "this is missing", "a value")
        agents = self.agents()
        workflow = self.document["workflow"]
        if not isinstance(workflow, dict):
            raise self.bad("workflow", "this must be an object", "step id → step")
        steps = {step_id: self.step(step_id, entry) for step_id, entry in workflow.items()}
        self.references(steps)
        circle = next((step_id for step_id in steps if step_id in _reached(step_id, steps)), None)
        if circle is not None:
            raise self.bad(f"workflow.{circle}", "this step comes back to itself", "a way that ends")
        start = str(self.document["workflow_start"])
        for step_id in steps:
            if step_id != start and step_id not in _reached(start, steps):
                self.warnings.append(f"workflow.{step_id}: nothing leads to this step")
        if steps[start].type != "start":
            self.warnings.append("workflow_start: this names no step of type start")
        return CacaoPlaybook(
            str(self.document["id"]),
            str(self.document["name"]),
            str(self.document.get("description") or ""),
            start,
            steps,
            agents,
            self.document.get("playbook_extensions") or {},
            tuple(self.warnings),
        )

    def agents(self) -> dict[str, str]:
        found = {}
        for section in ("agent_definitions", "target_definitions"):
            for agent_id, agent in (self.document.get(section) or {}).items():
                place = f"{section}.{agent_id}"
                if not isinstance(agent, dict):
                    raise self.bad(place, "this must be an object", "type, name")
                named, kind = agent_id.partition("--")[0], agent.get("type")
                if named in _AGENTS and kind != named:
                    raise self.bad(f"{place}.type", f"value must be '{named}', as the id says", named)
                if kind not in _AGENTS:
                    self.warnings.append(f"{place}.type: {kind!r} is a vendor's own")
                self.addresses(place, agent)
                found[agent_id] = str(agent.get("name") or kind)
        return found

    def addresses(self, place: str, agent: Mapping[str, Any]) -> None:
        contact = agent.get("contact")
        emails = contact.get("email") if isinstance(contact, dict) else None
        for key, email in (emails or {}).items() if isinstance(emails, dict) else ():
            if not _EMAIL.fullmatch(str(email)) and "__" not in str(email):
                raise self.bad(f"{place}.contact.email.{key}", "this is no email address", "name@example.org")
        address = agent.get("address")
        for kind in ("ipv4", "ipv6"):
            for number, given in enumerate(address.get(kind) or () if isinstance(address, dict) else ()):
                if "__" not in str(given) and not _is_address(str(given), kind):
                    raise self.bad(f"{place}.address.{kind}[{number}]", "this is no address", kind)

    def step(self, step_id: str, entry: Any) -> CacaoStep:
        place = f"workflow.{step_id}"
        if not isinstance(entry, dict) or entry.get("type") not in STEPS:
            raise self.bad(f"{place}.type", "this is no kind of step", ", ".join(STEPS))
        if step_id.partition("--")[0] != entry["type"]:
            raise self.bad(
                place, f"value must be '{entry['type']}', as the step's type says", f"{entry['type']}--<uuid>"
            )
        commands = tuple(command for command in entry.get("commands") or () if isinstance(command, dict))
        if entry["type"] == "action" and not commands:
            self.warnings.append(f"{place}.commands: this action has no command")
        for command in commands:
            if command.get("type") not in _COMMANDS:
                self.warnings.append(f"{place}.commands: {command.get('type')!r} is a vendor's own")
        return CacaoStep(
            step_id,
            str(entry["type"]),
            str(entry.get("name") or ""),
            str(entry.get("description") or ""),
            tuple(self.ways(entry, place)),
            commands,
            str(entry["agent"]) if entry.get("agent") else None,
            str(entry.get("condition") or entry.get("switch") or "") or None,
            entry.get("step_extensions") or {},
        )

    def ways(self, entry: Mapping[str, Any], place: str) -> Iterator[tuple[str, str]]:
        cases = entry.get("cases") or {}
        if not isinstance(cases, dict):
            raise self.bad(f"{place}.cases", "this must be an object", "value → step id")
        for case, given in cases.items():
            for to in given if isinstance(given, list) else [given]:
                yield f"case {case}", str(to)
        for word in _ONE:
            if entry.get(word):
                yield word, str(entry[word])
        for to in entry.get("next_steps") or ():
            yield "next_steps", str(to)

    def references(self, steps: Mapping[str, CacaoStep]) -> None:
        start, otherwise = self.document["workflow_start"], self.document.get("workflow_exception")
        if start not in steps:
            raise self.bad("workflow_start", f"the step {start} does not exist", "a step of the workflow")
        if otherwise and otherwise not in steps:
            self.warnings.append(f"workflow_exception: the step {otherwise} does not exist")
        for step in steps.values():
            for word, to in step.ways:
                if to not in steps:
                    raise self.bad(
                        f"workflow.{step.id}.{word}", f"the step {to} does not exist", "a step of the workflow"
                    )

    def bad(self, place: str, message: str, expected: str) -> BadInput:
        return BadInput("{said}", file=self.file, field=place, expected=expected, said=message)


def _reached(start: str, steps: Mapping[str, CacaoStep]) -> set[str]:
    seen: set[str] = set()
    waiting = [to for _, to in steps[start].ways]
    while waiting:
        step_id = waiting.pop()
        if step_id not in seen:
            seen.add(step_id)
            waiting.extend(to for _, to in steps[step_id].ways)
    return seen


def _is_address(written: str, kind: str) -> bool:
    try:
        return ipaddress.ip_address(written).version == (4 if kind == "ipv4" else 6)
    except ValueError:
        return False
