"""Storage: the declarative base, the column types and the unit of work.

Gives ``Record``, ``UtcDateTime``, ``Database.reading()`` and ``Database.writing()``. Never knows a table of its own.
"""
