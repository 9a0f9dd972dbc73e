"""``responder contracts`` as somebody types it."""

import json

CLAUSES = """\
party_id,legal_name,country,our_role,period,unit,starts_from,may_tell_people,clause_text
client-a,Client A,GB,processor,24,hours,suspicion,,Tell us within 24 hours
insurer,Insurer X,,insured,,,suspicion,with consent,At first suspicion
client-b,Client B,GB,processor,soon,,,,
"""


def kept(home, tmp_path, *, exit_code=1):
    file = tmp_path / "clauses.csv"
    file.write_text(CLAUSES, encoding="utf-8")
    return home.run("contracts", "import", file, exit_code=exit_code)


def test_clauses_are_imported_listed_and_due_in_an_incident(home, tmp_path):
    home.staffed()
    said = kept(home, tmp_path).stdout
    assert "2 contracts taken." in said
    assert "row 4, period: this is no period" in said
    assert "contract-insurer: no period: counts as without undue delay" in said
    listed = json.loads(home.run("contracts", "list", "--json").stdout)
    assert [each["id"] for each in listed] == ["contract-client-a", "contract-insurer"]
    number = home.run("incident", "open", "Mailbox read", "--json").stdout
    number = json.loads(number)["number"]
    home.run(
        "incident", "record", number, "organisation.role=controller", "events.suspicion=2026-11-24T06:00:00+00:00",
        "incident.kinds=[confidentiality]",
    )  # fmt: skip
    rows = json.loads(home.run("contracts", "due", number, "--json").stdout)
    assert [(row["regime"], row["duty"]) for row in rows] == [
        ("contract-insurer", "notice"), ("contract-insurer", "consent-may_tell_people"),
    ]  # fmt: skip
    home.run("contracts", "told", number, "contract-insurer", "--how", "hotline")
    home.run("contracts", "consent", number, "contract-insurer", "--to", "people", "--who", "claims desk", "--how", "mail")
    assert "done" in home.run("contracts", "due", number).stdout
    assert all(row["met"] for row in json.loads(home.run("contracts", "due", number, "--json").stdout))


def test_the_shelf_is_readable_by_its_owner_alone_and_the_house_says_what_was_taken(home, tmp_path):
    home.staffed()
    kept(home, tmp_path)
    file = home.path / "shelf" / "notices" / "contracts.yaml"
    assert file.stat().st_mode & 0o077 == 0
    assert "2 contracts imported" in home.run("timeline", "show", "house").stdout


def test_a_dry_run_keeps_nothing(home, tmp_path):
    home.staffed()
    file = tmp_path / "clauses.csv"
    file.write_text(CLAUSES, encoding="utf-8")
    home.run("contracts", "import", file, "--dry-run", exit_code=1)
    assert json.loads(home.run("contracts", "list", "--json").stdout) == []


def test_a_contract_that_asks_nothing_here_cannot_be_noted(home, tmp_path):
    home.staffed()
    kept(home, tmp_path)
    number = json.loads(home.run("incident", "open", "Mailbox read", "--json").stdout)["number"]
    refused = home.run("contracts", "told", number, "contract-client-z", "--how", "mail", exit_code=2)
    assert "No contract asks for this in this incident" in refused.stderr


def test_somebody_without_the_permission_imports_nothing(home, tmp_path):
    home.staffed()
    home.run("logout")
    kept(home, tmp_path, exit_code=3)
