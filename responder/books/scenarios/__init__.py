"""Scenarios: what happens in a drill and when, read from Markdown into frozen values.

Takes ``playbooks/_scenarios/*.md`` and their translations ``*.<language>.md``. Gives ``load_scenarios`` and ``lint``.
Never moves a clock: the times are minutes from the beginning of the drill.
"""

from responder.books.scenarios.shelf import load_scenarios, read_stored, scenario_files

__all__ = ["load_scenarios", "read_stored", "scenario_files"]
