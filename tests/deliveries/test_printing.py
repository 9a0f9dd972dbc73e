"""Letters for the printer: made in batches, read back, compared with their rows, looked at, handed over, mailed."""

import csv
import io
import json
from dataclasses import replace

import pytest

from responder.deliveries.actions import halt_campaign, printing
from responder.deliveries.printing import Problem, compare, whole_page
from responder.deliveries.printing_work import print_part
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.printing import (
    get_run,
    list_parts,
    list_waiting,
    make_sheets,
    manifest_of,
)
from responder.deliveries.queries.proofs import compare_proof
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput, Conflict
from responder.formats.pdf import pdf
from responder.formats.pdf_text import read_pages
from tests.deliveries.campaigns import (
    BY,
    NOW,
    state,
)
from tests.deliveries.printhouse import PrintHouse, household


@pytest.fixture
def press(house):
    return PrintHouse(house, [household(number) for number in range(1, 13)])


def test_each_person_with_an_address_gets_a_letter_that_says_what_the_row_says(press):
    run = press.print()
    found = press.look(run)
    assert (found.state, found.letters, found.problems) == ("printed", 12, [])
    assert found.before == found.after
    pages = press.pages(run)
    assert len(pages) == found.pages == 12
    for number in range(1, 13):
        page = next(page for page in pages if f"Weg {number}\n" in page)
        assert f"Dear Person Number{number}," in page
        assert "12345 Musterstadt" in page


def test_the_table_for_the_mail_house_says_where_each_letter_lies_and_carries_its_mark(press):
    run = press.print()
    with press.house.db.reading() as session:
        table_ref = list_parts(session, press.look(run).id)[0].table_ref
        manifest = manifest_of(session, get_campaign(session, press.number), get_run(session, press.id, run))
    rows = list(csv.DictReader(io.StringIO(press.files.read(press.incident, table_ref).decode())))
    pages = press.pages(run)
    assert len(rows) == 12
    for row in rows:
        page = pages[int(row["first_page"]) - 1]
        assert row["mark"] in page
        assert row["address_1"] in page
        assert row["address_2"] in page
    assert manifest["parts"][0]["letters"] == 12
    assert "Musterstadt" not in json.dumps(manifest)


def test_a_text_that_slipped_by_one_row_is_found_on_every_page(press):
    with press.house.db.reading() as session:
        campaign = get_campaign(session, press.number)
        waiting = list_waiting(session, campaign.id, upto=NOW, limit=20)
        sheets, _ = make_sheets(session, campaign, waiting, press.letters, now=NOW, posted_in="DE", first=1)
    bodies = [sheet.page for sheet in sheets]
    slipped = [replace(sheet, page=body) for sheet, body in zip(sheets, [*bodies[1:], bodies[0]], strict=True)]
    pages = read_pages(pdf(whole_page(slipped, sender="Example", title="A test")))
    _, problems = compare(pages, sheets, [sheet.source for sheet in sheets])
    assert [(problem.number, problem.reason) for problem in problems] == [
        (number, "the text of the letter does not name the person of the row") for number in range(1, 13)
    ]


def test_an_address_that_slipped_by_one_row_is_found_by_its_mark(press):
    with press.house.db.reading() as session:
        campaign = get_campaign(session, press.number)
        waiting = list_waiting(session, campaign.id, upto=NOW, limit=20)
        sheets, _ = make_sheets(session, campaign, waiting, press.letters, now=NOW, posted_in="DE", first=1)
    sources = [sheet.source for sheet in sheets]
    pages = read_pages(pdf(whole_page(sheets, sender="Example", title="A test")))
    _, problems = compare(pages, sheets, [*sources[1:], sources[0]])
    assert {problem.reason for problem in problems} == {"the page carries the mark of another row"}
    assert len(problems) == 12


def test_a_run_with_a_problem_is_not_released(press):
    run = press.print()
    problem = [Problem(3, "the page carries the mark of another row")]
    press.do(printing.note_proof, run, sha256="0" * 64, pages=12, problems=problem)
    with pytest.raises(Conflict, match="do not say what their rows say"):
        press.release(run)


