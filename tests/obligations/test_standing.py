"""Several entities and datasets, and what stands in the way of a duty or ends it."""

from datetime import UTC, datetime

import pytest

from responder.errors import BadInput
from tests.obligations.incidents import CALIFORNIA, GERMANY, LIBRARY, but, owed

LETTERS = ("us-ca-individuals", "US-CA")
ATTORNEY = ("us-ca-ag", "US-CA")
LEAD = ("authority-initial", "DE")


TWO_ENTITIES = {
    "format": "responder/facts/1",
    "incident": {"kinds": ["confidentiality"]},
    "events": {"awareness": [{"entity": "nl", "at": "2026-06-13T04:10:00+02:00"}, {"entity": "us", "at": "2026-06-13T09:30:00-04:00"}],
               "discovery": "2026-06-13T02:00:00+02:00"},
    "entities": [
        {"id": "nl", "established_in": ["NL"], "main_establishment": "NL", "timezone": "Europe/Amsterdam", "role": "controller", "qualifies_as": []},
        {"id": "us", "established_in": ["US-OH"], "timezone": "America/New_York", "qualifies_as": []},
    ],
    "datasets": [
        {"id": "hr", "entity": "us", "role": "controller", "exposure": {"encrypted": False, "acquired": True}},
        {"id": "clients", "entity": "us", "role": "processor", "for_parties": ["client-a"], "exposure": {"encrypted": False, "acquired": True}},
        {"id": "loyalty", "entity": "nl", "role": "controller", "exposure": {"encrypted": True, "key_compromised": False}},
    ],
    "parties": [{"id": "client-a", "relation": "controller"}],
    "exposure": {"form": "electronic"},
    "people": [
        {"where": "US-CA", "datasets": ["hr"], "count": 600, "data": ["name", "ssn"]},
        {"where": "US-CA", "datasets": ["clients"], "count": 9000, "data": ["name", "ssn"]},
        {"where": "NL", "datasets": ["loyalty"], "count": 100, "data": ["name", "online_credentials"]},
    ],
    "people_complete": True,
    "risk": {"level": "high"},
}  # fmt: skip


def test_one_entity_is_controller_of_one_dataset_and_processor_of_another():
    found = owed(TWO_ENTITIES)
    letters, vendor = found["us-ca-individuals", "US-CA", "us"], found["us-ca-vendor", "US-CA", "us"]
    assert (letters.state, letters.datasets, letters.role) == ("required", ("hr",), "controller")
    assert (vendor.state, vendor.datasets, vendor.on_behalf_of) == ("required", ("clients",), ("client-a",))
    assert "600 residents of California, more than 500" in [r.text for r in found["us-ca-ag", "US-CA", "us"].because]


def test_each_entity_has_its_own_awareness_and_each_dataset_its_own_exposure():
    found = owed(TWO_ENTITIES)
    lead = found["authority-initial", "NL", "nl"]
    assert lead.due.at.isoformat() == "2026-06-16T04:10:00+02:00"
    assert found["individuals", "NL", "nl"].state == "not_required"


def test_the_narrowest_judgement_wins_over_the_level_of_the_whole():
    judged = but(
        TWO_ENTITIES, risk__judgements=[{"test": "gdpr-risk", "scope": {"datasets": ["loyalty"]}, "answer": "unlikely"}]
    )
    assert owed(judged)["authority-initial", "NL", "nl"].state == "not_required"


def test_police_may_hold_the_letters_back_but_not_the_attorney_general():
    hold = [{"kind": "law_enforcement", "authority": "State police", "form": "written", "asked_at": "2026-02-03T09:00:00-08:00",
             "until": "2026-07-01T00:00:00-07:00", "covers": ["individuals"]}]  # fmt: skip
    found = owed(but(CALIFORNIA, holds=hold))
    assert found[LETTERS].state == "suspended"
    assert found[LETTERS].until is not None
    assert found[LETTERS].blocked_by[0].where == "US-CA"
    assert found[ATTORNEY].state == "required"
    later = owed(but(CALIFORNIA, holds=hold), as_of=datetime(2026, 7, 2, tzinfo=UTC))
    assert later[LETTERS].state == "required"


def test_an_oral_request_holds_thirty_days_under_hipaa():
    hold = [
        {"kind": "law_enforcement", "form": "oral", "asked_at": "2026-03-20T09:00:00-04:00", "covers": ["individuals"]}
    ]
    document = but(CALIFORNIA, organisation__qualifies_as=["hipaa-covered-entity"], holds=hold, events={"discovery": "2026-03-16T09:00:00-07:00"},
                   people=[{"where": "US-CA", "count": 10, "data": ["name", "medical"]}])  # fmt: skip
    key = ("us-hipaa-individuals", "US-CA")
    assert owed(document, as_of=datetime(2026, 4, 1, tzinfo=UTC))[key].state == "suspended"
    assert owed(document, as_of=datetime(2026, 5, 1, tzinfo=UTC))[key].state == "required"


def test_what_must_come_first_blocks_what_follows_until_it_is_done():
    ours = owed(CALIFORNIA)
    assert ours[LETTERS].blocked_by == ()
    maryland = but(CALIFORNIA, people=[{"where": "US-MD", "count": 1, "data": ["name", "genetic"]}])
    found = owed(maryland)
    letters = found["us-md-individuals", "US-MD"]
    assert [blocked.duty for blocked in letters.blocked_by] == ["us-md-ag"]
    told = owed(but(maryland, filings=[{"duty": "us-md-ag", "at": "2026-02-10T09:00:00-05:00"}]))
    assert told["us-md-individuals", "US-MD"].blocked_by == ()


