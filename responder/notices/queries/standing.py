"""What still stands between a notice and its approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.notices import marks
from responder.notices.kept_out import kept_out
from responder.notices.lint import Finding, Rules, lint
from responder.notices.queries.remarks import unanswered
from responder.notices.queries.tables import wrong_in_table
from responder.notices.queries.texts import Text, list_texts
from responder.notices.specs import spec_of
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from responder.books.letters import Letters
    from responder.books.library import Library
    from responder.facts.model import Facts
    from responder.notices.records import Notice


def unreviewed(texts: Sequence[Text], letters: Letters) -> list[str]:
    """Paragraphs in these texts that nobody has reviewed, as ``salutation.fr``."""
    found = []
    for text in texts:
        for anchor in marks.anchors(text.text):
            paragraph = letters.paragraph(anchor.paragraph, text.language) or letters.paragraph(anchor.paragraph, "en")
            if paragraph is not None and not paragraph.reviewed_by:
                found.append(f"{paragraph.id}.{paragraph.language}")
    return list(dict.fromkeys(found))


def findings(
    text: Text, notice: Notice, letters: Letters, *, suspected: bool, hosts: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What is wrong or doubtful in one text."""
    short = text.medium == "sms"
    words = letters.words_of(text.language)
    required = () if short else notice.asked
    return lint(text.subject, text.text, Rules(words, required, plain=short, suspected=suspected, hosts=hosts))


def blockers(
    session: Session,
    notice: Notice,
    letters: Letters,
    *,
    accepted: Collection[str] = (),
    suspected: bool = False,
    kept: Collection[Finding] = (),
) -> list[Finding]:
    """Everything for which the notice cannot be approved as it stands, each once; ``kept`` is of ``forbidden_in``."""
    texts = list_texts(session, notice)
    found = [
        finding
        for text in texts
        for finding in findings(text, notice, letters, suspected=suspected)
        if finding.level == "error"
    ]
    for text in texts:
        marks.blocks(text.text)  # a block that is not closed is refused with its line
    message = N_("Nobody has reviewed “{paragraph}”; accept it by name or have it reviewed")
    names = [name for name in unreviewed(texts, letters) if name not in accepted]
    found.extend(Finding("error", "unreviewed", message, {"paragraph": name}) for name in names)
    found.extend(_untranslated(texts, letters, notice))
    kept_out = N_("The law keeps “{fact}” out of this letter")
    stated = [gap["asks"] for text in texts for gap in text.gaps if gap["kind"] == "forbidden"]
    found.extend(Finding("error", "forbidden", kept_out, {"fact": fact}) for fact in stated)
    found.extend(wrong_in_table(session, notice))
    found.extend(unanswered(session, notice))
    found.extend(finding for finding in kept if finding.level == "error")
    return list({(finding.code, finding.message, str(finding.values)): finding for finding in found}.values())


def forbidden_in(
    session: Session, notice: Notice, facts: Facts, *, library: Library, letters: Letters
) -> list[Finding]:
    """What stands in a text of the notice although the law keeps it out, whoever typed it; warnings too."""
    spec = spec_of(library, letters, notice.regime, notice.duty, notice.place)
    found = [
        finding
        for text in list_texts(session, notice)
        for finding in kept_out(text.text, spec, facts, library=library, letters=letters, language=text.language)
    ]
    return list({(finding.code, finding.message, str(finding.values)): finding for finding in found}.values())


def doubts(texts: Sequence[Text], letters: Letters) -> list[Finding]:
    """Paragraphs of the shelf that still stand in these texts and whose addresses or numbers were not settled."""
    message = N_("Check before it is sent, “{paragraph}”: {doubt}")
    found: dict[str, Finding] = {}
    for text in texts:
        for anchor in marks.anchors(text.text):
            paragraph = letters.paragraph(anchor.paragraph, text.language) or letters.paragraph(anchor.paragraph, "en")
            if paragraph is not None and paragraph.doubt:
                values = {"paragraph": f"{paragraph.id}.{paragraph.language}", "doubt": paragraph.doubt}
                found[paragraph.id] = Finding("warning", "doubt", message, values)
    return list(found.values())


def reminders(notice: Notice, *, library: Library, letters: Letters, reader: str) -> list[str]:
    """What the law wants of this letter that no text can show: who draws it up, approves or sends it must mind it."""
    spec = spec_of(library, letters, notice.regime, notice.duty, notice.place)
    return [says.get(reader) or says["en"] for says in spec.reminders]


def _untranslated(texts: Sequence[Text], letters: Letters, notice: Notice) -> list[Finding]:
    if letters.family(notice.family).to == "authority":
        return []
    message = N_("“{paragraph}” is not translated into {language}")
    return [
        Finding("error", "untranslated", message, {"paragraph": anchor.paragraph, "language": text.language})
        for text in texts
        for anchor in marks.anchors(text.text)
        if (anchor.paragraph, "en") in letters.paragraphs and letters.paragraph(anchor.paragraph, text.language) is None
    ]
