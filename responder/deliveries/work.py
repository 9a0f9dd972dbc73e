"""What the worker does for campaigns, in transactions short enough that nobody waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.affected.queries import digest_of
from responder.deliveries.actions.codes import count_codes, draw_codes
from responder.deliveries.actions.laying import complete_laying, lay_out
from responder.deliveries.actions.policy import act_on_unknown
from responder.deliveries.actions.printing import follow_runs
from responder.deliveries.actions.suppressions import heed_refusals
from responder.deliveries.actions.tending import cancel_rest, finish_if_over, move_down, watch
from responder.deliveries.queries.campaigns import active_campaigns, get_campaign, selection_of
from responder.vault.keystore import keystore_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from responder.storage.session import Database

    Clock = Callable[[], datetime]


def tend_campaigns(database: Database, *, clock: Clock) -> None:
    """Lay out, watch, move down the ladder, end: whatever each campaign wants now. Safe to repeat at any time."""
    with database.reading() as session:
        keystore = keystore_of(session)
        campaigns = [(row.id, row.state) for row in active_campaigns(session) if keystore.has(row.incident_id)]
    for campaign_id, state in campaigns:
        if state == "halted":
            _repeat(database, campaign_id, cancel_rest, clock)
            continue
        lay_out_all(database, campaign_id, clock=clock)
        _repeat(database, campaign_id, heed_refusals, clock)
        _repeat(database, campaign_id, follow_runs, clock)
        with database.writing() as session:
            watch(session, get_campaign(session, campaign_id), now=clock())
        _repeat(database, campaign_id, act_on_unknown, clock)
        _repeat(database, campaign_id, move_down, clock)
        with database.writing() as session:
            finish_if_over(session, get_campaign(session, campaign_id), now=clock())


def lay_out_all(database: Database, campaign_id: str, *, clock: Clock) -> None:
    """Lay a campaign out to the end and note which list it was."""
    is_laid = False
    while not is_laid:
        with database.writing() as session:
            campaign = get_campaign(session, campaign_id)
            if campaign.laid_digest is not None:
                break
            is_laid = lay_out(session, campaign, now=clock())
    _complete(database, campaign_id, clock)
    draw_all_codes(database, campaign_id, clock=clock)


def draw_all_codes(database: Database, campaign_id: str, *, clock: Clock) -> None:
    """Give every person the code that the letter offers, before the start; whoever goes without is counted."""
    with database.reading() as session:
        campaign = get_campaign(session, campaign_id)
        codes = count_codes(session, campaign.incident_id)
        if campaign.state != "prepared" or codes == campaign.codes_seen:
            return
    short, after = 0, ""
    while True:
        with database.writing() as session:
            after, without = draw_codes(session, get_campaign(session, campaign_id), after=after, now=clock())
        short += without
        if not after:
            break
    with database.writing() as session:
        campaign = get_campaign(session, campaign_id)
        campaign.codes_seen, campaign.codes_short = codes, short


def _complete(database: Database, campaign_id: str, clock: Clock) -> None:
    with database.reading() as session:  # the digest of a million takes seconds: not under the write lock
        campaign = get_campaign(session, campaign_id)
        if campaign.laid_digest is not None:
            return
        digest, _ = digest_of(session, campaign.incident_id, selection=selection_of(campaign))
    with database.writing() as session:
        complete_laying(session, get_campaign(session, campaign_id), digest=digest, now=clock())


def _repeat(database: Database, campaign_id: str, deed: Callable[..., int], clock: Clock) -> None:
    while True:
        with database.writing() as session:
            if not deed(session, get_campaign(session, campaign_id), now=clock()):
                return
