"""Periods of law in the prose of a playbook. They change with the law and the place; a playbook is read for years."""

from __future__ import annotations

import re
from typing import Final

_PERIOD: Final = re.compile(
    r"\b(?:\d{1,3}|twenty-four|forty-eight|seventy-two|thirty|sixty|ten|four)[- ]?"
    r"(?:h|hours?|(?:calendar |business |working )?days?|weeks?|months?)\b"
    r"|\d{1,3}\s*(?:个)?(?:小时|工作日|自然日|天|日内|个月)",
    re.IGNORECASE,
)
_LAW: Final = re.compile(
    r"\b(?:art(?:icle)?s?\.?\s*\d|sections?\s+\d|the law (?:says|requires|gives|asks|demands)|by law|required by law"
    r"|statut(?:e|ory)|legal(?:ly)? (?:deadline|period|limit|required|due)"
    r"|(?:notify|tell|report to|file with|inform) (?:the )?(?:supervisory |data protection )?(?:authority|regulator))"
    r"|§|第\s*[0-9一二三四五六七八九十百]+\s*条|法定|法律(?:规定|要求)|(?:向|通知)监管(?:机构|部门)",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[^.;。；!?！？\n]+(?:\.(?=\S)[^.;。；!?！？\n]*)*")


def law_deadlines(body: str, *, first_line: int = 1) -> list[tuple[int, int, str]]:
    """Line, column and reason for each sentence that names a period together with the law or an authority."""
    found = []
    for number, line in enumerate(body.split("\n")):
        for sentence in _SENTENCE.finditer(line):
            period = _PERIOD.search(sentence.group())
            if period and _LAW.search(sentence.group()):
                message = (
                    f"{period.group().strip()!r} reads as a period of law: ask for the facts, the library computes it"
                )
                found.append((number + first_line, sentence.start() + period.start() + 1, message))
    return found
