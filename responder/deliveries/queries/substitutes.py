"""Substitute notices: how many people cannot be reached and where, what is owed, published and watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from responder.affected.records import Recipient
from responder.deliveries.ladder import NOT_REACHABLE
from responder.deliveries.records import Campaign, LeftOut, PaperLetter, Substitute, SubstituteCheck
from responder.errors import NotFound
from responder.notices.marks import blocks, without_anchors
from responder.notices.queries import find_valid_approval, open_text
from responder.notices.records import Notice, NoticeVersion
from responder.prose.render import to_html
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def unreachable_by_place(session: Session, campaign: Campaign) -> dict[str, int]:
    """Place → people whom no channel of the ladder reaches: no usable address, or all of it came back."""
    lacking = (
        select(LeftOut.recipient_id)
        .where(LeftOut.campaign_id == campaign.id, LeftOut.reason.in_(NOT_REACHABLE))
        .union(
            select(PaperLetter.recipient_id).where(
                PaperLetter.campaign_id == campaign.id, PaperLetter.state.in_(("returned", "given_up"))
            )
        )
        .subquery()
    )
    counted = (
        select(Recipient.place, func.count(Recipient.id.distinct()))
        .join(lacking, lacking.c.recipient_id == Recipient.id)
        .group_by(Recipient.place)
    )
    return {place: people for place, people in session.execute(counted)}  # noqa: C416 -- typed


def regime_of(session: Session, notice_id: str) -> str | None:
    """The law that a notice serves; None if the notice is not there."""
    return session.scalar(select(Notice.regime).where(Notice.id == notice_id))


def list_substitutes(session: Session, campaign_id: str) -> Sequence[Substitute]:
    wanted = select(Substitute).where(Substitute.campaign_id == campaign_id)
    return session.scalars(wanted.order_by(Substitute.place)).all()


def get_substitute(session: Session, campaign_id: str, place: str) -> Substitute:
    """The substitute notice of a campaign for a place.

    Raises:
        NotFound: none is owed there.
    """
    wanted = select(Substitute).where(Substitute.campaign_id == campaign_id, Substitute.place == place)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(N_("No substitute notice is owed in {place}"), place=place)
    return found


def published(session: Session) -> Sequence[Substitute]:
    """What the public may read now, the newest first; a drill publishes nothing."""
    return session.scalars(_public().order_by(Substitute.published_at.desc())).all()


def find_published(session: Session, token: str) -> Substitute | None:
    """The published notice with this address, or none; one that is over is gone."""
    return session.scalars(_public().where(Substitute.token == token)).one_or_none()


def _public() -> Select[Substitute]:
    real = select(Campaign.id).where(Campaign.kind == "real")
    return select(Substitute).where(Substitute.state == "published", Substitute.campaign_id.in_(real))


def list_checks(session: Session, substitute_id: str) -> Sequence[SubstituteCheck]:
    """Looks at a published page, the newest first."""
    wanted = select(SubstituteCheck).where(SubstituteCheck.substitute_id == substitute_id)
    return session.scalars(wanted.order_by(SubstituteCheck.at.desc()).limit(400)).all()


def public_texts(session: Session, campaign: Campaign) -> dict[str, dict[str, str]]:
    """Language → subject and HTML of the approved letter as the public may read it.

    What speaks to one person is left out: paragraphs with a place for a name, and those that only some people are told.
    """
    approval = find_valid_approval(session, campaign.notice_id)
    notice = session.get_one(Notice, campaign.notice_id)
    versions = session.scalars(
        select(NoticeVersion).where(
            NoticeVersion.id.in_(approval.versions if approval else ()), NoticeVersion.medium == "letter"
        )
    ).all()
    texts = {}
    for version in versions:
        opened = open_text(session, notice, version)
        texts[version.language] = {"subject": opened.subject, "html": to_html(impersonal(opened.text))}
    return texts


def impersonal(markdown: str) -> str:
    """A letter without the paragraphs that name a person or tell only some people."""
    whole = "\n".join(block.text for block in blocks(markdown) if not block.asked)
    return "\n\n".join(part for part in without_anchors(whole).split("\n\n") if "[[" not in part).strip() + "\n"
