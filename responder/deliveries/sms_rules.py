"""What carriers of a country let pass: texts that would be blocked are told before the sending, not after it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from responder.books.yaml_loader import load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_RULES: Final = Path(__file__).parent / "sms_rules.yaml"
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|cn|eu|example)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|00)?\d[\d\s/()-]{5,}\d")


def read_sms_rules() -> dict[str, dict[str, Any]]:
    """Country → what its carriers ask for. Data: see ``sms_rules.yaml``."""
    rules: dict[str, dict[str, Any]] = load_yaml(_RULES.read_text(encoding="utf-8"), name=_RULES.name)
    return rules


def blocked(text: str, rule: Mapping[str, Any], *, has_template: bool) -> list[str]:
    """Why a text would not pass: ``link``, ``number``, ``template``."""
    found = {
        "link": bool(rule.get("no_link")) and bool(_LINK.search(text)),
        "number": bool(rule.get("no_number")) and bool(_NUMBER.search(text)),
        "template": bool(rule.get("template")) and not has_template,
    }
    return [word for word, wrong in found.items() if wrong]
