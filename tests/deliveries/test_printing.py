"""Letters for the printer: made in batches, read back, compared with their rows, looked at, handed over, mailed."""

import csv
import io
import json
from dataclasses import replace
from functools import cache

import pytest

from responder.books.letters import load_letters
from responder.deliveries.actions import halt_campaign, printing
from responder.deliveries.actions.returns import Noted, give_up, note_returns, send_returned_again
from responder.deliveries.printing import Problem, compare, whole_page
from responder.deliveries.printing_work import Press, compare_proof, print_part, print_run
from responder.deliveries.queries import coverage, get_campaign
from responder.deliveries.queries.letters import approved_letters
from responder.deliveries.queries.printing import (
    count_waiting,
    get_run,
    letters_of_run,
    list_parts,
    list_waiting,
    make_sheets,
    manifest_of,
)
from responder.deliveries.returns import Unread, read_returns
from responder.deliveries.work import tend_campaigns
from responder.errors import BadInput, Conflict
from responder.files.store import FileStore
from responder.formats.pdf import pdf
from responder.formats.pdf_text import read_pages
from tests.deliveries.campaigns import (
    BY,
    NOW,
    STARTER,
    approved_notice,
    campaign_for,
    incident_with,
    start,
    state,
)

HEADER = "id,name,email,phone,language,country,data,postal_address,birth_date,deceased,representative"
LETTER = {"medium": "letter", "counts": "yes", "clause": "an article"}


def household(number, *, name=None, address=None, language="en", data="name;email", birth="", deceased="", kin=""):
    where = f"Weg {number}|12345 Musterstadt" if address is None else address
    return f"{number},{name or f'Person Number{number}'},,,{language},DE,{data},{where},{birth},{deceased},{kin}"


class PrintHouse:
    """A house that prints: letters of one campaign, run by run."""

    def __init__(self, house, rows, *, ladder=(LETTER,)):
        self.house = house
        self.incident = incident_with(house, rows, header=HEADER)
        with house.db.writing() as session:
            notice = approved_notice(session, self.incident)
        self.number = campaign_for(house, self.incident, notice_id=notice, ladder=ladder)
        self.files = FileStore(house.path / "files", house.keystore)
        self.letters = approved_letters(cache(load_letters))
        self.press = Press(self.files, self.letters, "Example, Street 1", "DE")
        start(house, self.number, state(house, self.number).to_write)

    def open(self):
        with self.house.db.writing() as session:
            campaign = get_campaign(session, self.number)
            waiting = count_waiting(session, campaign.id, now=NOW)
            return printing.open_run(session, campaign, waiting=waiting, by=BY, now=NOW).number

    def print(self, number=None):
        number = number or self.open()
        print_run(self.house.db, self.press, self.id, number, clock=lambda: NOW)
        return number

    @property
    def id(self):
        with self.house.db.reading() as session:
            return get_campaign(session, self.number).id

    def do(self, deed, run, **more):
        with self.house.db.writing() as session:
            campaign = get_campaign(session, self.number)
            return deed(session, campaign, get_run(session, campaign.id, run), by=STARTER, now=NOW, **more)

    def look(self, run):
        with self.house.db.reading() as session:
            found = get_run(session, self.id, run)
            session.expunge(found)
            return found

    def release(self, run):
        self.do(printing.release_run, run, looked_at=len(self.look(run).sample))

    def mail(self, run):
        self.release(run)
        self.do(printing.hand_over, run, to="Example print house", receipt="R-1")
        self.do(printing.note_mailed, run, letters=self.look(run).letters, at=NOW)
        tend_campaigns(self.house.db, clock=lambda: NOW)

    def letters_of(self, run):
        with self.house.db.reading() as session:
            return [
                (letter.number, letter.state, letter.mark, letter.page, letter.pages, letter.kind)
                for letter in letters_of_run(session, self.look(run).id)
            ]

    def pages(self, run):
        with self.house.db.reading() as session:
            refs = [part.pdf_ref for part in list_parts(session, self.look(run).id)]
        return [page for ref in refs for page in read_pages(self.files.read(self.incident, ref))]

    def returned(self, text):
        lines = list(read_returns(text.encode(), file="returns.csv", today=NOW.date()))
        noted = Noted(unread=tuple(line for line in lines if isinstance(line, Unread)))
        with self.house.db.writing() as session:
            campaign = get_campaign(session, self.number)
            note_returns(
                session, campaign, [line for line in lines if not isinstance(line, Unread)], noted, by=BY, now=NOW
            )
        tend_campaigns(self.house.db, clock=lambda: NOW)
        return noted


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


def test_a_letter_that_comes_back_is_no_notice_and_goes_out_again_to_a_better_address(press):
    run = press.print()
    press.mail(run)
    marks = [mark for _, _, mark, *_ in press.letters_of(run)]
    file = f"mark,result,reason,date,new_address\n{marks[0]},returned,moved,2026-11-24,Neue Gasse 9|54321 Neustadt\n{marks[1]},returned,unknown,2026-11-24,\nL{'0' * 24},returned,,,\n"
    noted = press.returned(file)
    assert (noted.returned, noted.addresses, [line.line for line in noted.unread]) == (2, 1, [4])
    assert press.returned(file).known == 2
    seen = state(press.house, press.number)
    assert (seen.words, seen.told) == ({"mailed": 10, "came_back": 2}, 10)

    with press.house.db.writing() as session:
        assert send_returned_again(session, get_campaign(session, press.number), by=BY, now=NOW) == 1
    second = press.print()
    assert "Neue Gasse 9" in press.pages(second)[0]
    press.mail(second)
    with press.house.db.writing() as session:
        assert give_up(session, get_campaign(session, press.number), reason="no address found", by=BY, now=NOW) == 1
    with press.house.db.reading() as session:
        assert coverage(session, get_campaign(session, press.number)) == {"DE": {"told": 11, "not_reached": 1}}


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
