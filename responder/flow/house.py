"""What a verb over rooms wants of the services besides the books: where the house lies, and its database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from responder.settings import Settings
    from responder.storage.session import Database


class House(Protocol):
    """The least of it; a verb that needs more says so in a protocol of its own."""

    @property
    def settings(self) -> Settings: ...
    @property
    def db(self) -> Database: ...
