"""Every notice owed for six incidents, drafted from the facts alone: as a lawyer would read them, with their gaps.

``python -m tests.golden.letters`` writes them anew; read the difference before you commit it.
"""

from datetime import UTC, datetime
from pathlib import Path

from responder.books.letters import load_letters
from responder.books.library import load_library
from responder.facts.parse import parse_facts
from responder.notices.compose import compose
from responder.notices.languages import languages_for
from responder.notices.render import to_markdown
from responder.notices.specs import concerning, spec_of
from responder.obligations.derive import derive
from tests.golden.whole import AS_OF
from tests.golden.whole import FOLDER as WHOLE

FOLDER = Path(__file__).parent / "letters"
OWED = ("required", "advisable")
INCIDENTS = {
    **{name: (WHOLE, as_of) for name, as_of in AS_OF.items()},
    "ba-2018": (FOLDER, datetime(2018, 9, 6, 8, tzinfo=UTC)),
    "change-healthcare-2024": (FOLDER, datetime(2024, 3, 8, 12, tzinfo=UTC)),
    "optus-2022": (FOLDER, datetime(2022, 9, 22, 2, tzinfo=UTC)),
}


def drafts(name, library, letters):
    """What is owed to somebody by letter, each as ``(regime, duty, where, draft)``; the same letter to many places once."""
    folder, as_of = INCIDENTS[name]
    facts = parse_facts((folder / f"{name}.yaml").read_text(encoding="utf-8"), name=name, library=library)
    seen = set()
    for owed in derive(facts, library, as_of=as_of, include_all=False):
        if owed.state not in OWED or letters.family_for(owed.recipient) is None:
            continue
        where = owed.where or ""
        if (owed.regime, owed.duty, where) in seen:
            continue
        seen.add((owed.regime, owed.duty, where))
        spec = concerning(spec_of(library, letters, owed.regime, owed.duty, where), facts, library)
        language = languages_for(spec, letters, spoken=(), own="en")[0]
        yield owed.regime, owed.duty, where, compose(spec, facts, library, letters, language)


def all_letters(name, library, letters):
    """Every draft of an incident as one text that a person can read, each with what it still lacks."""
    parts = []
    for regime, duty, where, draft in drafts(name, library, letters):
        parts.append(f"==== {regime} / {duty} at {where} ({draft.language})\n")
        parts.append(f"# {draft.subject}\n")
        parts.append(to_markdown(draft.markdown, letters.words_of(draft.language)))
        parts.extend(_lacks(gap) for gap in draft.gaps)
        parts.append("")
    return "\n".join(parts)


def _lacks(gap):
    what = ", ".join(part for part in (gap.asks, " ".join(gap.facts)) if part)
    return f"! {gap.kind}: {what}{'' if gap.blocks else ' (may follow)'}"


if __name__ == "__main__":
    shelf, paragraphs = load_library(), load_letters()
    for incident in INCIDENTS:
        (FOLDER / f"{incident}.md").write_text(all_letters(incident, shelf, paragraphs), encoding="utf-8")
