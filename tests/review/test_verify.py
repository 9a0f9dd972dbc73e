"""verify.py finds whatever was changed in a bundle, names it, and survives hostile files. It runs alone."""

import ast
import importlib.util
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.review import bundle as bundles
from responder.review import verify
from tests.review import matters


def made(matter=None):
    target = io.BytesIO()
    exported = bundles.write_bundle(matter or matters.matter(), target, receipts=matters.receipts, toolkit="0.1.0")
    return target.getvalue(), exported


WHOLE, EXPORTED = made()


def members(data=WHOLE):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def checked(data, *options, expect=EXPORTED.id):
    """Exit code and answer of verify.py on ``data``."""
    named = ["--expect", expect] if expect else []
    path = checked.folder / "bundle.zip"
    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        said = io.StringIO()
        patch.setattr(sys, "stdout", said)
        code = verify.main([str(path), *named, *options])
    return code, said.getvalue()


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory):
    checked.folder = tmp_path_factory.mktemp("bundle")


def with_lines(change):
    """The bundle with its timeline changed and its manifest made to fit, as a forger would."""
    contents = members()
    lines = contents["timeline.jsonl"].decode().splitlines()
    contents["timeline.jsonl"] = ("\n".join(change(lines)) + "\n").encode()
    manifest = json.loads(contents["manifest.json"])
    for entry in manifest["files"]:
        entry["size"] = len(contents[entry["name"]])
        entry["sha256"] = verify.sha256(contents[entry["name"]])
    contents["manifest.json"] = json.dumps(manifest).encode()
    return zipped(contents)


def test_a_whole_bundle_holds_and_says_what_was_kept_back():
    code, said = checked(WHOLE)
    assert code == 0
    assert "10 lines hold; 1 withheld as privileged, 1 erased, none missing" in said
    assert "withheld: 4" in said
    assert "approvals that bind the texts here: 1" in said
    assert "receipts counted: 3" in said
    assert "the one that was exported" in said


def test_without_an_expected_id_a_bundle_only_agrees_with_itself():
    code, said = checked(WHOLE, expect=None)
    assert code == 0
    assert "agrees with itself" in said
    assert EXPORTED.id in said


def test_another_bundle_than_the_expected_one_does_not_hold():
    code, said = checked(WHOLE, expect="0" * 64)
    assert code == 1
    assert "this is another bundle" in said


def test_the_answer_is_also_given_as_json():
    code, said = checked(WHOLE, "--json")
    assert code == 0
    assert json.loads(said)["problems"] == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bit_flipped_in_any_file_is_found(data):
    contents = members()
    name = data.draw(st.sampled_from(sorted(contents)))
    position = data.draw(st.integers(0, len(contents[name]) * 8 - 1))
    changed = bytearray(contents[name])
    changed[position // 8] ^= 1 << position % 8
    code, said = checked(zipped({**contents, name: bytes(changed)}))
    assert code in {1, 2}, said
    if name != "manifest.json":
        assert name.split("/")[-1] in said


def test_a_bit_flipped_in_the_packed_bytes_is_found():
    for position in range(60, len(WHOLE), 997):
        changed = bytearray(WHOLE)
        changed[position] ^= 4
        if changed != WHOLE and members_or_none(bytes(changed)) != members():
            assert checked(bytes(changed))[0] in {1, 2}


def members_or_none(data):
    try:
        return members(data)
    except (zipfile.BadZipFile, verify.zlib.error, NotImplementedError, RuntimeError, UnicodeDecodeError, ValueError):
        return None


@pytest.mark.parametrize("dropped", range(9))
def test_a_dropped_line_is_named(dropped):
    code, said = checked(with_lines(lambda lines: lines[:dropped] + lines[dropped + 1 :]), expect=None)
    assert code == 1
    assert f"entry {dropped + 1} is missing here" in said


def test_a_cut_off_end_is_named():
    code, said = checked(with_lines(lambda lines: lines[:-2]), expect=None)
    assert code == 1
    assert "timeline.jsonl entry 9: it is missing: the timeline must end at entry 10" in said


def test_swapped_lines_are_named():
    code, said = checked(with_lines(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]), expect=None)
    assert code == 1
    assert "timeline.jsonl line 2" in said


def test_a_doubled_line_is_named():
    code, said = checked(with_lines(lambda lines: [*lines[:3], lines[2], *lines[3:]]), expect=None)
    assert code == 1
    assert "entry 3 stands in the place of entry 4" in said


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("what", "Another text", "author, tag, text, data or salt"),
        ("by", "ff" * 16, "author, tag, text, data or salt"),
        ("at", "2026-06-12T22:00:00.000000Z", "its hash is not that of its header"),
        ("privileged", True, "its hash is not that of its header"),
        ("incident", "ff" * 16, "another incident"),
        ("seq", True, "wrong type"),
    ],
)
def test_a_changed_part_of_a_line_is_named(key, value, word):
    def change(lines):
        line = json.loads(lines[1])
        return [lines[0], json.dumps({**line, key: value}), *lines[2:]]

    code, said = checked(with_lines(change), expect=None)
    assert code == 1
    assert "timeline.jsonl line 2" in said
    assert word in said


