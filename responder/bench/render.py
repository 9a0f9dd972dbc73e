"""``render``: one frozen letter of 3 kB filled for person after person, as text and HTML, beside the template engine.

Both fill ten places of the same letter with the same values and escape them for HTML; both have compiled it before.
Also says how long a draft takes to compose from facts, and a report of twenty pages to become a PDF.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from jinja2.sandbox import ImmutableSandboxedEnvironment

from responder.affected.addressee import Addressee
from responder.affected.person import Person
from responder.bench.frame import Bench
from responder.books.letters import load_letters
from responder.books.library import load_library
from responder.errors import NotConfigured
from responder.facts.parse import facts_from_document
from responder.formats.paper import Paper, as_pdf
from responder.formats.pdf_text import read_pages
from responder.notices.compose import compose
from responder.notices.letter import Letter
from responder.notices.specs import spec_of
from responder.prose.render import render as to_html
from responder.prose.render import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.bench.frame import Work

LETTER_BYTES: Final = 3000
_DRAFTS: Final = 20
_SAID: Final = "Somebody copied a file of ours on 11 June 2026. We closed the way in and told the police. "
_SLOTS: Final = ("name", "reference", "address", "name", "reference", "name", "address", "reference", "name", "name")
_PLACES: Final = {"where": "DE", "count": 1200, "data": ["name", "passport"], "relation": "customer"}


def _markdown(slot: str) -> str:
    """A letter with ten places to fill, each written as ``slot`` has it."""
    told = _SAID * 3
    parts = [f"## Part {number}\n\n{told}({slot.format(name)})" for number, name in enumerate(_SLOTS, 1)]
    return "\n\n".join(parts)[: LETTER_BYTES + 400] + "\n"


def _people(size: int) -> Iterator[tuple[Person, Addressee]]:
    for number in range(size):
        person = Person(name=f"Person {number}", firm_id=f"C-{number:07}")
        address = f"Example Street {number}, 10000 Example"
        yield person, Addressee("self", person.name, postal_address=address, elements=("name", "passport"))


@contextmanager
def _ours() -> Iterator[Work]:
    letter = Letter("Your data", _markdown("[[person.{}]]"), load_letters().words_of("en"))

    def fill(size: int) -> None:
        for person, addressee in _people(size):
            letter.render(person, addressee)

    yield fill


@contextmanager
def _bare() -> Iterator[Work]:
    source = _markdown("{{{{ {} }}}}")
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    page = environment.from_string(to_html(source))
    text = ImmutableSandboxedEnvironment().from_string(to_text(source))

    def fill(size: int) -> None:
        for person, addressee in _people(size):
            values = {"name": person.name, "reference": person.firm_id, "address": addressee.postal_address}
            page.render(values)
            text.render(values)

    yield fill


def _details() -> dict[str, Any]:
    return {"letter_bytes": len(_markdown("[[person.{}]]")), "drafts_per_second": _drafts(), **_pdf()}


def _drafts() -> float:
    """Customer letters composed from facts a second: paragraphs filled, gaps found, items of law answered."""
    library, letters = load_library(), load_letters()
    document = {"format": "responder/facts/1", "people": [_PLACES], "events": {"detected": "2026-06-11"},
                "incident": {"type": "web_intrusion", "status": "confirmed"}}  # fmt: skip
    facts = facts_from_document(document, name="bench", library=library)
    spec = spec_of(library, letters, "eu-gdpr", "individuals", "DE")
    compose(spec, facts, library, letters, "en")
    begun = time.perf_counter()
    for _ in range(_DRAFTS):
        compose(spec, facts, library, letters, "en")
    return round(_DRAFTS / (time.perf_counter() - begun), 1)


def _pdf() -> dict[str, Any]:
    """A report of at least twenty pages with a table, or that PDF is not set up here."""
    table = "".join(f"<tr><td>{number}</td><td>{_SAID * 2}</td></tr>" for number in range(60))
    body = f"<table><thead><tr><th>No.</th><th>Entry</th></tr></thead><tbody>{table}</tbody></table>"
    body += f"<h2>Narrative</h2><p>{_SAID * 3}</p>" * 130
    begun, worked = time.perf_counter(), time.process_time()
    try:
        written = as_pdf(Paper("Report", body, "en", "INC-2026-0001"))
    except NotConfigured as missing:
        return {"pdf": str(missing)}
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    pages = len(read_pages(written))
    return {"pdf_pages": pages, "pdf_seconds": round(seconds, 2), "pdf_cpu_seconds": round(worked, 2)}


BENCH = Bench(
    "render",
    "letters/s",
    "the sandboxed template engine, compiled, the same letter as text and HTML",
    _ours,
    _bare,
    20_000,
    _details,
)
