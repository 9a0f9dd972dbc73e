"""How long a provider that is too busy wants us to wait. Driven by its headers, never by a constant alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID = timedelta(seconds=30)
LONGEST = timedelta(hours=1)


def wait_of(headers: Mapping[str, str]) -> timedelta:
    """The wait an answer 429 asks for, between a second and an hour; half a minute if it does not say.

    Args:
        headers: ``Retry-After`` in seconds or as a date (RFC 9110, section 10.2.3), or ``X-RateLimit-Reset`` as the
            second since 1970 or from now. A date counts from the answer's own, so that clocks may differ.
    """
    said = {name.lower(): value.strip() for name, value in headers.items()}
    now = _moment(said.get("date", ""))
    wait = _retry_after(said.get("retry-after", ""), now) or _reset(said.get("x-ratelimit-reset", ""), now) or UNSAID
    return min(max(wait, timedelta(seconds=1)), LONGEST)


def _retry_after(value: str, now: datetime | None) -> timedelta | None:
    if value.isdecimal():
        return timedelta(seconds=min(int(value), LONGEST.seconds))
    moment = _moment(value)
    return moment - now if moment is not None and now is not None else None


def _reset(value: str, now: datetime | None) -> timedelta | None:
    if not value.isdecimal():
        return None
    seconds = int(value)
    if seconds <= LONGEST.total_seconds():
        return timedelta(seconds=seconds)
    return datetime.fromtimestamp(min(seconds, 2**33), UTC) - now if now is not None else None


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
