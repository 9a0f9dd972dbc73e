"""Reads of intake: ``incidents``, ``sight`` (who may see which), ``reports``."""

from responder.intake.queries.incidents import find_incident, get_incident, list_incidents, title_of, unreadable

__all__ = ["find_incident", "get_incident", "list_incidents", "title_of", "unreadable"]
