"""Small workflows in CACAO 2.0, with short names for their steps."""

import uuid


def action(name, then, **more):
    return {
        "type": "action",
        "name": name,
        "on_completion": then,
        "commands": [{"type": "manual", "command": "Run it"}],
        **more,
    }


def end():
    return {"type": "end"}


def parallel(branches, then):
    return {"type": "parallel", "next_steps": branches, "on_completion": then}


def condition(name, yes, then):
    return {"type": "if-condition", "name": name, "condition": name, "on_true": yes, "on_completion": then}


def switch(cases, then):
    return {
        "type": "switch-condition",
        "name": "Which",
        "switch": "__which__:value",
        "cases": cases,
        "on_completion": then,
    }


def cacao(steps, **more):
    """``steps``: short name → step, and ``start`` → the first. Names become ids of the format."""
    first = steps["start"]
    given = {name: step for name, step in steps.items() if name != "start"}
    ids = {name: f"{step['type']}--{uuid.uuid5(uuid.NAMESPACE_URL, name)}" for name, step in given.items()}

    def named(value):
        if isinstance(value, list):
            return [named(one) for one in value]
        if isinstance(value, dict):
            return {key: named(one) for key, one in value.items()}
        return ids.get(value, value)

    start = f"start--{uuid.uuid5(uuid.NAMESPACE_URL, 'start')}"
    workflow = {
        ids[name]: {
            key: named(value) if key.startswith("on_") or key in {"next_steps", "cases"} else value
            for key, value in step.items()
        }
        for name, step in given.items()
    }
    workflow[start] = {"type": "start", "on_completion": ids.get(first, first)}
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": f"playbook--{uuid.uuid5(uuid.NAMESPACE_URL, 'x')}",
        "name": "Of others",
        "created_by": f"identity--{uuid.uuid5(uuid.NAMESPACE_URL, 'y')}",
        "created": "2026-11-24T09:00:00.000Z",
        "modified": "2026-11-24T09:00:00.000Z",
        "workflow_start": start,
        "workflow": workflow,
        **more,
    }
