"""The public form, as somebody without an account meets it."""

import re

from sqlalchemy import select

from responder.intake.queries.reports import contact_of, list_reports
from responder.intake.records import ReportLine
from tests.console.people import complaints, seen

TOLD = "A list of guests lies on the printer of the lobby since noon"
CODE = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")


def told(visitor, **fields):
    page = visitor.post("/report", status=200, text=TOLD, **fields)
    return CODE.search(page.text)[0]


def test_anybody_may_report_without_a_name_and_gets_a_code_once(visitor, front_door):
    page = visitor.get("/report")
    assert "need not say who you are" in seen(page)
    code = told(visitor)
    with front_door.services.db.reading() as session:
        [report] = list_reports(session, open_only=True)
        assert report.origin == "form"
        assert contact_of(session, report) == ""
        assert code.replace("-", "") not in (report.code_key or "")


def test_what_was_told_is_sealed_and_stands_in_no_address(visitor, front_door):
    told(visitor, contact="somebody@example.org")
    with front_door.services.db.reading() as session:
        [line] = [row for row in session.scalars(select(ReportLine)) if row.kind == "reporter"]
        assert b"printer" not in line.text_sealed
        [report] = list_reports(session, open_only=True)
        assert contact_of(session, report) == "somebody@example.org"
        assert b"example.org" not in report.contact_sealed
    assert "Set-Cookie" not in visitor.get("/report/follow").headers


def test_the_code_lets_the_reporter_see_answers_and_add_something(visitor, kim, front_door):
    code = told(visitor)
    kim.post("/reports/REP-2026-0001/take")
    kim.post("/reports/REP-2026-0001/say", kind="answer", said="Which printer was it?")
    kim.post("/reports/REP-2026-0001/say", kind="note", said="Ask facilities")
    page = seen(visitor.post("/report/follow", status=200, code=code.lower().replace("-", " ")))
    assert "Which printer was it?" in page
    assert TOLD in page
    assert "Ask facilities" not in page
    assert "Kim" not in page
    assert "The left one" in seen(visitor.post("/report/add", status=200, code=code, text="The left one"))
    assert "The left one" in seen(kim.get("/reports/REP-2026-0001"))


def test_a_wrong_code_shows_nothing_and_guessing_ends_soon(visitor):
    told(visitor)
    refused = visitor.post("/report/follow", status=422, code="AAAA-BBBB-CCCC-DDDD")
    assert "No report has this code" in complaints(refused)
    for _ in range(29):
        visitor.post("/report/follow", status=422, code="AAAA-BBBB-CCCC-DDDD")
    visitor.post("/report/follow", status=429, code="AAAA-BBBB-CCCC-DDDD")


def test_one_address_cannot_flood_the_form(visitor):
    for _ in range(10):
        told(visitor)
    visitor.post("/report", status=429, text=TOLD)


def test_an_empty_report_comes_back_with_its_complaint_and_a_machines_is_dropped(visitor, front_door):
    assert "Fill this in" in complaints(visitor.post("/report", status=422, text=""))
    visitor.post("/report", status=200, text=TOLD, website="https://example.com")
    with front_door.services.db.reading() as session:
        assert not list_reports(session, open_only=False)


def test_the_form_speaks_chinese(visitor):
    page = visitor.get("/report", **{"Accept-Language": "zh-CN"})
    assert 'lang="zh-Hans"' in page.text
    assert "报告情况" in seen(page)
