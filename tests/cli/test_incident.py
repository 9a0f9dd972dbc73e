"""Incidents on the command line, with what people type."""

import subprocess
import sys
from pathlib import Path


def test_an_incident_shows_where_it_stands(home):
    home.staffed()
    number = home.open_incident()
    home.run("incident", "record", number, "events.awareness=2026-11-23T22:15:00+02:00", "exposure.acquired=true")

    said = home.run("incident", "show", number).stdout

    assert number in said
    assert "open, severity unrated" in said


def test_the_number_of_an_incident_is_never_cut(home):
    home.staffed()
    number = home.open_incident()

    assert number in home.run("incident", "list", COLUMNS="60").stdout


def test_a_fact_said_twice_in_one_breath_is_refused(home):
    home.staffed()
    number = home.open_incident()

    refused = home.run("incident", "record", number, "exposure.encrypted=true", "exposure.encrypted=false", exit_code=2)

    assert "said twice" in refused.stderr


def test_a_facts_file_in_another_encoding_is_refused_with_its_line(home, tmp_path):
    home.staffed()
    number = home.open_incident()
    file = tmp_path / "facts.yaml"
    file.write_bytes("format: responder/facts/1\ntitle: Müller\n".encode("latin-1"))

    assert (
        f"{file}:2: this is not UTF-8 text"
        in home.run("incident", "record", number, "--file", file, exit_code=2).stderr
    )


def _typed(*arguments):
    return subprocess.run([sys.executable, "-m", "responder", *arguments], capture_output=True, check=False)


def test_bytes_that_are_no_text_are_refused_in_one_line():
    refused = _typed("incident", "open", b"\xff\xfe")

    assert refused.returncode == 2
    assert refused.stderr.count(b"\n") == 1
    assert b"is not UTF-8 text" in refused.stderr


def test_a_full_disk_is_one_line():
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "responder", "facts"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert ended.returncode == 3
    assert ended.stderr == b"Error: No space left on device\n"


def test_a_database_that_cannot_be_read_is_told_in_one_line(home):
    home.staffed()
    (home.path / "responder.db").write_bytes(b"no database at all " * 500)

    refused = home.run("incident", "list", exit_code=3)

    assert refused.stderr == "Error: The database cannot be used: file is not a database. Nothing was saved.\n"


def test_an_address_that_names_no_database_is_not_repeated(home):
    home.staffed()

    refused = home.run("incident", "list", exit_code=2, RESPONDER_DATABASE_URL="swordfish")

    assert "RESPONDER_DATABASE_URL: " in refused.stderr
    assert "expected an address such as" in refused.stderr
    assert "swordfish" not in refused.stderr


def test_a_session_file_with_other_bytes_signs_nobody_in(home):
    home.staffed()
    session = home.path / "session"
    session.write_bytes(b"\xff\xfe")

    assert "Nobody is signed in" in home.run("incident", "open", "Mailbox read", exit_code=3).stderr
