"""What a deed may look up: the shelves as read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook


class Books(Protocol):
    """The shelves: law, letters, playbooks."""

    @property
    def library(self) -> Library: ...

    @property
    def letters(self) -> Letters: ...

    @property
    def playbooks(self) -> Mapping[str, Playbook]: ...
