"""Contracts beside law: who is told by when because a clause says so, and what waits for whose consent."""

from datetime import datetime

import pytest
import yaml

from responder.books.library import load_library
from responder.facts.parse import facts_from_document
from responder.obligations.answer import answer
from responder.obligations.derive import derive
from tests.obligations.incidents import LIBRARY

NOW = datetime.fromisoformat("2026-06-18T09:00:00+01:00")
CLIENT = {"party_id": "client-a", "legal_name": "Client A", "country": "GB", "our_role": "processor"}
NIGHT = {
    "format": "responder/facts/1",
    "incident": {"kinds": ["confidentiality"], "cause": "external_malicious"},
    "events": {
        "suspicion": "2026-06-18T06:30:00+01:00",
        "discovery": "2026-06-18T07:00:00+01:00",
        "awareness": "2026-06-18T07:15:00+01:00",
    },
    "organisation": {"role": "processor", "established_in": ["GB"], "timezone": "Europe/London"},
    "datasets": [{"id": "a", "system": "Folder A", "role": "processor", "for_parties": ["client-a"]}],
    "people": [{"where": "GB", "datasets": ["a"], "count": 40, "data": ["name", "salary"]}],
    "people_complete": True,
}


@pytest.fixture
def owed(tmp_path):
    """Obligations of the night, by contract and duty, on a shelf with these rows."""

    def derived(*rows, facts=NIGHT, **changes):
        file = tmp_path / "contracts.yaml"
        document = {"format": "responder/contracts/1", "contracts": [{**CLIENT, **row} for row in rows]}
        file.write_text(yaml.safe_dump(document), encoding="utf-8")
        library = load_library(overlay=tmp_path)
        known = facts_from_document({**facts, **changes}, name="facts", library=library)
        return {(o.regime, o.duty): o for o in derive(known, library, as_of=NOW, would_change=False)}

    return derived


@pytest.mark.parametrize(
    ("row", "due"),
    [
        ({"period": "24", "unit": "hours", "starts_from": "suspicion"}, "2026-06-19T06:30:00+01:00"),
        ({"period": "4 h", "starts_from": "discovery"}, "2026-06-18T11:00:00+01:00"),
        ({"period": "24 h", "starts_from": "confirmation"}, "2026-06-19T07:15:00+01:00"),
        ({"period": "24 h"}, "2026-06-19T06:30:00+01:00"),
        ({"period": "2", "unit": "business days", "starts_from": "awareness", "holidays": "GB-ENG"}, "2026-06-22T23:59:59+01:00"),
        ({"period": "8 h", "starts_from": "suspicion", "business_hours": "yes"}, "2026-06-18T17:00:00+01:00"),
        ({"period": "10 h", "starts_from": "suspicion", "business_hours": "Mon-Fri 09:00-17:00"}, "2026-06-19T11:00:00+01:00"),
        ({"period": "24 h", "starts_from": "suspicion", "zone": "America/New_York"}, "2026-06-19T01:30:00-04:00"),
    ],
)
def test_a_clause_is_counted_in_its_own_words(owed, row, due):
    notice = owed(row)["contract-client-a", "notice"]
    assert (notice.state, notice.kind, notice.recipient) == ("required", "contract", "controller")
    assert notice.due.at == datetime.fromisoformat(due)
    assert notice.because[0].text == "data of Client A is affected: Folder A"


def test_a_blank_period_counts_as_without_undue_delay_with_a_day_as_target(owed):
    due = owed({})["contract-client-a", "notice"].due
    assert (due.at, due.standard) == (None, "without_undue_delay")
    assert due.target_at == datetime.fromisoformat("2026-06-19T06:30:00+01:00")
    assert due.steps[-1] == "the contract names no period; it counts as without undue delay"


def test_the_target_of_a_contract_is_half_its_period(owed):
    due = owed({"period": "24 h"})["contract-client-a", "notice"].due
    assert due.target_at == datetime.fromisoformat("2026-06-18T18:30:00+01:00")
    assert due.target_why == "half of the contract's period"


