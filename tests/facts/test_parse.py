"""Facts files as people write them, in the short and the long form, right and wrong."""

from datetime import date

import pytest

from responder.books.library import load_library
from responder.errors import BadInput
from responder.facts.model import Count
from responder.facts.parse import facts_from_document, parse_facts

LIBRARY = load_library()

SHORT = """\
format: responder/facts/1
title: Stolen laptop of a sales agent
events:
  detected: 2026-06-11T08:10:00+02:00
  awareness: 2026-06-11T15:30:00+02:00
  determination: unknown
incident:
  kinds: [confidentiality]
  cause: loss_theft
organisation:
  role: controller
  established_in: [DE, US]
  main_establishment: DE
  timezone: Europe/Berlin
exposure:
  encrypted: false
  key_compromised: unknown
  recipients: {known: false, count: unknown}
  backup: {available: true, restored_within_hours: 20}
risk:
  level: high
people:
  - {where: DE, count: 1200, data: [name, passport], vulnerable: false, relation: customer}
  - {where: US-CA, count: {at_least: 500, at_most: 700, estimate: 612}, data: [name, ssn]}
"""

LONG = """\
format: responder/facts/1
title: Till and HR systems encrypted, data taken
code_name: HERON
incident: {status: confirmed, kinds: [confidentiality, availability], type: ransomware}
events:
  occurred: {from: 2026-06-09, to: 2026-06-12, zone: Europe/Amsterdam}
  detection: 2026-06-12T23:40:00+02:00
  awareness:
    - {entity: nl-holding, at: 2026-06-13T04:10:00+02:00, by: DPO, basis: log}
    - {entity: us-inc, at: 2026-06-13T09:30:00-04:00}
  contained: {after: 2026-06-13T06:00:00+02:00}
entities:
  - {id: nl-holding, country: NL, established_in: [NL], main_establishment: NL, timezone: Europe/Amsterdam, qualifies_as: []}
  - {id: us-inc, country: US, established_in: [US-DE, US-OH], timezone: America/New_York, qualifies_as: [sec-registrant]}
parties:
  - {id: mailco, relation: processor, name: Mail Example Ltd, country: GB}
datasets:
  - {id: hr-us, entity: us-inc, role: controller, exposure: {encrypted: false, acquired: true}}
  - {id: loyalty, entity: nl-holding, role: controller, for_parties: [], exposure: {encrypted: true, key_compromised: true}}
exposure: {encrypted: unknown, acquired: unknown, exfiltrated: claimed}
people:
  - {where: US-OH, entity: us-inc, datasets: [hr-us], count: {at_least: 900, at_most: 1150, best: 1020, basis: headcount}, data: [name, ssn], minors: {under_18: 0}}
  - {where: DE, datasets: [loyalty], count: 412000, data: [name, email, online_credentials]}
counting: {overlap: unknown, unique_total: {at_least: 380000, at_most: 425000}}
risk:
  level: high
  judgements:
    - {test: gdpr-risk, scope: {datasets: [loyalty]}, answer: risk, by: DPO, at: 2026-06-14T10:00:00+02:00, reason: salted hashes}
extortion: {demand: true, amount: unknown, paid: false, their_deadline: 2026-06-16T00:00:00Z}
holds:
  - {kind: law_enforcement, authority: FBI Cleveland, form: oral, asked_at: 2026-06-14T15:00:00-04:00, until: unknown, covers: [individuals]}
extensions: [{duty: us-fl-individuals, granted: unknown, until: unknown}]
filings: [{regime: eu-gdpr, duty: authority-initial, where: NL, at: 2026-06-15T12:00:00+02:00}]
notices_given: [{duty: authority, by: mailco, on_behalf_of: nl-holding, at: unknown, met_by: filed}]
"""


def read(text):
    return parse_facts(text, name="facts.yaml", library=LIBRARY)


def test_the_short_form_names_one_organisation_and_one_exposure():
    facts = read(SHORT)
    assert [entity.id for entity in facts.entities] == ["org"]
    assert facts.value("exposure.encrypted") is False
    assert facts.value("exposure.key_compromised") is None
    assert facts.value("exposure.backup.restored_within_hours") == 20
    assert facts.value("organisation.established_in") == ("DE", "US")
    assert facts.people[1].count == Count(500, 700, 612)
    assert facts.event("determination", "org") is None