def test_printing_goes_on_where_it_was_cut_off(press):
    run = press.open()
    for _ in range(2):
        print_part(press.house.db, replace(press.press, letters_a_part=5), press.id, run, clock=lambda: NOW)
    press.print(run)
    assert [number for number, *_ in press.letters_of(run)] == list(range(1, 13))
    assert press.look(run).state == "printed"
    with press.house.db.reading() as session:
        assert [part.letters for part in list_parts(session, press.look(run).id)] == [5, 5, 2]


def test_children_and_the_dead_are_addressed_and_counted_as_the_list_counts_them(house):
    press = PrintHouse(house, [
        household(1, name="Child One", birth="2016-01-02"),
        household(2, name="Late Two", deceased="yes", kin="Kin Two"),
        household(3, name="Late Three", deceased="yes"),
        household(4),
    ])  # fmt: skip
    run = press.print()
    found = press.look(run)
    assert found.problems == []
    assert sorted(kind for *_, kind in press.letters_of(run)) == ["estate", "guardian", "next_of_kin", "self"]
    assert (
        (found.before["minors"], found.before["deceased"]) == (found.after["minors"], found.after["deceased"]) == (1, 2)
    )


def test_a_run_is_released_only_by_someone_who_looked_at_the_whole_sample(press):
    run = press.print()
    assert len(press.look(run).sample) == 12
    with pytest.raises(BadInput, match="Not every letter"):
        press.do(printing.release_run, run, looked_at=11)
    with pytest.raises(Conflict):
        press.do(printing.hand_over, run, to="Example print house", receipt="")
    press.release(run)


def test_letters_count_as_notice_once_they_are_in_the_post(press):
    run = press.print()
    assert state(press.house, press.number).words == {"waiting": 12}
    press.release(run)
    press.do(printing.hand_over, run, to="Example print house", receipt="R-1")
    tend_campaigns(press.house.db, clock=lambda: NOW)
    assert state(press.house, press.number).words == {"handed_over": 12}
    with pytest.raises(BadInput, match="another number"):
        press.do(printing.note_mailed, run, letters=11, at=NOW)
    press.do(printing.note_mailed, run, letters=12, at=NOW)
    tend_campaigns(press.house.db, clock=lambda: NOW)
    seen = state(press.house, press.number)
    assert (seen.words, seen.told, seen.state) == ({"mailed": 12}, 12, "done")


def test_a_withdrawn_run_is_printed_anew_and_nothing_is_printed_twice(press):
    first = press.print()
    with pytest.raises(Conflict, match="No letter waits"):
        press.open()
    press.do(printing.withdraw_run, first, reason="wrong paper")
    second = press.print()
    assert len(press.letters_of(second)) == 12
    press.mail(second)
    assert state(press.house, press.number).told == 12


def test_the_printers_proof_is_compared_page_by_page(press):
    run = press.print()
    with press.house.db.reading() as session:
        campaign = get_campaign(session, press.number)
        part = list_parts(session, press.look(run).id)[0]
        document = press.files.read(press.incident, part.pdf_ref)
        pages, problems = compare_proof(session, campaign, press.look(run).id, document, now=NOW, posted_in="DE")
    assert (pages, problems) == (12, [])


def test_a_foreign_file_is_no_proof(press):
    run = press.print()
    with press.house.db.reading() as session, pytest.raises(BadInput, match="cannot be read back"):
        compare_proof(
            session,
            get_campaign(session, press.number),
            press.look(run).id,
            b"%PDF-1.7 nothing",
            now=NOW,
            posted_in="DE",
        )


def test_nothing_is_printed_before_the_start_or_after_a_halt(house):
    press = PrintHouse(house, [household(1)])
    with house.db.writing() as session:
        halt_campaign(session, get_campaign(session, press.number), by=BY, now=NOW)
    with pytest.raises(Conflict, match="once the sending is started"):
        press.open()
