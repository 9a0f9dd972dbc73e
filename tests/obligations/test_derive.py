"""From facts to duties: who must be told, by when, why, and what would change it."""


import pytest

from tests.obligations.incidents import CALIFORNIA, GERMANY, but, owed

LETTERS = ("us-ca-individuals", "US-CA")
ATTORNEY = ("us-ca-ag", "US-CA")
LEAD = ("authority-initial", "DE")


def test_the_attorney_generals_clock_runs_from_the_latest_day_of_the_letters():
    due = owed(CALIFORNIA)[ATTORNEY].due
    assert due.at.isoformat() == "2026-03-19T23:59:59-07:00"
    assert due.starts_from == "individual_notice_sent"
    assert due.started_at is None
    assert due.provisional
    assert due.provisional_because == ("the letters are not sent yet",)


def test_letters_that_were_sent_start_the_attorney_generals_clock():
    filed = but(
        CALIFORNIA, filings=[{"regime": "us-ca", "duty": "us-ca-individuals", "at": "2026-02-10T12:00:00-08:00"}]
    )
    found = owed(filed)
    assert found[ATTORNEY].due.at.isoformat() == "2026-02-25T23:59:59-08:00"
    assert not found[ATTORNEY].due.provisional
    assert found[LETTERS].met.in_time is True
    late = but(CALIFORNIA, filings=[{"duty": "us-ca-individuals", "at": "2026-03-10T12:00:00-07:00"}])
    assert owed(late)[LETTERS].met.in_time is False


def test_reasons_give_the_numbers_in_both_languages():
    assert "612 residents of California, more than 500" in [r.text for r in owed(CALIFORNIA)[ATTORNEY].because]
    assert "加利福尼亚州居民 612 人，超过 500 人" in [r.text for r in owed(CALIFORNIA, lang="zh")[ATTORNEY].because]
    fewer = but(CALIFORNIA, people=[{"where": "US-CA", "count": 500, "data": ["name", "ssn"]}])
    reasons = owed(fewer)[ATTORNEY].because
    assert [(r.text, r.value) for r in reasons] == [("500 residents of California, not more than 500", False)]


@pytest.mark.parametrize(
    ("count", "state"),
    [({"at_least": 501}, "required"), ({"at_least": 400, "at_most": 500}, "not_required"), ({"at_least": 400, "at_most": 700}, "undetermined"),
     ("unknown", "undetermined"), ({"estimate": 612}, "undetermined")],
)  # fmt: skip
def test_a_range_of_people_settles_a_threshold_only_where_it_must(count, state):
    document = but(CALIFORNIA, people=[{"where": "US-CA", "count": count, "data": ["name", "ssn"]}])
    assert owed(document)[ATTORNEY].state == state


def test_people_of_rows_without_the_laws_own_data_are_not_counted():
    people = [
        {"where": "US-CA", "count": 400, "data": ["name", "ssn"]},
        {"where": "US-CA", "count": 400, "data": ["name", "email"]},
    ]
    assert owed(but(CALIFORNIA, people=people))[ATTORNEY].state == "not_required"
    assert owed(but(CALIFORNIA, people=people))[LETTERS].state == "required"


def test_data_that_is_not_listed_is_open_until_the_list_is_said_to_be_complete():
    people = [{"where": "US-CA", "count": 900, "data": ["name", "dob"]}]
    open_list = but(CALIFORNIA, people=people, people_complete=None)
    assert owed(open_list)[LETTERS].state == "undetermined"
    assert owed(but(CALIFORNIA, people=people))[LETTERS].state == "not_required"


def test_a_number_without_a_name_counts_only_where_the_law_needs_no_name():
    assert (
        owed(but(CALIFORNIA, people=[{"where": "US-CA", "count": 900, "data": ["ssn"]}]))[LETTERS].state
        == "not_required"
    )
    assert (
        owed(but(CALIFORNIA, people=[{"where": "US-CA", "count": 900, "data": ["online_credentials"]}]))[LETTERS].state
        == "required"
    )


