"""What a shelf can be asked about itself: remarks on a regime, what is due for review, what changed."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from responder.books.law import Duty, Regime
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from responder.books.library import Library
    from responder.books.vocabulary import Vocabulary


def remarks(regime: Regime, words: Vocabulary) -> Iterator[BadInput]:
    """What a reader of the file would miss: a date of review, citations, sources, names for declared facts."""
    if regime.review_by is None:
        yield BadInput(
            "the date of the next review is missing", file=regime.file, field="review_by", expected="review_by: a date"
        )
    if regime.since is None and regime.status == "in_force":
        yield BadInput(
            "since when it is law is missing",
            file=regime.file,
            field="instrument",
            expected="from: a date on an instrument",
        )
    if not regime.sources:
        yield BadInput("no source is named", file=regime.file, field="sources", expected="at least one source")
    for key in regime.facts:
        if not key.startswith(f"regime_facts.{regime.id}."):
            yield BadInput(
                "a fact of this regime must say so in its key",
                file=regime.file,
                field=f"facts.{key}",
                expected=f"regime_facts.{regime.id}.…",
            )
    for duty in regime.duties:
        yield from _of_duty(regime, duty, words)


def _of_duty(regime: Regime, duty: Duty, words: Vocabulary) -> Iterator[BadInput]:
    field = f"duties.{duty.id}"
    if duty.cite is None and regime.status in {"in_force", "pending"}:
        yield BadInput(
            "where it stands in the law is missing",
            file=regime.file,
            line=duty.line,
            field=field,
            expected="cite: the article",
        )
    if duty.verified and duty.checked is None and regime.checked is None:
        yield BadInput(
            "verified, but no date", file=regime.file, line=duty.line, field=field, expected="checked: a date"
        )
    if duty.since and duty.until and duty.since > duty.until:
        yield BadInput(
            "it ends before it begins", file=regime.file, line=duty.line, field=field, expected="from not after until"
        )
    zone = duty.clock.zone or regime.zone
    place = words.place(regime.place)
    if zone == "authority" and place is not None and place.zone is None:
        yield BadInput(
            "the zone to count in is not known",
            file=regime.file,
            line=duty.line,
            field=field,
            expected="zone: a time zone",
        )


def stale_duties(regime: Regime, on: date) -> dict[str, Any] | None:
    """The regime's entry in the list of what wants a second look; None when nothing does."""
    unverified = [duty.id for duty in regime.duties if not duty.verified]
    doubts = [duty.id for duty in regime.duties if duty.doubt]
    overdue = regime.review_by is None or regime.review_by < on
    if not (overdue or unverified or doubts):
        return None
    return {
        "id": regime.id, "review_by": regime.review_by.isoformat() if regime.review_by else None, "overdue": overdue,
        "unverified": list(dict.fromkeys(unverified)), "in_doubt": list(dict.fromkeys(doubts)),
    }  # fmt: skip


def differences(before: Library, after: Library) -> list[dict[str, Any]]:
    """Regimes and duties that were added, removed or changed, with the names of what changed in each."""
    found: list[dict[str, Any]] = []
    for id in sorted({*before.regimes, *after.regimes}):  # noqa: A001
        old, new = before.regimes.get(id), after.regimes.get(id)
        if old is None or new is None:
            found.append({"change": "added" if old is None else "removed", "regime": id, "duty": None, "fields": []})
        elif old.sha256 != new.sha256:
            found.extend(_regime_differences(old, new))
    return found


def _regime_differences(old: Regime, new: Regime) -> Iterator[dict[str, Any]]:
    changed = [
        f.name
        for f in fields(Regime)
        if f.name not in {"duties", "file", "sha256"} and getattr(old, f.name) != getattr(new, f.name)
    ]
    if changed:
        yield {"change": "changed", "regime": new.id, "duty": None, "fields": changed}
    before = {(duty.id, duty.since): duty for duty in old.duties}
    after = {(duty.id, duty.since): duty for duty in new.duties}
    for key in sorted({*before, *after}, key=str):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            yield {"change": "added" if one is None else "removed", "regime": new.id, "duty": key[0], "fields": []}
        elif names := [
            f.name for f in fields(Duty) if f.name != "line" and getattr(one, f.name) != getattr(other, f.name)
        ]:
            yield {"change": "changed", "regime": new.id, "duty": key[0], "fields": names}
