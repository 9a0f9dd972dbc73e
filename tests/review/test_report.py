"""The report reads as agreed, in English and Chinese; it stands alone, hides what is privileged, and prints."""

import html.parser
import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from responder.review.page import page
from responder.review.pdf import pdf
from responder.review.report import PICTURE, report
from responder.review.voice import Voice, plain
from responder.words.catalogue import catalogue
from tests.review import matters

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ["en", "zh"]


def voice(language="en"):
    return Voice(language, "Europe/Berlin")


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(text):
    reader = Elements()
    reader.feed(text)
    return reader.found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_reads_as_agreed(language):
    """A change of wording changes the golden file with it: delete it, run twice, read the difference."""
    golden = GOLDEN / f"report.{language}.md"
    written = report(matters.matter(), voice(language))
    if not golden.exists():
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone(language):
    written = page(matters.matter(), voice(language))
    assert not [attrs for _, attrs in elements(written) if {"src", "srcset", "href", "onload"} & set(attrs)]
    assert not {tag for tag, _ in elements(written)} & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in written
    assert "@import" not in written


def test_the_page_names_its_language_and_has_one_title_and_the_picture_beside_its_table():
    written = page(matters.matter(), voice("zh"))
    assert '<html lang="zh-Hans">' in written
    assert written.count("<h1>") == 1
    assert written.index('role="img"') < written.index("以表格表示：")
    assert PICTURE not in written
    assert all(attrs.get("scope") == "col" for tag, attrs in elements(written) if tag == "th")


@pytest.mark.parametrize("language", LANGUAGES)
def test_privileged_and_erased_lines_are_not_in_it_and_counted(language):
    written = page(matters.matter(), voice(language))
    assert "insurer about" not in written
    assert "erased later" not in written
    assert "counsel's own thought" not in written
    assert re.search("Withheld as privileged: 1|因法律特权未列出：1", written)


def test_root_cause_is_empty_until_counsel_opens_it():
    assert "This section is empty until counsel opens it." in report(matters.matter(), voice())
    opened = matters.matter(remarks=(matters.remark("root_cause", "A key lay in a script."),))
    assert "A key lay in a script." in report(opened, voice())


def test_where_we_were_lucky_is_asked_in_drills_alone():
    lucky = (matters.remark("lucky", "A backup lay about."),)
    assert "lucky" not in report(matters.matter(remarks=lucky), voice())
    drill = report(matters.matter(kind="drill", remarks=lucky), voice())
    assert "A backup lay about." in drill
    assert "This was an exercise" in drill


def test_the_four_numbers_are_told_apart():
    (row,) = [
        line for line in report(matters.matter(), voice()).splitlines() if line.startswith("| Berlin Commissioner | 3")
    ]
    assert row == "| Berlin Commissioner | 3 | 3 | 2 | 1 | 1 | 0 |"


def test_in_time_is_told_by_the_act_that_the_law_names():
    written = report(matters.matter(), voice())
    assert "(filed) | **in time** |" in written
    assert "**late by 2 d 2 h**" in written
    assert "open, 2 d left" in written


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "a | b\n| c", "[x](javascript:alert(1))", "# h", "![i](http://x.example)"]
)
def test_hostile_text_stays_text(hostile):
    first = matters.matter().lines[0]
    lines = (replace(first, body={**first.body, "what": hostile}),)
    written = page(matters.matter(title=hostile, lines=lines), voice())
    assert not {tag for tag, _ in elements(written)} & {"script", "img", "a"}
    assert written.count("<h1>") == 1
    cells = len(re.findall(r"<td[ >]", written))
    assert cells == len(
        re.findall(
            r"<td[ >]",
            page(matters.matter(title="x", lines=(replace(first, body={**first.body, "what": "x"}),)), voice()),
        )
    )


@pytest.mark.parametrize("text", ["- a", "12. b", "1.0", "+ c", "= d", "a_b*c", "`d`", "~~e~~"])
def test_what_looks_like_markdown_is_shown_as_it_is(text):
    written = page(matters.matter(title=text), voice())
    assert f"<h1>{text}</h1>" in written
    assert "\n" not in plain(text)


def test_an_incident_of_which_nothing_is_known_has_a_report_too():
    empty = matters.Matter(
        incident_id=matters.INCIDENT, number="INC-2026-0001", kind="real", code_name="TEAL", title="Alarm", state="open",
        severity="unrated", zone="UTC", language="en", opened_at=matters.START, gathered_at=matters.NOW,
    )  # fmt: skip
    for language in LANGUAGES:
        assert page(empty, voice(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_titled_and_says_its_language(language):
    written = pdf(page(matters.matter(), voice(language)))
    assert written.startswith(b"%PDF-")
    inside = written + b"".join(unpacked(written))
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"pdfuaid", b"/FontFile", b"/Table", b"/TH"):
        assert mark in inside


def unpacked(written):
    for stream in re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL):
        yield zlib.decompressobj().decompress(stream)


def test_every_sentence_of_the_report_is_translated():
    marked = re.compile(r'N_\(\s*"((?:[^"\\]|\\.)*)"')
    files = (Path(__file__).parents[2] / "responder" / "review").rglob("*.py")
    sentences = {found for file in files for found in marked.findall(file.read_text(encoding="utf-8"))}
    assert len(sentences) > 150
    assert sentences - set(catalogue("zh")) == set()
