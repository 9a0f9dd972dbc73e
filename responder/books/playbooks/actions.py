"""What a ``do`` block may ask of the toolkit: the fields each action takes and the deed a person needs leave for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Field:
    """``kind``: text, role, regime, duty, playbook, period or choice."""

    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """``deed`` is the permission its doer needs; ``label`` what stands on its button."""

    name: str
    label: str
    deed: str
    fields: Mapping[str, Field]


_RECIPIENTS: Final = (
    "regulator",
    "individuals",
    "customers",
    "controller",
    "police",
    "media",
    "cra",
    "csirt",
    "internal",
)

# What may need somebody's consent first: engage firms, pay, tell people, tell an authority.
DEEDS: Final = ("engage", "pay", "people", "regulator")

ACTIONS: Final[Mapping[str, Action]] = {
    action.name: action
    for action in (
        Action(
            "draft_notice",
            N_("Draft the notice"),
            "notice.draft",
            {"regime": Field("regime"), "duty": Field("duty"), "recipient": Field("choice", choices=_RECIPIENTS)},
        ),
        Action("page", N_("Page"), "incident.read", {"role": Field("role", required=True), "say": Field("text")}),
        Action(
            "open_review",
            N_("Schedule the review"),
            "review.schedule",
            {"kind": Field("text", required=True), "within": Field("period")},
        ),
        Action(
            "check_campaign",
            N_("Check the sending"),
            "campaign.read",
            {"recipient": Field("choice", choices=_RECIPIENTS)},
        ),
        Action(
            "start_subplaybook",
            N_("Start the playbook"),
            "step.tick",
            {"playbook": Field("playbook", required=True)},
        ),
        Action(
            "await_consent", N_("See whose consent is needed"), "incident.read", {"to": Field("choice", True, DEEDS)}
        ),
        Action("import_recipients", N_("Import the affected people"), "recipients.import", {}),
        Action("show_obligations", N_("See what is owed"), "incident.read", {}),
        Action("take_seat", N_("Take or assign a seat"), "seat.assign", {"role": Field("role")}),
    )
}


def described() -> list[dict[str, Any]]:
    """The table as plain values, for ``playbooks actions --json``."""
    return [
        {
            "action": action.name,
            "label": action.label,
            "permission": action.deed,
            "fields": [
                {"name": name, "type": field.kind, "required": field.required, "choices": list(field.choices)}
                for name, field in action.fields.items()
            ],
        }
        for action in ACTIONS.values()
    ]
