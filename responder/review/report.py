"""The post-incident report as Markdown, for a board and an authority: what happened, who was told, and whether in time.

Pure over a ``Matter``; privileged lines never reach it. What is provisional or not known says so. The section on the
root cause stays empty until counsel opens it; where luck helped is asked in drills alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.review import drilled, duties
from responder.review.marks import EVENTS, STANDINGS, marks, said
from responder.review.voice import bullets, plain, table, text_in
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from responder.review.matter import Line, Matter, Run
    from responder.review.voice import Voice

PICTURE = "responder-picture-of-the-timeline"  # a paragraph of its own, for the page to put the drawing in its place
MOST_LINES = 400
MOST_STATEMENTS = 200

SEVERITIES = {
    "unrated": N_("not rated"),
    "low": N_("low"),
    "moderate": N_("moderate"),
    "high": N_("high"),
    "critical": N_("critical"),
}
STATES = {"open": N_("under way"), "contained": N_("contained"), "closed": N_("closed")}
ACTION_STATES = {
    "open": N_("open"),
    "done": N_("done, not yet verified"),
    "verified": N_("verified by a second person"),
    "dropped": N_("dropped"),
}
MEETING_STATES = {"planned": N_("planned"), "held": N_("held"), "cancelled": N_("cancelled")}
STEP_STATES = {"done": N_("done"), "skipped": N_("skipped"), "not_applicable": N_("not applicable")}


def report(matter: Matter, voice: Voice) -> str:
    """The whole report in the voice's language; the picture's place is the line ``PICTURE``."""
    sections: list[tuple[str, Callable[[Matter, Voice], str]]] = [
        (N_("In short"), _in_short),
        *([(N_("How the drill went"), drilled.went)] if matter.score else []),
        (N_("What happened, and when"), _what_happened),
        (N_("The timeline as a picture"), _picture),
        (N_("Who had to be told, and whether it was in time"), duties.told),
        (N_("Why they had to be told"), duties.reasons),
        (N_("Who is affected: numbers and how certain they are"), duties.numbers),
        (N_("What was sent, and what arrived"), duties.deliveries),
        (N_("What we knew, and since when"), _knowledge),
        (N_("Decisions"), _decisions),
        (N_("What was done"), _steps),
        (N_("What we still do not know"), duties.not_known),
        (N_("Root cause and contributing causes"), _root_cause),
        *([(N_("Where we were lucky"), _lucky)] if matter.drill else []),
        (N_("Reviews and actions"), _reviews),
        (N_("Annex: every entry of the timeline"), _timeline),
        (N_("About this report"), _about),
    ]
    parts = [_head(matter, voice)]
    parts += [f"## {voice(title)}\n\n{write(matter, voice)}" for title, write in sections]
    return "\n\n".join(parts) + "\n"


def _head(matter: Matter, voice: Voice) -> str:
    kind = N_("Report on a drill") if matter.drill else N_("Report on a personal data incident")
    lines = [
        f"# {plain(matter.title)}",
        f"**{voice(kind)}: {matter.number} ({matter.code_name})**",
        voice(
            N_("As of {time}. State: {state}. Severity: {severity}. All times name their zone; UTC stands beside."),
            time=voice.time(matter.gathered_at),
            state=voice(STATES[matter.state]),
            severity=voice(SEVERITIES.get(matter.severity, matter.severity)),
        ),
    ]
    if matter.drill:
        lines.append(f"**{voice(N_('This was an exercise. Nobody outside was told anything.'))}**")
    provisional = duties.provisional(matter)
    if provisional:
        lines.append(
            voice(
                N_("**Provisional:** {number} points below may still change; each is marked."),
                number=voice.number(provisional),
            )
        )
    return "\n\n".join(lines)


def _in_short(matter: Matter, voice: Voice) -> str:
    required = [owed for owed in matter.present if owed.state == "required"]
    counts = duties.standings(matter)
    rows = [
        (N_("First signal"), voice.time(_first_signal(matter))),
        (N_("First human looked"), voice.time(matter.event("first_human"))),
        (N_("Awareness that personal data is affected"), voice.time(matter.event("awareness"))),
        (N_("Containment"), voice.time(matter.event("contained"))),
        (N_("People affected"), duties.total(matter, voice)),
        (N_("Duties to tell somebody"), voice.number(len(required))),
        *((STANDINGS[standing], voice.number(number)) for standing, number in counts.items() if number),
    ]
    shown = [
        (voice(N_("… of these {what}"), what=voice(what)) if what in STANDINGS.values() else voice(what), value)
        for what, value in rows
    ]
    return table([voice(N_("What")), voice(N_("Answer"))], shown)


def _first_signal(matter: Matter) -> datetime | None:
    return matter.event("detected") or matter.event("discovery")


def _what_happened(matter: Matter, voice: Voice) -> str:
    rows = []
    for name, words in EVENTS.items():
        latest = [statement for statement in matter.history if statement.key in {f"events.{name}", "events"}]
        source = voice(N_("said by {name}"), name=plain(matter.name(latest[-1].said_by))) if latest else ""
        reason = plain(latest[-1].reason) if latest else ""
        rows.append(
            (voice(words), voice.when(matter.said_event(name)), ": ".join(part for part in (source, reason) if part))
        )
    rows.append((voice(N_("Incident opened")), voice.time(matter.opened_at), ""))
    if matter.closed_at:
        rows.append((voice(N_("Response closed")), voice.time(matter.closed_at), ""))
    return table([voice(N_("Event")), voice(N_("When")), voice(N_("How we know"))], rows)


def _picture(matter: Matter, voice: Voice) -> str:
    shown, left_out = marks(matter, voice)
    if not shown:
        return voice(N_("Nothing has a time yet."))
    said_so = [PICTURE, voice(N_("The same as a table:"))]
    rows = [(voice.time(mark.at), plain(mark.label)) for mark in shown]
    said_so.append(table([voice(N_("When")), voice(N_("What"))], rows))
    if left_out:
        said_so.append(
            voice(N_("{number} smaller deeds are left out here; the annex has every entry."), number=left_out)
        )
    return "\n\n".join(said_so)


def _knowledge(matter: Matter, voice: Voice) -> str:
    if not matter.history:
        return voice(N_("Nothing was recorded."))
    heads = [N_("Fact"), N_("Value"), N_("Known since"), N_("Recorded"), N_("By"), N_("How it is known")]
    rows = [
        (
            f"`{statement.key}`",
            plain(voice.value(statement.value)),
            voice.time(statement.known_since),
            voice.time(statement.recorded_at),
            plain(matter.name(statement.said_by)),
            plain(statement.reason),
        )
        for statement in matter.history[-MOST_STATEMENTS:]
    ]
    return table([voice(head) for head in heads], rows) + _cut(len(matter.history), MOST_STATEMENTS, voice)


def _cut(number: int, shown: int, voice: Voice) -> str:
    if number <= shown:
        return ""
    return "\n\n" + voice(
        N_("Only the latest {shown} of {number} are shown here; the proof bundle has them all."),
        shown=voice.number(shown),
        number=voice.number(number),
    )


def _decisions(matter: Matter, voice: Voice) -> str:
    made = sorted((done for run in matter.runs for done in run.decisions), key=lambda done: done.at)
    if not made:
        return voice(N_("No decision was recorded."))
    rows = [
        (
            voice.time(done.at),
            plain(text_in(done.question, voice.language)),
            plain(text_in(done.option, voice.language))
            + (f" ({voice(N_('replaced later'))})" if done.replaced_at else ""),
            plain(done.reason),
            plain(matter.name(done.by)),
        )
        for done in made
    ]
    heads = [N_("When"), N_("Question"), N_("Decision"), N_("Reason"), N_("By")]
    return table([voice(head) for head in heads], rows)


def _steps(matter: Matter, voice: Voice) -> str:
    return "\n\n".join(_run(run, voice) for run in matter.runs) or voice(N_("No playbook was followed."))


def _run(run: Run, voice: Voice) -> str:
    name, version = plain(run.playbook), plain(run.version)
    rows = [
        (
            plain(text_in(step.title, voice.language)),
            voice(STEP_STATES.get(step.state, N_("open"))),
            voice.time(step.at) if step.at else "",
            plain(step.reason),
        )
        for step in run.steps
    ]
    heads = [N_("Step"), N_("State"), N_("When"), N_("Reason")]
    followed = voice(N_("Playbook: {name}, version {version}."), name=name, version=version)
    return followed + "\n\n" + table([voice(head) for head in heads], rows)


def _root_cause(matter: Matter, voice: Voice) -> str:
    opened = [remark for remark in matter.remarks if remark.section == "root_cause"]
    if not opened:
        return voice(N_("This section is empty until counsel opens it."))
    return "\n\n".join(plain(remark.text) for remark in opened)


def _lucky(matter: Matter, voice: Voice) -> str:
    lucky = [plain(remark.text) for remark in matter.remarks if remark.section == "lucky"]
    return bullets(lucky) if lucky else voice(N_("Nothing was written down."))


def _reviews(matter: Matter, voice: Voice) -> str:
    parts = []
    meetings = [
        (
            plain(text_in(meeting.title, voice.language)),
            voice.time(meeting.due_at),
            voice.time(meeting.held_at or meeting.starts_at),
            voice(MEETING_STATES[meeting.state]),
        )
        for meeting in matter.meetings
    ]
    if meetings:
        parts.append(
            table([voice(head) for head in (N_("Meeting"), N_("No later than"), N_("When"), N_("State"))], meetings)
        )
    actions = [
        (
            str(action.number),
            plain(action.what),
            plain(matter.name(action.owner)),
            voice.time(action.due_at),
            voice(ACTION_STATES[action.state])
            + (f" ({voice(N_('overdue'))})" if action.state == "open" and action.due_at < matter.gathered_at else ""),
        )
        for action in matter.actions
    ]
    if actions:
        heads = [N_("No."), N_("Action"), N_("Owner"), N_("Due"), N_("State")]
        parts.append(table([voice(head) for head in heads], actions))
    return "\n\n".join(parts) or voice(N_("No meeting and no action is planned yet."))


def _timeline(matter: Matter, voice: Voice) -> str:
    rows = [
        (str(line.seq), voice.time(line.at), _entry(line, matter, voice), plain(matter.name(line.by)))
        for line in matter.lines
        if line.body is not None
    ]
    heads = [N_("No."), N_("When"), N_("What"), N_("By")]
    notes = [table([voice(head) for head in heads], rows[-MOST_LINES:]) + _cut(len(rows), MOST_LINES, voice)]
    if matter.withheld:
        notes.append(voice(N_("Withheld as privileged: {number} entries."), number=voice.number(len(matter.withheld))))
    if matter.erased:
        notes.append(voice(N_("Erased: {number} entries."), number=voice.number(len(matter.erased))))
    return "\n\n".join(notes)


def _entry(line: Line, matter: Matter, voice: Voice) -> str:
    """The sentence as it was written, what it is in the reader's language before it where that is another."""
    shown = said(line, matter, voice)
    return plain(line.what) if shown == line.what else f"{plain(shown)}: {plain(line.what)}"


def _about(matter: Matter, voice: Voice) -> str:
    return "\n\n".join(
        (
            voice(
                N_(
                    "Written from the incident's record; not legal advice. The record ends at entry {seq}, hash {hash}."
                ),
                seq=voice.number(matter.head_seq),
                hash=f"`{matter.head_hash}`",
            ),
            voice(N_("Law library used: {library}."), library=f"`{matter.library}`") if matter.library else "",
        )
    ).strip()
