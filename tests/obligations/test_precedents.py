"""Precedents: what authorities concluded, found by what is alike."""

import pytest

from responder.books.advice import load_advice
from responder.obligations.precedents import features, level_of, nearest, precedent_facts
from responder.obligations.reasons import Speaker
from responder.obligations.weighing import Weighing
from tests.obligations.incidents import LIBRARY

ADVICE = load_advice(LIBRARY)
EXAMPLES = [precedent for precedent in ADVICE.precedents if not precedent.rule]


def close_to(precedent, *, lang="en"):
    facts = precedent_facts(precedent, LIBRARY)
    weighing = Weighing(facts, LIBRARY, ADVICE)
    telling = max(facts.segments, key=lambda segment: len(segment.data or ()))
    return nearest(weighing, telling, Speaker(LIBRARY.words, lang))


@pytest.mark.parametrize("precedent", EXAMPLES, ids=[precedent.id for precedent in EXAMPLES])
def test_an_example_is_nearest_to_itself(precedent):
    distances = {near.precedent.id: near.distance for near in close_to(precedent)}
    assert distances.get(precedent.id, 1) == min(distances.values()) < 0.15


def test_ids_are_unique_and_every_example_says_what_was_concluded():
    ids = [precedent.id for precedent in ADVICE.precedents]
    assert len(ids) == len(set(ids)) >= 60
    assert all(level_of(precedent) or "conditional" in {precedent.authority, precedent.individuals} for precedent in EXAMPLES)


def test_what_differs_is_said_in_the_readers_language():
    swapped = next(precedent for precedent in EXAMPLES if precedent.id == "edpb-01-2021-case-13")
    second = close_to(swapped)[1]
    assert second.distance > 0
    assert any("there" in said for said in second.differs)
    assert any("彼" in said for said in close_to(swapped, lang="zh")[1].differs)


def test_a_number_that_is_only_a_range_over_two_bands_is_not_compared():
    leisure = next(precedent for precedent in EXAMPLES if precedent.id == "dpc-leisure-ransom")
    facts = precedent_facts(leisure, LIBRARY)
    assert features(Weighing(facts, LIBRARY, ADVICE), facts.segments[0])["people"] is None
