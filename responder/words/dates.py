"""Times as people read them: the reader's zone and UTC side by side, the zone always named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

if TYPE_CHECKING:
    from datetime import tzinfo

_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW", "de": "de_DE", "fr": "fr_FR", "pt": "pt_PT"}
_PATTERNS = {
    "zh": "y年M月d日 HH:mm",
    "zh-Hant": "y年M月d日 HH:mm",
    "ja": "y年M月d日 HH:mm",
    "ko": "y년 M월 d일 HH:mm",
    "de": "d. MMM y, HH:mm",
}
_PATTERN = "d MMM y, HH:mm"
_DAY_PATTERNS = {
    "zh": "y年M月d日",
    "zh-Hant": "y年M月d日",
    "ja": "y年M月d日",
    "ko": "y년 M월 d일",
    "de": "d. MMMM y",
    "es": "d 'de' MMMM 'de' y",
    "pl": "d MMMM y 'roku'",
    "pt": "d 'de' MMMM 'de' y",
}
_FIRST_DAY_PATTERNS = {"fr": "d'er' MMMM y", "it": "dº MMMM y"}
_DAY_PATTERN = "d MMMM y"


def locale_of(language: str) -> str:
    """The Babel locale of a language of ours, itself where it is none."""
    return _LOCALES.get(language, language.replace("-", "_"))


def show_instant(instant: datetime, *, zone: str | tzinfo = UTC, language: str = "en", with_utc: bool = True) -> str:
    """``24 Nov 2026, 15:05 CET (14:05 UTC)``; the day of UTC is added where it is another.

    Args:
        instant: Aware.
        zone: The reader's, as ``Europe/Berlin``.
        language: The reader's.
        with_utc: Whether UTC stands beside it.
    """
    tz = ZoneInfo(zone) if isinstance(zone, str) else zone
    local, utc = instant.astimezone(tz), instant.astimezone(UTC)
    pattern = _PATTERNS.get(language, _PATTERN)
    shown = f"{format_datetime(local, pattern, locale=locale_of(language))} {_zone_name(local)}"
    if not with_utc or local.utcoffset() == timedelta(0):
        return shown
    utc_pattern = "HH:mm" if utc.date() == local.date() else pattern
    return f"{shown} ({format_datetime(utc, utc_pattern, locale=locale_of(language))} UTC)"


def show_day(instant: datetime, *, zone: str | tzinfo = UTC, language: str = "en") -> str:
    """``24 November 2026``, the day of ``instant`` in ``zone``."""
    tz = ZoneInfo(zone) if isinstance(zone, str) else zone
    local = instant.astimezone(tz)
    pattern = _DAY_PATTERNS.get(language, _DAY_PATTERN)
    if local.day == 1:
        pattern = _FIRST_DAY_PATTERNS.get(language, pattern)
    return format_datetime(local, pattern, locale=locale_of(language))


def show_left(left: timedelta, *, language: str = "en") -> str:
    """How long until a due time, to the minute: ``2 d 3 h 5 min``; ``-1 h 10 min`` once it is past."""
    minutes = abs(int(left.total_seconds())) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    units = ("天", "小时", "分钟") if language == "zh" else ("d", "h", "min")
    parts = [f"{amount} {unit}" for amount, unit in zip((days, hours, rest), units, strict=True) if amount]
    said = " ".join(parts) or f"0 {units[2]}"
    return f"-{said}" if left < timedelta(0) and minutes else said


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    if name[0] in "+-":  # zones without letters of their own: the offset in full
        return f"UTC{local.strftime('%z')[:3]}:{local.strftime('%z')[3:]}"
    return "UTC" if name == "GMT" and local.utcoffset() == timedelta(0) and "London" not in str(local.tzinfo) else name


__all__ = ["locale_of", "show_day", "show_instant", "show_left"]
