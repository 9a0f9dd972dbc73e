"""The journal: the append-only, hash-chained record of every deed; the timeline is what people read of it.

Gives ``append`` (a line of this unit of work), ``verify`` (does the chain hold?) and anchors outside the database.
One chain an incident and one for the house. Never knows a room: streams and authors are ids.
"""
