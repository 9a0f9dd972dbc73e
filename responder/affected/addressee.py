"""To whom a person's letter goes. Children and the dead are addressed, not dropped; who was told is told what grew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from responder.affected.person import ADULT_AT, age_on
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection

    from responder.affected.person import Person, Traits


@dataclass(frozen=True)
class Addressee:
    """Who is written to. ``kind``: self, guardian, next_of_kin, estate, or nobody with the ``reason``.

    ``elements`` is what this letter tells of: all of the person's, or only those that grew since he or she was told.
    """

    kind: str
    name: str
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    elements: tuple[str, ...] = ()
    reason: str = ""

    @property
    def told(self) -> bool:
        """Whether anybody is written to at all."""
        return self.kind != "nobody"


def address(
    person: Person,
    traits: Traits,
    *,
    on: date,
    told: Collection[str] = (),
    guardians: Collection[Person] = (),
    adult_at: int = ADULT_AT,
) -> Addressee:
    """The addressee of ``person`` on the day of sending.

    Args:
        person: As opened.
        traits: What of the person is kept in clear; ``data`` joins all rows of the person.
        on: The day of sending, which decides whether a child has come of age.
        told: Data elements that the person was told of already; ``*`` where the list says told and no elements.
        guardians: Rows that name themselves guardian of this person.
        adult_at: Age at which the person's place holds people to be adults.
    """
    left = (
        traits.data
        if not told
        else tuple(element for element in traits.data if element not in told and "*" not in told)
    )
    if told and not left:
        return Addressee("nobody", person.name, reason=N_("told already of the same finding"))
    if traits.deceased:
        return _of_the_dead(person, left)
    if _is_minor(person, traits, on, adult_at):
        return _of_the_child(person, left, tuple(guardians))
    return Addressee("self", person.name, person.email, person.phone, person.postal_address, left)


def _is_minor(person: Person, traits: Traits, on: date, adult_at: int) -> bool:
    if person.birth_date:
        return age_on(date.fromisoformat(person.birth_date), on) < adult_at
    return bool(traits.minor)


def _of_the_dead(person: Person, elements: tuple[str, ...]) -> Addressee:
    if person.representative:
        return Addressee(
            "next_of_kin", person.representative, person.email, person.phone, person.postal_address, elements
        )
    if person.postal_address:
        return Addressee("estate", person.name, postal_address=person.postal_address, elements=elements)
    return Addressee(
        "nobody",
        person.name,
        elements=elements,
        reason=N_("deceased, and neither next of kin nor a postal address is known"),
    )


def _of_the_child(person: Person, elements: tuple[str, ...], guardians: tuple[Person, ...]) -> Addressee:
    if person.guardian_name or person.guardian_email or person.guardian_phone:
        return Addressee(
            "guardian",
            person.guardian_name,
            person.guardian_email,
            person.guardian_phone,
            person.postal_address,
            elements,
        )
    if guardians:
        first = guardians[0]
        return Addressee(
            "guardian", first.name, first.email, first.phone, first.postal_address or person.postal_address, elements
        )
    # Without a named guardian the household's contact is the parents': the letter says to whom it is meant.
    return Addressee("guardian", "", person.email, person.phone, person.postal_address, elements)
