"""Approving: a second person's yes to exact texts, attachments and recipients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responder import ids
from responder.errors import BadInput, Conflict, Refused, SecondPerson
from responder.intake.queries.drills import own_time
from responder.journal.append import append
from responder.notices import queries, states
from responder.notices.records import Approval
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.letters import Letters
    from responder.notices.lint import Finding
    from responder.notices.queries import Text
    from responder.notices.records import Notice
    from responder.notices.waves import Rule

# What an emergency may pass over. A marker or a slot that nothing fills would be sent as it stands: never.
_PASSED_OVER = frozenset({"item", "banned", "certain", "unreviewed", "untranslated", "beside", "remark", "review"})


@dataclass(frozen=True)
class Recipients:
    """The list that an approval is bound to: ``affected.queries.digest_of`` of the notice's selection.

    ``rule`` lets later lists follow in waves: the approval then binds who is meant and how many at most.
    """

    digest: str
    count: int
    rule: Rule | None = None


ONE_RECIPIENT = Recipients("", 1)


def approve(  # noqa: PLR0913 -- what is approved, and all that its approval is held against
    session: Session,
    notice: Notice,
    *,
    letters: Letters,
    by: str,
    now: datetime,
    recipients: Recipients = ONE_RECIPIENT,
    accepted: Collection[str] = (),
    suspected: bool = False,
    kept: Collection[Finding] = (),
    emergency: str = "",
) -> Approval:
    """Approve what stands in the notice now.

    Args:
        session: The unit of work; the campaign is made in it too.
        notice: Submitted.
        letters: Tells which paragraphs were reviewed.
        by: Account id of the second person.
        now: The present instant.
        recipients: The list it goes to; one named recipient if left out.
        accepted: Paragraphs that nobody has reviewed (``salutation.fr``), accepted by name.
        suspected: Whether the incident is still only suspected.
        kept: What stands in it although the law keeps it out, of ``queries.forbidden_in``.
        emergency: Why the second person or what else is missing is passed over. It is loud in the record.

    Raises:
        Conflict: it was not submitted, or is approved already.
        SecondPerson: whoever drafted, last edited or submitted it cannot approve it.
        Refused: something that must be said is missing; the message names it.
        BadInput: people are to be told, and nobody is on the list.
    """
    if emergency.strip() and notice.state == "draft":
        notice.state = states.after("submit", notice.state)
    leads_to = states.after("approve", notice.state)
    texts = queries.list_texts(session, notice)
    if notice.selection is not None and recipients.count < 1:
        raise BadInput(N_("There is nobody to write to"), do=N_("Import the people affected first."))
    if recipients.rule is not None and recipients.rule.ceiling < recipients.count:
        raise BadInput(N_("More people than this are on the list already"), field="ceiling")
    same_person = by in {notice.drafted_by, notice.submitted_by, *(text.made_by for text in texts)}
    if same_person and not emergency.strip():
        raise SecondPerson
    blockers = queries.blockers(session, notice, letters, accepted=accepted, suspected=suspected, kept=kept)
    left = [blocker for blocker in blockers if not emergency.strip() or blocker.code not in _PASSED_OVER]
    if left:
        missing = "; ".join(found.said("en") for found in left)
        raise Refused(N_("This cannot be approved yet: {missing}"), missing=missing)
    approval = _bound(session, notice, texts, recipients, emergency.strip())
    approval.accepted, approval.approved_by, approval.approved_at = sorted(accepted), by, now
    session.add(approval)
    notice.state = leads_to
    session.flush()
    _say_approved(session, notice, approval, emergency.strip(), same_person=same_person)
    return approval


def _bound(session: Session, notice: Notice, texts: Sequence[Text], recipients: Recipients, emergency: str) -> Approval:
    attachments = [attachment.reference for attachment in queries.list_attachments(session, notice.id)]
    digests = [(text.language, text.medium, text.sha256) for text in texts]
    rule = recipients.rule.to_document() if recipients.rule else None
    bound = states.bound_by(
        digests, attachments, recipients.digest, recipients.count, rule, queries.table_digest(session, notice.id)
    )
    row_id = ids.new_id()
    keys = keystore_of(session).of(notice.incident_id)
    table = Approval.__tablename__
    reason = seal(keys, emergency, table=table, column="reason_sealed", row_id=row_id) if emergency else None
    return Approval(
        id=row_id,
        notice_id=notice.id,
        digest=states.digest_of(bound),
        bound=bound,
        versions=[text.id for text in texts],
        emergency=bool(emergency),
        reason_sealed=reason,
        voided_at=None,
    )


def _say_approved(session: Session, notice: Notice, approval: Approval, emergency: str, *, same_person: bool) -> None:
    what = f"The notice to {notice.recipient_name} was approved."
    if emergency:
        alone = "without a second person, " if same_person else ""
        what = f"EMERGENCY: the notice to {notice.recipient_name} was approved {alone}because: {emergency}"
    data = {
        "notice": notice.id,
        "approval": approval.id,
        "digest": approval.digest,
        "count": approval.bound["count"],
        "accepted_unreviewed": approval.accepted,
        "emergency": approval.emergency,
    }
    tag = "notice.approved_in_emergency" if emergency else "notice.approved"
    append(session, notice.incident_id, by=approval.approved_by, at=approval.approved_at, tag=tag, what=what, data=data)


def mark_sent(session: Session, notice: Notice, *, by: str, now: datetime) -> None:
    """Record that sending began, or that the one letter left.

    Raises:
        Conflict: no approval of it holds.
    """
    if queries.find_valid_approval(session, notice.id) is None:
        raise Conflict(N_("No approval of this notice holds"))
    notice.state = states.after("send", notice.state)
    what = f"Sending of the notice to {notice.recipient_name} began."
    append(
        session,
        notice.incident_id,
        by=by,
        at=own_time(session, notice.incident_id, now),
        tag="notice.sent",
        what=what,
        data={"notice": notice.id},
    )
