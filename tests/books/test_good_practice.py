"""The page of good practice that all playbooks share."""

import re

import pytest

from responder.books.playbooks.shelf import files_of, shelf
from responder.books.playbooks.wording import law_deadlines

FOLDER = shelf() / "_shared"
PAGES = ["good-practice.md", "good-practice.zh.md"]


def page(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def form(text):
    """What stands on each line but its words: headings, list items, rows of tables with their columns."""
    marks = [re.match(r"#+ |- |\d+\. |\|", line) for line in text.splitlines()]
    lines = zip(marks, text.splitlines(), strict=True)
    return [(mark.group(), line.count("|")) for mark, line in lines if mark]


def test_the_page_says_the_same_in_english_and_chinese():
    assert form(page(PAGES[0])) == form(page(PAGES[1]))


@pytest.mark.parametrize("name", PAGES)
def test_no_period_of_law_stands_on_the_page(name):
    assert law_deadlines(page(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_its_links_lead_somewhere(name):
    assert all((FOLDER / target).is_file() for target in re.findall(r"\]\(([^)#]+)\)", page(name)))


def test_it_is_no_playbook():
    assert "good-practice" not in files_of(shelf())
