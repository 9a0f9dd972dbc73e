"""The report's part on a drill: what was in time, late or missed, which decisions differed, and what that led to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from responder.review.scoring import DIFFERED, IN_TIME, LATE, MISSED, OPEN
from responder.review.voice import plain, table, text_in
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.books.marked import Text
    from responder.review.matter import Matter
    from responder.review.scoring import Mark, Score
    from responder.review.voice import Voice

    Questions = Mapping[str, Mapping[str, str]]

VERDICTS: Final = {
    IN_TIME: N_("in time"),
    LATE: N_("late"),
    DIFFERED: N_("decided otherwise"),
    MISSED: N_("missed"),
    OPEN: N_("not due yet"),
}
KINDS: Final = {
    "decision": N_("Decision: {what}"),
    "step": N_("Step: {what}"),
    "fact": N_("Fact: {what}"),
    "notice": N_("Told: {what}"),
    "seat": N_("Seat taken: {what}"),
}
RECIPIENTS: Final = {
    "regulator": N_("the authority"),
    "csirt": N_("the incident response team of the state"),
    "police": N_("the police"),
    "individuals": N_("the people affected"),
    "customers": N_("the customers"),
    "controller": N_("the controller"),
    "cra": N_("the credit agencies"),
    "media": N_("the media"),
    "public": N_("the public"),
    "internal": N_("inside the firm"),
}


def went(matter: Matter, voice: Voice) -> str:
    """The section of the report; empty for what is no drill with a scenario."""
    return "" if matter.score is None else told(matter.score, voice, matter.questions)


def told(score: Score, voice: Voice, questions: Questions) -> str:
    """The score in words: a sentence, a table of what was expected, and what was decided otherwise."""
    counts = score.counts
    parts = [
        voice(
            N_("Of {judged} things expected by now {in_time} were done in time."),
            judged=voice.number(score.judged),
            in_time=voice.number(counts[IN_TIME]),
        )
    ]
    rows = [
        (expected_words(mark, voice, questions), voice.time(mark.due_at), _done(mark, voice)) for mark in score.marks
    ]
    heads = [voice(head) for head in (N_("Expected"), N_("By when"), N_("What became of it"))]
    parts.append(table(heads, rows))
    parts += [_otherwise(mark, voice) for mark in score.differed]
    missed = [
        (mark, why)
        for mark in score.marks
        if mark.verdict in {LATE, MISSED} and (why := _why(mark.expected.why, voice))
    ]
    if missed:
        parts.append(f"### {voice(N_('What the delay would have led to'))}")
        parts += [f"- **{expected_words(mark, voice, questions)}:** {why}" for mark, why in missed]
    if score.late_steps:
        parts.append(f"### {voice(N_('Steps of the playbook that were late'))}")
        late = [
            (
                plain(text_in(step.title, voice.language)),
                voice.time(step.due_at),
                voice.time(step.settled_at) if step.settled_at else voice(N_("open")),
            )
            for step in score.late_steps
        ]
        parts.append(table([voice(head) for head in (N_("Step"), N_("Due"), N_("Done"))], late))
    return "\n\n".join(parts)


def expected_words(mark: Mark, voice: Voice, questions: Questions) -> str:
    """What was expected, named as people know it."""
    expected = mark.expected
    if mark.what:
        what = text_in(mark.what, voice.language)
    elif expected.kind == "fact":
        what = text_in(questions.get(expected.name, {}), voice.language) or expected.name
    elif expected.kind == "notice" and expected.name in RECIPIENTS:
        what = voice(RECIPIENTS[expected.name])
    else:
        what = expected.name
    return voice(KINDS[expected.kind], what=plain(what))


def _done(mark: Mark, voice: Voice) -> str:
    said = [f"**{voice(VERDICTS[mark.verdict])}**"]
    if mark.done_at is not None:
        said.append(voice.time(mark.done_at))
    if mark.late_by is not None:
        said.append(voice(N_("late by {time}"), time=voice.left(mark.late_by)))
    return ", ".join(said)


def _otherwise(mark: Mark, voice: Voice) -> str:
    said = [
        f"### {voice(N_('Decided otherwise: {question}'), question=plain(text_in(mark.what, voice.language)))}",
        f"- {voice(N_('Expected: {option}'), option=plain(text_in(mark.wanted, voice.language)))}",
        f"- {voice(N_('Decided: {option}'), option=plain(text_in(mark.chosen, voice.language)))}",
    ]
    if mark.leads_to:
        said.append(f"- {voice(N_('It led to: {step}'), step=plain(text_in(mark.leads_to, voice.language)))}")
    if mark.records:
        recorded = ", ".join(f"`{key}` {plain(voice.value(value))}" for key, value in mark.records.items())
        said.append(f"- {voice(N_('It recorded: {facts}'), facts=recorded)}")
    why = _why(mark.expected.why, voice)
    if why:
        said.append(f"- {why}")
    return said[0] + "\n\n" + "\n".join(said[1:])


def _why(why: Text, voice: Voice) -> str:
    return plain(text_in(why, voice.language))
