import json

from responder.books.playbooks.shelf import files_of, shelf
from tests.books.playbook_world import CHINESE, GOOD, changed


def test_the_whole_shelf_is_checked_when_nothing_is_named(home):
    assert f"{len(files_of(shelf()))} checked, 0 errors, 0 warnings" in home.run("playbooks", "lint").stderr


def test_a_fault_is_shown_by_file_line_and_column_and_the_answer_is_no(home, tmp_path):
    file = tmp_path / "example.md"
    file.write_text(changed("role=commander due=1d", "role=comander due=1d"))
    shown = home.run("playbooks", "lint", file, exit_code=1).stdout
    assert (
        shown
        == f"{file}:44:26 unknown-role role= 'comander' is not among the roles of the front matter; did you mean commander?\n"
    )


def test_lint_answers_programs_too_and_warnings_are_no_errors(home, tmp_path):
    (tmp_path / "example.md").write_text(changed("2027-01-01", "2020-01-01"))
    (tmp_path / "example.zh.md").write_text(CHINESE)
    found = json.loads(home.run("playbooks", "lint", tmp_path, "--json").stdout)
    assert [(row["code"], row["level"], row["line"], row["col"]) for row in found] == [
        ("review-passed", "warning", 5, 1)
    ]
    assert set(found[0]) == {"file", "line", "col", "level", "code", "message"}


def test_a_translation_named_alone_is_checked_with_its_playbook(home, tmp_path):
    (tmp_path / "example.md").write_text(GOOD)
    (tmp_path / "example.zh.md").write_text(changed("#close", "#clos", CHINESE))
    shown = home.run("playbooks", "lint", tmp_path / "example.zh.md", exit_code=1).stdout
    assert "translation-differs" in shown


def test_a_file_that_is_not_there_is_bad_input(home, tmp_path):
    assert "There is no such file or folder" in home.run("playbooks", "lint", tmp_path / "no.md", exit_code=2).stderr
    (tmp_path / "lonely.zh.md").write_text(CHINESE)
    assert "does not stand beside it" in home.run("playbooks", "lint", tmp_path / "lonely.zh.md", exit_code=2).stderr


def test_the_shelf_is_listed_and_a_playbook_shown(home):
    listed = json.loads(home.run("playbooks", "list", "--json").stdout)
    assert [entry["name"] for entry in listed["playbooks"]] == sorted(files_of(shelf()))
    assert "勒索软件" in home.run("playbooks", "list", "--lang", "zh").stdout
    assert "→ isolate-all" in home.run("playbooks", "show", "ransomware").stdout
    shown = json.loads(home.run("playbooks", "show", "ransomware", "--json").stdout)
    assert shown["format"] == "responder/playbook/1"
    assert shown["phases"][0]["steps"][0]["id"] == "insurer"


def test_a_misspelt_name_is_answered_with_the_nearest(home):
    assert "Did you mean ransomware?" in home.run("playbooks", "show", "ransomwear", exit_code=2).stderr


def test_the_actions_of_the_toolkit_are_listed_with_their_fields(home):
    table = json.loads(home.run("playbooks", "actions", "--json").stdout)["actions"]
    page = next(action for action in table if action["action"] == "page")
    assert [(field["name"], field["required"]) for field in page["fields"]] == [("role", True), ("say", False)]
    assert "draft_notice" in home.run("playbooks", "actions").stdout


def test_a_firm_s_own_shelf_is_laid_over_ours(home, tmp_path):
    (tmp_path / "playbooks").mkdir()
    (tmp_path / "playbooks" / "example.md").write_text(GOOD)
    shown = home.run("playbooks", "list", RESPONDER_SHELF=str(tmp_path)).stdout
    assert "Example" in shown
    assert "Ransomware" in shown


def test_a_file_that_is_no_markdown_is_no_playbook(home, tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text("a: b\n")

    assert "This is no playbook" in home.run("playbooks", "lint", file, exit_code=2).stderr
