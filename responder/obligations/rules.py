"""Regimes with their conditions compiled, once a library."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from responder.obligations.conditions import Check, compiled, read_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.law import Duty, Exemption, Regime
    from responder.books.library import Library


@dataclass(frozen=True, slots=True)
class ExemptionRule:
    exemption: Exemption
    check: Check


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One duty in one period of law, ready to be asked."""

    duty: Duty
    when: Check | None
    exceptions: tuple[ExemptionRule, ...]
    rolls_unless: Check | None
    frees_by: frozenset[str] = frozenset()
    """The facts that its role and its exceptions read."""

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for check in (self.when, *(rule.check for rule in self.exceptions)) if check is not None)


@dataclass(frozen=True, slots=True)
class RegimeRule:
    """One regime, ready to be asked; ``duties`` hold the periods of each duty, by place where countries differ."""

    regime: Regime
    applies: Check | None
    trigger: Check | None
    harbours: tuple[ExemptionRule, ...]
    duties: Mapping[str, tuple[DutyRule, ...]]
    variants: Mapping[str, Mapping[str, tuple[DutyRule, ...]]]
    tests_by: frozenset[str] = frozenset()
    """The facts that the law's own test and its safe harbours read."""

    def duties_at(self, within: frozenset[str]) -> Mapping[str, tuple[DutyRule, ...]]:
        """The duties as the country of that place has them."""
        for place, duties in self.variants.items():
            if place in within:
                return duties
        return self.duties


@lru_cache(maxsize=4)
def rules_of(library: Library) -> Mapping[str, RegimeRule]:
    """Every regime of the library compiled; kept as long as the library is in use."""
    return {id: _regime(regime) for id, regime in library.regimes.items()}  # noqa: A001


def _exemptions(exemptions: tuple[Exemption, ...], regime: Regime) -> tuple[ExemptionRule, ...]:
    found = ((exemption, compiled(exemption.when, regime.elements)) for exemption in exemptions)
    return tuple(ExemptionRule(exemption, check) for exemption, check in found if check is not None)


def _periods(duties: tuple[Duty, ...], regime: Regime) -> dict[str, tuple[DutyRule, ...]]:
    found: dict[str, Any] = {}
    for duty in duties:
        exceptions = _exemptions(duty.exceptions, regime)
        rule = DutyRule(
            duty, compiled(duty.when, regime.elements), exceptions, compiled(duty.clock.ends_unless, regime.elements),
            read_by(rule.check for rule in exceptions) | {"organisation.role"},
        )  # fmt: skip
        found.setdefault(duty.id, []).append(rule)
    return {id: tuple(rules) for id, rules in found.items()}  # noqa: A001


def _regime(regime: Regime) -> RegimeRule:
    applies, trigger = compiled(regime.applies, regime.elements), compiled(regime.trigger, regime.elements)
    harbours = _exemptions(regime.harbours, regime)
    return RegimeRule(
        regime, applies, trigger, harbours, _periods(regime.duties, regime),
        {place: _periods(duties, regime) for place, duties in regime.variants.items()},
        read_by(check for check in (applies, trigger, *(rule.check for rule in harbours)) if check is not None),
    )  # fmt: skip
