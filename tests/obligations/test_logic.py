"""Three-valued logic: what is settled stays settled when more becomes known."""

from hypothesis import given, settings
from hypothesis import strategies as st

from responder.obligations.logic import both, either, opposite, reaches

truths = st.sampled_from([True, False, None])
OPERATORS = ["at_least", "at_most", "more_than", "less_than"]


@st.composite
def formulas(draw, depth=3):
    """A random formula over five facts, as a function of their values."""
    if depth == 0 or draw(st.booleans()):
        index = draw(st.integers(0, 4))
        return lambda facts: facts[index]
    kind = draw(st.sampled_from(["all", "any", "not"]))
    parts = draw(st.lists(formulas(depth=depth - 1), min_size=1, max_size=3))
    if kind == "not":
        return lambda facts: opposite(parts[0](facts))
    join = both if kind == "all" else either
    return lambda facts: join(part(facts) for part in parts)


@settings(deadline=None)
@given(formulas(), st.lists(truths, min_size=5, max_size=5), st.lists(st.booleans(), min_size=5, max_size=5))
def test_learning_what_was_unknown_never_flips_a_settled_answer(formula, known, learned):
    before = formula(known)
    after = formula([learned[i] if value is None else value for i, value in enumerate(known)])
    assert after is not None
    assert before is None or before == after


@settings(deadline=None)
@given(
    st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 2000), st.sampled_from(OPERATORS), st.integers(0, 2000)
)
def test_narrowing_a_range_of_people_never_flips_a_threshold(low, width, inside, operator, limit):
    high = low + width
    exact = low + min(inside, width)
    before = reaches(low, high, operator, limit)
    after = reaches(exact, exact, operator, limit)
    assert after is not None
    assert before is None or before == after
    assert reaches(low, None, operator, limit) in {None, before}


def test_more_than_five_hundred_begins_with_five_hundred_and_one():
    assert reaches(500, 500, "more_than", 500) is False
    assert reaches(501, 501, "more_than", 500) is True
    assert reaches(500, 500, "at_least", 500) is True
    assert reaches(400, 600, "more_than", 500) is None
