"""Lead times that a drill showed, offered for the firm's table: a person reads them before they count. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from responder.books.lead_times import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from responder.books.lead_times import LeadTime
    from responder.review.scoring import Lead

QUARTER: Final = timedelta(minutes=15)


def lead_times_file(present: Iterable[LeadTime], leads: Iterable[Lead], drill: str) -> str:
    """The table as ``_shared/lead_times.yaml``: a line that was longer in the drill says so, the others stay.

    A line that is for several recipients is split where only some of them took longer.
    """
    shown = {(lead.step, lead.recipient): lead.lead for lead in leads}
    lines = [
        f"# The lead times in force, with what the drill {drill} showed. Read a longer one before it counts.",
        f"format: {FORMAT}",
        "lead_times:",
    ]
    for each in present:
        longer = {
            to: shown[each.step, to] for to in each.recipients if shown.get((each.step, to), each.lead) > each.lead
        }
        same = [to for to in sorted(each.recipients) if to not in longer]
        if same:
            lines.append(_line(each.step, each.text, same, each.written, each.who))
        for to, lead in sorted(longer.items()):
            line = _line(each.step, each.text, [to], written(lead), each.who)
            lines.append(f"{line}  # {each.written} before; {drill} took {written(lead)}")
    return "\n".join(lines) + "\n"


def written(lead: timedelta) -> str:
    """A period as ISO 8601 says it, rounded up to a quarter of an hour: ``P1DT2H15M``."""
    minutes = int(-(-lead // QUARTER) * QUARTER.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    day = f"{days}D" if days else ""
    time = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (rest, "M")) if amount)
    return f"P{day}T{time}" if time else f"P{day}" if day else "PT15M"


def _line(step: str, text: Mapping[str, str], recipients: list[str], lead: str, who: str) -> str:
    said = ", ".join(f'{language}: "{words}"' for language, words in text.items())
    return f"- {{step: {step}, text: {{{said}}}, recipients: [{', '.join(recipients)}], lead: {lead}, who: {who}}}"
