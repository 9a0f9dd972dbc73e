"""What of an answer is advice, and so counsel's to show. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def without_advice(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of ``responder/obligations/1`` without contested readings and without what would change it.

    What stays is the rule as applied: state, reasons, due time, and how it was counted.
    """
    due = {key: value for key, value in answer["due"].items() if key != "contested"}
    return {**{key: value for key, value in answer.items() if key != "would_change"}, "due": due}
