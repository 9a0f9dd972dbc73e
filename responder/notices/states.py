"""The life of a notice, and what an approval is bound to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from responder.errors import Conflict
from responder.journal.chain import canonical
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATES = ("draft", "submitted", "approved", "sent", "filed", "void")
# deed → states in which it may be done, and the state it leads to (none: it stays as it is)
DEEDS: Mapping[str, tuple[tuple[str, ...], str | None]] = {
    "edit": (("draft", "submitted", "approved"), "draft"),
    "submit": (("draft",), "submitted"),
    "approve": (("submitted",), "approved"),
    "send": (("approved",), "sent"),
    "file": (("approved", "sent", "filed"), "filed"),
    "withdraw": (("draft", "submitted", "approved"), "void"),
}
_REFUSALS = {
    "sent": N_("This notice was sent already: write a supplement or a correction"),
    "filed": N_("This notice was filed already: write a supplement or a correction"),
    "void": N_("This notice was withdrawn"),
    "draft": N_("This notice was not submitted yet"),
    "submitted": N_("This notice is not approved yet, or waits for its approval"),
    "approved": N_("This notice is approved already"),
}


def after(deed: str, state: str) -> str:
    """The state that ``deed`` leads to.

    Raises:
        Conflict: it may not be done in this state.
    """
    allowed, leads_to = DEEDS[deed]
    if state not in allowed:
        raise Conflict(_REFUSALS[state])
    return leads_to or state


def bound_by(
    texts: Iterable[tuple[str, str, str]],
    attachments: Iterable[str],
    recipients: str,
    count: int,
    rule: Mapping[str, Any] | None = None,
    table: str = "",
) -> dict[str, Any]:
    """What an approval is bound to, as a document.

    Args:
        texts: Language, medium and SHA-256 of each text of the notice.
        attachments: References of the files attached.
        recipients: Digest of the list of recipients; empty where there is one, named in the notice.
        count: How many recipients there are.
        rule: For later waves: who is meant, and how many at most; none where the list alone is approved.
        table: SHA-256 of the table of counterparties, where there is one.
    """
    return {
        **({"rule": dict(rule)} if rule else {}),
        **({"table": table} if table else {}),
        "attachments": sorted(attachments),
        "count": count,
        "recipients": recipients,
        "texts": sorted([language, medium, sha256] for language, medium, sha256 in texts),
    }


def digest_of(bound: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form of what an approval binds."""
    return hashlib.sha256(canonical(bound)).hexdigest()


def whole_text(subject: str, text: str) -> str:
    """A text as it is hashed and exported: its subject is the first line."""
    return f"{subject}\n{text}"


def text_digest(subject: str, text: str) -> str:
    """SHA-256 of one text, its subject the first line."""
    return hashlib.sha256(whole_text(subject, text).encode()).hexdigest()
