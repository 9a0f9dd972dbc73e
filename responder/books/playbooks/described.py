"""A playbook as plain values (``responder/playbook/1``): what ``playbooks show --json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from responder.books.law import Both, Clause, Either, Not
from responder.books.playbooks.periods import show_minutes
from responder.books.playbooks.values import spoken

if TYPE_CHECKING:
    from responder.books.law import Condition
    from responder.books.playbooks.values import Decision, Playbook, Step

FORMAT: Final = "responder/playbook/1"


def described(playbook: Playbook, language: str) -> dict[str, Any]:
    """The whole playbook, its texts in ``language`` where it speaks it."""
    return {
        "format": FORMAT,
        "name": playbook.name,
        "title": spoken(playbook.title, language),
        "version": playbook.version,
        "sha256": playbook.sha256,
        "languages": list(playbook.languages),
        "review_by": playbook.review_by.isoformat() if playbook.review_by else None,
        "roles": [{"id": role.id, "name": spoken(role.name, language)} for role in playbook.roles],
        "applies_when": said(playbook.applies_when),
        "phases": [
            {
                "id": phase.id,
                "title": spoken(phase.title, language),
                "prose": spoken(phase.prose, language),
                "steps": [_step(step, language) for step in phase.steps],
            }
            for phase in playbook.phases
        ],
    }


def said(condition: Condition | None) -> str | None:
    """A condition as a line: ``incident.kinds includes confidentiality and …``."""
    if condition is None:
        return None
    if isinstance(condition, Clause):
        wanted = " or ".join(
            str(value).lower() if isinstance(value, bool) else str(value) for value in condition.wanted
        )
        return " ".join(part for part in (condition.subject or condition.kind, condition.operator, wanted) if part)
    if isinstance(condition, Not):
        return f"not ({said(condition.part)})"
    word = " and " if isinstance(condition, Both) else " or "
    parts = (said(part) or "" for part in condition.parts)
    return word.join(f"({part})" if isinstance(condition, Either) and " and " in part else part for part in parts)


def due_of(step: Step) -> str:
    """``1h``, ``4h from events.awareness``, ``every 30m for 4h, every 2h``."""
    if step.rhythm:
        stretches = (
            f"every {show_minutes(one.every)}" + (f" for {show_minutes(one.lasts)}" if one.lasts else "")
            for one in step.rhythm
        )
        return ", ".join(stretches)
    if step.due is None:
        return ""
    return show_minutes(step.due.minutes) + (f" from {step.due.since}" if step.due.since else "")


def _step(step: Step, language: str) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": spoken(step.title, language),
        "role": step.role,
        "due": due_of(step),
        "after": list(step.after),
        "when": said(step.when),
        "required": step.required,
        "accountable": list(step.accountable),
        "consulted": list(step.consulted),
        "informed": list(step.informed),
        "prose": spoken(step.prose, language),
        "tasks": [spoken(task.text, language) for task in step.tasks],
        "ask": [
            {"fact": ask.fact, "who": ask.who, "by": show_minutes(ask.by) if ask.by else None} for ask in step.asks
        ],
        "decide": [_decision(decision, language) for decision in step.decisions],
        "do": [{"action": do.action, **do.given} for do in step.does],
        "evidence": [
            {
                "id": one.id,
                "text": spoken(one.text, language),
                "required": one.required,
                "lasts": show_minutes(one.lasts) if one.lasts else None,
            }
            for one in step.evidence
        ],
    }


def _decision(decision: Decision, language: str) -> dict[str, Any]:
    return {
        "id": decision.id,
        "question": spoken(decision.question, language),
        "when": said(decision.when),
        "options": [
            {"id": option.id, "text": spoken(option.text, language), "to": option.to, "records": dict(option.records)}
            for option in decision.options
        ],
    }
