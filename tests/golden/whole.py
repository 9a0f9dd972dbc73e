"""The complete answer for three incidents, as text that a person can read and compare.

``python -m tests.golden.whole`` writes the answers anew; read the difference before you commit it.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

from responder.books.library import load_library
from responder.facts.parse import parse_facts
from responder.obligations.answer import answer
from responder.obligations.derive import derive

FOLDER = Path(__file__).parent / "whole"
AS_OF = {
    "retailer": datetime(2026, 6, 15, 12, tzinfo=UTC),
    "bucket": datetime(2026, 11, 24, 7, tzinfo=UTC),
    "payroll": datetime(2026, 6, 18, 12, tzinfo=UTC),
}
# The hash of a file says only that something changed; what changed stands below.
_LEFT_OUT = {"rule", "not_covered"}


def whole_answer(name, library):
    """Every obligation with reasons, facts, what is missing, what-ifs, clocks, channels and content, a line a value."""
    file = FOLDER / f"{name}.yaml"
    facts = parse_facts(file.read_text(encoding="utf-8"), name=file.name, library=library)
    found = derive(facts, library, as_of=AS_OF[name], include_all=False)
    document = answer(found, library, as_of=AS_OF[name])
    lines = [f"as_of: {document['as_of']}"]
    for obligation in document["obligations"]:
        of = obligation["for"]["entity"]
        lines += ["", f"== {obligation['regime']} / {obligation['duty']} at {obligation['where']} for {of}"]
        for key, value in obligation.items():
            if key not in _LEFT_OUT:
                lines.extend(_written(key, value))
    return "\n".join([*lines, "", "== not covered", *document["not_covered"], ""])


def _written(key, value):
    if key == "due":
        yield from (line for name, inner in value.items() for line in _written(f"due.{name}", inner))
    elif isinstance(value, list) and value:
        yield f"{key}:"
        yield from (f"  - {_said(each)}" for each in value)
    else:
        yield f"{key}: {_said(value)}"


def _said(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    shelf = load_library()
    for incident in AS_OF:
        (FOLDER / f"{incident}.txt").write_text(whole_answer(incident, shelf), encoding="utf-8")
