"""What a firm decided beforehand about alerts: its own rules, as data on its shelf (``alerts/rules.yaml``). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.books.yaml_loader import load_yaml
from responder.errors import BadInput
from responder.intake.alerts import LEVELS
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from responder.intake.alerts import Alert

FORMAT: Final = "responder/alert-rules/1"
MAKES: Final = ("incident", "report", "nothing")
_KEYS: Final = {"source", "rule", "host", "at_least", "makes", "playbook", "severity"}


@dataclass(frozen=True)
class AlertRule:
    """What alerts of ``source`` make whose rule and host contain these words, from this level up."""

    makes: str
    source: str = ""
    rule: str = ""
    host: str = ""
    at_least: str = "unrated"
    playbook: str | None = None
    severity: str = "unrated"

    def fits(self, source: str, alert: Alert) -> bool:
        return (
            self.source in {"", source}
            and self.rule.casefold() in f"{alert.rule} {alert.title}".casefold()
            and self.host.casefold() in alert.host.casefold()
            and LEVELS.index(alert.level) >= LEVELS.index(self.at_least)
        )


NO_RULE: Final = AlertRule(makes="report")


def rule_for(rules: Sequence[AlertRule], source: str, alert: Alert) -> AlertRule:
    """The first rule that fits; without one an alert becomes part of a report, for a person to judge."""
    return next((rule for rule in rules if rule.fits(source, alert)), NO_RULE)


def read_rules(path: Path) -> tuple[AlertRule, ...]:
    """The rules of a firm; none where there is no file.

    Raises:
        BadInput: the file says something else; names file and field.
    """
    if not path.is_file():
        return ()
    document = load_yaml(path.read_text(encoding="utf-8"), name=str(path))
    if (
        not isinstance(document, dict)
        or document.get("format") != FORMAT
        or not isinstance(document.get("rules"), list)
    ):
        raise BadInput(
            N_("This is not a list of rules for alerts"),
            file=str(path),
            line=1,
            expected=f"format: {FORMAT}, rules: […]",
        )
    return tuple(_rule(entry, str(path)) for entry in document["rules"])


def _rule(entry: object, file: str) -> AlertRule:
    if not isinstance(entry, dict) or entry.get("makes") not in MAKES:
        raise BadInput(N_("A rule says what it makes"), file=file, field="makes", expected=", ".join(MAKES))
    for key in set(entry) - _KEYS:
        raise BadInput(N_("Unknown key"), file=file, field=str(key), expected=", ".join(sorted(_KEYS)))
    for key in ("at_least", "severity"):
        if entry.get(key, "unrated") not in LEVELS:
            raise BadInput(N_("This level is not known"), file=file, field=key, expected=", ".join(LEVELS))
    return AlertRule(**{key: str(value) for key, value in entry.items() if value is not None})
