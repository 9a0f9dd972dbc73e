"""What alert senders say, read by mappings that are data (``senders/*.yaml``; a firm's own on its shelf). Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT: Final = "responder/alert-sender/1"
SHIPPED: Final = Path(__file__).with_name("senders")
LEVELS: Final = ("unrated", "low", "moderate", "high", "critical")
PLAIN: Final = "plain"
SKEW: Final = timedelta(minutes=5)
MOST_ALERTS: Final = 1000
LONGEST: Final = 500
_KEYS: Final = {
    "format", "each", "skip", "host", "rule", "title", "at", "level", "levels", "from_level", "signature", "bearer",
}  # fmt: skip
_SIGNATURE: Final = {
    "header": "X-Responder-Signature", "timestamp": "X-Responder-Timestamp", "signed": "{timestamp}.{body}",
}  # fmt: skip


@dataclass(frozen=True)
class Alert:
    """One alert, whoever sent it. ``level`` is one of ``LEVELS``."""

    host: str
    rule: str
    title: str
    level: str
    at: datetime | None


@dataclass(frozen=True)
class AlertSender:
    """How a kind of sender writes its alerts and signs its calls."""

    name: str
    each: str = ""
    skip: Mapping[str, Sequence[str]] = field(default_factory=dict)
    paths: Mapping[str, Sequence[str]] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    from_level: Sequence[tuple[int, str]] = ()
    signature: Mapping[str, str] = field(default_factory=lambda: dict(_SIGNATURE))
    bearer: bool = False

    def alerts(self, body: bytes) -> list[Alert]:
        """The alerts of a call; those that say that all is well again are left out.

        Raises:
            BadInput: the body is no JSON, or holds more alerts than one call may bring.
        """
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            raise BadInput("The body is not JSON", field=self.name, expected="one JSON document") from None
        found = _at(document, self.each) if self.each else None
        entries = found if isinstance(found, list) else [document]
        if len(entries) > MOST_ALERTS:
            raise BadInput("Too many alerts in one call", field=self.each, expected=f"at most {MOST_ALERTS}")
        return [self._alert(entry) for entry in entries if isinstance(entry, dict) and not self._skipped(entry)]

    def signed(self, body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
        """Whether whoever holds ``secret`` sent this, within five minutes of ``now`` where it says when."""
        if self.bearer:
            shown = headers.get("Authorization", "").removeprefix("Bearer ")
            if shown and hmac.compare_digest(shown.encode(), secret.encode()):
                return True
        stamp = headers.get(self.signature["timestamp"], "")
        if "{timestamp}" in self.signature["signed"] and not _is_recent(stamp, now):
            return False
        before, _, after = self.signature["signed"].partition("{body}")
        message = before.replace("{timestamp}", stamp).encode() + body + after.replace("{timestamp}", stamp).encode()
        wanted = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        shown = headers.get(self.signature["header"], "").removeprefix("sha256=").lower()
        return hmac.compare_digest(shown.encode(), wanted.encode())

    def _skipped(self, entry: dict[str, Any]) -> bool:
        return any(str(_at(entry, path)) in values for path, values in self.skip.items())

    def _alert(self, entry: dict[str, Any]) -> Alert:
        def first(name: str) -> str:
            found = (_at(entry, path) for path in self.paths.get(name, ()))
            return next((_line(value) for value in found if value not in (None, "")), "")

        rule = first("rule") or "?"
        return Alert(
            first("host") or "?", rule, first("title") or rule, self._level(first("level")), _time(first("at"))
        )

    def _level(self, said: str) -> str:
        if self.from_level and said.isascii() and said.isdigit() and len(said) < 4:
            return next((level for least, level in reversed(self.from_level) if int(said) >= least), LEVELS[0])
        return self.levels.get(said.lower(), LEVELS[0])


def find_sender(source: str, shelf: Path | None = None) -> AlertSender:
    """How ``source`` writes: by a firm's own mapping of that name, else the shipped one named so, else plain JSON.

    ``wazuh-berlin`` is written as ``wazuh`` is.

    Raises:
        BadInput: the mapping cannot be read; names file and field.
    """
    for name in (source, source.partition("-")[0], PLAIN):
        for folder in filter(None, (shelf, SHIPPED)):
            path = folder / f"{name}.yaml"
            if path.is_file():
                return read_sender(path)
    raise BadInput("There is no mapping", field=source, expected=str(SHIPPED))


def read_sender(path: Path) -> AlertSender:
    """A mapping from its file.

    Raises:
        BadInput: it is not one.
    """
    document = load_yaml(path.read_text(encoding="utf-8"), name=str(path))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadInput(N_("This is not a mapping of alerts"), file=str(path), line=1, expected=f"format: {FORMAT}")
    for key in set(document) - _KEYS:
        raise BadInput(N_("Unknown key"), file=str(path), field=str(key), expected=", ".join(sorted(_KEYS)))
    levels = {str(said).lower(): str(level) for said, level in (document.get("levels") or {}).items()}
    ladder = sorted((int(least), str(level)) for least, level in (document.get("from_level") or {}).items())
    for level in {*levels.values(), *(level for _, level in ladder)} - set(LEVELS):
        raise BadInput(N_("This level is not known"), file=str(path), field=level, expected=", ".join(LEVELS))
    names = ("host", "rule", "title", "at", "level")
    return AlertSender(
        name=path.stem,
        each=document.get("each") or "",
        skip=document.get("skip") or {},
        paths={name: document.get(name) or [] for name in names},
        levels=levels,
        from_level=ladder,
        signature={**_SIGNATURE, **(document.get("signature") or {})},
        bearer=document.get("bearer") is True,
    )


def secrets_of(written: str) -> dict[str, str]:
    """Source → secret, from ``source=secret`` entries, one a line or with commas between."""
    pairs = (entry.strip().partition("=") for entry in written.replace("\n", ",").split(",") if "=" in entry)
    return {source.strip(): secret.strip() for source, _, secret in pairs if source.strip() and secret.strip()}


def _steps(path: str) -> Iterator[str]:
    yield from path.split(".")


def _at(value: Any, path: str) -> Any:
    """What stands at a dotted path; a list of pairs is read as a mapping (Sentry's tags)."""
    for step in _steps(path):
        if isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            value = {str(name): held for name, held in value}
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def _line(value: Any) -> str:
    """One printable line of it."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return " ".join(text.split())[:LONGEST]


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _is_recent(stamp: str, now: datetime) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 13):
        return False
    seconds = int(stamp) / (1000 if len(stamp) == 13 else 1)
    return abs(now.timestamp() - seconds) <= SKEW.total_seconds()