def test_the_long_form_gives_each_dataset_its_exposure_and_each_entity_its_awareness():
    facts = read(LONG)
    exposures = {segment.dataset.id: segment.exposure for segment in facts.segments}
    assert exposures["hr-us"]["acquired"] is True
    assert exposures["loyalty"]["encrypted"] is True
    assert exposures["loyalty"]["exfiltrated"] == "claimed"
    assert facts.event("awareness", "us-inc").instant.isoformat() == "2026-06-13T09:30:00-04:00"
    assert facts.event("detected", "us-inc") is not None
    assert facts.event("occurred", "nl-holding").day == date(2026, 6, 9)
    assert not facts.event("occurred", "nl-holding").exact
    assert facts.people[1].entity == "nl-holding"
    assert [filing.duty for filing in facts.filings] == ["authority-initial", "authority"]
    assert facts.counting["overlap"] == "unknown"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("  encrypted: false", "  encripted: false", 16, "exposure.encripted", "Did you mean encrypted?"),
        (
            "  awareness: 2026-06-11T15:30:00+02:00",
            "  awareness: 2026-06-11T15:30:00",
            5,
            "events.awareness",
            "no offset from UTC",
        ),
        (
            "  awareness: 2026-06-11T15:30:00+02:00",
            "  awareness: 11.06.2026",
            5,
            "events.awareness",
            "this is no instant",
        ),
        (
            "  awareness: 2026-06-11T15:30:00+02:00",
            "  awarness: 2026-06-11T15:30:00+02:00",
            5,
            "events.awarness",
            "Did you mean awareness?",
        ),
        ("  encrypted: false", "  encrypted: maybe", 16, "exposure.encrypted", "true, false or unknown"),
        ("count: 1200", "count: 1,200 people", 23, None, "people[0]"),
        ("count: 1200", "count: '1.200'", 23, "people[0].count", "a whole number without separators"),
        ("where: DE,", "where: Germany,", 23, "people[0].where", "'Germany' is not known"),
        ("where: DE,", "where: false,", 23, "people[0].where", "Norway is written NO"),
        ("[name, passport]", "[name, pasport]", 23, "people[0].data", "Did you mean passport?"),
        ("  role: controller", "  role: Controller", 11, "organisation.role", "Did you mean controller?"),
        ("  timezone: Europe/Berlin", "  timezone: CET+1", 14, "organisation.timezone", "time zone is not known"),
        ("  level: high", "  level: highest", 21, "risk.level", "unlikely, risk, high"),
        (
            "  kinds: [confidentiality]",
            "  kinds: [leak]",
            8,
            "incident.kinds",
            "confidentiality, integrity, availability",
        ),
        ("format: responder/facts/1", "format: responder/facts/2", 1, "format", "responder/facts/1"),
        ("risk:\n", "\trisk:\n", 20, None, "a tab stands"),
        ("  cause: loss_theft", "  kinds: []", 9, "kinds", "stands twice"),
        ("title: Stolen laptop of a sales agent", "titel: Stolen laptop", 2, "titel", "Did you mean title?"),
    ],
)
def test_a_mistake_names_line_field_and_what_was_expected(old, new, line, field, said):
    assert old in SHORT
    with pytest.raises(BadInput) as refused:
        read(SHORT.replace(old, new, 1))
    assert said in str(refused.value)
    assert (refused.value.file, refused.value.line) == ("facts.yaml", line)
    if field is not None:
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("datasets: [hr-us]", "datasets: [hr-uk]", "Did you mean hr-us?"),
        ("{entity: us-inc, at:", "{entity: us-corp, at:", "is no entity of this file"),
        ("test: gdpr-risk", "test: gdpr-rsk", "Did you mean gdpr-risk?"),
        ("kind: law_enforcement", "kind: police", "expected one of law_enforcement"),
        ("at_least: 900, at_most: 1150", "at_least: 1900, at_most: 1150", "the least number is above the most"),
        ("{where: DE, datasets: [loyalty],", "{where: DE,", "whose people these are is missing"),
        ("entities:\n", "organisation: {role: controller}\nentities:\n", "stand side by side"),
    ],
)
def test_a_mistake_in_the_long_form_is_told_as_well(old, new, said):
    assert old in LONG
    with pytest.raises(BadInput) as refused:
        read(LONG.replace(old, new, 1))
    assert said in str(refused.value)
    assert refused.value.line is not None


def test_norway_is_a_country_and_not_a_falsehood():
    facts = read(SHORT.replace("where: DE,", "where: NO,"))
    assert facts.people[0].where == "NO"


def test_every_key_may_be_left_out():
    facts = read("format: responder/facts/1\n")
    assert facts.people is None
    assert facts.value("exposure.encrypted") is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("events: {awareness: 0001-01-01T00:00:00+14:00}", "the year 1 cannot be meant"),
        ("events: {awareness: 9999-12-31}", "the year 9999 cannot be meant"),
        ("events: {occurred: {from: 2026-06-12, to: 2026-06-09}}", "the span ends before it begins"),
        ("events: {occurred: {from: 2026-06-09, to: soon}}", "this is no instant"),
        ("organisation: {timezone: Europe}", "this time zone is not known"),
        (f"organisation: {{timezone: {'A' * 5000}}}", "this time zone is not known"),
        ("people: [{where: DE, count: true}]", "true or false stands here"),
        ("people: [{where: DE, count: {at_least: 1, at_most: 5, best: 50}}]", "this number lies outside the range"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(said, told):
    with pytest.raises(BadInput, match=rf"facts\.yaml:3: .*{told}"):
        parse_facts(f"format: responder/facts/1\ntitle: x\n{said}\n", name="facts.yaml", library=LIBRARY)


@pytest.mark.parametrize(
    ("filing", "field", "hint"),
    [
        ({"regime": "eu-gdrp", "duty": "authority-initial"}, "regime", "Did you mean eu-gdpr?"),
        ({"regime": "eu-gdpr", "duty": "authority-initia"}, "duty", "Did you mean authority-initial?"),
        ({"duty": "authrity"}, "duty", "Did you mean authority?"),
    ],
)
def test_a_filing_of_a_duty_that_nobody_knows_is_refused_since_its_clock_would_go_on_unseen(filing, field, hint):
    document = {"format": "responder/facts/1", "filings": [{**filing, "at": "2026-06-12T10:00:00Z"}]}
    with pytest.raises(BadInput) as wrong:
        facts_from_document(document, name="facts", library=LIBRARY)
    assert wrong.value.field == f"filings[0].{field}"
    assert hint in str(wrong.value)


def test_a_duty_may_be_named_with_its_regime_before_it():
    document = {"format": "responder/facts/1", "notices_given": [{"duty": "uk-gdpr-authority", "by": "mailco"}]}
    (filing,) = facts_from_document(document, name="facts", library=LIBRARY).filings
    assert (filing.regime, filing.duty) == ("uk-gdpr", "authority")
