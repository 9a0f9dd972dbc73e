"""The states of an outgoing message and how knowledge moves them. Pure, and monotone: what is known is never unlearnt.

::

    ready ──claim──► claimed ──┬─► accepted ──► delivered ──► refused (a bounce that came late)
      ▲                        ├─► refused          accepted ─► refused
      │  (retry, certainly     ├─► unknown ──► accepted, delivered, refused (receipts, the provider's book)
      └── not handed over) ────┤      └─► ready, by a person's decision alone
                               └─► unreachable, once the tries are used up

Receipts come twice, late, out of order and before our own row is settled; whatever their order, the state at the end
is the same, because each moves the state up this ladder of knowledge or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from responder.channels.port import Accepted, Outcome, Refused, Unknown, Unreachable

if TYPE_CHECKING:
    from responder.channels.port import Event

State = Literal["ready", "claimed", "unknown", "accepted", "delivered", "refused", "unreachable", "cancelled"]

# How much is known: a provider's word outranks ours, a bounce outranks a delivery (it is always the later knowledge).
_RANK: dict[str, int] = {
    "ready": 0,
    "claimed": 1,
    "unreachable": 2,
    "cancelled": 2,
    "unknown": 3,
    "accepted": 4,
    "delivered": 5,
    "refused": 6,
}
_OF_EVENT: dict[str, State] = {
    "accepted": "accepted",
    "deferred": "accepted",
    "delivered": "delivered",
    "bounced": "refused",
    "dropped": "refused",
    "complained": "delivered",  # who complains has received it
}
FINAL = frozenset({"delivered", "refused", "unreachable", "cancelled"})
HANDED_OVER = frozenset({"accepted", "delivered", "refused", "unknown"})


def after_receipt(state: str, event: Event) -> str:
    """The state of a message once a receipt says ``event`` of it."""
    return _further(state, _OF_EVENT[event])


def after_outcome(state: str, outcome: Outcome, *, may_retry: bool) -> str:
    """The state once the channel answered; a receipt that came first and knows more stands.

    Args:
        state: As the row stands now.
        outcome: What the channel said.
        may_retry: Whether a try that certainly did not succeed is followed by another.
    """
    match outcome:
        case Accepted():
            return _further(state, "accepted")
        case Unknown():
            return _further(state, "unknown")
        case Refused(permanent=True):
            return _further(state, "refused")
        case Refused() | Unreachable():
            if state != "claimed":
                return state
            return "ready" if may_retry else "unreachable"


def after_loss(state: str) -> str:
    """The state of a claimed message whose worker is gone: handed over or not, nobody knows."""
    return "unknown" if state == "claimed" else state


def _further(state: str, to: State) -> str:
    return to if _RANK[to] > _RANK[state] else state
