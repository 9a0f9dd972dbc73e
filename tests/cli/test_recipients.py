"""The people affected, on the command line."""

import json

import pytest

LIST = (
    "Kundennr;Name;E-Mail;Land;Geburtsdatum\n"
    "1;Person One;one@example.com;Deutschland;01.02.1980\n"
    "2;Person Two;two(at)example.com;Deutschland;\n"
    "3;Person Three;three@example.com;Frankreich;\n"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_is_tried_out_without_a_house(home, file):
    found = json.loads(home.run("recipients", "check", file, "--json", exit_code=1).stdout)
    assert (found["rows"], found["good"], found["waiting"], found["delimiter"]) == (3, 2, 1, ";")
    assert found["columns"]["email"] == "E-Mail"
    assert found["complaints"][0] == {
        "row": 3,
        "column": "E-Mail",
        "shape": "3 letters, 1 '(', 2 letters, 1 ')', 7 letters, 1 '.' …",
        "reason": "this is no email address",
        "waits": True,
    }
    assert "two(at)" not in home.run("recipients", "check", file, exit_code=1).output


def test_a_list_is_imported_counted_and_its_rows_come_back(home, file, tmp_path):
    number = home.staffed().open_incident()
    report = json.loads(
        home.run("recipients", "import", number, file, "--yes", "--data", "name,email", "--json").stdout
    )
    assert (report["kept"], report["refused"], report["places"]) == (2, 1, {"DE": 1, "FR": 1})
    (row,) = json.loads(home.run("recipients", "list", number, "--json").stdout)["lists"]
    assert (row["name"], row["state"]) == ("people.csv", "ready")
    out = tmp_path / "mend.csv"
    home.run("recipients", "waiting", number, row["id"][:12], "--out", out)
    assert out.read_text().splitlines() == [
        "Kundennr,Name,E-Mail,Land,Geburtsdatum,row,reason",
        "2,Person Two,two(at)example.com,Deutschland,,3,this is no email address",
    ]
    assert out.stat().st_mode & 0o077 == 0


def test_without_a_terminal_no_mapping_is_assumed(home, file):
    number = home.staffed().open_incident()
    said = home.run("recipients", "import", number, file, exit_code=2).stderr
    assert "nobody confirmed which column is what" in said


def test_importing_needs_a_sign_in(home, file):
    number = home.staffed().open_incident()
    home.run("logout")
    home.run("recipients", "import", number, file, "--yes", exit_code=3)


@pytest.mark.parametrize(("arguments", "said"), [
    (["--map", "email"], "expected KNOWN=COLUMN"),
    (["--map", "mail=E-Mail"], "'mail' is no known column"),
    (["--map", "email=Post"], "there is no column 'Post'"),
    (["--encoding", "klingon"], "the encoding 'klingon' is not known"),
])  # fmt: skip
def test_what_people_get_wrong_is_answered_with_what_was_expected(home, file, arguments, said):
    assert said in home.run("recipients", "check", file, *arguments, exit_code=2).stderr
