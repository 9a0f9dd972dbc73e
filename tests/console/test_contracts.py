"""Contracts: the shelf, what is odd about it, an import with a look before it; no restart."""

import io
import re
from datetime import timedelta

import pytest

from responder import clock
from responder.bootstrap import Services
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.obligations.queries import current
from responder.worker.jobs import clear_uploads
from tests.console.people import complaints, record, seen

CLAUSES = """party_id,legal_name,our_role,contract_ref,period,unit,starts_from,may_tell_people,consent_from,clause_text
acme,Acme Example GmbH,controller,MSA-7,24,hours,suspicion,with_consent,Acme's DPO,We tell you within 24 hours.
bolt,Bolt Example Ltd,controller,,,,,,,
"""


def overridden(house, number):
    """What the timeline says of gates that somebody passed all the same."""
    with house.db.reading() as session:
        lines = page(session, get_incident(session, number).id, limit=1000).lines
        return [line["what"] for line in lines if line["tag"] == "gate.overridden"]


@pytest.fixture
def lin(front_door):
    """Counsel."""
    return front_door.person("lin")


def upload(person, text=CLAUSES, name="clauses.csv", status=302):
    return person.post("/law/contracts", status, file=(io.BytesIO(text.encode()), name))


def imported(person, text=CLAUSES):
    look = upload(person, text).headers["Location"]
    return person.post(look, follow=True)


def test_an_import_is_shown_before_anything_is_kept(lin, staffed_house):
    page = seen(lin.get(upload(lin).headers["Location"]))
    assert "Acme Example GmbH" in page
    assert "24 hours" in page
    assert "no period: counts as without undue delay" in page
    assert staffed_house.library.contracts == ()
    assert not (staffed_house.own_shelf / "notices" / "contracts.yaml").exists()


def test_an_upload_that_nobody_took_is_gone_after_a_day(lin, staffed_house):
    look = upload(lin).headers["Location"]
    clear_uploads(staffed_house, clock.now() + timedelta(hours=23))
    lin.get(look)
    clear_uploads(staffed_house, clock.now() + timedelta(hours=25))
    lin.get(look, status=404)


def test_a_running_console_sees_new_contracts_without_a_restart(lin, odo):
    page = seen(imported(lin))
    assert "2 contracts taken" in page
    assert "Acme Example GmbH" in page
    assert "We tell you within 24 hours." in seen(lin.get("/law/contracts/contract-acme-msa-7"))


def test_contracts_imported_elsewhere_are_taken_up(lin, staffed_house):
    other = Services(*(getattr(staffed_house, name) for name in ("settings", "db", "keystore", "heads", "files")))
    other.__dict__["library"] = staffed_house.library
    imported(lin)
    assert other.library.contracts == ()
    other.look_at_contracts()
    assert {each.party for each in other.library.contracts} == {"acme", "bolt"}


def test_contracts_that_cannot_be_read_leave_the_former_ones_in_force(lin, staffed_house):
    imported(lin)
    (staffed_house.own_shelf / "notices" / "contracts.yaml").write_text("format: nonsense\n", encoding="utf-8")
    assert "Acme Example GmbH" in seen(lin.get("/law/contracts"))


def test_an_open_incident_owes_what_a_new_contract_asks_for(lin, incident, staffed_house):
    record(staffed_house, incident)
    imported(lin)
    with staffed_house.db.reading() as session:
        owed = current(session, get_incident(session, incident).id)
    assert {duty.regime for duty in owed if duty.answer["group"] == "contracts"}


def test_what_a_contract_asks_for_is_noted_as_done_on_its_page(lin, incident, staffed_house):
    record(staffed_house, incident)
    imported(lin)
    with staffed_house.db.reading() as session:
        owed = current(session, get_incident(session, incident).id)
    duty = next(each for each in owed if each.duty == "notice")
    address = f"/incidents/{incident}/owed/{duty.identity}"
    assert "It is done" in seen(lin.get(address))
    page = lin.post(f"{address}/told", how="Email to their DPO, reference 4711", follow=True)
    assert "Noted." in seen(page)
    assert "Met" in seen(page)


def test_an_import_again_says_what_is_known_and_what_changed(lin):
    imported(lin)
    page = seen(lin.get(upload(lin, CLAUSES.replace("24,hours", "12,hours")).headers["Location"]))
    assert "2 of these known already" in page or "of these known already 2" in page
    assert "changed" in page


def test_rows_that_cannot_be_taken_say_why(lin):
    page = seen(lin.get(upload(lin, CLAUSES.replace("24,hours", "soon,hours")).headers["Location"]))
    assert "Rows that cannot be taken" in page
    assert "soon" not in page.split("Rows that cannot be taken")[1].split("To be settled")[0]


def test_a_column_nobody_knows_is_named(lin):
    page = seen(lin.get(upload(lin, CLAUSES.replace("our_role", "our_rolle")).headers["Location"]))
    assert "our_rolle" in page


def test_no_file_is_no_import(lin):
    assert "Choose a file" in complaints(lin.post("/law/contracts", 422))


INSURER = """party_id,legal_name,our_role,may_engage
cover,Cover Example plc,insured,with_consent
"""


def test_a_step_that_engages_firms_waits_for_the_insurer_or_for_a_reason(lin, incident, staffed_house):
    record(staffed_house, incident)
    imported(lin, INSURER)
    lin.post(f"/incidents/{incident}/playbook/start", playbook="ransomware")
    found = re.search(rf"/incidents/{incident}/playbook/\w+/counsel", lin.get(f"/incidents/{incident}/playbook").text)
    assert "not without consent of Cover Example plc" in seen(lin.get(found[0]))
    assert "This must not be done yet" in complaints(lin.post(f"{found[0]}/tick", 422))
    lin.post(f"{found[0]}/tick", despite="Nobody answers the hotline")
    assert "Nobody answers the hotline" in overridden(staffed_house, incident)[0]


def test_an_auditor_reads_contracts_and_imports_none(lin, odo):
    imported(lin)
    page = odo.get("/law/contracts")
    assert "Acme Example GmbH" in seen(page)
    assert "Look at it first" not in seen(page)
    assert "We tell you within 24 hours." in seen(odo.get("/law/contracts/contract-acme-msa-7"))
    upload(odo, status=403)
