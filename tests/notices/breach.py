"""One plainly synthetic breach in five jurisdictions, and how the tests draft its notices."""

from functools import cache
from pathlib import Path

from responder import ids
from responder.affected.queries import Selection
from responder.books.letters import load_letters
from responder.books.library import load_library
from responder.facts.parse import parse_facts
from responder.intake.actions import open_incident
from responder.notices.actions import Draft, draft_notice
from responder.notices.compose import compose
from responder.notices.specs import spec_of

FACTS = (Path(__file__).parent / "breach.yaml").read_text(encoding="utf-8")
EMPTY = "format: responder/facts/1\ntitle: Nothing is known yet\n"

# regime, duty, where, language
NOTICES = [
    ("eu-gdpr", "authority-initial", "DE", "en"),
    ("eu-gdpr", "authority-initial", "DE", "de"),
    ("eu-gdpr", "individuals", "DE", "de"),
    ("eu-gdpr", "individuals", "FR", "fr"),
    ("uk-gdpr", "authority", "GB", "en"),
    ("uk-gdpr", "individuals", "GB", "en"),
    ("us-ca", "us-ca-individuals", "US-CA", "en"),
    ("us-ca", "us-ca-ag", "US-CA", "en"),
    ("us-hipaa", "us-hipaa-individuals", "US-CA", "en"),
    ("us-hipaa", "us-hipaa-hhs-large", "US", "en"),
    ("us-hipaa", "us-hipaa-media", "US-CA", "en"),
    ("cn-pipl", "cn-pipl-authority", "CN", "zh"),
    ("cn-pipl", "cn-pipl-individuals", "CN", "zh"),
]


@cache
def library():
    return load_library()


@cache
def letters():
    return load_letters()


def facts(text=FACTS):
    return parse_facts(text, name="facts.yaml", library=library())


def spec(regime, duty, where):
    return spec_of(library(), letters(), regime, duty, where)


def composed(regime, duty, where, language, text=FACTS):
    return compose(spec(regime, duty, where), facts(text), library(), letters(), language)


def opened(session, now, by):
    return open_incident(
        session,
        title="Customer database copied",
        kind="real",
        by=by,
        now=now,
        severity="high",
        language="en",
        zone="UTC",
    )


def drafted(
    session,
    incident,
    *,
    by,
    now,
    notice=("eu-gdpr", "individuals", "DE"),
    languages=("en", "de"),
    text=FACTS,
    people=True,
):
    draft = Draft(
        spec=spec(*notice),
        recipient_kind="individuals" if people else "regulator",
        recipient_name="People affected" if people else "Supervisory authority",
        languages=languages,
        sms_languages=languages if people else (),
        selection=Selection(places=("DE",)) if people else None,
    )
    return draft_notice(
        session, incident, draft, facts=facts(text), library=library(), letters=letters(), by=by, now=now
    )


def person():
    return ids.new_id()
