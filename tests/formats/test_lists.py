"""Lists of people as programs write them: CSV, XLSX, any encoding that is certain or confirmed."""

import io
import zipfile

import pytest

from responder.errors import BadInput
from responder.formats import delimited, encoding
from responder.formats.lists import read_list
from responder.formats.table import clean, undo_formula_guard

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>'
)
RELATION = '<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{n}.xml"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
)
ROOT = (
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
)
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
    '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def workbook(**sheets):
    """A small XLSX, made by hand: text, numbers, dates (serial numbers with a date format), empty cells."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        relations = "".join(RELATION.format(n=n) for n in range(1, len(sheets) + 1))
        relations += '<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
        book.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        book.writestr("_rels/.rels", RELATIONS.format(inner=ROOT))
        book.writestr("xl/workbook.xml", BOOK.format(sheets=named))
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(inner=relations))
        book.writestr("xl/styles.xml", STYLES)
        for n, rows in enumerate(sheets.values(), 1):
            book.writestr(
                f"xl/worksheets/sheet{n}.xml", SHEET.format(rows="".join(row_of(*row) for row in enumerate(rows, 1)))
            )
    return file


def row_of(number, cells):
    made = []
    for column, cell in enumerate(cells):
        place = f"{chr(65 + column)}{number}"
        if cell is None:
            continue
        if isinstance(cell, tuple):
            made.append(f'<c r="{place}" s="1"><v>{cell[0]}</v></c>')
        elif isinstance(cell, int | float):
            made.append(f'<c r="{place}"><v>{cell}</v></c>')
        else:
            made.append(f'<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>')
    return f'<row r="{number}">{"".join(made)}</row>'


def rows(file, **kwargs):
    return [row.cells for row in read_list(file, name="people", **kwargs).rows()]


def test_numbers_and_dates_of_a_spreadsheet_are_what_people_typed():
    file = workbook(
        People=[["name", "phone", "born"], ["Person One", 8613800138000, (29221,)], ["Person Two", None, None]]
    )
    assert rows(file) == [("Person One", "8613800138000", "1980-01-01"), ("Person Two", "", "")]


def test_the_first_sheet_that_holds_anything_is_read_or_the_one_that_was_named():
    file = workbook(Notes=[], People=[["name"], ["One"]], Others=[["name"], ["Two"]])
    assert rows(file) == [("One",)]
    assert rows(file, sheet="Others") == [("Two",)]
    with pytest.raises(BadInput, match="no sheet of that name") as refused:
        rows(file, sheet="Third")
    assert refused.value.expected == "one of Notes, People, Others"


def test_empty_rows_above_the_header_of_a_spreadsheet_are_nobodys():
    table = read_list(workbook(People=[[None], ["name"], ["One"]]), name="people")
    assert table.header == ("name",)
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ("One",))]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no book", b"PK\x03\x04" + b"\x00" * 200])
def test_what_only_looks_like_a_spreadsheet_is_refused(content):
    with pytest.raises(BadInput, match="cannot be read as a spreadsheet"):
        rows(io.BytesIO(content))


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_certain_encodings_need_nobodys_word(name):
    table = read_list(io.BytesIO("name,town\r\nÅsa,Köln\r\n".encode(name)), name="people")
    assert [row.cells for row in table.rows()] == [("Åsa", "Köln")]


def test_a_mark_at_the_start_wins_over_what_was_confirmed():
    assert encoding.certain_encoding(io.BytesIO(b"\xef\xbb\xbfname"), confirmed="cp1252") == "utf-8-sig"


def test_a_confirmed_encoding_that_does_not_hold_is_refused():
    with pytest.raises(BadInput, match="not written in shift_jis"):
        rows(io.BytesIO(b"name\r\n\xff\xfe\xfd\r\n"), encoding="shift_jis")


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb\n1\t2,3\n", "\t"),
        ('name|note\nOne|"a, b; c"\n', "|"),
        ("name\nOne\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_evenly(sample, delimiter):
    assert delimited.sniff_delimiter(sample) == delimiter


def test_a_first_line_that_declares_the_delimiter_is_no_header():
    table = read_list(io.BytesIO(b"sep=;\r\nname;town\r\nOne;Two, Three\r\n"), name="people")
    assert table.header == ("name", "town")
    assert [row.cells for row in table.rows()] == [("One", "Two, Three")]


def test_a_cell_that_swallowed_whole_rows_is_refused_and_says_so():
    swallowed = "\n".join(f"Person {n},p{n}@example.com" for n in range(20))
    (first, second) = read_list(
        io.BytesIO(f'name,email\n"{swallowed}",x\nLast,l@example.com\n'.encode()), name="people"
    ).rows()
    assert "a quotation mark is probably missing" in first.problem
    assert (second.problem, second.number, second.line) == (None, 3, 22)


def test_rows_can_be_read_again_from_the_start():
    table = read_list(io.BytesIO(b"name\nOne\nTwo\n"), name="people")
    assert [row.cells for row in table.rows()] == [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [(" a\u00a0b ", "a b"), ("\ufeffname", "name"), ("a\u200bb", "ab"), ("line one\nline two ", "line one\nline two")],
)
def test_what_nobody_sees_is_cleaned_away(cell, cleaned):
    assert clean(cell) == cleaned


@pytest.mark.parametrize(
    ("cell", "undone"),
    [("'+49301234", "+49301234"), ('="0049170"', "0049170"), ("'Amelie", "'Amelie"), ("O'Neil", "O'Neil"), ("'", "'")],
)
def test_guards_against_formulas_are_undone_and_names_are_left_alone(cell, undone):
    assert undo_formula_guard(cell) == undone
