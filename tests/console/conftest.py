"""A console with people at it: each is called by name."""

from tests.console.people import FrontDoor, ada, front_door, incident, kim, odo, staffed_house, visitor
from tests.console.writing import known, notice

__all__ = ["FrontDoor", "ada", "front_door", "incident", "kim", "known", "notice", "odo", "staffed_house", "visitor"]
