"""Before sending: transfers without a basis, texts that carriers block, and the limit of substitute notice."""

import pytest

from responder.affected.person import Person
from responder.deliveries.actions import start_campaign
from responder.deliveries.actions.substitutes import owe_substitutes
from responder.deliveries.actions.transfers import decide_transfer
from responder.deliveries.help_desk import Caller, is_checked
from responder.deliveries.queries import Ways, check, four_columns, get_campaign
from responder.deliveries.queries.substitutes import impersonal, unreachable_by_place
from responder.deliveries.sms_rules import blocked, read_sms_rules
from responder.deliveries.substitute import Limit, page_digest, read_limit, stands_in
from responder.deliveries.transfers import pairs_to_decide, read_regions
from responder.errors import Conflict
from tests.deliveries.campaigns import BY, EMAIL, NOW, campaign_for, greetings, incident_with, person

ABROAD = {"email": ("sendgrid", "us")}


def test_people_of_another_country_than_the_providers_need_a_basis(house):
    number = campaign_for(house, incident_with(house, [person(1), person(2, country="US")]))
    with house.db.reading() as session:
        seen = check(session, get_campaign(session, number), greetings, now=NOW, ways=Ways(works_in=ABROAD))
    assert "transfer_without_basis" in seen.problems
    assert seen.transfers == ({"channel": "sendgrid", "region": "us", "country": "DE", "messages": 1},)


def test_the_sending_starts_once_counsel_has_decided(house):
    number = campaign_for(house, incident_with(house, [person(1)]))

    def begin():
        with house.db.writing() as session:
            start_campaign(session, get_campaign(session, number), typed=1, by=BY, now=NOW, works_in=ABROAD)

    with pytest.raises(Conflict, match="nobody decided on what basis"):
        begin()
    with house.db.writing() as session:
        decide_transfer(
            session, channel="sendgrid", region="us", country="DE", basis="contract clauses", by=BY, now=NOW
        )
    begin()


def test_a_region_nobody_named_is_abroad_for_everybody():
    regions = read_regions()
    assert pairs_to_decide([("email", "DE", 3)], {"email": ("smtp", "eu")}, regions) == []
    assert len(pairs_to_decide([("email", "DE", 3), ("email", "", 1)], {"email": ("smtp", "")}, regions)) == 2
    assert "NO" in regions["eu"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("请查看 https://example.com/notice", ["link"]),
        ("请致电 400 000 0000", ["number"]),
        ("请查看我们的来信。", []),
        ("请查看 example.com", ["link"]),
    ],
)
def test_what_carriers_in_china_block_is_told_before(text, why):
    rule = read_sms_rules()["CN"]
    assert blocked(text, rule, has_template=True) == why
    assert blocked(text, rule, has_template=False) == [*why, "template"]


def test_an_sms_to_china_without_a_registered_template_stands_in_the_check(house):
    rows = [person(1, email="", phone="+8613800000000", country="CN", language="zh")]
    number = campaign_for(house, incident_with(house, rows), ladder=({"medium": "sms"},))
    with house.db.reading() as session:
        seen = check(session, get_campaign(session, number), greetings, now=NOW)
    assert "template" in seen.sms_blocked["CN"]
    assert "sms_would_be_blocked" in seen.problems


def test_the_limit_is_read_from_the_laws_own_terms():
    assert read_limit({"insufficient_contact_information": True, "methods": ["website_posting_45_days"]}).days == 45
    ten = read_limit({"ten_or_more": "website posting for 90 days or major media"})
    assert (ten.people, ten.days) == (10, 90)
    assert read_limit({"cost_over_usd": 250000}) is None
    assert read_limit(None) is None


def test_people_nobody_can_write_to_open_the_duty_once_they_reach_the_limit(house):
    rows = [person(1), *(person(number, email="") for number in range(2, 5))]
    number = campaign_for(house, incident_with(house, rows), ladder=(EMAIL,))
    limit = Limit(3, ("website_posting",), 30, "a reason")
    with house.db.writing() as session:
        campaign = get_campaign(session, number)
        assert unreachable_by_place(session, campaign) == {"DE": 3}
        assert owe_substitutes(session, campaign, Limit(4, (), 30, ""), now=NOW) == []
        assert [row.place for row in owe_substitutes(session, campaign, limit, now=NOW)] == ["DE"]
        assert owe_substitutes(session, campaign, limit, now=NOW) == []


def test_the_public_text_names_nobody_and_tells_what_everybody_is_told():
    letter = "<!--@ salutation -->\nDear [[person.name]],\n\n<!--@ what -->\nOn 3 March files were copied.\n\n[[if data: ssn]]\nYour number\n[[end]]\n"
    assert impersonal(letter).strip() == "On 3 March files were copied."


def test_a_page_is_as_published_only_word_for_word():
    text = {"subject": "About your data", "html": "<p>On 3 March files were copied.</p>"}
    page = "<html><h1>About your data</h1><main><p>On 3 March\n files were copied.</p></main></html>"
    assert stands_in(page, text)
    assert not stands_in(page.replace("3 March", "4 March"), text)
    assert page_digest({"en": text}) != page_digest({"de": text})


ALEX = Person(
    name="Alex Example", birth_date="1980-02-03", email="alex@example.org", phone="+12025550101", firm_id="77"
)


@pytest.mark.parametrize(
    ("facts", "called_back", "checked"),
    [
        ({"name": "example, alex", "birth_date": "1980-02-03"}, False, True),
        ({"name": "Alex Example"}, False, False),
        ({"email": "alex@example.org", "name": "Alex Example"}, False, False),
        ({"name": "Alex Example", "birth_date": "1980-02-03", "firm_id": "78"}, False, False),
        ({}, True, True),
    ],
)
def test_a_caller_is_checked_by_two_facts_or_a_call_back(facts, called_back, checked):
    assert is_checked(Caller(facts, called_back), ALEX, asked_by="email") is checked


def test_without_a_known_number_nobody_was_called_back():
    assert not is_checked(Caller({}, called_back=True), Person(name="Alex Example"), asked_by="email")


def test_coverage_has_four_columns_always():
    assert four_columns({"told": 3, "courtesy": 1, "waiting": 2, "left_out": 1}) == {
        "told": 3, "counting_unknown": 0, "courtesy": 1, "not_told": 3,
    }  # fmt: skip
    assert four_columns({}) == {"told": 0, "counting_unknown": 0, "courtesy": 0, "not_told": 0}
