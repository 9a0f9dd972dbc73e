"""Values back into the words of a playbook file: front matter and fenced blocks, as a person would write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

_WIDE = 100_000  # never folded: a line of a block stays the line that lint names


def front_matter(front: Mapping[str, Any]) -> str:
    """``front`` between its two lines ``---``, with the line break after them."""
    return f"---\n{_dumped(front)}---\n"


def block(kind: str, content: object) -> str:
    """A fenced block such as ``ask`` at the margin."""
    return f"```{kind}\n{_dumped(content)}```\n"


def plain(value: object) -> Any:
    """What the YAML reader gave, without its line numbers."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def _dumped(value: object) -> str:
    return yaml.safe_dump(plain(value), allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=None)
