"""What of an answer is advice stays with counsel; the rule as applied is everybody's."""

from responder.counsel.withholding import without_advice

ANSWER = {
    "regime": "us-ca",
    "state": "required",
    "because": [{"text": "612 residents", "value": True}],
    "due": {"at": "2026-07-10T23:59:59-07:00", "steps": ["30 calendar days"], "contested": [{"reading": "otherwise"}]},
    "would_change": [{"fact": "exposure.encrypted", "to": True, "state": "undetermined"}],
}


def test_readings_and_what_would_change_it_are_taken_out():
    kept = without_advice(ANSWER)
    assert "would_change" not in kept
    assert "contested" not in kept["due"]


def test_state_reasons_and_clock_stay():
    kept = without_advice(ANSWER)
    assert kept["state"] == "required"
    assert kept["because"] == ANSWER["because"]
    assert kept["due"]["steps"] == ["30 calendar days"]


def test_the_answer_that_was_given_is_left_as_it_was():
    without_advice(ANSWER)
    assert ANSWER["due"]["contested"]
