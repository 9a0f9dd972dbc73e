"""Importing lists as they come, with real dirt in them."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parent))
from lists import NOW, bring_in, csv_file, incident, text_file

from responder.affected import queries
from responder.affected.records import Recipient, RecipientList, Rejection
from responder.errors import BadInput, Conflict


def opened(house, incident_id):
    with house.db.reading() as session:
        return list(queries.open_people(session, queries.list_recipients(session, incident_id)))


def complaints(house, report):
    with house.db.reading() as session:
        return [
            (row.row, row.column, row.reason, row.waits) for row in queries.list_rejections(session, report.list_id)
        ]


def test_a_tidy_list_is_imported_and_counted_by_place(house):
    inc = incident(house)
    report = bring_in(
        house,
        inc,
        csv_file(
            [
                ["id", "name", "email", "country", "state"],
                ["1", "Person One", "one@example.com", "DE", ""],
                ["2", "Person Two", "two@example.com", "US", "CA"],
                ["3", "Person Three", "three@example.com", "United States", "California"],
            ]
        ),
    )
    assert (report.rows, report.kept, report.refused) == (3, 3, 0)
    with house.db.reading() as session:
        assert queries.count_by_place(session, inc) == {"DE": 1, "US-CA": 2}
        assert queries.people_rows(session, inc) == [
            {"where": "DE", "count": 1, "data": ["email", "name"]},
            {"where": "US-CA", "count": 2, "data": ["email", "name"]},
        ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_delimiter_and_certain_encoding_is_found_out(house, delimiter, encoding):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file(
            [["Kundennr", "Name", "E-Mail", "Land"], ["7", "Müller, Jürgen", "j@example.org", "Deutschland"]],
            delimiter=delimiter,
            encoding=encoding,
        ),
    )
    (found,) = opened(house, inc)
    assert (found.person.name, found.person.email, found.traits.country) == ("Müller, Jürgen", "j@example.org", "DE")


def test_another_encoding_is_asked_for_and_never_guessed(house):
    inc = incident(house)
    rows = [["Name", "E-Mail"], ["Jürgen Größe", "j@example.org"]]
    with pytest.raises(BadInput, match="not UTF-8") as refused:
        bring_in(house, inc, csv_file(rows, encoding="cp1252"))
    assert "--encoding" in str(refused.value)
    bring_in(house, inc, csv_file(rows, encoding="cp1252"), encoding="cp1252")
    assert opened(house, inc)[0].person.name == "Jürgen Größe"


def test_chinese_lists_in_gb18030_come_in_when_confirmed(house):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file([["姓名", "手机号", "国家"], ["测试甲", "138 0000 0001", "中国"]], encoding="gb18030"),
        encoding="gb18030",
    )
    (found,) = opened(house, inc)
    assert (found.person.name, found.person.phone, found.traits.country) == ("测试甲", "+8613800000001", "CN")


def test_dirt_that_means_nothing_is_cleaned_away(house):
    inc = incident(house)
    report = bring_in(
        house,
        inc,
        text_file(
            "\ufeffName ,\u00a0E-Mail,Phone,Country,Note\r\n"
            '"  Person\u00a0One  ",ONE@Example.COM ,\'+4930123456,DE,"two\nlines"\r\n'
            ",,,,\r\n"
            "\r\n"
            "Person Two,two@example.com,,DE\r\n"
            "Person Three,three@example.com,,DE,,,\r\n"
        ),
    )
    people = opened(house, inc)
    assert (report.kept, report.empty, report.refused) == (3, 2, 0)
    assert (people[0].person.name, people[0].person.email, people[0].person.phone) == (
        "Person One",
        "ONE@example.com",
        "+4930123456",
    )
    assert people[0].person.fields == {"Note": "two\nlines"}


def test_a_bad_row_is_reported_by_shape_never_by_value(house):
    inc = incident(house)
    report = bring_in(
        house,
        inc,
        text_file(
            "name,email,phone,country\r\n"
            "Person One,one@@example.com,,DE\r\n"
            "Person Two,two@example.com,12,DE\r\n"
            "Person Three,three@example.com,,Atlantis\r\n"
            "Person Four,four@example.com,,DE,surplus\r\n"
            "Person Five,five@example.com,,DE\r\n"
        ),
    )
    found = complaints(house, report)
    assert (report.kept, report.refused, report.warnings) == (3, 2, 2)
    assert [(row, column, waits) for row, column, _, waits in found] == [
        (2, "email", True),
        (3, "phone", False),
        (4, "country", False),
        (5, "", True),
    ]
    with house.db.reading() as session:
        stored = session.scalars(select(Rejection).order_by(Rejection.row)).all()
        text = " ".join(f"{row.column} {row.shape} {row.reason}" for row in stored)
        assert stored[0].shape == "3 letters, 2 '@', 7 letters, 1 '.', 3 letters"
    assert not any(value in text for value in ("one@", "Atlantis", "Person", "surplus"))


def test_the_rows_that_wait_come_back_to_be_mended(house):
    inc = incident(house)
    report = bring_in(
        house, inc, text_file("name,email\r\nPerson One,one@example.com\r\nPerson Two,=two(at)example.com\r\n")
    )
    with house.db.reading() as session:
        row = queries.get_list(session, inc, report.list_id[:12])
        lines = list(queries.waiting_rows(session, row, ("name", "email")))
    assert lines == ["name,email,row,reason\r\n", "Person Two,'=two(at)example.com,3,this is no email address\r\n"]


def test_a_quote_that_is_never_closed_stops_the_import_before_it_swallows_people(house):
    inc = incident(house)
    with pytest.raises(BadInput, match="never closed") as refused:
        bring_in(house, inc, text_file('name,email\r\nA,a@example.com\r\n"B,b@example.com\r\nC,c@example.com\r\n'))
    assert refused.value.line == 3
    with house.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Recipient)) == 0


def test_a_quote_in_the_middle_of_a_cell_refuses_its_row_alone(house):
    inc = incident(house)
    report = bring_in(
        house, inc, text_file('name,email\r\nA,a@example.com\r\n"B "the" B",b@example.com\r\nC,c@example.com\r\n')
    )
    assert (report.kept, report.refused) == (2, 1)
    assert [row[0] for row in complaints(house, report)] == [3]


def test_two_columns_that_could_be_the_same_are_left_to_a_person(house):
    inc = incident(house)
    rows = [["name", "Email", "Email"], ["A", "private@example.com", "work@example.com"]]
    with pytest.raises(BadInput, match="two columns could be email"):
        bring_in(house, inc, csv_file(rows))
    bring_in(house, inc, csv_file(rows), columns={"email": "Email (2)"})
    assert opened(house, inc)[0].person.email == "work@example.com"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("name,email\r\n", "a header and no people"),
        ("a@example.com,b\r\nc@example.com,d\r\n", "no header"),
        ("colour,size\r\nred,9\r\n", "no column holds a name"),
        ("name,email\r\n,\r\n,\r\n", "a header and no people"),
    ],
)
def test_a_file_without_people_is_refused_whole(house, text, said):
    with pytest.raises(BadInput, match=said):
        bring_in(house, incident(house), text_file(text))


def test_a_wrong_column_name_is_answered_with_the_right_ones(house):
    with pytest.raises(BadInput, match="there is no column 'Mail'") as refused:
        bring_in(house, incident(house), text_file("Kunde,Post\r\nA,B\r\n"), columns={"name": "Kunde", "email": "Mail"})
    assert refused.value.expected == "one of Kunde, Post"


def test_data_elements_are_each_persons_own_and_an_unknown_one_waits(house):
    inc = incident(house)
    report = bring_in(
        house,
        inc,
        text_file("name,email,data\r\nA,a@example.com,name; SSN\r\nB,b@example.com,shoe size\r\nC,c@example.com,\r\n"),
        data=(),
    )
    assert [person.traits.data for person in opened(house, inc)] == [("name", "ssn"), ()]
    assert [(row, column) for row, column, *_ in complaints(house, report)] == [(3, "data")]


def test_a_date_that_could_be_two_days_waits_until_the_order_is_said(house):
    inc = incident(house)
    rows = (
        "name,email,dob\r\nA,a@example.com,03/04/2010\r\nB,b@example.com,2001-02-03\r\nC,c@example.com,31.12.1999\r\n"
    )
    report = bring_in(house, inc, text_file(rows))
    assert [(row[0], row[2]) for row in complaints(house, report)] == [
        (2, "day and month could be exchanged; say which comes first")
    ]
    other = incident(house)
    bring_in(house, other, text_file(rows), whole={"dates": "dmy"})
    assert [person.person.birth_date for person in opened(house, other)] == ["2010-04-03", "2001-02-03", "1999-12-31"]


def test_the_same_file_is_not_imported_twice_by_mistake(house):
    inc, rows = incident(house), [["name", "email"], ["A", "a@example.com"]]
    bring_in(house, inc, csv_file(rows))
    with pytest.raises(BadInput, match="imported already"):
        bring_in(house, inc, csv_file(rows))
    bring_in(house, inc, csv_file(rows), again=True)


def test_a_wrong_mapping_keeps_nothing(house):
    inc = incident(house)
    rows = [["name", "email"], *([f"P{number}", "no address"] for number in range(300)), ["Q", "q@example.com"]]
    with pytest.raises(BadInput, match="300 of 301 rows"):
        bring_in(house, inc, csv_file(rows))
    with house.db.reading() as session:
        assert session.scalars(select(RecipientList.state)).all() == ["rejected"]
        assert session.scalar(select(func.count()).select_from(Recipient)) == 0


def test_nobody_sees_a_list_that_is_still_loading(house):
    inc = incident(house)
    bring_in(house, inc, csv_file([["name", "email"], ["A", "a@example.com"]]))
    with house.db.writing() as session:
        session.scalars(select(RecipientList)).one().state = "loading"
    with house.db.reading() as session:
        assert queries.count_recipients(session, inc) == 0
        assert queries.count_by_place(session, inc) == {}
    with pytest.raises(Conflict, match="is being imported"):
        bring_in(house, inc, csv_file([["name", "email"], ["B", "b@example.com"]]))


def test_no_personal_value_lies_open_in_the_database(house):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file(
            [
                ["name", "email", "phone", "postal address", "dob", "pet"],
                [
                    "Zebrafinch Person",
                    "zebrafinch@example.com",
                    "+4930123456",
                    "Zebrafinch Street 1",
                    "1990-01-02",
                    "zebrafinchbird",
                ],
                ["Zebrafinch Two", "zebrafinch(at)example", "", "", "", ""],
            ]
        ),
    )
    house.db.dispose()
    raw = b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    for value in (b"Zebrafinch", b"zebrafinch", b"4930123456", b"1990-01-02"):
        assert value not in raw


def test_the_day_of_import_is_told_not_looked_up(house):
    inc = incident(house)
    bring_in(house, inc, csv_file([["name", "email", "dob"], ["A", "a@example.com", "2009-01-01"]]))
    assert NOW.year == 2026
    assert opened(house, inc)[0].traits.minor is True
