"""The help desk's rule: the general answer for anybody, details only for a caller who was checked."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.affected.person import normal_address, normal_email, normal_name
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.affected.person import Person

# The same words whether the person is on a list or not: the answer must not tell a stranger who is.
GENERAL: Final = N_(
    "If this person is concerned, a letter goes to the contact details we hold. We cannot say more until we have "
    "checked who is calling."
)
NOT_FOUND: Final = N_("The lists hold nobody with this contact and these facts.")
FACTS_NEEDED: Final = 2
MOST_AN_HOUR: Final = 60
WINDOW: Final = timedelta(hours=1)
KINDS: Final = ("email", "phone")
FACTS: Final = ("name", "birth_date", "firm_id", "postal_address", "email", "phone")
CALL_BACK: Final = "call_back"


@dataclass(frozen=True)
class Caller:
    """How a caller was checked: facts that he or she said, or a call back to the number on the list."""

    facts: Mapping[str, str]
    called_back: bool = False

    def how(self) -> str:
        """For the record: which facts, never what was said."""
        return CALL_BACK if self.called_back else "+".join(sorted(name for name, said in self.facts.items() if said))


def is_checked(caller: Caller, person: Person, *, asked_by: str) -> bool:
    """Whether the caller said two facts that the list holds of this person, or was called back at the known number.

    Args:
        caller: What was said.
        person: As the list has him or her.
        asked_by: The contact by which the person was looked up; it is no fact a second time.
    """
    if caller.called_back:
        return bool(person.phone)
    said = [
        name
        for name, value in caller.facts.items()
        if name in FACTS and name != asked_by and value.strip() and _same(name, value, getattr(person, name))
    ]
    wrong = [
        name
        for name, value in caller.facts.items()
        if value.strip() and name in FACTS and name not in said and name != asked_by
    ]
    return len(said) >= FACTS_NEEDED and not wrong


def _same(name: str, said: str, held: str) -> bool:
    if not held:
        return False
    plain = {"name": normal_name, "email": normal_email, "postal_address": normal_address}.get(name, str.strip)
    return hmac.compare_digest(plain(said).casefold().encode(), plain(held).casefold().encode())
