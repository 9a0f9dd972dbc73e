"""The seam to the letters: an approved text that is filled for one person at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from responder.affected.addressee import Addressee
    from responder.affected.queries import Opened


@dataclass(frozen=True)
class Rendered:
    """A letter as one person gets it."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(default=None, repr=False)


class Letter(Protocol):
    """A frozen text with slots for the person."""

    @property
    def language(self) -> str:
        """In which language it is written."""

    def render(self, opened: Opened, addressee: Addressee) -> Rendered:
        """The text for this person, addressed to this addressee."""


# (session, notice id, the person's language, medium) → the approved letter in that language, or the notice's main one.
Letters = Callable[[Session, str, str, str], Letter]
