"""Who may do what: one table, deny by default. A deed that is not in it is refused to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import Refused
from responder.words import N_

if TYPE_CHECKING:
    from responder.people.records import Account, SignIn

ADMINISTRATOR = "administrator"
COMMANDER = "commander"
RESPONDER = "responder"
COUNSEL = "counsel"
APPROVER = "approver"
AUDITOR = "auditor"

# permission set → (name, what it is for), in the order that people choose from
SETS: dict[str, tuple[str, str]] = {
    ADMINISTRATOR: (N_("Administrator"), N_("accounts and settings; works in incidents, decides nothing in them")),
    COMMANDER: (N_("Commander"), N_("runs incidents: seats, decisions, sending, closing")),
    RESPONDER: (N_("Responder"), N_("works in incidents: facts, steps, timeline, imports, drafts")),
    COUNSEL: (N_("Counsel"), N_("legal work: privileged entries, drafts, approval, filing, export")),
    APPROVER: (N_("Approver"), N_("the second person: approves notices, halts sending")),
    AUDITOR: (N_("Auditor"), N_("reads and verifies, changes nothing")),
}

_ALL = frozenset(SETS)
_LEADS = frozenset({COMMANDER, COUNSEL})
_WORKS = frozenset({ADMINISTRATOR, COMMANDER, RESPONDER, COUNSEL})  # whoever set it up may open the first incident
_INSIDE = _WORKS | {APPROVER}

PERMISSIONS: dict[str, frozenset[str]] = {
    "incident.open": _WORKS,
    "incident.read": _ALL,
    "incident.close": _LEADS,
    "fact.record": _WORKS,
    "step.tick": _WORKS,
    "seat.assign": _LEADS | {ADMINISTRATOR},
    "timeline.add": _INSIDE,
    "timeline.read": _ALL,
    "timeline.privileged": _LEADS,
    "timeline.erase": frozenset({COUNSEL}),
    "recipients.import": _WORKS,
    "notice.draft": _WORKS,
    "notice.approve": frozenset({COMMANDER, COUNSEL, APPROVER}),
    "notice.file": _LEADS,
    "campaign.start": _LEADS,
    "campaign.halt": _INSIDE,  # stopping is everybody's right
    "campaign.read": _ALL,
    "review.schedule": _WORKS,
    "review.open": frozenset({COUNSEL}),  # causes are written for counsel until counsel says otherwise
    "report.read": _ALL,
    "bundle.export": frozenset({COMMANDER, COUNSEL, AUDITOR}),
    "user.manage": frozenset({ADMINISTRATOR}),
    "house.read": frozenset({ADMINISTRATOR, COUNSEL, AUDITOR}),
    "contracts.import": _LEADS | {ADMINISTRATOR},
    "law.read": _ALL,
    "playbook.read": _ALL,
    "backup.make": frozenset({ADMINISTRATOR}),
    "keys.destroy": frozenset({COUNSEL}),
}


def may(permission_set: str, deed: str) -> bool:
    """Whether ``permission_set`` holds ``deed``; false for a deed or a set that nobody has heard of."""
    return permission_set in PERMISSIONS.get(deed, frozenset())


def only_reads(deed: str) -> bool:
    """Whether ``deed`` changes nothing, so that a read-only token may do it."""
    return deed in PERMISSIONS and deed.endswith(".read")


def require(account: Account, deed: str, sign_in: SignIn | None = None) -> None:
    """Let ``account`` pass, or not.

    Args:
        account: Who wants to.
        deed: What, as in ``PERMISSIONS``.
        sign_in: Under which token; a read-only one changes nothing.

    Raises:
        Refused: the account is disabled, its set does not hold the deed, or the token is for reading alone.
    """
    if account.disabled_at is not None or not may(account.permission_set, deed):
        raise Refused(N_("Your permissions do not include this ({deed})."), deed=deed)
    if sign_in is not None and sign_in.scope == "read" and not only_reads(deed):
        raise Refused(N_("This token is for reading alone ({deed})."), deed=deed)
