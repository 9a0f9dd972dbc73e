"""Everything the review reads of an incident, gathered from every room in one unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from responder.facts import queries as facts
from responder.intake.queries import title_of
from responder.journal import chain
from responder.journal.queries import MOST_LINES, find_head
from responder.journal.queries import page as journal_page
from responder.people.queries import names_of
from responder.review.matter import Line, Matter, Statement, instant
from responder.review.queries.course import list_runs
from responder.review.queries.drills import questions_of, score_of
from responder.review.queries.notices import list_notices
from responder.review.queries.owed import list_owed
from responder.review.queries.rows import list_actions, list_remarks, meeting_values
from responder.review.queries.sendings import list_sendings, receipts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.books.library import Library
    from responder.books.playbooks.values import Playbook
    from responder.intake.records import Incident
    from responder.review.matter import Owed

CONTAINED = "incident.contained"


def gather(
    session: Session, incident: Incident, *, library: Library, playbooks: Mapping[str, Playbook], now: datetime
) -> Matter:
    """The incident as the review sees it at ``now``, its own time. Privileged lines come closed.

    Raises:
        Gone: the incident's keys were destroyed.
    """
    head = find_head(session, incident.id)
    lines = tuple(timeline(session, incident))
    owed = list_owed(session, incident)
    runs = list_runs(session, incident, library, playbooks)
    notices = list_notices(session, incident)
    actions = list_actions(session, incident)
    document = facts.document(session, incident)
    history = tuple(
        Statement(said.key, said.value, said.reason, said.said_by, said.known_since, said.recorded_at)
        for said in facts.history(session, incident)
    )
    people = {line.by for line in lines if line.by} | {said.said_by for said in history}
    people |= {action.owner for action in actions} | {step.by for run in runs for step in run.steps if step.by}
    people |= {made.by for run in runs for made in run.decisions} | {notice.drafted_by for notice in notices}
    people |= {approval.by for notice in notices for approval in notice.approvals}
    return Matter(
        incident_id=incident.id,
        number=incident.number,
        kind=incident.kind,
        code_name=incident.code_name,
        title=title_of(session, incident),
        state=incident.state,
        severity=incident.severity,
        zone=incident.zone,
        language=incident.language,
        opened_at=incident.opened_at,
        gathered_at=now,
        closed_at=incident.closed_at,
        head_seq=head.seq if head else 0,
        head_hash=head.hash if head else chain.FIRST_PREV,
        lines=lines,
        facts=document,
        history=history,
        obligations=owed,
        library=f"sha256:{library.sha256}",
        rules=_rules(library, owed),
        runs=runs,
        notices=notices,
        campaigns=list_sendings(session, incident),
        meetings=meeting_values(session, incident),
        actions=actions,
        remarks=list_remarks(session, incident),
        names=names_of(session, people),
        score=score_of(session, incident, library=library, playbooks=playbooks, at=now),
        questions=questions_of(library),
    )


def timeline(session: Session, incident: Incident) -> Iterator[Line]:
    """Every line, the first first; privileged and erased ones without their body."""
    seq, more = 0, True
    while more:
        found = journal_page(session, incident.id, beyond=seq, limit=MOST_LINES)
        for line in found.lines:
            header = {key: value for key, value in line.items() if key not in chain.BODY_KEYS}
            body = {key: line[key] for key in chain.BODY_KEYS}
            seq = line["seq"]
            yield Line(header, None if body["salt"] is None else body)
        more = found.more


def contained_at(session: Session, incident: Incident) -> datetime | None:
    """When it was contained, in the incident's own time: as the facts say, else as the timeline does."""
    events: Any = facts.document(session, incident).get("events")
    known = instant(events.get("contained")) if isinstance(events, dict) else None
    if known is not None or incident.state == "open":
        return known
    return next((line.at for line in reversed(list(timeline(session, incident))) if line.tag == CONTAINED), None)


def _rules(library: Library, owed: tuple[Owed, ...]) -> dict[str, str]:
    """Hash → text of each rule that was used and still lies on a shelf as it was."""
    used = {entry.rule_sha256: str(entry.answer["regime"]) for entry in owed}
    found: dict[str, str] = {}
    for sha256, regime in used.items():
        known = library.regimes.get(regime)
        if known is not None and known.sha256 == sha256:
            root = next(
                root for root in (library.overlay, library.path) if root and (root / regime / "regime.yaml").is_file()
            )
            found[sha256] = (root / regime / "regime.yaml").read_bytes().decode()
    return found


__all__ = ["contained_at", "gather", "receipts", "timeline"]
