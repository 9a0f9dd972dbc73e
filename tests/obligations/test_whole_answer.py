"""The complete answer for three incidents, read by a person once and held since."""

import pytest

from tests.golden.whole import AS_OF, FOLDER, whole_answer
from tests.obligations.incidents import LIBRARY


@pytest.mark.parametrize("name", AS_OF)
def test_the_complete_answer_is_the_one_that_was_read(name):
    held = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert whole_answer(name, LIBRARY).splitlines() == held.splitlines(), (
        "The answer changed. Write it anew with `python -m tests.golden.whole`, read the difference, commit it."
    )