def test_a_text_that_was_taken_out_afterwards_is_counted_and_found():
    def change(lines):
        line = json.loads(lines[1])
        return [lines[0], json.dumps({**line, **dict.fromkeys(verify.BODY_KEYS)}), *lines[2:]]

    code, said = checked(with_lines(change), expect=None)
    assert code == 1
    assert "withheld and erased" in said


def test_a_stranger_and_a_missing_file_are_named():
    assert "stranger.txt" in checked(zipped({**members(), "stranger.txt": b"x"}))[1]
    contents = members()
    del contents["facts/facts.json"]
    assert "facts/facts.json" in checked(zipped(contents))[1]


@pytest.mark.parametrize("name", ["../evil", "/evil", "a\\evil", "c:evil", "a//b", "évil", ".hidden", "a/../b", "dir/"])
def test_a_name_that_leads_elsewhere_is_refused(name):
    code, said = checked(zipped({**members(), name: b"x"}))
    assert code == 1
    assert "not allowed" in said


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused():
    target = io.BytesIO(WHOLE)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("facts/facts.json", b"{}")
    assert "stands twice" in checked(target.getvalue())[1]


def test_a_link_is_refused():
    target = io.BytesIO(WHOLE)
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "not a plain file" in checked(target.getvalue())[1]


def test_an_approval_of_another_text_does_not_hold():
    contents = members()
    name = next(name for name in contents if name.endswith("notice.json"))
    notice = json.loads(contents[name])
    notice["approvals"][0]["bound"]["count"] = 2
    code, said = checked(zipped({**contents, name: json.dumps(notice).encode()}), expect=None)
    assert code == 1
    assert "its digest is not that of what it binds" in said


def test_receipts_that_disagree_with_the_counts_do_not_hold():
    contents = members()
    contents["deliveries/receipts.jsonl"] = contents["deliveries/receipts.jsonl"].replace(b"refused", b"delivered")
    assert "the receipts are" in checked(zipped(contents), expect=None)[1]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, zipped({"a": b"b"}), zipped({"manifest.json": b"{}"})])
def test_what_is_no_bundle_is_said_to_be_none(content):
    code, said = checked(content)
    assert code == 2
    assert "not a proof bundle" in said


def test_a_file_that_is_not_there_is_no_bundle(tmp_path):
    assert verify.main([str(tmp_path / "none.zip")]) == 2


@pytest.mark.parametrize(
    "lines",
    [
        b"[" * 100_000 + b"\n",
        b'{"a":1,"a":2}\n',
        b'{"a":1.5}\n',
        b'{"a":NaN}\n',
        b'{"a":' + b"9" * 5000 + b"}\n",
        b'{"a":"\\ud800"}\n',
        b"\xff\xfe\n",
        b"[]\n",
        b"\n",
        b"{}",
    ],
    ids=["deep", "twice", "fraction", "nan", "huge", "surrogate", "bytes", "list", "empty", "cut"],
)
def test_a_line_that_two_readers_could_read_differently_is_refused(lines):
    code, said = checked(zipped({**members(), "timeline.jsonl": lines}), expect=None)
    assert code == 1
    assert "timeline.jsonl" in said


def test_a_bomb_is_read_in_pieces_and_refused():
    code, said = checked(zipped({**members(), "timeline.jsonl": b"\0" * (64 << 20)}), expect=None)
    assert code == 1
    assert "a line is longer than" in said


def test_foreign_text_cannot_steer_the_terminal():
    contents = members()
    manifest = json.loads(contents["manifest.json"])
    manifest["number"] = "\x1b[2J INC"
    assert "\x1b" not in checked(zipped({**contents, "manifest.json": json.dumps(manifest).encode()}))[1]


def test_it_runs_alone_on_an_old_python_as_it_lies_in_the_bundle(tmp_path):
    assert members()["verify.py"] == Path(verify.__file__).read_bytes()
    source = members()["verify.py"].decode()
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= sys.stdlib_module_names
    (tmp_path / "bundle.zip").write_bytes(WHOLE)
    (tmp_path / "verify.py").write_text(source)
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py", "bundle.zip", "--expect", EXPORTED.id], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert importlib.util.find_spec("responder.review.verify")


def test_an_id_that_is_no_id_is_refused(tmp_path):
    with pytest.raises(SystemExit) as ended:
        verify.main(["x.zip", "--expect", "abc"])
    assert ended.value.code == 2
