import json


def test_a_playbook_is_exported_to_cacao_and_read_back_in_all_languages(home, tmp_path):
    home.run("playbooks", "export-cacao", "ransomware", "--to", tmp_path)
    assert json.loads((tmp_path / "ransomware.json").read_text())["spec_version"] == "cacao-2.0"
    home.run("playbooks", "import-cacao", tmp_path / "ransomware.json", "--to", tmp_path / "back")
    assert {file.name for file in (tmp_path / "back").iterdir()} == {"ransomware.md", "ransomware.zh.md"}
    home.run("playbooks", "lint", tmp_path / "back")
    again = home.run("playbooks", "import-cacao", tmp_path / "ransomware.json", "--to", tmp_path / "back", exit_code=2)
    assert "this file is there already" in again.stderr


def test_a_cacao_playbook_that_leads_nowhere_is_bad_input(home, tmp_path):
    (tmp_path / "x.json").write_text('{"type": "bundle"}')
    assert "type: this is no playbook" in home.run("playbooks", "import-cacao", tmp_path / "x.json", exit_code=2).stderr


def test_any_markdown_becomes_a_draft_with_warnings(home, tmp_path):
    (tmp_path / "Mail Phishing.md").write_text("# Phishing\n\n## Stop\n\n- Block the sender\n")
    shown = home.run("playbooks", "import", tmp_path / "Mail Phishing.md")
    assert "- [ ] Block the sender" in shown.stdout
    assert "who owns a step" in shown.stderr
    home.run("playbooks", "import", tmp_path / "Mail Phishing.md", "--to", tmp_path / "draft")
    assert (tmp_path / "draft" / "mail-phishing.md").is_file()
