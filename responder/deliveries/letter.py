"""The seam to the letters: an approved text that is filled for one person at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from responder.affected.addressee import Addressee
    from responder.affected.person import Person


class Rendered(Protocol):
    """A letter as one person gets it; ``html`` is empty where there is none."""

    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


class Letter(Protocol):
    """A frozen text with slots for the person, written in ``language``."""

    @property
    def language(self) -> str: ...

    def render(self, person: Person, addressee: Addressee) -> Rendered:
        """The text for this person, addressed to this addressee."""
