"""YAML as this house reads it."""

import pytest

from responder.books.yaml_loader import line_of, load_yaml
from responder.errors import BadInput


def test_only_null_true_false_and_plain_integers_are_typed():
    read = load_yaml(
        "country: NO\ntime: 12:30\nphone: +4930123\nhex: 0x1F\nzero: 007\nsum: 1_000\nreal: 1.5\nday: 2026-06-10\n"
        "none: null\nyes_: true\nno_: false\nnumber: 612\nminus: -4\nquoted: '12'\n",
        name="f.yaml",
    )
    assert read == {
        "country": "NO", "time": "12:30", "phone": "+4930123", "hex": "0x1F", "zero": "007", "sum": "1_000", "real": "1.5",
        "day": "2026-06-10", "none": None, "yes_": True, "no_": False, "number": 612, "minus": -4, "quoted": "12",
    }  # fmt: skip


def test_json_is_read_as_yaml():
    assert load_yaml('{"people": [{"where": "NO", "count": 3}]}', name="f.json") == {
        "people": [{"where": "NO", "count": 3}]
    }


def test_each_key_remembers_its_line():
    read = load_yaml("a: 1\nb:\n  c: 2\n  d: [x,\n    y]\n", name="f.yaml")
    assert (line_of(read, "a"), line_of(read["b"], "c"), line_of(read["b"]["d"], 1)) == (1, 3, 5)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a:\n\tb: 1\n", 2, "a tab stands"),
        ("a: 1\nb: 2\na: 3\n", 3, "stands twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: !!int 3\n", 1, "tags"),
        ("a: 1\n<<: 2\n", 2, "merge keys"),
        ("a: [1,\n", 2, "cannot be read as YAML"),
        ("", 1, "empty"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("? [a]\n: 1\n", 1, "a key must be a word"),
    ],
    ids=[
        "tab",
        "duplicate key",
        "anchor",
        "tag",
        "merge key",
        "open bracket",
        "empty file",
        "two documents",
        "list as key",
    ],
)
def test_what_surprises_people_is_refused_with_its_line(text, line, said):
    with pytest.raises(BadInput, match=said) as refused:
        load_yaml(text, name="f.yaml")
    assert (refused.value.file, refused.value.line) == ("f.yaml", line)


def test_half_a_character_is_no_text():
    with pytest.raises(BadInput, match=r"facts\.yaml:2: this is not UTF-8 text"):
        load_yaml("format: x\ntitle: \udcff\n", name="facts.yaml")
