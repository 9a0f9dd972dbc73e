"""How a deed of on call is said: of an incident in its timeline and time, of the house in the house's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.intake.drill_time import time_at
from responder.intake.records import Incident
from responder.journal.append import append
from responder.journal.sentences import SAID, kept, said_in
from responder.vault.keystore import HOUSE
from responder.words import LANGUAGES, N_, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.oncall.records import Page


_CHANNELS = {"email": N_("email"), "sms": N_("text message"), "voice": N_("telephone")}


def in_all_languages(sentence: str) -> dict[str, str]:
    """A text that each reader has in their own language."""
    return {language: say(sentence, language) for language in LANGUAGES}


def channel_names(channels: Iterable[str]) -> dict[str, str]:
    """The ways of a turn, in words."""
    named = list(channels)
    return {language: ", ".join(say(_CHANNELS[one], language) for one in named) for language in LANGUAGES}


def tell(
    session: Session,
    page: Page,
    tag: str,
    sentence: str,
    *,
    by: str,
    now: datetime,
    data: Mapping[str, Any],
    **values: object,
) -> None:
    """A line about a call in the stream it belongs to."""
    incident = session.get(Incident, page.stream)
    said = kept(sentence, values)
    append(
        session, page.stream, by=by, at=time_at(incident, now) if incident is not None else now, tag=tag,
        what=said_in(said, page.language), data={"page": page.id, **data, SAID: said},
    )  # fmt: skip


def tell_house(
    session: Session, tag: str, sentence: str, *, by: str, now: datetime, data: Mapping[str, Any], **values: object
) -> None:
    """A line about rotas, teams and paths, which belong to the house."""
    said = kept(sentence, values)
    append(session, HOUSE, by=by, at=now, tag=tag, what=said_in(said, "en"), data={**data, SAID: said})
