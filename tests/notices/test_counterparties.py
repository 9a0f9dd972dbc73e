"""One text to many counterparties: each copy holds its own row, and nothing of any other."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.errors import BadInput
from responder.notices.counterparties import Table, copy_for, foreign_values, read_table

TEXT = "To [[row.name]]\n\nOf your people [[row.people]] are affected, under contract [[row.contract]]. [[row.note]]\n"
COLUMNS = ("name", "people", "contract", "note")


def table(*rows):
    return Table(COLUMNS, rows)


words = st.text(string.ascii_lowercase, min_size=4, max_size=9)


@st.composite
def tables(draw):
    """Rows with names, numbers and ids that no other row has; notes speak of nobody."""
    count = draw(st.integers(2, 12))
    names = draw(st.lists(words, min_size=count, max_size=count, unique=True))
    numbers = draw(st.lists(st.integers(100, 10**7), min_size=2 * count, max_size=2 * count, unique=True))
    return table(
        *((f"{name} gmbh", str(numbers[2 * n]), f"C-{numbers[2 * n + 1]}", "Thank you") for n, name in enumerate(names))
    )


@given(tables())
@settings(max_examples=60, deadline=None)
def test_every_copy_against_every_other_row_shows_no_foreign_name_number_or_id(made):
    copies = [copy_for(TEXT, made.of(number)) for number in range(len(made.rows))]
    for number, copy in enumerate(copies):
        said = set(copy.replace("\\", "").replace(".", " ").split())
        for other, row in enumerate(made.rows):
            found = {row[0].split()[0], row[1], row[2]} & said
            assert (found == {row[0].split()[0], row[1], row[2]}) if other == number else not found
    assert list(foreign_values(TEXT, made)) == []


@given(tables(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_note_that_speaks_of_another_row_is_found(made, data):
    own = data.draw(st.integers(0, len(made.rows) - 1))
    other = data.draw(st.integers(0, len(made.rows) - 1).filter(lambda number: number != own))
    column = data.draw(st.sampled_from((0, 1, 2)))
    rows = [list(row) for row in made.rows]
    rows[own][3] = f"As we told {made.rows[other][column]} today"
    found = list(foreign_values(TEXT, table(*map(tuple, rows))))
    assert (own, other, COLUMNS[column]) in {(each.row, each.of, each.column) for each in found}


def test_a_number_inside_a_longer_one_is_no_foreign_number():
    made = table(("Alpha", "3,120", "C-1001", "Thanks"), ("Beta", "120", "C-1002", "Thanks"))
    assert list(foreign_values(TEXT, made)) == []


def test_a_cell_is_words_and_neither_a_mark_nor_markdown():
    made = copy_for("[[row.name]]", {"name": "[[person.name]] <!--@ x --> *b*"})
    assert "[[" not in made
    assert "<!--@ x -->" not in made
    assert r"\*b\*" in made


def test_an_empty_cell_that_the_text_needs_is_refused():
    with pytest.raises(BadInput, match="missing or empty"):
        copy_for(TEXT, {"name": "Alpha"})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "name;people\n",
        "people\n12\n",
        "name;name\nA;B\n",
        "name;people\nA\n",
        "name\nA\na\n",
        "name;pe ople\nA;1\n",
    ],
    ids=["nothing", "no rows", "no name", "twice", "short row", "one name twice", "heading of two words"],
)
def test_a_table_that_cannot_be_trusted_is_refused(content):
    with pytest.raises(BadInput):
        read_table(content)


def test_a_table_is_read_from_commas_and_semicolons_alike():
    assert read_table("name,people\nAlpha,12\n") == read_table("\ufeffName;People\r\nAlpha;12\r\n")
