"""Every worked example of every regime comes out, each under its own name."""

from datetime import UTC, datetime

import pytest

from responder.obligations.examples import failures
from tests.obligations.incidents import LIBRARY

EXAMPLES = [(regime.id, example.id) for regime in LIBRARY.regimes.values() for example in regime.examples]


@pytest.mark.parametrize(
    ("regime_id", "example_id"), EXAMPLES, ids=[f"{regime}: {example}" for regime, example in EXAMPLES]
)
def test_the_worked_example_comes_out(regime_id, example_id):
    regime = LIBRARY.regimes[regime_id]
    wrong = [
        str(problem)
        for problem in failures(regime, LIBRARY, as_of=datetime(2026, 11, 24, tzinfo=UTC))
        if f"examples.{example_id}" in str(problem)
    ]
    assert wrong == []
