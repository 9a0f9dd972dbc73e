"""Deeds of letters on paper: a run is opened, printed part by part, released after a look, handed over, mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from responder.channels.port import Receipt
from responder.deliveries.actions.saying import say
from responder.deliveries.printing import Choosable, added, choose_sample, counted, differences
from responder.deliveries.queries.printing import list_runs, manifest_of
from responder.deliveries.records import Campaign, PaperEvent, PaperLetter, PrintPart, PrintRun
from responder.errors import BadInput, Conflict
from responder.ids import derived_id, new_id
from responder.post.actions.groups import cancel_some
from responder.post.actions.receipts import apply_receipts
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.channels.port import Event
    from responder.deliveries.printing import Place, Problem, Sheet

LETTERS_AT_ONCE = 300
# What a run's state means for its letters and for the message behind each.
_FOLLOWS: dict[str, tuple[str, Event, str]] = {
    "handed_over": ("printed", "accepted", "letter handed_over"),
    "mailed": ("handed_over", "delivered", "letter mailed"),
}


def open_run(session: Session, campaign: Campaign, *, waiting: int, by: str, now: datetime) -> PrintRun:
    """Begin a run of all letters that wait now; the printing itself is the worker's.

    Raises:
        Conflict: the campaign is not being sent, nothing waits, or another run is being printed.
    """
    if campaign.state != "running":
        raise Conflict(N_("Letters are printed once the sending is started; it is {state}."), state=campaign.state)
    runs = list_runs(session, campaign.id)
    if any(run.state == "printing" for run in runs):
        raise Conflict(N_("Letters of this sending are being printed already."))
    if not waiting:
        raise Conflict(N_("No letter waits for the printer."))
    run = PrintRun(id=new_id(), campaign_id=campaign.id, number=len(runs) + 1, made_at=now, made_by=by)
    session.add(run)
    session.flush()
    _say(
        session, campaign, run, by, now, "letters.printing", "Letters are being made for the printer.", waiting=waiting
    )
    return run


def store_part(
    session: Session,
    run: PrintRun,
    part: PrintPart,
    sheets: Sequence[Sheet],
    places: Sequence[Place],
    problems: Sequence[Problem],
    withheld: Mapping[str, str],
    before: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Keep a printed part with its letters; messages for which there is no letter are cancelled with the reason."""
    session.add(part)
    session.flush()
    rows = [
        {
            "id": derived_id("paper", run.id, sheet.outgoing_id),
            "run_id": run.id,
            "campaign_id": run.campaign_id,
            "outgoing_id": sheet.outgoing_id,
            "recipient_id": sheet.source.recipient_id,
            "number": sheet.number,
            "part": part.number,
            "page": place.page,
            "pages": place.pages,
            "mark": sheet.source.mark,
            "kind": sheet.source.kind,
            "language": sheet.language,
            "name_length": len(sheet.source.names[0]),
            "state": "printed",
            "reason": "",
            "changed_at": now,
        }
        for sheet, place in zip(sheets, places, strict=True)
    ]
    if rows:
        session.execute(insert(PaperLetter), rows)
    for message_id, code in withheld.items():
        cancel_some(session, [message_id], code=code, now=now)
    run.letters += part.letters
    run.pages += part.pages
    run.before = added(run.before, dict(before))
    run.after = added(run.after, counted(sheet.source for sheet in sheets))
    run.problems = [*run.problems, *(problem.to_document() for problem in problems)]
    session.flush()


def finish_run(session: Session, campaign: Campaign, run: PrintRun, *, now: datetime) -> None:
    """All is printed: draw the letters that a person looks at."""
    traits = (PaperLetter.number, PaperLetter.language, PaperLetter.kind, PaperLetter.name_length, PaperLetter.pages)
    printed = select(*traits).where(PaperLetter.run_id == run.id).order_by(PaperLetter.number)
    letters = [Choosable(*row) for row in session.execute(printed)]
    run.sample = choose_sample(letters, seed=run.id)
    run.state = "printed" if letters else "withdrawn"
    numbers = {"letters": run.letters, "pages": run.pages, "problems": len(run.problems)}
    _say(session, campaign, run, run.made_by, now, "letters.printed", "Letters were made and read back.", **numbers)


def release_run(
    session: Session,
    campaign: Campaign,
    run: PrintRun,
    *,
    looked_at: int,
    differences_accepted: str = "",
    by: str,
    now: datetime,
) -> None:
    """A person has looked at the sample, each row beside its letter, and lets the run go to the printer.

    Raises:
        Conflict: it is not printed, a page does not say what its row says, or counts differ and nobody said why.
        BadInput: not all letters of the sample were looked at.
    """
    _must_be(run, "printed")
    if run.problems:
        raise Conflict(
            N_("{count} letters do not say what their rows say. Withdraw this run, find out why, print again."),
            count=len(run.problems),
        )
    if looked_at != len(run.sample):
        raise BadInput(
            N_("Not every letter of the sample was looked at"), field="looked_at", expected=str(len(run.sample))
        )
    differing = differences(run.before, run.after)
    if differing and not differences_accepted.strip():
        raise Conflict(N_("The letters count otherwise than the list. Say why that is right, or withdraw the run."))
    run.state, run.released_at, run.released_by = "released", now, by
    run.differences_accepted = differences_accepted.strip()
    data = {"looked_at": looked_at, "differences": [list(one) for one in differing], "why": run.differences_accepted}
    _say(
        session,
        campaign,
        run,
        by,
        now,
        "letters.released",
        "A sample was looked at; the letters may be printed.",
        **data,
    )


