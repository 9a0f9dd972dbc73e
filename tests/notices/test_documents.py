"""One text, every document: tagged and in its language, its fonts inside, read in order; and back from counsel."""

import io
import re
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import composed, letters

from responder.errors import BadInput
from responder.formats.pdf_text import read_pages
from responder.notices.documents import Source, made, paper_of, proposal_of, read_back
from responder.notices.queries import Text
from responder.notices.records import Notice
from responder.notices.states import text_digest

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
FONTS = {"zh": "CJK-SC", "ja": "CJK-JP", "ko": "CJK-KR", "zh-Hant": "CJK-TC"}


def source(language="en", *, state="draft", where="DE", reader="en", points=0):
    found = composed("eu-gdpr", "individuals", where, language)
    notice = Notice(
        id="0190000000007000800000000000abcd", regime="eu-gdpr", duty="individuals", place=where, family="individual_letter",
        state=state, recipient_name="People affected", least_points=points,
    )  # fmt: skip
    text = Text(
        "t", language, "letter", 1, False, found.subject, found.markdown, text_digest(found.subject, found.markdown),
        "kim", NOW,
    )  # fmt: skip
    return Source(notice, text, letters().words_of(language), "INC-2026-0001", reader)


def inflated(document):
    parts = [document]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.parametrize("language", ["en", "de", "zh", "zh-Hant", "ja", "ko"])
def test_a_pdf_is_tagged_in_its_language_with_its_fonts_inside_and_reads_in_order(language):
    one = source(language)
    written = made(one, "pdf")
    inside = inflated(written)
    assert b"/MarkInfo" in inside
    assert b"/StructTreeRoot" in inside
    assert f"/Lang ({'zh-Hans' if language == 'zh' else language})".encode() in inside
    assert b"pdfuaid:part" in inside
    fonts = set(re.findall(rb"/FontName ?/([A-Za-z0-9+-]+)", inside))
    assert fonts
    assert inside.count(b"/FontFile") >= len(fonts)
    if language in FONTS:
        assert any(FONTS[language].lower() in name.decode().lower() for name in fonts), fonts
    read = re.sub(r"\s", "", "".join(read_pages(written)))
    headings = [re.sub(r"\s", "", line[3:]) for line in one.text.text.splitlines() if line.startswith("## ")]
    places = [read.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves its profile open
def test_an_archive_copy_declares_pdf_a_3a():
    inside = inflated(made(source(), "pdf", archive=True))
    assert b"pdfaid:part" in inside
    assert b"/OutputIntents" in inside
    assert b"/StructTreeRoot" in inside


def test_a_draft_says_so_on_top_and_an_approved_letter_does_not():
    assert "Draft, not approved" in made(source(), "html").decode()
    assert "草稿，未经批准" in made(source(reader="zh"), "html").decode()
    assert "Draft" not in made(source(state="approved"), "txt").decode()


def test_the_page_stands_alone_and_names_language_version_and_hash():
    written = made(source("zh"), "html").decode()
    assert '<html lang="zh-Hans">' in written
    assert "src=" not in written
    assert written.count("<h1>") == 1
    assert source("zh").text.sha256[:16] in written


def test_paper_and_type_are_those_of_the_country_and_the_law():
    assert paper_of(source()).size == "A4"
    assert paper_of(source(where="US-CA")).size == "letter"
    assert "font: 14pt" in made(source(points=14), "html").decode()


def test_plain_text_has_the_subject_first_and_no_marks():
    written = made(source(state="approved"), "txt").decode()
    assert written.startswith(source().text.subject)
    assert "<!--" not in written


def test_a_document_comes_back_as_it_went():
    one = source("de")
    returned, origin = read_back(made(one, "docx"), one.notice)
    assert (origin.language, origin.medium, origin.number) == ("de", "letter", 1)
    proposal = proposal_of(returned, one.text)
    assert proposal.changes == ()
    assert proposal.subject == ""


@pytest.mark.parametrize("language", letters().languages)
def test_every_language_survives_the_way_through_a_word_processor(language):
    one = source(language)
    returned, _ = read_back(made(one, "docx"), one.notice)
    assert proposal_of(returned, one.text).changes == ()


def test_what_counsel_changed_comes_back_as_changes_and_the_rest_stays_to_the_letter():
    one = source()
    document = docx.Document(io.BytesIO(made(one, "docx")))
    changed = next(paragraph for paragraph in document.paragraphs if "web" in paragraph.text.lower())
    changed.runs[0].text = "Counsel wrote: " + changed.runs[0].text
    packed = io.BytesIO()
    document.save(packed)
    proposal = proposal_of(read_back(packed.getvalue(), one.notice)[0], one.text)
    assert [change.kind for change in proposal.changes] == ["changed"]
    assert proposal.taken({1}).replace("Counsel wrote: ", "").split() == one.text.text.split()


def test_a_document_of_another_notice_is_refused():
    one = source()
    other = Notice(id="0190000000007000800000000000ffff")
    with pytest.raises(BadInput):
        read_back(made(one, "docx"), other)


def test_a_kind_that_is_not_there_is_refused_with_those_there_are():
    with pytest.raises(BadInput) as refused:
        made(source(), "odt")
    assert refused.value.expected == "html, pdf, docx, txt"
