"""Legal periods as the law says them: ``72 hours`` stays 72 hours, never three days."""

from __future__ import annotations

_UNITS = {
    "en": {
        "minutes": ("minute", "minutes"),
        "hours": ("hour", "hours"),
        "days": ("day", "days"),
        "calendar_days": ("calendar day", "calendar days"),
        "business_days": ("business day", "business days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
    "zh": {
        "minutes": ("分钟", "分钟"),
        "hours": ("小时", "小时"),
        "days": ("天", "天"),
        "calendar_days": ("个自然日", "个自然日"),
        "business_days": ("个工作日", "个工作日"),
        "weeks": ("周", "周"),
        "months": ("个月", "个月"),
        "years": ("年", "年"),
    },
}


def show_period(amount: int, unit: str, *, language: str = "en") -> str:
    """``72 hours``, ``30 calendar days``; in Chinese ``72小时``."""
    one, many = _UNITS.get(language, _UNITS["en"])[unit]
    word = one if amount == 1 else many
    return f"{amount}{word}" if language == "zh" else f"{amount} {word}"
