"""Where a firm's own playbooks lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.settings import load

if TYPE_CHECKING:
    from pathlib import Path


def own_shelf() -> Path | None:
    """The firm's own playbooks, if it has set a shelf."""
    own = load().shelf
    return own / "playbooks" if own is not None and (own / "playbooks").is_dir() else None
