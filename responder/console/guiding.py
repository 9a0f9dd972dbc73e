"""What the pages of a playbook say about a step: why it is here, where an option leads, what it may still wait for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from responder.books.playbooks.conditions import facts_of
from responder.books.playbooks.values import END
from responder.console.lawful import fact_name, role_name, text_in, value_words
from responder.web.viewer import present
from responder.web.work import services
from responder.words import N_, say
from responder.words.dates import show_left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from responder.books.playbooks.values import Option, Playbook
    from responder.response.plan import Planned


def install(app: Flask) -> None:
    """Give the templates of ``app`` these words."""
    app.jinja_env.globals.update(
        leads_to=leads_to, playbook_title=playbook_title, records_of=records_of, why_here=why_here
    )


def why_here(book: Playbook, planned: Planned) -> list[str]:
    """Why a step is current, or would be: what was decided, what is known, what it follows."""
    step, said = planned.step, []
    if planned.came_from is not None and planned.came_from[1] != END:
        source = book.step(planned.came_from[0])
        options = (option for decision in source.decisions for option in decision.options) if source else ()
        chosen = next((option for option in options if option.id == planned.came_from[1]), None)
        if source is not None and chosen is not None:
            option, title = _plain(chosen.text), _plain(source.title)
            said.append(_say(N_("It was decided: {option} ({step})"), option=option, step=title))
    if step.when is not None:
        facts = ", ".join(fact_name(key) for key in facts_of(step.when))
        said.append(_say(N_("It depends on what is known of: {facts}"), facts=facts))
    if step.after and step.after != ("start",):
        named = [other for other in (book.step(step_id) for step_id in step.after) if other is not None]
        said.append(_say(N_("It follows: {steps}"), steps=", ".join(_plain(other.title) for other in named)))
    if step.rhythm:
        every = show_left(timedelta(minutes=step.rhythm[0].every), language=present().language)
        said.append(_say(N_("It comes again every {time}"), time=every))
    if not said:
        phase = next(phase for phase in book.phases if phase.id == step.phase)
        said.append(_say(N_("It belongs to the phase: {phase}"), phase=_plain(phase.title)))
    return said


def playbook_title(name: str) -> Mapping[str, str] | str:
    """The title of a playbook of the shelf; its name where it is no longer there."""
    book = services().playbooks.get(name)
    return book.title if book is not None else name


def leads_to(book: Playbook, option: Option) -> str:
    """Where an option leads: the step with its seat and its time, or the end."""
    if option.to == END:
        return _say(N_("ends the playbook"))
    target = book.step(option.to)
    if target is None:
        return option.to
    more = [role_name(book, target.role)] if target.role else []
    if target.due is not None and target.due.since is None:
        more.append(show_left(timedelta(minutes=target.due.minutes), language=present().language))
    return _plain(target.title) + (f" ({', '.join(more)})" if more else "")


def records_of(option: Option) -> str:
    """The facts that choosing it records."""
    return "; ".join(
        _say(N_("{fact}: {value}"), fact=fact_name(key), value=value_words(value))
        for key, value in option.records.items()
    )


def _plain(text: object) -> str:
    return text_in(text).rstrip(".。")


def _say(sentence: str, **values: object) -> str:
    return say(sentence, present().language, **values)
