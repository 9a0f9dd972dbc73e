import pytest

from responder.prose.render import to_html, to_text


def test_raw_html_appears_as_the_characters_that_were_written():
    html = to_html('<script>alert(1)</script>\n\nx <img src="https://example.com/t.gif" onerror="a()"> y')
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)"])
def test_a_link_to_code_loses_its_address(address):
    assert "href" not in to_html(f"[click]({address})")


def test_an_outside_picture_is_never_shown():
    assert "<img" not in to_html("![x](https://example.com/pixel.gif)")


def test_task_items_become_boxes_that_cannot_be_clicked():
    html = to_html("- [ ] call\n- [x] told\n\n- [ ] with `code`")
    assert html.count('type="checkbox"') == 3
    assert html.count("disabled") == 3
    assert html.count("checked") == 1
    assert "[ ]" not in html


def test_tables_keep_their_alignment_without_styles():
    html = to_html("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert 'align="right"' in html
    assert "style" not in html


def test_a_fence_inside_a_list_item_is_code():
    assert "<pre><code>" in to_html("1. look\n\n    ```\n    netstat -an <x>\n    ```\n\n2. next")


def test_plain_text_reads_like_a_letter():
    text = to_text(
        "# What happened\n\nOn **12 June** a laptop\nwas stolen.\n\n- one\n- two\n    - inner\n\n1. first\n2. second\n\n"
        "See [our page](https://example.com/help) or <help@example.com>.\n\n> quoted\n\n```\na  b\nc\n```\n\n| x | y |\n|---|---|\n| 1 | 2 |"
    )
    assert text == (
        "What happened\n\nOn 12 June a laptop was stolen.\n\n- one\n- two\n  - inner\n\n1. first\n2. second\n\n"
        "See our page (https://example.com/help) or help@example.com.\n\n> quoted\n\na  b\nc\n\nx | y\n1 | 2\n"
    )


def test_nothing_gives_nothing():
    assert to_html("") == ""
    assert to_text("") == ""
