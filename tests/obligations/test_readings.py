"""Where the law is counted in two ways, the safe one is due and the other stands beside it; countries differ by data."""

from datetime import UTC, datetime

import pytest

from responder.facts.parse import facts_from_document
from responder.obligations.derive import derive
from responder.obligations.examples import example_facts
from tests.obligations.incidents import GERMANY, LIBRARY, but, owed

READINGS = [
    ("eu-nis2", "month-end", "final-report", "2027-03-01T23:59:59+01:00"),
    ("eu-dora", "at-most-24-hours-after-awareness", "initial", "2026-11-24T10:00:00+01:00"),
    ("eu-cra-art14", "exploited-vulnerability", "aev-final", "2026-12-28T23:59:59+01:00"),
    ("eu-ai-act-art73", "critical-infrastructure-two-days", "widespread-or-critical", "2026-11-30T23:59:59+01:00"),
    ("br-lgpd", "carnival", "anpd", "2026-02-20T23:59:59-03:00"),
    ("br-lgpd", "carnival", "individuals", "2026-02-20T23:59:59-03:00"),
    ("ec-lopdp", "termino-counts-working-days", "individuals", "2026-12-02T23:59:59-05:00"),
    ("uk-pecr", "christmas-eve", "authority", "2026-12-27T17:00:00+00:00"),
    ("kw-citra", "high-risk", "authority", "2026-10-08T09:00:00+03:00"),
]


def of_example(regime_id, example_id):
    regime = LIBRARY.regimes[regime_id]
    example = next(example for example in regime.examples if example.id == example_id)
    facts = facts_from_document(example_facts(example), name="facts", library=LIBRARY)
    as_of = datetime(2026, 11, 24, tzinfo=UTC)
    return {o.duty: o for o in derive(facts, LIBRARY, as_of=as_of, would_change=False, only={regime_id})}


@pytest.mark.parametrize(
    ("regime", "example", "duty", "other"), READINGS, ids=[f"{r}: {d} in {e}" for r, e, d, _ in READINGS]
)
def test_the_later_reading_is_shown_beside_the_one_that_is_due(regime, example, duty, other):
    due = of_example(regime, example)[duty].due
    assert other in [reading.at.isoformat() for reading in due.contested]
    assert due.at < datetime.fromisoformat(other)


def test_the_month_of_a_final_report_runs_from_the_last_update_of_the_one_before():
    found = of_example("eu-dora", "latest-intermediate-counts")
    assert found["final"].due.at.isoformat() == "2026-11-16T12:00:00+01:00"
    assert found["intermediate"].met.at.isoformat() == "2026-10-07T12:00:00+02:00"


def test_a_country_names_its_own_recipient_source_and_doubt():
    duty = of_example("eu-nis2", "germany")["early-warning"]
    assert "BSI" in duty.recipient_name
    assert any("bsi.bund.de" in source for source in duty.sources)
    assert "portal.bsi.bund.de" in duty.channel_note


def test_a_country_that_was_read_does_not_vouch_for_a_duty_that_was_not():
    by_id = {duty.id: duty for duty in LIBRARY.regimes["eu-nis2"].variants["DE"]}
    assert by_id["early-warning"].verified
    assert not by_id["recipients"].verified
    assert by_id["recipients"].doubt


def test_an_awareness_known_only_by_its_latest_moment_says_that_the_time_may_have_run_out_already():
    document = but(GERMANY, events={"awareness": {"before": "2026-06-10T00:00:00Z"}})
    due = owed(document)["authority-initial", "DE"].due
    assert due.provisional
    assert due.provisional_because == (
        "awareness is known only by when it had happened; the time may have run out earlier",
    )
