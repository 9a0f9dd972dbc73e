import json

import pytest

from responder.errors import BadInput
from responder.formats.cacao import read_cacao
from tests.formats.cacao_world import action, cacao, end

GOOD = {"start": "a", "a": action("First", "e"), "e": end()}
HTTP = "http-api--7e9174ec-a293-43df-a72d-471c79e276bf"
PERSON = "individual--7e9174ec-a293-43df-a72d-471c79e276b1"


def read(document):
    return read_cacao(json.dumps(document), file="x.json")


def refused(document):
    with pytest.raises(BadInput) as refusal:
        read(document)
    return refusal.value


def test_a_good_playbook_is_read_without_a_warning():
    found = read(cacao(GOOD))
    assert found.warnings == ()
    assert [step.type for step in found.steps.values()] == ["action", "end", "start"]


def test_what_is_no_playbook_is_refused():
    assert refused({"type": "identity", "id": "identity--x"}).field == "type"
    with pytest.raises(BadInput, match="this is no JSON"):
        read_cacao("{", file="x.json")


def test_another_version_of_the_format_is_refused():
    assert refused(cacao(GOOD, spec_version="1.0")).field == "spec_version"


def test_a_workflow_that_is_a_list_is_refused():
    assert "must be an object" in str(refused(cacao(GOOD, workflow=[{}])))


def test_a_way_into_nothing_is_refused_with_its_place():
    error = refused(cacao({"start": "a", "a": action("First", "end--6b23c237")}))
    assert "the step end--6b23c237 does not exist" in str(error)
    assert error.field.endswith(".on_completion")


def test_a_step_that_comes_back_to_itself_is_refused():
    assert "comes back to itself" in str(refused(cacao({"start": "a", "a": action("First", "a")})))


def test_an_agent_is_what_its_id_says():
    error = refused(cacao(GOOD, agent_definitions={HTTP: {"type": "invalid", "name": "Firewall"}}))
    assert "value must be 'http-api'" in str(error)
    assert error.field == f"agent_definitions.{HTTP}.type"


def test_an_address_that_is_none_is_refused_with_its_place():
    person = {"type": "individual", "name": "A", "contact": {"email": {"work": "a@example.com;`rm`"}}}
    error = refused(cacao(GOOD, agent_definitions={PERSON: person}))
    assert error.field == f"agent_definitions.{PERSON}.contact.email.work"
    machine = {"type": "http-api", "name": "A", "address": {"ipv4": ["999.1.1.1"]}}
    assert refused(cacao(GOOD, target_definitions={HTTP: machine})).field.endswith("address.ipv4[0]")


def test_vendors_own_kinds_are_taken_with_a_warning():
    steps = {"start": "a", "a": action("First", "e", commands=[{"type": "ftp", "command": "x"}]), "e": end()}
    found = read(cacao(steps, agent_definitions={"vendor--1": {"type": "vendor", "name": "V"}}))
    assert len(found.warnings) == 2


def test_a_step_that_nothing_leads_to_is_a_warning():
    assert any("nothing leads" in warning for warning in read(cacao({**GOOD, "b": action("Lost", "e")})).warnings)
