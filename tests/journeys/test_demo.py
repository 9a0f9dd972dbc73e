"""The main job, end to end, as a newcomer runs it."""

import ast
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESPONDER = Path(sys.executable).parent / "responder"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RESPONDER_")}
    done = subprocess.run(
        [RESPONDER, "demo", "--once"],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        env=clean | {"TMPDIR": str(tmp_path_factory.mktemp("tmp"))},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


def named(told, what):
    return Path(re.search(rf"^  {re.escape(what)}\s+(/.+)$", told, re.MULTILINE)[1])


def test_everything_that_it_names_is_there(told):
    for what in ("Report (en)", "Report (zh)", "Proof bundle", "Some letters, as sent", "Home"):
        assert named(told, what).exists()


def test_the_letters_can_be_opened_and_have_no_gap(told):
    letters = sorted(named(told, "Some letters, as sent").glob("*.eml"))
    assert letters
    for letter in letters:
        mail = message_from_bytes(letter.read_bytes(), policy=policy.default)
        text = mail.get_body(("plain",)).get_content()
        assert mail["To"].endswith((".com", ".org", ".net"))
        assert "[[" not in text
        assert "{{" not in text
        assert "Beispiel Reisen GmbH" in text


def test_texts_say_nothing_that_harms_and_fit_into_one_part(told):
    for record in named(told, "Some letters, as sent").glob("*.txt"):
        text = record.read_text(encoding="utf-8").split("\n\n", 1)[1].strip()
        assert len(text) <= 160
        assert "card" not in text.lower()


def test_the_report_reads_in_both_languages_and_holds_its_picture(told):
    english, chinese = (named(told, f"Report ({code})").read_text(encoding="utf-8") for code in ("en", "zh"))
    assert "Card data skimmed on the booking pages" in english
    assert "<svg" in english
    assert "<svg" in chinese
    assert 'lang="zh-Hans"' in chinese
    assert 'src="http' not in english


def test_the_bundle_verifies_without_anything_of_ours(told, tmp_path):
    bundle = named(told, "Proof bundle")
    with zipfile.ZipFile(bundle) as packed:
        (tmp_path / "verify.py").write_bytes(packed.read("verify.py"))
    verified = subprocess.run(
        [sys.executable, "-I", tmp_path / "verify.py", bundle],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert verified.returncode == 0, verified.stdout
    assert "none missing" in verified.stdout


def test_no_name_of_the_affected_lies_in_the_home_in_clear(told):
    home = named(told, "Home")
    sealed = [path for path in home.rglob("*") if path.is_file() and home / "demo" not in path.parents]
    everything = b"".join(path.read_bytes() for path in sealed)
    assert "Groß-Beispiel".encode() not in everything
    assert b"kunde.100001@" not in everything


def test_the_demo_calls_what_console_and_commands_call_and_holds_no_result():
    allowed = ("responder.bootstrap", "responder.flow", "responder.cli.", "responder.settings", "responder.errors")
    grounds = (
        "clock",
        "log",
        "flow",
        "responder",
        "review",
        "affected",
        "notices",
        "response",
        "intake",
        "demo_people",
    )
    rooms = re.compile(
        r"responder\.(affected|agenda|deliveries|facts|intake|journal|notices|obligations|people|post|response|review)"
        r"\.(actions|queries|verify|engine|page|voice|rounds|rows|snapshot)\b"
    )
    for path in sorted((ROOT / "responder" / "cli").glob("demo*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        body = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module.startswith("responder")]
        for node in body:
            names = {alias.name for alias in node.names}
            ok = (
                node.module.startswith(allowed)
                or rooms.match(node.module)
                or node.module == "responder.books.yaml_loader"
            )
            assert ok or names <= set(grounds) | {"actions", "queries"}, f"{path.name}: {node.module}"
