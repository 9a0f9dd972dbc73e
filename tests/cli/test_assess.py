"""``responder assess``, ``facts`` and ``regimes`` as a person at a terminal meets them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from responder.books.library import load_library, shelf
from responder.cli import responder

ROOT = Path(__file__).parents[2]

FACTS = """\
format: responder/facts/1
title: Stolen laptop of a sales agent
events:
  detected: 2026-06-11T08:10:00+02:00
  awareness: 2026-06-11T15:30:00+02:00
incident:
  kinds: [confidentiality]
  cause: loss_theft
organisation:
  role: controller
  established_in: [DE, US]
  main_establishment: DE
  timezone: Europe/Berlin
  qualifies_as: [dora-financial-entity]
exposure:
  encrypted: false
  key_compromised: unknown
  acquired: true
  form: electronic
risk:
  level: high
people:
  - {where: DE, count: 1200, data: [name, passport]}
  - {where: US-CA, count: 612, data: [name, ssn]}
"""


@pytest.fixture
def run(tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS, encoding="utf-8")

    def invoke(*arguments, text=None):
        return CliRunner().invoke(responder, [str(file) if a == "FACTS" else str(a) for a in arguments], input=text)

    return invoke


def test_the_json_answer_has_the_shape_that_others_rely_on(run):
    result = run("assess", "FACTS", "--as-of", "2026-06-12T16:00:00Z", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["format"] == "responder/obligations/1"
    assert answer["as_of"] == "2026-06-12T16:00:00Z"
    assert answer["library"] == "sha256:" + load_library().sha256
    by_duty = {(o["regime"], o["duty"], o["where"]): o for o in answer["obligations"]}
    attorney = by_duty["us-ca", "us-ca-ag", "US-CA"]
    assert attorney["state"] == "required"
    assert attorney["recipient_name"] == "California Attorney General"
    assert attorney["due"]["starts_from"] == "individual_notice_sent"
    assert attorney["due"]["started_at"] is None
    assert attorney["due"]["provisional"] is True
    assert attorney["due"]["at"] == "2026-07-25T23:59:59-07:00"
    assert {
        "text": "612 residents of California, more than 500",
        "clause": "Cal. Civ. Code § 1798.82(f)",
        "value": True,
        "facts": ["people"],
    } in attorney["because"]
    assert {"fact": "exposure.encrypted", "to": True, "state": "undetermined"} in attorney["would_change"]
    assert attorney["content"][0] == {
        "id": "sample_copy_of_notice_without_personal_data", "text": "sample copy of the notice without personal data",
        "have": False, "may_follow": False,
    }  # fmt: skip
    assert attorney["rule"]["id"] == "us-ca"
    assert attorney["for"] == {"entity": "org", "role": "controller", "datasets": [], "on_behalf_of": None}
    assert by_duty["eu-gdpr", "authority-initial", "DE"]["due"]["at"] == "2026-06-14T15:30:00+02:00"


def test_the_table_names_what_is_owed_what_is_not_covered_and_that_it_is_no_advice(run):
    result = run("assess", "FACTS", "--as-of", "2026-06-12T16:00:00Z")
    assert result.exit_code == 0
    assert "California Attorney General" in result.stdout
    assert "612 residents of California, more than 500" in result.stdout
    assert "securities disclosure outside the US" in result.stdout
    assert "Not legal advice" in result.stdout


def test_the_answer_speaks_chinese(run):
    result = run("assess", "FACTS", "--lang", "zh", "--json")
    assert "加利福尼亚州检察长" in result.stdout
    assert "加利福尼亚州居民 612 人，超过 500 人" in result.stdout


def test_facts_may_come_from_standard_input(run):
    assert run("assess", "-", "--json", text=FACTS).exit_code == 0
    result = run("assess", "-", text="format: responder/facts/1\npeople:\n  - {where: Norway, count: 3}\n")
    assert result.exit_code == 2
    assert "-:3: people[0].where" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  encrypted: false", "  encypted: false", ":16: exposure.encypted: this key is not known here"),
        ("  role: controller", "\trole: controller", ":10:"),
        ("count: 612", "count: many", ":24: people[1].count"),
    ],
)
def test_a_bad_file_exits_with_two_and_names_the_line(run, tmp_path, old, new, said):
    bad = tmp_path / "bad.yaml"
    bad.write_text(FACTS.replace(old, new), encoding="utf-8")
    result = run("assess", bad)
    assert result.exit_code == 2
    assert f"{bad}{said}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_or_not_text_is_told_plainly(run, tmp_path):
    assert run("assess", tmp_path / "none.yaml").exit_code == 2
    (tmp_path / "latin.yaml").write_bytes(b"format: responder/facts/1\ntitle: Gr\xfc\xdfe\n")
    result = run("assess", tmp_path / "latin.yaml")
    assert result.exit_code == 2
    assert ":2: this is not UTF-8 text" in result.stderr
    assert run("assess", "FACTS", "--as-of", "yesterday").exit_code == 2
    assert run("assess", "FACTS", "--as-of", "2026-06-12T16:00:00").exit_code == 2


def test_every_fact_is_listed_with_question_and_readers(run):
    listed = json.loads(run("facts", "--json").stdout)
    by_key = {fact["key"]: fact for fact in listed["facts"]}
    encrypted = by_key["exposure.encrypted"]
    assert encrypted["type"] == "boolean"
    assert set(encrypted["question"]) == {"en", "zh"}
    assert "us-ca" in encrypted["regimes"]
    assert "eu-gdpr" in by_key["risk.level"]["regimes"]
    assert by_key["events.awareness"]["type"] == "instant"
    assert "ssn" in listed["data_elements"]
    assert "hipaa-covered-entity" in listed["organisations"]


def test_the_shelf_is_clean_and_can_be_read(run):
    result = run("regimes", "check")
    assert result.exit_code == 0, result.stdout
    rows = json.loads(run("regimes", "list", "--json").stdout)
    assert {"us-ca", "eu-gdpr", "uk-gdpr", "cn-pipl", "us-hipaa"} <= {row["id"] for row in rows}
    assert json.loads(run("regimes", "show", "us-ca", "--json").stdout)["id"] == "us-ca"
    assert "California Attorney General" in run("regimes", "show", "us-ca").stdout
    missing = run("regimes", "show", "us-cal")
    assert missing.exit_code == 2
    assert "Did you mean us-ca?" in missing.stderr
    assert json.loads(run("regimes", "stale", "--on", "2026-11-24", "--json").stdout) is not None
    assert run("regimes", "stale", "--on", "2031-01-01").exit_code == 1


def test_a_regime_whose_example_does_not_come_out_is_told_with_its_line(run, tmp_path):
    folder = tmp_path / "us-ca"
    folder.mkdir()
    text = (shelf() / "us-ca" / "regime.yaml").read_text(encoding="utf-8")
    line = text[: text.index("due: 2026-03-19")].count("\n") + 1
    (folder / "regime.yaml").write_text(text.replace("due: 2026-03-19", "due: 2026-03-20"), encoding="utf-8")
    result = run("regimes", "check", folder)
    assert result.exit_code == 1
    assert f"us-ca/regime.yaml:{line}: examples.residents-612" in result.stdout
    assert "expected 2026-03-20" in result.stdout


def test_two_shelves_are_compared(run, tmp_path):
    copy = tmp_path / "notices"
    shutil.copytree(shelf(), copy)
    shutil.rmtree(copy / "us-hipaa")
    assert "removed  us-hipaa" in run("regimes", "diff", shelf(), copy).stdout
    assert "No difference." in run("regimes", "diff", shelf(), shelf()).stdout


def test_whoever_reads_only_the_first_line_is_no_failure():
    facts = ROOT / "tests/golden/whole/retailer.yaml"
    piped = f"{sys.executable} -m responder assess {facts} | head -1; echo ${{PIPESTATUS[0]}}"
    said = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.splitlines()[-1] == "0"
    assert said.stderr == ""
