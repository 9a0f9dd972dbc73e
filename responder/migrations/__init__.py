"""Migrations: the schema's history, one numbered file a step in ``versions/``; Alembic runs them.

``python -m responder.migrations "what it does"`` writes the next one from the difference between the records and the
migrations before it. Read what it wrote, then commit it: a released migration is never changed. Until the first release
there is one, which is written anew: ``rm responder/migrations/versions/0001_first.py && python -m responder.migrations
first``.
"""
