"""Documents on the command line: written in every shape, edited outside, given back and accepted."""

import io
import json
from pathlib import Path

import docx
import pytest

FACTS = Path(__file__).parents[1] / "notices" / "breach.yaml"
NOTICE = "authority-initial@DE"


@pytest.fixture
def drafted(home):
    home.staffed()
    home.number = home.open_incident()
    home.run("incident", "record", home.number, "--file", FACTS)
    home.run("notice", "draft", home.number, NOTICE, "--language", "en")
    return home


def exported(home, tmp_path, shape):
    target = tmp_path / f"notice.{shape}"
    said = home.run("notice", "export", home.number, NOTICE, "--format", shape, "--out", target)
    assert "Draft, not approved" in said.stderr
    return target


@pytest.mark.parametrize(
    ("shape", "begins"), [("html", b"<!DOCTYPE"), ("pdf", b"%PDF"), ("docx", b"PK"), ("txt", b"[D")]
)
def test_a_text_is_written_in_every_shape(drafted, tmp_path, shape, begins):
    assert exported(drafted, tmp_path, shape).read_bytes().startswith(begins)


def edited(target):
    document = docx.Document(target)
    paragraph = next(found for found in document.paragraphs if found.style.name == "Normal")
    paragraph.runs[0].text = "Counsel begins here. " + paragraph.runs[0].text
    document.add_paragraph("One more thing to say at the end.")
    document.save(target)


def test_what_counsel_changed_is_shown_and_taken_only_when_accepted(drafted, tmp_path):
    target = exported(drafted, tmp_path, "docx")
    run = drafted.run
    assert "Nothing was changed." in run("notice", "returned", drafted.number, NOTICE, target).stdout
    edited(target)
    proposal = json.loads(run("notice", "returned", drafted.number, NOTICE, target, "--json").stdout)
    assert [change["kind"] for change in proposal["changes"]] == ["changed", "added"]
    assert "+ Counsel begins" in run("notice", "returned", drafted.number, NOTICE, target).stdout
    assert "Counsel" not in run("notice", "show", drafted.number, NOTICE).stdout
    assert "Version 2." in run("notice", "returned", drafted.number, NOTICE, target, "--accept", "1").stdout
    shown = run("notice", "show", drafted.number, NOTICE).stdout
    assert "Counsel begins here." in shown
    assert "One more thing" not in shown


def test_changes_on_an_older_version_are_kept_beside_the_newer(drafted, tmp_path):
    target = exported(drafted, tmp_path, "docx")
    edited(target)
    drafted.run("notice", "returned", drafted.number, NOTICE, target, "--accept", "1")
    said = drafted.run("notice", "returned", drafted.number, NOTICE, target, "--accept", "2", exit_code=1).stderr
    assert "came first" in said


def test_what_is_no_change_or_no_document_is_refused(drafted, tmp_path):
    target = exported(drafted, tmp_path, "docx")
    assert "no such change" in drafted.run(
        "notice", "returned", drafted.number, NOTICE, target, "--accept", "9", exit_code=2
    ).stderr  # fmt: skip
    document = docx.Document()
    document.add_paragraph("Something else")
    packed = io.BytesIO()
    document.save(packed)
    target.write_bytes(packed.getvalue())
    assert "not made from a text" in drafted.run(
        "notice", "returned", drafted.number, NOTICE, target, exit_code=2
    ).stderr  # fmt: skip