def test_rows_that_may_overlap_count_at_least_as_the_largest():
    people = [
        {"where": "US-CA", "count": 300, "data": ["name", "ssn"]},
        {"where": "US-CA", "count": 301, "data": ["name", "passport"]},
    ]
    assert owed(but(CALIFORNIA, people=people))[ATTORNEY].state == "required"
    assert owed(but(CALIFORNIA, people=people, counting={"overlap": "unknown"}))[ATTORNEY].state == "undetermined"


def test_encryption_frees_only_while_the_key_is_safe():
    assert (
        owed(but(CALIFORNIA, exposure__encrypted=True, exposure__key_compromised=False))[LETTERS].state
        == "not_required"
    )
    assert owed(but(CALIFORNIA, exposure__encrypted=True, exposure__key_compromised=True))[LETTERS].state == "required"
    open_key = owed(but(CALIFORNIA, exposure__encrypted=True))[LETTERS]
    assert open_key.state == "undetermined"
    assert open_key.missing[0].fact == "exposure.key_compromised"
    assert "key" in open_key.missing[0].question


def test_what_would_change_the_answer_tries_each_fact_alone():
    changes = {(c.fact, c.to): c.state for c in owed(CALIFORNIA)[ATTORNEY].would_change}
    assert changes["exposure.encrypted", True] == "undetermined"
    assert changes["exposure.acquired", False] == "not_required"
    assert changes["people.count", 500] == "not_required"
    assert ("exposure.encrypted", False) not in changes


def test_unlikely_is_not_taken_for_no():
    china = but(
        GERMANY, organisation__established_in=["CN"], organisation__main_establishment="CN", incident=None,
        exposure={"exfiltrated": "unlikely"}, people=[{"where": "CN", "count": 5, "data": ["name"]}],
    )  # fmt: skip
    assert owed(china)["cn-pipl-authority", "CN"].state == "required"


def test_the_lead_authority_is_told_once_and_the_people_in_each_country():
    found = owed(GERMANY)
    assert found[LEAD].state == "required"
    assert found[LEAD].due.at.isoformat() == "2026-06-14T15:30:00+02:00"
    assert ("authority-initial", "FR") not in found
    assert {key for key, o in found.items() if o.duty == "individuals"} == {
        ("individuals", "DE"),
        ("individuals", "FR"),
    }


def test_without_a_main_establishment_each_country_is_told():
    found = owed(but(GERMANY, organisation__main_establishment=None))
    assert {where for duty, where in found if duty == "authority-initial"} == {"DE", "FR"}


def test_where_authorities_are_those_of_the_parts_the_part_is_asked_for():
    assert "organisation.main_establishment" in [m.fact for m in owed(GERMANY)[LEAD].missing]
    assert owed(but(GERMANY, organisation__main_establishment="DE-BY"))["authority-initial", "DE-BY"].missing == ()


def test_an_establishment_that_nobody_stated_does_not_keep_the_authority_from_being_told():
    silent = but(GERMANY, organisation={"role": "controller", "timezone": "Europe/Berlin", "qualifies_as": []})
    assert {(where, o.state) for (duty, where), o in owed(silent).items() if duty == "authority-initial"} == {
        ("DE", "required"),
        ("FR", "required"),
    }


def test_without_any_establishment_each_country_is_told_as_the_guidelines_say():
    found = owed(
        but(GERMANY, organisation={"role": "controller", "established_in": ["US-NY"], "main_establishment": "US-NY"})
    )
    assert {
        where for (duty, where), o in found.items() if duty == "controllers-outside-eu" and o.state == "required"
    } == {"DE", "FR"}
    assert all(o.state == "not_required" for (duty, _), o in found.items() if duty == "authority-initial")


