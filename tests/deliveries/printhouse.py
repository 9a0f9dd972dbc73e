"""Builders: a house that prints the letters of one campaign, run by run."""

from functools import cache

from responder.books.letters import load_letters
from responder.deliveries.actions import printing
from responder.deliveries.actions.returns import Noted, note_returns
from responder.deliveries.printing_work import Press, print_run
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.letters import approved_letters
from responder.deliveries.queries.printing import count_waiting, get_run, letters_of_run, list_parts
from responder.deliveries.returns import Unread, read_returns
from responder.deliveries.work import tend_campaigns
from responder.files.store import FileStore
from responder.formats.pdf_text import read_pages
from tests.deliveries.campaigns import BY, NOW, STARTER, approved_notice, campaign_for, incident_with, start, state

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
