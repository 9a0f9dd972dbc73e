"""verify.py survives files made to harm whoever checks them, and says what is no bundle."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.review import verify
from tests.review.checking import WHOLE, checked, members, zipped


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


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, zipped({"a": b"b"}), zipped({"manifest.json": b"{}"})]
)
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


WEIRD = [None, True, -1, 10**15, "", "x", [], [1], {}, {"a": []}, "0" * 64]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_document_gets_an_answer(data):
    contents = members()
    name = data.draw(
        st.sampled_from(
            ["manifest.json", "deliveries/campaigns.json", "notice", "deliveries/receipts.jsonl", "timeline.jsonl"]
        )
    )
    name = next(known for known in contents if known.endswith(f"{name}.json") or known == name)
    lines = contents[name].decode().splitlines() if name.endswith("l") else [contents[name].decode()]
    value = json.loads(lines[0])
    place, inner = value, value
    while isinstance(inner, dict | list) and inner:
        place, key = inner, data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        inner = inner[key]
    place[key] = data.draw(st.sampled_from(WEIRD))
    changed = "\n".join([json.dumps(value), *lines[1:]]) + "\n"
    assert checked(zipped({**contents, name: changed.encode()}))[0] in {1, 2}


def test_a_bomb_is_read_in_pieces_and_refused():
    code, said = checked(zipped({**members(), "timeline.jsonl": b"\0" * (64 << 20)}), expect=None)
    assert code == 1
    assert "a line is longer than" in said


def test_foreign_text_cannot_steer_the_terminal():
    contents = members()
    manifest = json.loads(contents["manifest.json"])
    manifest["number"] = "\x1b[2J INC"
    assert "\x1b" not in checked(zipped({**contents, "manifest.json": json.dumps(manifest).encode()}))[1]
