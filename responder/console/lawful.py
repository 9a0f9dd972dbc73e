"""Names of what the law library holds, in the reader's language: places, events, facts, recipients, contents."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from responder.console import names
from responder.console.answers import asked_of, written_as
from responder.console.owed_words import group_title, step_words
from responder.notices.render import to_html
from responder.web.viewer import present
from responder.web.work import services
from responder.words import N_, say
from responder.words.dates import show_instant, show_left
from responder.words.periods import show_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask import Flask

    from responder.books.law import Regime
    from responder.books.playbooks.values import Decision, Due, Playbook, Step
    from responder.notices.queries import Text
    from responder.people.records import Account
    from responder.response.plan import Planned


MOMENT_WORDS = {
    "at": N_("{time}"),
    "date": N_("on {time}"),
    "from": N_("from {time}"),
    "after": N_("after {time}"),
    "about": N_("about {time}"),
    "before": N_("before {time}"),
    "to": N_("to {time}"),
}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)\Z")


def install(app: Flask) -> None:
    """Give the templates of ``app`` the library's names."""
    app.jinja_env.globals.update(
        channel_choices=channel_choices,
        choice_word=choice_word,
        choice_options=choice_options,
        due_words=due_words,
        role_name=role_name,
        set_choices=set_choices,
        step_words=step_words,
        span_words=span_words,
        clock_words=clock_words,
        content_text=content_text,
        element_names=element_names,
        event_name=event_name,
        fact_local=fact_local,
        fact_name=fact_name,
        fact_question=fact_question,
        fact_text=fact_text,
        group_title=group_title,
        has_page=has_page,
        evidence_choices=evidence_choices,
        login_of=login_of,
        option_choices=option_choices,
        period_words=period_words,
        place_name=place_name,
        recipient_of=recipient_of,
        text_html=text_html,
        text_name=text_name,
        value_words=value_words,
        who_names=who_names,
        written_instant=written_instant,
        written_as=written_as,
    )


def text_in(texts: Any) -> str:
    """A text of the library in the reader's language, else in English."""
    if isinstance(texts, str) or not texts:
        return texts or ""
    return str(texts.get(present().language) or texts.get("en") or next(iter(texts.values())))


def choice_word(key: str) -> str:
    """An answer of a choice as people say it."""
    known = names.choice.get(key) or names.answer.get(key)
    if known:
        return say(known, present().language)
    library = services().library
    text = library.organisations.get(key) or library.words.terms.get(key)
    return text_in(text) if text else key.replace("_", " ")


def choice_options(choices: Sequence[str]) -> list[tuple[str, str]]:
    return [(key, choice_word(key)) for key in (*choices, "unknown")]


def place_name(place: str | None) -> str:
    if place is None:
        return "–"
    found = services().library.words.place(place)
    return text_in(found.name) if found is not None else choice_word(place)


def element_names(elements: Iterable[str] | str | None) -> str:
    """Data elements in words."""
    if elements is None or isinstance(elements, str):
        return choice_word("unknown")
    known = services().library.elements
    return ", ".join(text_in(known.get(element)) or element for element in elements)


def event_name(event: str | None) -> str:
    """A start event in words; a filing's id as it stands."""
    found = services().library.events.get(event or "")
    return text_in(found.label) if found is not None else (event or "–").replace("_", " ")


def clock_words(clock: Any, regime: Regime | None = None) -> str:
    """A clock as the law says it: ``72 hours from awareness``; what another duty of ``regime`` starts by its name."""
    told = {duty.id: text_in(duty.recipient_name) for duty in regime.duties} if regime is not None else {}
    start = ", ".join(
        say(N_("telling {whom}"), present().language, whom=told[name]) if told.get(name) else event_name(name)
        for name in clock.starts.names
    )
    if clock.amount is None:
        return choice_word(clock.standard) + (f" ({start})" if start else "")
    period = show_period(clock.amount, clock.unit, language=present().language)
    if not start:
        return period
    return say(N_("{period} from: {start}"), present().language, period=period, start=start)


def period_words(period: Any) -> str:
    """The period of a clause; the word of the law where it has no number."""
    if period.amount is None:
        return choice_word(period.standard or "without_undue_delay")
    return show_period(period.amount, period.unit, language=present().language)


def fact_name(key: str) -> str:
    library = services().library
    known = asked_of(library).get(key) or library.facts.get(key)
    judged = library.judgements.get(key.removeprefix("risk.judgements."))
    if known is not None:
        return text_in(known.label)
    return text_in(judged.question) if judged is not None else key


