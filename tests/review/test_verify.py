"""verify.py finds whatever was changed in a bundle and names it. It runs alone."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.review import verify
from tests.review.checking import EXPORTED, WHOLE, checked, members, members_or_none, with_lines, zipped


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


def test_it_runs_alone_on_an_old_python_as_it_lies_in_the_bundle(tmp_path):
    assert members()["verify.py"] == Path(verify.__file__).read_bytes()
    source = members()["verify.py"].decode()
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= sys.stdlib_module_names
    (tmp_path / "bundle.zip").write_bytes(WHOLE)
    (tmp_path / "verify.py").write_text(source)
    ran = subprocess.run(
        [sys.executable, "-I", "verify.py", "bundle.zip", "--expect", EXPORTED.id],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_an_id_that_is_no_id_is_refused(tmp_path):
    with pytest.raises(SystemExit) as ended:
        verify.main(["x.zip", "--expect", "abc"])
    assert ended.value.code == 2