def test_the_level_of_risk_answers_the_gdpr_alone():
    assert owed(but(GERMANY, risk={"level": "unlikely"}))[LEAD].state == "not_required"
    assert owed(but(GERMANY, risk={"level": "risk"}))["individuals", "DE"].state == "not_required"
    asked = owed(but(GERMANY, risk=None))[LEAD]
    assert asked.state == "undetermined"
    assert asked.missing[0].fact == "risk.level"
    assert asked.due.at is not None


def test_the_earlier_of_two_zones_leads_and_the_other_reading_is_shown():
    berlin = but(CALIFORNIA, organisation__timezone="Europe/Berlin", events__discovery="2026-02-03T08:10:00+01:00")
    due = owed(berlin)[LETTERS].due
    assert due.at.date().isoformat() == "2026-03-04"
    tokyo = but(CALIFORNIA, organisation__timezone="Pacific/Honolulu", events__discovery="2026-02-03T09:00:00+00:00")
    due = owed(tokyo)[LETTERS].due
    assert due.at.date().isoformat() == "2026-03-04"
    assert [other.at.date().isoformat() for other in due.contested] == ["2026-03-05"]


def test_detection_stands_in_for_discovery_and_awareness_is_only_another_reading():
    kin = but(CALIFORNIA, events={"detected": "2026-02-02T10:00:00-08:00", "awareness": "2026-02-20T10:00:00-08:00"})
    due = owed(kin)[LETTERS].due
    assert due.at.date().isoformat() == "2026-03-04"
    assert due.provisional_because == ("detection stands in for discovery",)
    assert [other.at.date().isoformat() for other in due.contested] == ["2026-03-22"]


def test_a_span_counts_from_its_beginning_and_says_so():
    span = but(CALIFORNIA, events={"discovery": {"from": "2026-02-02", "to": "2026-02-06"}})
    due = owed(span)[LETTERS].due
    assert due.at.date().isoformat() == "2026-03-04"
    assert due.provisional


def test_an_incident_of_2025_is_judged_by_the_law_of_2025():
    due = owed(but(CALIFORNIA, events={"discovery": "2025-12-31T10:00:00-08:00"}))[LETTERS].due
    assert due.at is None
    assert due.standard == "most_expedient_time"


def test_a_law_of_a_date_that_the_library_does_not_hold_is_never_todays():
    found = owed(but(GERMANY, events={"awareness": "2017-05-01T10:00:00+02:00"}))[LEAD]
    assert found.state == "undetermined"
    assert "the law of that date (2017-05-01) is not in the library" in [r.text for r in found.because]


def test_people_somewhere_in_the_united_states_leave_every_state_open():
    found = owed(but(CALIFORNIA, people=[{"where": "US", "count": 900, "data": ["name", "ssn"]}]))
    assert found[LETTERS].state == "undetermined"
    assert found[LETTERS].missing[0].fact == "people.where"


def test_places_that_nobody_listed_are_shown_only_on_demand_and_then_open():
    incomplete = but(GERMANY, people_complete=None)
    assert ATTORNEY not in owed(incomplete)
    assert owed(incomplete, include_all=True)[ATTORNEY].state == "undetermined"
    assert owed(GERMANY, include_all=True)[ATTORNEY].state == "not_required"


def test_sector_laws_stay_away_from_those_who_are_not_in_the_sector_and_ask_those_who_may_be():
    us = but(
        CALIFORNIA,
        organisation__established_in=["US-CA"],
        people=[{"where": "US-CA", "count": 10, "data": ["name", "medical"]}],
    )
    assert ("us-hipaa-hhs-small", "US") not in owed(but(us, organisation__qualifies_as=[]))
    open_kind = owed(us)["us-hipaa-hhs-small", "US"]
    assert open_kind.state == "undetermined"
    assert open_kind.missing[0].fact == "organisation.qualifies_as"


def test_the_duty_of_a_processor_is_to_tell_the_controller():
    found = owed(but(CALIFORNIA, organisation__role="processor"))
    assert found["us-ca-vendor", "US-CA"].state == "required"
    assert found[LETTERS].state == "not_required"
