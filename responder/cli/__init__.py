"""``responder …``: one file a command group, loaded only when it is called.

Gives ``responder``, the click group. Commands parse, act through a room or ``flow``, print; they decide nothing.
"""

from responder.cli.table import responder

__all__ = ["responder"]
