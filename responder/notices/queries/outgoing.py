"""Texts of a notice as documents, and documents that came back held against the version that went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import NotFound
from responder.notices.documents import Proposal, Source, proposal_of, read_back
from responder.notices.queries.texts import history
from responder.words import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from responder.books.letters import Letters
    from responder.intake.records import Incident
    from responder.notices.queries.texts import Text
    from responder.notices.records import Notice


def source_of(incident: Incident, notice: Notice, text: Text, *, letters: Letters, reader: str) -> Source:
    """What the documents of one text are made from."""
    return Source(notice, text, letters.words_of(text.language), incident.number, reader)


def proposal_in(session: Session, notice: Notice, content: bytes) -> Proposal:
    """What a returned document changes in the version that it was made from.

    Raises:
        BadInput: it is no document of this notice.
        NotFound: the version that it names is not in the history.
    """
    returned, origin = read_back(content, notice)
    return proposal_of(returned, sent_text(session, notice, origin.language, origin.medium, origin.number))


def sent_text(session: Session, notice: Notice, language: str, medium: str, number: int) -> Text:
    """The version that a document was made from.

    Raises:
        NotFound: it is not in the history.
    """
    for text in history(session, notice):
        if (text.language, text.medium, text.number) == (language, medium, number):
            return text
    raise NotFound(N_("The notice has no such text"))
