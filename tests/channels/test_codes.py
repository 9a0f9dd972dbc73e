from __future__ import annotations

import pytest

from responder.channels.codes import reason_of, smtp_code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("smtp 550 5.1.1", "no_such_address"),
        ("smtp 550", "no_such_address"),
        ("smtp 552 5.2.2", "not_accepting"),
        ("smtp 451 4.7.1", "blocked"),
        ("smtp 5.4.4", "no_such_address"),
        ("smtp_sender 550", "technical"),
        ("trial_mode", "not_allowed"),
        ("something new", "technical"),
        ("", "technical"),
    ],
)
def test_a_code_means_one_of_a_few_reasons(code, reason):
    assert reason_of(code) == reason


def test_a_reply_keeps_its_numbers_and_loses_its_words():
    assert smtp_code(550, b"5.1.1 <alex@example.org>: no such user") == "smtp 550 5.1.1"
