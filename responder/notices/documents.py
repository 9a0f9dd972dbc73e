"""One text of a notice as a document: a page for print, PDF, a word processor's document, plain text.

All come from one source, the text as it stands in the history; what is no finished letter says so on its first line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from responder.errors import BadInput
from responder.formats import docx
from responder.formats.paper import Paper, as_pdf, page, paper_size
from responder.formats.pdf import ACCESSIBLE, ARCHIVE
from responder.notices import render
from responder.notices.proposal import accepted, propose
from responder.prose.pieces import cut
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Collection

    from responder.books.letters import Words
    from responder.notices.proposal import Change
    from responder.notices.queries import Text
    from responder.notices.records import Notice

SHAPES: Final = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
_IDENTIFIER: Final = "responder"
_PARTS: Final = 6
_FINISHED: Final = frozenset({"approved", "sent", "filed"})


@dataclass(frozen=True)
class Source:
    """What a document is made from. ``reader`` is the language of whoever opens it: banner and footer speak it."""

    notice: Notice
    text: Text
    words: Words
    reference: str
    reader: str

    @property
    def name(self) -> str:
        """A file name without its ending: incident, duty, place, language, version."""
        place = f"-{self.notice.place}" if self.notice.place else ""
        return f"{self.reference}-{self.notice.duty}{place}-{self.text.language}-v{self.text.number}"

    @property
    def foot(self) -> str:
        values = {"reference": self.reference, "number": self.text.number, "hash": self.text.sha256[:16]}
        return say(N_("{reference}, version {number}, {hash}"), self.reader, **values)

    @property
    def standing(self) -> str:
        """What keeps it from being a finished letter; nothing once it is approved."""
        if self.notice.state in _FINISHED:
            return ""
        return say(N_("Draft, not approved. Do not send."), self.reader)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which text of a notice a document was made from."""

    language: str
    medium: str
    number: int


@dataclass(frozen=True)
class Proposal:
    """What came back from outside: what it changes in the version that went out, its subject if that is another."""

    sent: Text
    changes: tuple[Change, ...]
    subject: str
    remarks: tuple[docx.Remark, ...]
    returned: str

    def taken(self, numbers: Collection[int]) -> str:
        """The text that went out, with the changes of these numbers made."""
        return accepted(self.sent.text, self.changes, numbers)


def made(source: Source, shape: str, *, archive: bool = False) -> bytes:
    """The document in a shape of ``SHAPES``. ``archive``: PDF/A-3a instead of PDF/UA-1.

    Raises:
        BadInput: there is no such shape.
        NotConfigured: what writes it is not installed; the page prints as well.
    """
    match shape:
        case "html":
            return page(paper_of(source)).encode()
        case "pdf":
            return as_pdf(paper_of(source), variant=ARCHIVE if archive else ACCESSIBLE)
        case "docx":
            return docx.write(_letter(source))
        case "txt":
            return to_text(source).encode()
        case _:
            raise BadInput(N_("There is no such kind of document"), expected=", ".join(SHAPES))


def paper_of(source: Source) -> Paper:
    """The letter as it is printed: in the size of paper of the country it goes to, in the least type its law allows."""
    return Paper(
        title=source.text.subject or source.notice.recipient_name,
        body=render.to_html(source.text.text, source.words),
        language=source.text.language,
        foot=source.foot,
        standing=source.standing,
        least_points=source.notice.least_points,
        size=paper_size(source.notice.place[:2]),
    )


def to_text(source: Source) -> str:
    """For plain mail and terminals, the subject first."""
    above = f"[{source.standing}]\n\n" if source.standing else ""
    return f"{above}{source.text.subject}\n\n{render.to_text(source.text.text, source.words)}"


def read_back(content: bytes, notice: Notice) -> tuple[docx.Returned, Origin]:
    """A document that was made from a text of ``notice``, and from which one.

    Raises:
        BadInput: it is no document, or was not made from a text of this notice.
    """
    returned = docx.read(content)
    parts = returned.identifier.split(":")
    if len(parts) != _PARTS or parts[:2] != [_IDENTIFIER, notice.id] or not parts[4].isdigit():
        raise BadInput(
            N_("This document was not made from a text of this notice"),
            field="file",
            do=N_("Export it here, and edit that file."),
        )
    return returned, Origin(parts[2], parts[3], int(parts[4]))


def proposal_of(returned: docx.Returned, sent: Text) -> Proposal:
    """What the returned document changes in the version that went out."""
    subject = returned.subject if returned.subject != sent.subject else ""
    return Proposal(sent, propose(sent.text, returned.markdown), subject, returned.remarks, returned.markdown)


def _letter(source: Source) -> docx.Letter:
    text = source.text
    return docx.Letter(
        subject=text.subject or source.notice.recipient_name,
        pieces=cut(text.text),
        language=text.language,
        identifier=_identifier(source),
        foot=source.foot,
        head=source.standing,
        made_at=text.made_at,
    )


def _identifier(source: Source) -> str:
    text = source.text
    return f"{_IDENTIFIER}:{source.notice.id}:{text.language}:{text.medium}:{text.number}:{text.sha256}"
