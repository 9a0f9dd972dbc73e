"""A knock at a watcher outside: while it comes, the clock runs; when it stays away, the watcher raises the alarm."""

from __future__ import annotations

from typing import Final

import requests

PATIENCE: Final = 10.0
OK_BELOW: Final = 400


def knock(address: str) -> bool:
    """Whether the watcher heard it. Nothing is told but that we are there."""
    try:
        return requests.get(address, timeout=PATIENCE, allow_redirects=False).status_code < OK_BELOW
    except requests.RequestException:
        return False
