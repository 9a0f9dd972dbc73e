import pytest

from responder.prose.outline import disagreement, outline


def test_headings_fences_and_items_know_their_lines():
    found = outline("# One\n\n### Two {: #x }\n\n- [ ] a\n  more\n- [x] b\n\n```ask\n- k\n```\n", first_line=5)
    assert [(h.line, h.col, h.level, h.text) for h in found.headings] == [(5, 3, 1, "One"), (7, 5, 3, "Two {: #x }")]
    assert [(i.line, i.text) for i in found.items] == [(9, "[ ] a\nmore"), (11, "[x] b")]
    assert [(f.line, f.end, f.info, f.content) for f in found.fences] == [(13, 15, "ask", "- k\n")]


def test_a_heading_inside_code_or_a_quotation_is_none():
    assert outline("```\n## no\n```\n\n> ## no\n").headings == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a\n  - b\n", 2),  # two blanks nest in CommonMark alone
        ("para\n- a\n- b\n", 2),  # a list straight after a paragraph
        ("1. a\n\n   ```\n   x\n   ```\n", 3),  # three blanks under a number
    ],
)
def test_what_two_parsers_read_differently_is_found_at_its_line(text, line):
    assert disagreement(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "- a\n    - b\n",
        "para\n\n- a\n- b\n",
        "1. a\n\n    ```\n    x\n    ```\n",
        "| a |\n|---|\n| 1 |\n",
        "> q\n\n---\n\ntext\n",
        "",
    ],
)
def test_what_both_read_alike_is_left_alone(text):
    assert disagreement(text) is None


def test_raw_html_is_found_outside_of_code():
    assert outline("a <br> b\n\n`<br>`\n\n```\n<br>\n```\n").raw_html == (1,)
