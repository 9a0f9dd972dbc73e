"""What would we owe? Supposed, judged, forgotten."""

import html

from sqlalchemy import func, select

from responder.books.library import load_library
from responder.bootstrap import METADATA
from responder.facts.parse import parse_facts
from tests.console.people import complaints, seen

ANSWERS = {
    "table": "DE | 1200 | name, email, passport\nUS-CA | 612 | name, ssn",
    "kinds": ["confidentiality"],
    "role": "controller",
    "established_in": "DE",
    "main_establishment": "DE",
    "encrypted": "false",
    "key_compromised": "unknown",
    "accessed": "true",
    "acquired": "true",
    "exfiltrated": "unknown",
    "form": "electronic",
    "level": "high",
    "awareness": "2026-11-20T15:30",
    "detected": "2026-11-20T09:00",
}
FILE = """format: responder/facts/1
title: Supposed
events: {awareness: 2026-11-20T15:30:00+01:00}
organisation: {role: controller, established_in: [DE], main_establishment: DE, timezone: Europe/Berlin}
exposure: {encrypted: false, accessed: true, acquired: true}
risk: {level: high}
people: [{where: DE, count: 1200, data: [name, email]}]
"""


def rows(house):
    """How many rows each table holds."""
    with house.db.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) for name, table in METADATA.tables.items()
        }


def test_a_handful_of_facts_show_what_would_be_owed_with_reasons(odo):
    page = seen(odo.post("/law/what-if", 200, **ANSWERS))
    assert "Regulators · European Economic Area" in page
    assert "72 hours" in page
    assert "GDPR, art. 33" in page or "art. 33(1)" in page
    assert "California Attorney General" in page


def test_nothing_supposed_is_kept(odo, staffed_house):
    odo.get("/law/what-if")
    before, lines = rows(staffed_house), (staffed_house.settings.home / "heads.log").read_bytes()
    files = sorted((staffed_house.settings.home / "files").rglob("*"))
    odo.post("/law/what-if", 200, **ANSWERS)
    odo.post("/law/what-if/pasted", 200, facts=FILE)
    odo.post("/law/what-if/file", 200, facts=FILE)
    assert rows(staffed_house) == before
    assert (staffed_house.settings.home / "heads.log").read_bytes() == lines
    assert sorted((staffed_house.settings.home / "files").rglob("*")) == files


def test_the_answers_stay_in_the_form_to_be_changed(odo):
    page = odo.post("/law/what-if", 200, **ANSWERS).text
    assert "US-CA | 612 | name, ssn" in page
    assert 'value="2026-11-20T15:30"' in page


def test_the_facts_come_as_a_file_that_assess_takes(odo):
    page = odo.post("/law/what-if", 200, **ANSWERS)
    written = html.unescape(page.text.split("readonly>")[1].split("</textarea>")[0])
    answer = odo.post("/law/what-if/file", 200, facts=written)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="facts.yaml"'
    facts = parse_facts(answer.text, name="facts.yaml", library=load_library())
    assert {row.where for row in facts.people} == {"DE", "US-CA"}
    assert facts.exposure["encrypted"] is False
    assert "key_compromised" not in facts.exposure


def test_a_facts_file_can_be_pasted(odo):
    assert "72 hours" in seen(odo.post("/law/what-if/pasted", 200, facts=FILE))


def test_a_facts_file_that_cannot_be_read_names_its_line(odo):
    answer = odo.post("/law/what-if/pasted", 422, facts=FILE.replace("accessed", "acessed"))
    assert "acessed" in complaints(answer)
    assert "acessed" in answer.text.split("<textarea")[2]


def test_a_form_without_people_says_what_is_needed(odo):
    assert "Say where the people affected live" in complaints(odo.post("/law/what-if", 422, **{**ANSWERS, "table": ""}))


def test_what_is_open_asks_its_question(odo):
    page = seen(odo.post("/law/what-if", 200, table="US-CA | 900 | name, ssn", role="controller"))
    assert "Questions that settle" in page


def test_it_speaks_chinese(odo):
    odo.post("/preferences/language", language="zh", next="/")
    assert "72小时" in seen(odo.post("/law/what-if", 200, **ANSWERS)).replace(" ", "")
