"""What is done with messages of which nothing more will be heard, as the campaign says: ask, send again, leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from responder.deliveries.actions.campaigns import UNKNOWN_POLICIES
from responder.deliveries.actions.saying import say
from responder.deliveries.ladder import read_ladder
from responder.errors import BadInput, Conflict
from responder.people.queries import SYSTEM
from responder.post.actions.unknowns import leave, list_hopeless, resend
from responder.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.deliveries.records import Campaign

# Providers repeat their calls for a day; after that nothing more comes.
NOTHING_MORE_COMES_AFTER = timedelta(hours=24)
# Whoever sends again by rule does so once: what is lost twice is for a person.
MOST_LOST = 1


def choose_policy(session: Session, campaign: Campaign, policy: str, *, by: str, now: datetime) -> None:
    """Say before the start what is to be done at the end with what stays unknown.

    Raises:
        BadInput: no such policy.
    """
    if policy not in UNKNOWN_POLICIES:
        raise BadInput(N_("This policy is not known"), field="unknown_policy", expected=", ".join(UNKNOWN_POLICIES))
    if campaign.unknown_policy != policy:
        campaign.unknown_policy = policy
        what = "It was decided what is done with letters of which nothing is known."
        say(session, campaign, by, now, "campaign.policy", what, policy=policy)


def choose_patience(session: Session, campaign: Campaign, hours: int, *, by: str, now: datetime) -> None:
    """Say before the start after how many hours without delivery a person is written to by the next channel.

    Raises:
        BadInput: less than an hour.
        Conflict: it was started already.
    """
    if hours < 1:
        raise BadInput(N_("The next channel follows after an hour at the earliest"), field="hours", expected="1")
    if campaign.state != "prepared":
        raise Conflict(N_("This cannot be done: the campaign is {state}."), state=campaign.state)
    *climbed, last = read_ladder(campaign.ladder)  # after the last there is none to go on to
    campaign.ladder = [*(replace(rung, after_hours=hours).to_document() for rung in climbed), last.to_document()]
    what = f"Who has no delivery after {hours} h is written to by the next channel."
    say(session, campaign, by, now, "campaign.patience", what, hours=hours)


def act_on_unknown(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """Do what the campaign's policy says, some messages at a time; how many this time.

    Only with those that the provider's book was asked for and does not know, or that no call spoke of for a day.
    """
    if campaign.state != "running" or campaign.unknown_policy == "ask":
        return 0
    hopeless = list_hopeless(session, campaign.id, before=now - NOTHING_MORE_COMES_AFTER)
    if campaign.unknown_policy == "leave":
        done = leave(session, [message.id for message in hopeless])
        tag, what = "campaign.left_unknown", "Letters of which nothing is known were left so, as the policy says."
    else:
        done = resend(session, [message.id for message in hopeless if message.lost <= MOST_LOST], now=now)
        tag, what = "campaign.sent_again", "Letters of which nothing is known are sent once more, as the policy says."
    if done:
        say(session, campaign, SYSTEM, now, tag, what, state="unknown", messages=done)
    return done


def leave_unknown(session: Session, campaign: Campaign, *, by: str, now: datetime) -> int:
    """A person decides that what is not known stays so; how many messages. A late receipt may still say more.

    Raises:
        Conflict: the campaign has not begun, or was halted.
    """
    if campaign.state not in {"running", "paused", "done"}:
        raise Conflict(N_("This cannot be done: the campaign is {state}."), state=campaign.state)
    count = 0
    while hopeless := list_hopeless(session, campaign.id, before=now + NOTHING_MORE_COMES_AFTER):
        count += leave(session, [message.id for message in hopeless])
    what = "A person decided that letters of which nothing is known are left so."
    say(session, campaign, by, now, "campaign.left_unknown", what, messages=count)
    return count
