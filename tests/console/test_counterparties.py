"""One text to many controllers: a table is put in, approved with the text, and each copy shows its own row."""

import io

from tests.console.people import complaints, seen
from tests.console.writing import approve, edit, text_of

TABLE = "name;people\nAlpha GmbH;4711\nBeta SARL;8822\n"


def with_table(kim, notice, table=TABLE):
    text = text_of(kim.get(f"{notice}/edit"))
    edit(kim, notice, f"{text}\n\nTo [[row.name]]: [[row.people]] of your people.\n", expected=1)
    kim.post(f"{notice}/table", file=(io.BytesIO(table.encode()), "t.csv"))
    kim.post(f"{notice}/submit")


def test_each_copy_shows_its_own_row_only(kim, notice):
    with_table(kim, notice)
    first, second = (seen(kim.get(f"{notice}/table/{place}")) for place in (1, 2))
    assert "To Alpha GmbH: 4711 of your people." in first
    assert "To Beta SARL: 8822 of your people." in second
    assert "Beta" not in first
    assert "8822" not in first
    assert "4711" not in second
    assert "Beta" not in kim.get(f"{notice}/table/1.txt").text
    kim.get(f"{notice}/table/3", status=404)


def test_the_approval_covers_text_and_table_and_falls_with_another_table(kim, ada, notice):
    with_table(kim, notice)
    assert "2 counterparties" in seen(ada.get(f"{notice}/approve"))
    approve(ada, notice)
    kim.post(f"{notice}/table", table=f"{TABLE}Gamma BV;12\n")
    assert "no longer holds" in seen(kim.get(notice))


def test_a_row_that_speaks_of_another_stands_in_the_way(kim, ada, notice):
    with_table(kim, notice, "name;people\nAlpha GmbH;4711\nBeta SARL;as with Alpha GmbH\n")
    assert "holds “name” of row 1" in seen(ada.get(f"{notice}/approve"))
    approve(ada, notice, status=403)


def test_a_text_that_names_columns_is_not_approved_without_its_table(kim, ada, notice):
    text = text_of(kim.get(f"{notice}/edit"))
    edit(kim, notice, f"{text}\n\n[[row.people]]\n", expected=1)
    kim.post(f"{notice}/submit")
    approve(ada, notice, status=403)


def test_a_table_without_names_is_refused(kim, notice):
    assert "name" in complaints(kim.post(f"{notice}/table", status=422, table="people\n12\n"))