def test_clients_are_told_by_the_due_minute_among_the_law(owed):
    found = owed(
        {"contract_ref": "1", "period": "4 h", "starts_from": "suspicion"},
        {"contract_ref": "2", "period": "24 h", "starts_from": "suspicion"},
        {"contract_ref": "3", "period": "30 minutes", "starts_from": "suspicion"},
    )
    order = [regime for regime, duty in found if duty == "notice"]
    assert order == ["contract-client-a-3", "contract-client-a-1", "contract-client-a-2"]
    assert [key for key, o in found.items() if o.recipient == "controller" and key[0] == "uk-gdpr"]


def test_a_client_whose_data_is_not_there_is_left_out_and_one_that_may_be_is_open(owed):
    others = [{"id": "b", "role": "processor", "for_parties": ["client-b"]}]
    people = [{"where": "GB", "datasets": ["b"], "count": 1}]
    assert ("contract-client-a", "notice") not in owed({"period": "24 h"}, datasets=others, people=people)
    open_ones = [{"id": "b", "role": "processor"}]
    notice = owed({"period": "24 h"}, datasets=open_ones, people=people)["contract-client-a", "notice"]
    assert notice.state == "undetermined"
    assert notice.missing[0].fact == "datasets"


def test_a_filing_under_the_contract_meets_it(owed):
    told = [{"regime": "contract-client-a", "duty": "notice", "at": "2026-06-18T08:00:00+01:00"}]
    notice = owed({"period": "4 h", "starts_from": "suspicion"}, filings=told)["contract-client-a", "notice"]
    assert notice.met is not None
    assert notice.met.in_time is True


def test_a_filing_or_a_consent_dated_in_the_future_does_nothing_yet(owed):
    told = [{"regime": "contract-client-a", "duty": "notice", "at": "2062-06-18T08:00:00+01:00"}]
    assert owed({"period": "4 h", "starts_from": "suspicion"}, filings=told)["contract-client-a", "notice"].met is None
    given = [{"regime": "contract-insurer", "duty": "consent-may_tell_people", "at": "2062-06-18T08:30:00+01:00"}]
    assert owed(INSURER, facts=OWN, filings=given)["uk-gdpr", "individuals"].blocked_by


def test_updates_are_due_after_whatever_was_told_last(owed):
    row = {"period": "4 h", "updates_every": "24 h"}
    assert ("contract-client-a", "update") not in owed(row)
    told = [{"regime": "contract-client-a", "duty": "notice", "at": "2026-06-18T08:00:00+01:00"}]
    assert owed(row, filings=told)["contract-client-a", "update"].due.at == datetime.fromisoformat("2026-06-19T08:00:00+01:00")
    told.append({"regime": "contract-client-a", "duty": "update", "at": "2026-06-18T08:30:00+01:00"})
    assert owed(row, filings=told)["contract-client-a", "update"].due.at == datetime.fromisoformat("2026-06-19T08:30:00+01:00")


OWN = {
    **NIGHT,
    "organisation": {"role": "controller", "established_in": ["GB"], "main_establishment": "GB", "timezone": "Europe/London"},
    "datasets": [{"id": "own", "role": "controller"}],
    "risk": {"level": "high"},
    "people": [{"where": "GB", "datasets": ["own"], "count": 40, "data": ["name", "passport"]}],
}
INSURER = {"party_id": "insurer", "legal_name": "Insurer X", "our_role": "insured", "may_tell_people": "with consent"}


def test_telling_people_waits_for_the_insurers_consent_and_stays_owed(owed):
    found = owed(INSURER, facts=OWN)
    people = found["uk-gdpr", "individuals"]
    assert people.state == "required"
    assert [(b.regime, b.duty, b.why) for b in people.blocked_by] == [
        ("contract-insurer", "consent-may_tell_people", "not without consent of Insurer X")
    ]
    assert found["uk-gdpr", "authority"].blocked_by == ()
    assert found["contract-insurer", "consent-may_tell_people"].recipient_name == "consent to telling people, by Insurer X"
    assert found["contract-insurer", "notice"].kind == "insurer"


