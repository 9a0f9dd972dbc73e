"""Delivery words that anyone understands, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass

from responder.channels.codes import reason_of
from responder.words import N_

ON_PAPER = "letter "  # how the codes of letters on paper begin


@dataclass(frozen=True)
class Word:
    """``key`` is for programs, ``name`` is shown, ``do`` says what a person can do about it."""

    key: str
    name: str
    do: str = ""


WAITING = Word("waiting", N_("Waiting"), N_("It is sent when its turn comes."))
SENDING = Word("sending", N_("Sending"))
HANDED_OVER = Word("handed_over", N_("Handed over"), N_("The provider has it; no word yet that it arrived."))
DELIVERED = Word("delivered", N_("Delivered"))
NO_SUCH_ADDRESS = Word(
    "no_such_address",
    N_("Phone number or email address does not exist"),
    N_("Correct the address, or write by another channel."),
)
NOT_ACCEPTING = Word(
    "not_accepting",
    N_("Inbox or phone not accepting messages right now"),
    N_("It was tried several times; write by another channel."),
)
BLOCKED = Word("blocked", N_("Blocked by the receiving side"), N_("Check the sender's domain, then send again."))
TECHNICAL = Word("technical", N_("Technical failure"), N_("Look at the channel's settings, then send again."))
NOT_KNOWN = Word(
    "not_known",
    N_("Not known: it may have arrived or not"),
    N_("Wait for receipts; then decide whether a second letter is better than none."),
)
MAILED = Word("mailed", N_("In the post"), N_("Handed to the post; nothing came back so far."))
CAME_BACK = Word("came_back", N_("Letter came back"), N_("Find a better address and print it again, or give it up."))
NOT_ALLOWED = Word("not_allowed", N_("Held back"), N_("Trial mode, or the address is on the stop list."))
NOT_SENT = Word("not_sent", N_("Not sent"))

WORDS = (
    WAITING, SENDING, HANDED_OVER, DELIVERED, MAILED, CAME_BACK,
    NO_SUCH_ADDRESS, NOT_ACCEPTING, BLOCKED, TECHNICAL, NOT_KNOWN, NOT_ALLOWED, NOT_SENT,
)  # fmt: skip
_BY_STATE = {
    "ready": WAITING,
    "claimed": SENDING,
    "accepted": HANDED_OVER,
    "delivered": DELIVERED,
    "unknown": NOT_KNOWN,
}
_ON_PAPER = {"delivered": MAILED, "refused": CAME_BACK}
_BY_REASON = {
    "no_such_address": NO_SUCH_ADDRESS,
    "not_accepting": NOT_ACCEPTING,
    "blocked": BLOCKED,
    "not_allowed": NOT_ALLOWED,
    "technical": TECHNICAL,
}


def word_for(state: str, code: str | None) -> Word:
    """The word for a message that stands in ``state`` with the channel's ``code``."""
    on_paper = code is not None and code.startswith(ON_PAPER)
    if on_paper and state in _ON_PAPER:
        return _ON_PAPER[state]
    if state in _BY_STATE:
        return _BY_STATE[state]
    if state == "cancelled":
        return NOT_ALLOWED if code == "suppressed" else NOT_SENT
    return _BY_REASON[reason_of(code or "")]
