"""The extortionist's deadline: a clock beside those of law. It binds nobody; what is decided is decided before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.facts.model import Moment
from responder.obligations.obligation import Due, Obligation, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from responder.facts.model import Entity, Facts
    from responder.obligations.reasons import Speaker

EXTORTION: Final = "extortion"
DEADLINE: Final = "their-deadline"
_FACTS: Final = ("extortion.demand", "extortion.their_deadline")


def adversary_clocks(facts: Facts, speaker: Speaker, zone: ZoneInfo, as_of: datetime) -> Iterator[Obligation]:
    """One clock of kind ``adversary`` while a deadline is known and nothing was paid; ``zone`` is for a bare day.

    Once it is over it says so and runs no more: nobody is late, but somebody must look whether anything was posted.
    """
    demand, deadline = facts.extortion.get("demand"), facts.extortion.get("their_deadline")
    if demand is False or not isinstance(deadline, Moment) or facts.extortion.get("paid") is True:
        return
    entity = facts.entities[0]
    at = deadline.earliest(zone)
    over = at <= as_of
    yield Obligation(
        regime=EXTORTION, duty=DEADLINE, where=_seat(entity), entity=entity.id, role=None, datasets=(),
        on_behalf_of=(), kind="adversary", group=EXTORTION, recipient="internal",
        recipient_name=speaker.say("adversary_passed" if over else "adversary_deadline"), state="advisable",
        due=Due(
            "adversary", "extortion.their_deadline", None if over else at,
            steps=(speaker.say("adversary_look" if over else "adversary_step"),),
        ),
        because=(Reason(speaker.say("adversary_because", deadline=deadline.written), None, True, _FACTS),),
        met_by="done", verified=True,
    )  # fmt: skip


def _seat(entity: Entity) -> str:
    seats = (entity.main_establishment, *(entity.established_in or ()))
    return next((seat for seat in seats if seat), "")
