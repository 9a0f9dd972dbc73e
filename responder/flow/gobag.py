"""The go-bag: all that is needed when the house itself is what burns, gathered for one sealed file.

Playbooks, who is called and how, regulators' ways in, contracts' clauses, the insurer's hotline, letters, open
incidents by code name, and verify.py. Restricted incidents are left out: the file leaves the house.
"""

from __future__ import annotations

import re
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from responder.errors import BadInput
from responder.facts.parse import facts_from_document
from responder.facts.snapshot import FORMAT
from responder.intake.queries import list_incidents
from responder.notices.compose import LetterSpec, compose
from responder.obligations.queries import next_due_by_incident
from responder.oncall import paths
from responder.oncall.queries.rotas import names_by_id, standard_path
from responder.people.permissions import GUESTS, SETS
from responder.people.queries import email_of, list_accounts, name_of, phone_of
from responder.prose.render import render
from responder.words import N_, say
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from responder.books.contracts import Contract
    from responder.flow.books import Books

FRONT_MATTER: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
ATTRIBUTES: Final = re.compile(r"\s*\{: [^}\n]*\}\s*$", re.MULTILINE)
INSURER: Final = "insurer"
WORDS: Final = {
    "title": N_("Go-bag"),
    "made": N_("Made on"),
    "days": N_("{days} days old"),
    "passphrase": N_("Passphrase"),
    "open": N_("Open it"),
    "opening": N_("Opening. This takes a moment."),
    "wrong": N_("This passphrase does not open it."),
    "timeline": N_("Timeline to write in"),
    "timeline_how": N_(
        "What happened, when, and who saw it. It stays in this browser, sealed; save it to a file as well. Later "
        "`responder timeline import` takes the file, with your times."
    ),
    "at": N_("When (left empty: now)"),
    "who": N_("Who"),
    "what": N_("What happened"),
    "add": N_("Add it"),
    "save": N_("Save to a file"),
    "back": N_("Go on from a saved file"),
    "files": N_("Files"),
}


def page_words(language: str) -> dict[str, str]:
    """The sentences of the page itself; ``{days}`` is filled in by its script."""
    return {name: say(sentence, language) for name, sentence in WORDS.items()}


def pack_gobag(session: Session, *, books: Books, language: str, zone: str) -> dict[str, Any]:
    """What the go-bag holds, as ``formats.sealed_page`` takes it.

    Args:
        session: What it is gathered from.
        books: Law, playbooks, letters and contracts.
        language: Of its texts, where they exist in it.
        zone: For times.
    """

    def part(title: str, pieces: Iterable[tuple[str, str]]) -> dict[str, Any]:
        return {"title": say(title, language), "pieces": [{"title": name, "html": html} for name, html in pieces]}

    return {
        "sections": [
            part(N_("Whom to call"), [("", _people(session, language))]),
            part(N_("Insurer"), [("", _contracts(books, language, insurer=True))]),
            part(N_("Open incidents"), [("", _incidents(session, language, zone))]),
            part(N_("Playbooks"), _playbooks(books, language)),
            part(N_("Regulators and how to reach them"), [("", _regulators(books, language))]),
            part(N_("What contracts ask of us"), [("", _contracts(books, language, insurer=False))]),
            part(N_("Letters, with gaps where facts go"), _letters(books, language)),
        ],
        "files": {"verify.py": (resources.files("responder.review") / "verify.py").read_text(encoding="utf-8")},
    }


def _people(session: Session, language: str) -> str:
    rows = []
    for account in list_accounts(session, disabled=False):
        if account.permission_set in GUESTS:
            continue
        held = say(SETS[account.permission_set][0], language)
        rows.append(
            (name_of(session, account), held, phone_of(session, account) or "–", email_of(session, account) or "–")
        )
    levels, _rounds = standard_path(session)
    names = names_by_id(session)
    path = paths.write_levels(levels, names)
    return _table((N_("Name"), N_("Permission set"), N_("Phone"), N_("Email")), rows, language) + (
        f"<h3>{escape(say(N_('In this order'), language))}</h3><pre>{escape(path)}</pre>"
    )


def _incidents(session: Session, language: str, zone: str) -> str:
    found = [
        one for one in list_incidents(session, kind="real", limit=200) if one.state != "closed" and not one.restricted
    ]
    due = next_due_by_incident(session, [one.id for one in found])
    rows = [
        (one.number, one.code_name, show_instant(due[one.id], zone=zone, language=language) if one.id in due else "–")
        for one in found
    ]
    return _table((N_("Reference"), N_("Code name"), N_("Next deadline")), rows, language)


def _playbooks(books: Books, language: str) -> Iterable[tuple[str, str]]:
    for name, playbook in sorted(books.playbooks.items()):
        source = playbook.sources.get(f"{name}.{language}.md") or next(iter(playbook.sources.values()))
        text = ATTRIBUTES.sub("", FRONT_MATTER.sub("", source))
        yield playbook.title.get(language) or playbook.title.get("en", name), render(text)


def _regulators(books: Books, language: str) -> str:
    authorities = books.library.words.authorities
    rows = [
        (
            place,
            one.name.get(language) or one.name["en"],
            one.url or one.website or "–",
            one.method or "–",
            one.note or "",
        )
        for place, one in sorted(authorities.items())
    ]
    return _table((N_("Place"), N_("Authority"), N_("Address"), N_("Way"), N_("Note")), rows, language)


def _contracts(books: Books, language: str, *, insurer: bool) -> str:
    rows = [_clause(one) for one in books.library.contracts if (one.role.kind == INSURER) == insurer]
    titles = (N_("Party"), N_("Contract"), N_("Told within"), N_("Way"), N_("Contacts"), N_("Clause"))
    return _table(titles, rows, language)


def _clause(one: Contract) -> tuple[str, ...]:
    period = " ".join(one.written.get(key, "") for key in ("period", "unit")).strip()
    return (
        one.name, one.reference or "–", period or "–", one.channel_that_counts or one.channel or "–",
        one.written.get("contacts", "–"), one.clause or "–",
    )  # fmt: skip


def _letters(books: Books, language: str) -> Iterable[tuple[str, str]]:
    spoken = language if language in books.letters.words else "en"
    nothing = facts_from_document({"format": FORMAT, "title": "–"}, name="go-bag", library=books.library, recorded=True)
    for name in sorted(books.letters.families):
        try:
            made = compose(LetterSpec(family=name), nothing, books.library, books.letters, spoken)
        except BadInput:  # a kind of letter that says nothing as long as nothing is known
            continue
        yield made.subject or name, render(made.markdown)


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]], language: str) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return f"<p>{escape(say(N_('Nothing is kept here.'), language))}</p>"
    head = "".join(f"<th>{escape(say(title, language))}</th>" for title in titles)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
