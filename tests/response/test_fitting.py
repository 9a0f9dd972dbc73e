"""Playbooks offer themselves for the facts they are made for, and for no others."""

import pytest

from responder.books.playbooks import load_playbooks
from responder.facts.parse import parse_facts
from responder.response.knowledge import Knowledge
from responder.response.queries import fits_facts
from tests.response.world import library

HEAD = "format: responder/facts/1\ntitle: Example\norganisation: {role: controller, established_in: [DE], main_establishment: DE}\n"
SHELF = load_playbooks(words=library().words)
NO_ALARM = {"company-deregistration", "compliance-check", "merger-or-transfer-of-customers", "risk-assessment"}
"""Planned work, and what runs inside another: no fact of an incident calls for them."""
PEOPLE = "people: [{{where: DE, count: 5, data: [{data}], vulnerable: {vulnerable}, relation: {relation}}}]\n"


def people(data="name, email", vulnerable="false", relation="customer"):
    return PEOPLE.format(data=data, vulnerable=vulnerable, relation=relation)


FITS = [
    ("incident: {type: ransomware}\n", {"ransomware"}),
    ("incident: {type: lost_device}\n", {"lost-device"}),
    ("incident: {type: stolen_device}\n", {"lost-device"}),
    ("incident: {type: misdirected}\n", {"misdirected-message"}),
    ("incident: {type: mailbox}\n", {"compromised-mailbox"}),
    ("incident: {type: phishing}\n", {"compromised-mailbox"}),
    ("incident: {type: web_intrusion}\n", {"web-application-breach"}),
    ("incident: {type: credential_stuffing}\n", {"credential-stuffing"}),
    ("incident: {type: insider_misuse}\n", {"insider"}),
    ("incident: {type: misconfiguration}\n", {"exposed-cloud-storage"}),
    ("incident: {type: supply_chain}\n", {"breach-at-a-processor"}),
    ("incident: {cause: processor_error}\n", {"breach-at-a-processor"}),
    ("incident: {type: paper}\n", {"paper-records"}),
    ("exposure: {form: paper}\n", {"paper-records"}),
    ("incident: {type: extortion_only}\n", {"extortion-and-publication"}),
    ("exposure: {published: true}\n", {"extortion-and-publication"}),
    ("incident: {type: alteration}\n", {"destroyed-or-altered-data"}),
    ("incident: {type: outage}\n", {"destroyed-or-altered-data"}),
    (people(data="name, payment_card"), {"payment-cards"}),
    (people(vulnerable="[patients]"), {"health-data"}),
    (people(relation="patient"), {"health-data"}),
    ("incident: {cause: external_malicious}\n" + people(data="online_credentials"), {"sign-in-system-compromised"}),
    ("incident: {type: other, cause: human_error}\n" + people(), set()),
]


def knowing(text):
    return Knowledge(parse_facts(HEAD + text, name="facts.yaml", library=library()), library())


@pytest.mark.parametrize(("facts", "wanted"), FITS, ids=[f"{number}" for number in range(len(FITS))])
def test_a_playbook_offers_itself_for_its_facts_and_no_other_does(facts, wanted):
    knows = knowing(facts)
    assert {name for name, book in SHELF.items() if fits_facts(book, knows)} == wanted


def test_every_playbook_that_an_alarm_starts_offers_itself_for_something():
    offered = set().union(*(wanted for _, wanted in FITS))
    assert offered == set(SHELF) - NO_ALARM


def test_nothing_is_offered_while_nothing_is_known():
    assert not [name for name, book in SHELF.items() if fits_facts(book, knowing(""))]
