"""Every duty of the library that tells somebody has a letter; the law's own rules for letters are obeyed."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import EMPTY, FACTS, composed, facts, letters, library, spec

from responder.facts.parse import parse_facts
from responder.notices.compose import compose
from responder.notices.specs import spec_of

# What only people know and no fact holds: the draft marks the place, names the item, and waits for their words.
BY_HAND = frozenset((Path(__file__).parent / "written_by_hand.txt").read_text(encoding="utf-8").split())
MORE = """
extortion: {demand: true, paid: true, police_told: true}
"""


def complete():
    """Every fact that a paragraph or an item names, known."""
    text = FACTS.replace("  awareness:", "  discovery: 2026-06-12\n  determination: 2026-06-13\n  awareness:")
    text = text.replace(
        "events:\n",
        "events:\n  classification: 2026-06-13T05:00:00+02:00\n  recovery_completed: 2026-06-14T05:00:00+02:00\n",
    )
    text = text.replace("exfiltrated: true}", "exfiltrated: true, published: false}")
    text = text.replace(
        "  delayed_by_police: false\n",
        "  delayed_by_police: false\n  people_told_on: 2026-06-16\n  police_informed_on: 2026-06-13\n"
        '  authority_contact: "Example Authority, Example Street 2, example.org"\n'
        "  summary: {en: Somebody copied a database., zh: 数据库被复制。}\n"
        "  delay_reason: {en: Experts were not at hand., zh: 无法及时取证。}\n",
    )
    return parse_facts(text + MORE, name="complete.yaml", library=library())


def telling():
    for regime in library().regimes.values():
        for duty in (*regime.duties, *(duty for duties in regime.variants.values() for duty in duties)):
            if letters().family_for(duty.recipient) is not None:
                yield regime, duty


def written(regime, duty, known):
    found = spec_of(library(), letters(), regime.id, duty.id, regime.place)
    language = "zh" if regime.place == "CN" else "en"
    return compose(replace(found, places=()), known, library(), letters(), language)


def test_every_duty_that_tells_somebody_has_a_letter_whose_only_gaps_are_what_no_fact_can_hold():
    known = complete()
    wrong = []
    for regime, duty in telling():
        made = written(regime, duty, known)
        wrong += [
            f"{regime.id}/{duty.id}: {gap.kind} {gap.content or gap.asks} {' '.join(gap.facts)}"
            for gap in made.gaps
            if gap.blocks and not (gap.kind == "item" and gap.content in BY_HAND)
        ]
        missing = {content.id for content in duty.content} - made.anchors - BY_HAND
        wrong += [f"{regime.id}/{duty.id}: nothing answers {item}" for item in missing]
    assert wrong == []


def test_with_nothing_known_every_letter_names_what_it_lacks_and_who_can_answer():
    nothing = facts(EMPTY)
    for regime, duty in telling():
        made = written(regime, duty, nothing)
        assert made.gaps, f"{regime.id}/{duty.id}"
        assert all(gap.questions and gap.who for gap in made.gaps if gap.kind == "fact")


def test_what_is_written_by_hand_is_asked_by_some_law():
    assert {content.id for _, duty in telling() for content in duty.content} >= BY_HAND


def test_every_rule_that_a_law_has_for_its_letter_stands_in_the_closed_list():
    exact = ("title_exact: ", "heading_exact: ", "min_font_pt: ")
    used = {rule for _, duty in telling() for rule in duty.letter if not rule.startswith(exact)}
    assert used == letters().rules.keys()
    assert all(rule.says["en"] and rule.says["zh"] for rule in letters().rules.values())


def test_massachusetts_is_told_neither_the_nature_nor_the_number():
    made = composed("us-ma", "us-ma-individuals", "US-MA", "en")
    assert {"incident.type", "people.count"}.isdisjoint(statement.fact for statement in made.statements)
    assert "police report" in made.markdown
    assert "Example Retail GmbH" in made.markdown


@pytest.mark.parametrize(("regime", "forbidden"), [("us-ma", True), ("us-il", True), ("us-ri", False)])
def test_a_number_where_the_law_forbids_it_is_a_gap_that_blocks(regime, forbidden):
    asked = spec("us-ri", "us-ri-individuals", "US-RI").content
    own = spec(regime, f"{regime}-individuals", "US-CA")
    made = compose(replace(own, content=asked), complete(), library(), letters(), "en")
    assert any(gap.kind == "forbidden" and gap.blocks for gap in made.gaps) is forbidden


def test_rhode_island_is_told_the_number():
    made = compose(spec("us-ri", "us-ri-individuals", "US-CA"), complete(), library(), letters(), "en")
    assert "Number of people affected: 612." in made.markdown


@pytest.mark.parametrize(
    ("regime", "said"),
    [
        ("us-wy", "Telephone: +49 30 23125 000"),
        ("us-nm", "Fair Credit Reporting Act"),
        ("us-nc", "Example Authority"),
        ("us-md", "Example Authority"),
        ("us-or", "report it to the police"),
    ],
)
def test_a_state_that_wants_more_gets_it(regime, said):
    duty = next(duty.id for duty in library().regimes[regime].duties if duty.recipient == "individuals")
    assert said in composed_complete(regime, duty)


def composed_complete(regime, duty):
    return compose(spec(regime, duty, "US-CA"), complete(), library(), letters(), "en").markdown


def test_what_people_must_mind_besides_goes_with_the_letter():
    reminders = [text["en"] for text in spec("us-wi", "us-wi-individuals", "US-WI").reminders]
    assert reminders == ["Whoever asks in writing must be told which data was acquired."]
