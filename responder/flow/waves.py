"""Waves of one notice: people of lists that came after the approval, released within the rule that was approved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from responder.affected.queries import digest_of
from responder.affected.queries.waves import count_known_before, kinds_of, ready_list_ids
from responder.deliveries.actions.campaigns import Plan, make_campaign
from responder.deliveries.canary import Canary
from responder.deliveries.queries import list_campaigns
from responder.errors import Conflict
from responder.notices import actions as notices
from responder.notices import queries as notices_queries
from responder.notices.waves import NextWave, Rule
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.affected.queries import Selection
    from responder.deliveries.records import Campaign
    from responder.intake.records import Incident
    from responder.notices.records import Approval, Notice, Wave


def rule_for(session: Session, incident: Incident, selection: Selection, ceiling: int) -> Rule:
    """The rule that an approval with a ceiling binds: what the people selected are now, and how many at most."""
    kinds = kinds_of(session, incident.id, selection=selection)
    return Rule(kinds.places, kinds.languages, kinds.elements, ceiling)


def find_next_wave(session: Session, incident: Incident, notice: Notice) -> NextWave | None:
    """The people whom the lists after the last wave add; none where no approval lets waves follow, or nobody is new."""
    approval = notices_queries.find_valid_approval(session, notice.id)
    selection = notices_queries.selection_of(notice)
    if approval is None or selection is None or notices_queries.rule_of(approval) is None:
        return None
    released = {name for wave in notices_queries.list_waves(session, approval) for name in wave.lists}
    lists = [name for name in ready_list_ids(session, incident.id) if name not in released]
    wave = wave_of(session, incident, selection, lists) if lists else None
    return wave if wave is not None and wave.count else None


def wave_of(session: Session, incident: Incident, selection: Selection, lists: Collection[str]) -> NextWave:
    """The people of these lists, as a wave."""
    narrowed = replace(selection, lists=tuple(lists))
    digest, count = digest_of(session, incident.id, selection=narrowed)
    kinds = kinds_of(session, incident.id, selection=narrowed)
    before = count_known_before(session, incident.id, lists)
    return NextWave(tuple(lists), digest, count, kinds.places, kinds.languages, kinds.elements, before)


def keep_first_wave(
    session: Session, incident: Incident, notice: Notice, approval: Approval, *, by: str, now: datetime
) -> Selection:
    """Note the list that an approval with a ceiling was bound to; the selection that its sending is narrowed to."""
    selection = notices_queries.selection_of(notice)
    if selection is None:
        raise Conflict(N_("Only notices to people go out in waves"))
    wave = wave_of(session, incident, selection, ready_list_ids(session, incident.id))
    notices.keep_wave(session, notice, approval, wave, number=1, by=by, now=now)
    return replace(selection, lists=wave.lists)


def release_wave(
    session: Session, incident: Incident, notice: Notice, *, seen: str, by: str, now: datetime
) -> tuple[Wave, Campaign]:
    """Release the next wave, and write its outbox in the same unit of work, as the first wave's was written.

    Raises:
        Conflict: nobody is new, or the list is not the one that was ``seen`` (its digest).
        SecondPerson: whoever wrote the notice cannot release it.
        Refused: it goes beyond what was approved.
    """
    approval = notices_queries.find_valid_approval(session, notice.id)
    wave = find_next_wave(session, incident, notice)
    selection = notices_queries.selection_of(notice)
    if approval is None or wave is None or selection is None:
        raise Conflict(N_("Nobody is new on the lists"))
    if seen != wave.digest:
        raise Conflict(N_("It was changed since you read it. Read it again, then approve."))
    row = notices.release_wave(session, notice, approval, wave, by=by, now=now)
    campaigns = [found for found in list_campaigns(session, incident.id) if found.notice_id == notice.id]
    former = campaigns[-1]
    plan = Plan(
        notice_id=notice.id,
        selection=replace(selection, lists=wave.lists),
        digest=wave.digest,
        count=wave.count,
        texts=former.texts,
        ladder=former.ladder,
        undo_seconds=former.undo_seconds,
        canary=Canary(**former.canary),
        due_at=former.due_at,
        pace=former.pace,
    )
    return row, make_campaign(session, incident, plan, by=by, now=now)
