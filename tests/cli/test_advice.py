"""Advice on an incident is counsel's to show, on the command line as in the console."""

import json

KNOWN = (
    "incident.kinds=[confidentiality]", "organisation.role=controller", "organisation.established_in=[DE]",
    "organisation.main_establishment=DE", "exposure.encrypted=false", "exposure.acquired=true",
    "events.awareness=2026-11-24T09:30:00+01:00", "people=[{where: US-CA, count: 600, data: [name, ssn]}]",
)  # fmt: skip


def shown(home, number):
    return json.loads(home.run("incident", "show", number, "--json").stdout)["obligations"]


def test_only_counsel_is_shown_contested_readings_and_what_would_change_an_answer(home):
    home.staffed()
    number = json.loads(home.run("incident", "open", "A stolen laptop", "--json").stdout)["number"]
    home.run("incident", "record", number, *KNOWN)
    assert any(each["would_change"] for each in shown(home, number))
    home.run("logout")
    unsigned = shown(home, number)
    assert unsigned
    assert not any("would_change" in each or "contested" in each["due"] for each in unsigned)
