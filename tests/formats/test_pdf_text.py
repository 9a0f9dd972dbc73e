"""A PDF of this house is read back page by page; whatever cannot be followed is refused."""

import pytest

from responder.errors import BadInput
from responder.formats.pdf import pdf
from responder.formats.pdf_text import read_pages

PAGE = '<!doctype html><html lang="en"><head><title>A test</title></head><body>{body}</body></html>'


def test_each_page_is_read_back_in_its_order_with_its_own_words():
    made = pdf(PAGE.format(body='<p>First Müller</p><p style="break-before: page">第二页 ßöü</p>'))
    first, second = read_pages(made)
    assert "First Müller" in first
    assert "第二页" in second
    assert "First" not in second


def test_several_fonts_and_sizes_on_one_page_are_read():
    made = pdf(PAGE.format(body="<h1>Heading</h1><p>plain <b>bold</b> <i>slanted</i> <code>typed</code></p>"))
    (page,) = read_pages(made)
    for word in ("Heading", "plain", "bold", "slanted", "typed"):
        assert word in page


@pytest.mark.parametrize("document", [b"", b"hello", b"%PDF-1.7\nnothing here"])
def test_what_is_no_such_file_is_refused(document):
    with pytest.raises(BadInput, match="cannot be read back"):
        read_pages(document)


def test_a_file_that_was_cut_off_is_refused():
    made = pdf(PAGE.format(body="<p>Some words</p>"))
    with pytest.raises(BadInput):
        read_pages(made[: len(made) // 2])
