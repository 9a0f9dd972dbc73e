"""A letter goes out as a word processor's document and comes back as it went, or as counsel left it."""

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from responder.errors import BadInput
from responder.formats.docx import Letter, read, write
from responder.prose.pieces import cut, joined

TEXT = """<!--@ opening: nature -->
## What happened

Dear [[person.name]], on **11 June** somebody *read* a file. See [our page](https://example.com/x).

- One
- Two

1. First
2. Second

[[if data: ssn]]
Only some read this.
[[end]]
"""
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def letter(text=TEXT, language="en", subject="Notice of a data breach"):
    return Letter(subject, cut(text), language, "notice:1", "INC-2026-0001", "DRAFT", NOW)


def said(text):
    return [piece.said for piece in cut(text) if piece.kind != "comment"]


def edited(change, text=TEXT):
    document = docx.Document(io.BytesIO(write(letter(text))))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return read(made.getvalue())


def test_what_nobody_touched_comes_back_as_it_went():
    back = read(write(letter()))
    assert back.subject == "Notice of a data breach"
    assert back.identifier == "notice:1"
    assert said(back.markdown) == said(TEXT)
    assert back.remarks == ()


@pytest.mark.parametrize(
    "text", ["一名不明人员读取了文件。\n", "ファイルが閲覧されました。\n", "파일이 열람되었습니다.\n"]
)
def test_other_scripts_come_back_too(text):
    assert said(read(write(letter(text, language="ja"))).markdown) == said(text)


def test_the_document_names_its_language_and_the_font_of_its_script():
    packed = zipfile.ZipFile(io.BytesIO(write(letter("读取。\n", language="zh"))))
    styles = packed.read("word/styles.xml").decode()
    assert 'w:eastAsia="zh-Hans"' in styles
    assert 'w:eastAsia="Noto Serif CJK SC"' in styles
    assert "zh-Hans" in packed.read("docProps/core.xml").decode()


def test_typed_text_is_text_whatever_it_looks_like():
    def change(document):
        document.paragraphs[2].add_run(" 1 * 2, [x](y) and <b>")

    back = edited(change)
    assert "1 \\* 2, \\[x\\](y) and \\<b\\>" in back.markdown


def test_tracked_changes_are_taken_as_made():
    def change(document):
        paragraph = document.paragraphs[2]._p
        first = paragraph.r_lst[0]
        gone = OxmlElement("w:del")
        first.addprevious(gone)
        gone.append(first)
        for text in first.findall(qn("w:t")):
            text.tag = qn("w:delText")
        new = OxmlElement("w:ins")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "Hello "
        run.append(text)
        new.append(run)
        gone.addnext(new)

    back = edited(change)
    assert "Hello **11 June**" in back.markdown
    assert "Dear" not in back.markdown


def test_remarks_in_the_margin_come_back_with_their_author():
    def change(document):
        runs = document.paragraphs[2].runs
        document.add_comment(runs[0], text="Too soft?", author="Counsel", initials="C")

    back = edited(change)
    assert [(remark.author, remark.text) for remark in back.remarks] == [("Counsel", "Too soft?")]
    assert said(back.markdown) == said(TEXT)


def test_what_is_no_document_or_too_large_is_refused():
    with pytest.raises(BadInput):
        read(b"not a document")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"0" * (41 * 1024 * 1024))
    with pytest.raises(BadInput, match="larger than any letter"):
        read(packed.getvalue())
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("a.xml", b"<a/>")
    with pytest.raises(BadInput):
        read(packed.getvalue())


def test_the_joined_text_ends_with_one_line_break():
    assert joined(cut("a\n\n\n")) == "a\n"
