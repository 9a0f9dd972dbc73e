"""Which source could settle an open fact, and when it is gone: a log that is overwritten tonight is a clock too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.facts.model import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from responder.books.law import FactDefinition
    from responder.obligations.caught import Caught
    from responder.obligations.reasons import Speaker


def evidence_for(definition: FactDefinition, caught: Caught, speaker: Speaker) -> tuple[str | None, datetime | None]:
    """The source in words and the instant when the first of it is lost; (None, None) where no source is known.

    That no logs are kept is said and settles nothing: it never reads as "nobody had access".
    """
    if definition.evidence is None:
        return None, None
    section = definition.evidence.removeprefix("exposure.")
    exposures = [kind.exposure for kind in caught.kinds]
    states = dict.fromkeys(state for each in exposures if (state := each.get(f"{section}.state")) is not None)
    ends = [end for each in exposures if isinstance(end := each.get(f"{section}.expire"), Moment)]
    if not states and not ends:
        return None, None
    if set(states) == {"none"}:
        return speaker.say("evidence_none"), None
    gone = min((end.earliest(caught.setting.zone) for end in ends), default=None)
    state = ", ".join(speaker.term(each) for each in states if each != "none") or speaker.say("unknown")
    until = ", ".join(dict.fromkeys(end.written for end in ends))
    return (
        speaker.say("evidence_until", state=state, until=until) if until else speaker.say("evidence", state=state)
    ), gone