def test_an_extension_that_was_granted_moves_the_end():
    extended = but(CALIFORNIA, extensions=[{"duty": "us-ca-individuals", "granted": True, "until": "2026-04-01"}])
    assert owed(extended)[LETTERS].due.at.isoformat() == "2026-04-01T23:59:59-07:00"


def test_a_notice_that_another_gave_for_us_is_done():
    given = but(GERMANY, parties=[{"id": "mailco", "relation": "processor"}],
                notices_given=[{"duty": "authority-initial", "by": "mailco", "at": "2026-06-12T10:00:00+02:00"}])  # fmt: skip
    found = owed(given)[LEAD]
    assert found.state == "met_by_other"
    assert found.met.in_time is True


def test_a_duty_has_a_target_inside_the_legal_time():
    due = owed(GERMANY)[LEAD].due
    assert due.target_at.isoformat() == "2026-06-13T15:30:00+02:00"


def test_a_later_reading_of_the_hours_is_shown_and_never_used():
    due = owed(but(GERMANY, events__awareness="2026-06-11T15:17:00+02:00"))[LEAD].due
    assert due.at.isoformat() == "2026-06-14T15:17:00+02:00"
    assert [other.at.isoformat() for other in due.contested] == ["2026-06-14T16:00:00+02:00"]


def test_the_answer_of_a_few_regimes_can_be_asked_for_alone():
    assert {o.regime for o in owed(CALIFORNIA, only={"us-ca"}).values()} == {"us-ca"}


def test_unlawful_collection_without_an_incident_owes_nothing():
    """As in 2022 in China: half a thousand million people, a fine of 8 thousand million, and no breach to report."""
    untouched = dict.fromkeys(("accessed", "acquired", "exfiltrated", "altered", "lost_for_good", "published"), False)
    china = but(
        GERMANY,
        organisation__established_in=["CN"],
        organisation__main_establishment="CN",
        organisation__qualifies_as=[],
        incident={"kinds": []},
        risk=None,
        exposure=untouched,
        people=[{"where": "CN", "count": 500000000, "data": ["photo"]}],
        service={"product_defect": False, "defect_endangers_public": False},
        regime_facts={"cn-cac-incident": {"grade": "general"}},
    )
    assert {found.state for found in owed(china, library=LIBRARY).values()} == {"not_required"}


CARRIER = but(
    CALIFORNIA,
    organisation__qualifies_as=["us-telecom-carrier"],
    events={"awareness": "2026-02-02T10:00:00-05:00", "determination": "2026-02-02T10:00:00-05:00"},
    people=[{"where": "US-CA", "count": 10, "data": ["name", "cpni"]}],
    filings=[{"regime": "us-fcc-cpni-legacy", "duty": "us-fcc-cpni-agencies", "at": "2026-02-03T12:00:00-05:00"}],
)


def test_customers_who_may_not_be_told_yet_name_the_rule_and_the_day():
    early = owed(CARRIER, as_of=datetime(2026, 2, 6, tzinfo=UTC))["us-fcc-cpni-individuals", "US-CA"]
    assert early.state == "required"
    assert early.until.isoformat() == "2026-02-12T23:59:59-05:00"
    assert [(each.regime, each.duty) for each in early.blocked_by] == [("us-fcc-cpni-legacy", "us-fcc-cpni-agencies")]
    assert "64.2011" in early.blocked_by[0].why
    later = owed(CARRIER, as_of=datetime(2026, 2, 14, tzinfo=UTC))["us-fcc-cpni-individuals", "US-CA"]
    assert later.blocked_by == ()
    assert later.until is None


def test_an_extension_never_shortens_the_legal_time():
    granted = [{"duty": "us-ca-individuals", "granted": True, "until": "2026-02-10"}]
    assert owed(but(CALIFORNIA, extensions=granted))[LETTERS].due.at == owed(CALIFORNIA)[LETTERS].due.at


def test_a_filing_dated_into_the_future_stops_no_clock():
    filed = but(
        GERMANY, filings=[{"regime": "eu-gdpr", "duty": "authority-initial", "at": "2027-06-13T10:00:00+02:00"}]
    )
    assert owed(filed)[LEAD].met is None
    assert owed(filed, as_of=datetime(2027, 6, 14, tzinfo=UTC))[LEAD].met.in_time is False


def test_nobody_is_told_where_it_is_known_that_nobody_is_affected():
    nobody = owed(but(GERMANY, people=[]), only={"eu-gdpr"})
    people = nobody["individuals", "EEA"]
    assert people.state == "not_required"
    assert people.because[-1].text == "nobody's data is affected by these facts"
    assert people.would_change == ()
    assert nobody[LEAD].state == "required"


def test_a_special_role_that_no_law_knows_is_refused_with_the_nearest():
    with pytest.raises(BadInput, match="Did you mean hipaa-plan-sponsor"):
        owed(but(CALIFORNIA, datasets=[{"id": "hr", "special_roles": ["hipaa-plan-sponser"]}]))
