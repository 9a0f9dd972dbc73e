"""Twilio's error codes: what each means to a person and what helps. Data, so that a new code is a new line.

https://www.twilio.com/docs/api/errors lists them all; these are the ones that sending to people meets.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Reason = Literal["no_such_address", "not_accepting", "blocked", "not_allowed", "technical"]
# ``retry``: the same again later; ``other_channel``: this person, but not by SMS; ``give_up``: the number is none;
# ``mend``: something of ours is wrong, and nothing sent before it is mended will get through.
Remedy = Literal["retry", "other_channel", "give_up", "mend"]


class Meaning(NamedTuple):
    """What a code means and what helps."""

    reason: Reason
    remedy: Remedy


CODES: dict[int, Meaning] = {
    20003: Meaning("technical", "mend"),  # sign-in refused
    20404: Meaning("technical", "mend"),  # no such account or service
    20429: Meaning("technical", "retry"),  # too many requests
    20500: Meaning("technical", "retry"),
    20503: Meaning("technical", "retry"),
    21211: Meaning("no_such_address", "give_up"),  # not a number
    21212: Meaning("technical", "mend"),  # our own number is none
    21217: Meaning("no_such_address", "give_up"),
    21265: Meaning("no_such_address", "other_channel"),  # a short code cannot be written to
    21408: Meaning("technical", "mend"),  # sending to this country is not switched on
    21606: Meaning("technical", "mend"),  # our number cannot send SMS
    21608: Meaning("not_allowed", "mend"),  # a trial account reaches verified numbers alone
    21610: Meaning("not_allowed", "other_channel"),  # the person answered STOP
    21611: Meaning("technical", "retry"),  # the queue of our number is full
    21612: Meaning("no_such_address", "other_channel"),  # cannot be reached from our number
    21614: Meaning("no_such_address", "other_channel"),  # a landline
    21617: Meaning("technical", "mend"),  # the text is too long
    21635: Meaning("no_such_address", "other_channel"),  # a landline
    21703: Meaning("technical", "mend"),  # the messaging service has no number
    30001: Meaning("technical", "retry"),  # queue overflow
    30002: Meaning("technical", "mend"),  # account suspended
    30003: Meaning("not_accepting", "retry"),  # switched off or out of reach
    30004: Meaning("blocked", "other_channel"),
    30005: Meaning("no_such_address", "give_up"),  # unknown number
    30006: Meaning("no_such_address", "other_channel"),  # landline or carrier out of reach
    30007: Meaning("blocked", "other_channel"),  # filtered by the carrier: the text or the registration
    30008: Meaning("technical", "retry"),
    30022: Meaning("technical", "retry"),  # above the rate that was registered
    30032: Meaning("blocked", "mend"),  # the toll-free number is not verified
    30034: Meaning("blocked", "mend"),  # the number is not registered with the carriers
    30410: Meaning("technical", "retry"),
    63018: Meaning("technical", "retry"),
}
_OTHER = Meaning("technical", "mend")


def meaning_of(code: int | str) -> Meaning:
    """What a code means; of one that is not known, that somebody must look at it."""
    return CODES.get(int(code), _OTHER) if str(code).isdecimal() else _OTHER


def sms_reason(code: str) -> Reason:
    return meaning_of(code).reason