def test_an_insurers_consent_to_engage_firms_and_to_pay_is_asked_for_as_a_duty_of_its_own(owed):
    found = owed({**INSURER, "may_engage": "with consent", "may_pay": "no"}, facts=OWN)
    assert found["contract-insurer", "consent-may_engage"].state == "required"
    assert found["contract-insurer", "consent-may_pay"].kind == "insurer"
    assert found["uk-gdpr", "authority"].blocked_by == ()


def test_consent_that_was_noted_opens_the_gate(owed):
    given = [{"regime": "contract-insurer", "duty": "consent-may_tell_people", "at": "2026-06-18T08:00:00+01:00"}]
    found = owed(INSURER, facts=OWN, filings=given)
    assert found["uk-gdpr", "individuals"].blocked_by == ()
    assert found["contract-insurer", "consent-may_tell_people"].met is not None


def test_a_counterparty_that_must_be_told_first_blocks_until_it_was(owed):
    row = {**INSURER, "may_tell_people": "not before"}
    people = owed(row, facts=OWN)["uk-gdpr", "individuals"]
    assert (people.blocked_by[0].duty, people.blocked_by[0].why) == ("notice", "not before Insurer X has been told")
    told = [{"regime": "contract-insurer", "duty": "notice", "at": "2026-06-18T08:00:00+01:00"}]
    assert owed(row, facts=OWN, filings=told)["uk-gdpr", "individuals"].blocked_by == ()


def test_a_clients_gate_leaves_our_own_data_alone(owed):
    both = {
        **OWN,
        "datasets": [*OWN["datasets"], *NIGHT["datasets"]],
        "people": [*OWN["people"], *NIGHT["people"]],
    }
    found = owed({"may_tell_people": "with_consent"}, facts=both)
    assert found["uk-gdpr", "individuals"].blocked_by == ()
    assert found["contract-client-a", "notice"].state == "required"


def test_nothing_is_owed_when_personal_data_was_ruled_out(owed):
    incident = {"kinds": ["confidentiality"], "status": "ruled_out"}
    assert ("contract-insurer", "notice") not in owed(INSURER, facts=OWN, incident=incident)


def test_what_must_be_done_before_is_worked_back_and_says_what_is_late(owed):
    found = owed({"period": "24 h", "starts_from": "suspicion"})
    document = answer(found.values(), LIBRARY, as_of=NOW)["obligations"]
    due = next(entry for entry in document if entry["regime"] == "contract-client-a")["due"]
    assert [(step["step"], step["by"], step["lead"], step["late"]) for step in due["work_back"]] == [
        ("draft", "2026-06-19T00:30:00+01:00", "PT6H", False),
        ("approve", "2026-06-19T04:30:00+01:00", "PT2H", False),
    ]
    later = datetime.fromisoformat("2026-06-19T01:00:00+01:00")
    document = answer(found.values(), LIBRARY, as_of=later)["obligations"]
    due = next(entry for entry in document if entry["regime"] == "contract-client-a")["due"]
    assert [step["late"] for step in due["work_back"]] == [True, False]


def test_a_firms_own_lead_times_and_targets_replace_ours(tmp_path, owed):
    shared = tmp_path / "_shared"
    shared.mkdir()
    (shared / "lead_times.yaml").write_text(
        "format: responder/lead-times/1\nlead_times:\n"
        "- {step: seal, text: Seal, recipients: [controller], lead: PT1H30M, who: liquidator}\n",
        encoding="utf-8",
    )
    (shared / "targets.yaml").write_text("targets:\n- {unit: hours, amount: 24, aim: 6}\n", encoding="utf-8")
    due = owed({"period": "24 h", "starts_from": "suspicion"})["contract-client-a", "notice"].due
    assert [(step.step, step.who) for step in due.work_back] == [("seal", "liquidator")]
    assert due.target_at == datetime.fromisoformat("2026-06-18T12:30:00+01:00")