def fact_question(key: str) -> str:
    asked = asked_of(services().library).get(key)
    return text_in(asked.question) if asked is not None else key


def has_page(key: str) -> bool:
    """Whether a form asks for this fact by itself."""
    return key in asked_of(services().library)


def set_choices(sets: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Permission sets to choose from, by name."""
    return [(key, say(name, present().language)) for key, (name, _) in sets.items()]


def role_name(book: Playbook, role: str) -> str:
    """A seat as the playbook calls it."""
    return next((text_in(each.name) for each in book.roles if each.id == role), role)


def option_choices(decision: Decision) -> list[tuple[str, str]]:
    return [(option.id, text_in(option.text)) for option in decision.options]


def evidence_choices(step: Step, planned: Planned) -> list[tuple[str, str]]:
    """Evidence a step asks for, what is attached already marked."""
    attached = say(N_("attached"), present().language)
    return [
        (each.id, text_in(each.text) + (f" ({attached})" if each.id in planned.remembered.evidence else ""))
        for each in step.evidence
    ]


def login_of(staff: Sequence[Account], account_id: str) -> str:
    return next((account.login for account in staff if account.id == account_id), "")


def channel_choices(channels: Iterable[str]) -> list[tuple[str, str]]:
    return [(key, say(names.filing_channel[key], present().language)) for key in channels]


def text_name(text: Text) -> str:
    """A text of a notice by language and kind: ``German letter``."""
    language = names.language.get(text.language, text.language)
    return f"{say(language, present().language)} · {say(names.medium[text.medium], present().language)}"


def text_html(text: Text) -> Markup:
    """A text as its reader will see it."""
    words = services().letters.words_of(text.language)
    return Markup(to_html(text.text, words))  # noqa: S704 -- prose sanitises last


def due_words(due: Due) -> str:
    """``within 4 h``, from when the step begins or from an event."""
    within = say(
        N_("within {time}"),
        present().language,
        time=show_left(timedelta(minutes=due.minutes), language=present().language),
    )
    return within if due.since is None else f"{within} ({event_name(due.since.removeprefix('events.'))})"


def who_names(seats: Iterable[str]) -> str:
    """Who can answer, as seats are called."""
    return ", ".join(say(names.seat[seat], present().language) if seat in names.seat else seat for seat in seats)


def fact_text(value: str) -> str:
    """A single written value: a choice in words, an instant in the reader's zone, a place by name."""
    if value in names.choice or value in names.answer:
        return choice_word(value)
    if services().library.places.get(value):
        return place_name(value)
    return written_instant(value) if _INSTANT.match(value) else value


def value_words(value: object) -> str:
    """A value of a fact in words."""
    if isinstance(value, bool):
        return say(names.answer[str(value).lower()], present().language)
    return fact_text(value) if isinstance(value, str) else written_as(value)


def written_instant(written: str) -> str:
    """A written instant in the reader's zone."""
    return show_instant(datetime.fromisoformat(written), zone=present().tz, language=present().language)


def span_words(value: Mapping[str, object]) -> str:
    """A moment that is only known roughly; nothing for another mapping."""
    said = []
    for key, sentence in MOMENT_WORDS.items():
        written = value.get(key)
        if isinstance(written, str):
            said.append(say(sentence, present().language, time=fact_text(written)))
    return " ".join(said)


def fact_local(value: object) -> str:
    """A known instant as a date-and-time field takes it, in the reader's zone; nothing for a day or a span."""
    if not isinstance(value, str):
        return ""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return ""
    return at.astimezone(present().tz).strftime("%Y-%m-%dT%H:%M") if at.tzinfo is not None else ""


def recipient_of(duty: Any) -> str:
    """Who is told: the authority by its name where the answer has it, else as the law calls them."""
    answered = str(duty.answer.get("recipient_name") or duty.duty)
    regime = services().library.regimes.get(duty.regime)
    found = next((each for each in regime.duties if each.id == duty.duty), None) if regime is not None else None
    is_general = found is not None and answered in found.recipient_name.values()
    return text_in(found.recipient_name) if found is not None and is_general else answered


def content_text(duty: Any, content: str) -> str:
    """What a notice must say, in words."""
    regime = services().library.regimes.get(duty.regime)
    for each in regime.duties if regime is not None else ():
        for item in each.content:
            if each.id == duty.duty and item.id == content:
                return text_in(item.text)
    return content.replace("_", " ")