def withdraw_run(session: Session, campaign: Campaign, run: PrintRun, *, reason: str, by: str, now: datetime) -> None:
    """Take a run back before it is handed over; its letters wait for another one. Files are deleted by the caller.

    Raises:
        Conflict: it was handed over.
    """
    _must_be(run, "printed", "released", "printing")
    run.state = "withdrawn"
    letters = update(PaperLetter).where(PaperLetter.run_id == run.id)
    session.execute(letters.values(state="withdrawn", changed_at=now).execution_options(synchronize_session=False))
    _say(session, campaign, run, by, now, "letters.withdrawn", "A print run was withdrawn.", reason=reason)


def note_proof(
    session: Session,
    campaign: Campaign,
    run: PrintRun,
    *,
    sha256: str,
    pages: int,
    problems: Sequence[Problem],
    by: str,
    now: datetime,
) -> None:
    """Record that the printer's proof came back and was compared page by page."""
    run.proof_sha256 = sha256
    run.problems = [*run.problems, *(problem.to_document() for problem in problems)]
    data = {"pages": pages, "problems": len(problems), "sha256": sha256}
    _say(session, campaign, run, by, now, "letters.proof", "The printer's proof was compared with the list.", **data)


def hand_over(
    session: Session, campaign: Campaign, run: PrintRun, *, to: str, receipt: str, by: str, now: datetime
) -> None:
    """Record that the printer has the files, with the receipt: the hashes of all files go into the timeline.

    Raises:
        Conflict: it was not released, or the sending was halted meanwhile.
    """
    _must_be(run, "released")
    if campaign.state == "halted":
        raise Conflict(N_("The sending was halted. Nothing may be printed any more."))
    run.state, run.handed_at, run.handed_by, run.handed_to, run.receipt = "handed_over", now, by, to, receipt
    data = {"to": to, "receipt": receipt, "manifest": manifest_of(session, campaign, run)}
    _say(session, campaign, run, by, now, "letters.handed_over", "The letters were handed over to the printer.", **data)


def note_mailed(
    session: Session, campaign: Campaign, run: PrintRun, *, letters: int, at: datetime, by: str, now: datetime
) -> None:
    """Record that the run is in the post; from then on its letters count where the law counts mailing.

    Args:
        session: The unit of work.
        campaign: Whose.
        run: Handed over.
        letters: How many the mail house says it mailed.
        at: When.
        by: Who records it.
        now: The present instant.

    Raises:
        Conflict: it was not handed over.
        BadInput: another number than was handed over, or a moment that does not fit.
    """
    _must_be(run, "handed_over")
    if letters != run.letters:
        raise BadInput(N_("another number than was handed over"), field="letters", expected=str(run.letters))
    if not (run.handed_at or now) <= at <= now:
        raise BadInput(N_("mailed before it was handed over, or in the future"), field="at")
    run.state, run.mailed_at = "mailed", at
    data = {"letters": letters, "mailed_at": at.isoformat()}
    _say(session, campaign, run, by, now, "letters.mailed", "The letters are in the post.", **data)


def follow_runs(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """Move letters, and the messages behind them, after their runs; some at a time, how many this time."""
    for run in list_runs(session, campaign.id):
        for state, (before, event, code) in _FOLLOWS.items():
            if run.state == state or (state == "handed_over" and run.state == "mailed"):
                at = (run.handed_at if state == "handed_over" else run.mailed_at) or now
                if moved := _follow(session, run, before, state, event, code, at, now):
                    return moved
    return 0


def _follow(
    session: Session, run: PrintRun, before: str, state: str, event: Event, code: str, at: datetime, now: datetime
) -> int:
    which = select(PaperLetter).where(PaperLetter.run_id == run.id, PaperLetter.state == before)
    letters = session.scalars(which.order_by(PaperLetter.number).limit(LETTERS_AT_ONCE)).all()
    receipts = [Receipt(event, message_id=letter.outgoing_id, at=at, code=code) for letter in letters]
    for letter in letters:
        move(session, letter, state, reason="", at=at, by=run.handed_by or run.made_by, now=now)
    apply_receipts(session, receipts, received_at=now)
    return len(letters)


def move(
    session: Session, letter: PaperLetter, state: str, *, reason: str, at: datetime, by: str, now: datetime
) -> bool:
    """Write a step in the life of a letter; False if it stands written already."""
    event_id = derived_id("paper event", letter.id, state, reason, at.isoformat())
    if session.get(PaperEvent, event_id) is not None:
        return False
    letter.state, letter.reason, letter.changed_at = state, reason, now
    session.add(PaperEvent(id=event_id, letter_id=letter.id, event=state, reason=reason, at=at, recorded_at=now, by=by))
    session.flush()
    return True


def count_letters(session: Session, run_id: str, state: str) -> int:
    return session.scalar(select(func.count()).where(PaperLetter.run_id == run_id, PaperLetter.state == state)) or 0


def _must_be(run: PrintRun, *states: str) -> None:
    if run.state not in states:
        raise Conflict(N_("This cannot be done: the print run is {state}."), state=run.state)


def _say(
    session: Session, campaign: Campaign, run: PrintRun, by: str, now: datetime, tag: str, what: str, **data: object
) -> None:
    say(session, campaign, by, now, tag, what, run=run.number, **data)
