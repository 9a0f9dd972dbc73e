"""Playbooks: what people do, kind by kind, read from Markdown into frozen values.

Takes ``playbooks/*.md`` and their translations ``*.<language>.md``. Gives ``load_playbooks`` and ``lint``. Never holds
a period of law: a playbook asks for facts, the law library computes the duty.
"""

from responder.books.playbooks.shelf import load_playbooks, load_roles, read_stored

__all__ = ["load_playbooks", "load_roles", "read_stored"]
