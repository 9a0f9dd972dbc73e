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

# Guests: each sees the one incident they were invited to, until the end date (``intake.queries.sight``).
OUTSIDE_COUNSEL = "outside_counsel"
FORENSICS = "forensics"
INSURER = "insurer"
PRINTER = "printer"
GUESTS: dict[str, tuple[str, str]] = {
    OUTSIDE_COUNSEL: (N_("Outside counsel"), N_("reads all, privileged entries too, and writes those; drafts notices")),
    FORENSICS: (N_("Forensics"), N_("facts, playbook, timeline without privileged entries; adds what was found")),
    INSURER: (N_("Insurer"), N_("where it stands, what is owed, and the report; changes nothing")),
    PRINTER: (N_("Printer"), N_("the files handed over for printing, and nothing else")),
}

_ALL = frozenset(SETS)
_OUTSIDE = frozenset({OUTSIDE_COUNSEL, FORENSICS})
_LEADS = frozenset({COMMANDER, COUNSEL})
_WORKS = frozenset({ADMINISTRATOR, COMMANDER, RESPONDER, COUNSEL})  # whoever set it up may open the first incident
_INSIDE = _WORKS | {APPROVER}

PERMISSIONS: dict[str, frozenset[str]] = {
    "incident.open": _WORKS,
    "incident.read": _ALL | _OUTSIDE | {INSURER},
    "incident.close": _LEADS,
    "drill.lead": _LEADS | {ADMINISTRATOR},
    "fact.record": _WORKS | {FORENSICS},
    "step.tick": _WORKS | {FORENSICS},
    "seat.assign": _LEADS | {ADMINISTRATOR},
    "timeline.add": _INSIDE | _OUTSIDE,
    "timeline.read": _ALL | _OUTSIDE,
    "timeline.privileged": _LEADS | {OUTSIDE_COUNSEL},
    "timeline.erase": frozenset({COUNSEL}),
    "recipients.import": _WORKS,
    "notice.draft": _WORKS | {OUTSIDE_COUNSEL},
    "notice.remark": _INSIDE | {OUTSIDE_COUNSEL},
    "notice.review": frozenset({COUNSEL, OUTSIDE_COUNSEL}),
    "notice.approve": frozenset({COMMANDER, COUNSEL, APPROVER}),
    "notice.file": _LEADS,
    "correspondence.read": _ALL | {OUTSIDE_COUNSEL},
    "correspondence.write": _WORKS | {OUTSIDE_COUNSEL},
    "campaign.start": _LEADS,
    "campaign.halt": _INSIDE,  # stopping is everybody's right
    "campaign.read": _ALL | {OUTSIDE_COUNSEL},
    "review.schedule": _WORKS,
    "review.open": frozenset({COUNSEL}),  # causes are written for counsel until counsel says otherwise
    "report.read": _ALL | {OUTSIDE_COUNSEL, INSURER},
    "bundle.export": frozenset({COMMANDER, COUNSEL, AUDITOR}),
    "user.manage": frozenset({ADMINISTRATOR}),
    "house.read": frozenset({ADMINISTRATOR, COUNSEL, AUDITOR}),
    "advice.read": frozenset({COUNSEL, OUTSIDE_COUNSEL}),  # and whom counsel names for one incident
    "advice.write": frozenset({COUNSEL, OUTSIDE_COUNSEL}),
    "advice.release": frozenset({COUNSEL}),
    "contracts.read": _ALL | {OUTSIDE_COUNSEL},
    "contracts.import": _LEADS | {ADMINISTRATOR},
    "printing.read": frozenset({PRINTER}) | _LEADS,
    "help_desk.ask": _INSIDE,
    "transfer.decide": frozenset({COUNSEL}),
    "need_to_know.name": _LEADS,
    "glass.break": _LEADS | {ADMINISTRATOR},
    "guest.invite": _LEADS,
    "signal.read": _ALL,
    "signal.take": _WORKS,
    "past.import": _LEADS | {ADMINISTRATOR},
    "oncall.read": _ALL,
    "oncall.manage": _LEADS | {ADMINISTRATOR},
    "oncall.swap": _INSIDE,
    "call.make": _INSIDE,  # at night nobody waits for a permission to wake somebody
    "law.read": _ALL | _OUTSIDE | {INSURER},
    "playbook.read": _ALL | _OUTSIDE,
    "backup.make": frozenset({ADMINISTRATOR}),
    "keys.destroy": frozenset({COUNSEL}),
    "keys.approve": frozenset({COMMANDER, COUNSEL, APPROVER}),  # the second person of a destruction
    "custody.read": _ALL,
    "hold.place": _INSIDE,  # keeping is everybody's right
    "hold.release": frozenset({COUNSEL}),
    "hold.confirm": frozenset({COMMANDER, COUNSEL, APPROVER}),
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
