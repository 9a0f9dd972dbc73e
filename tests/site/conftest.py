"""A console with people at it: each is called by name."""

import pytest

from tests.console.people import FrontDoor, front_door, incident, staffed_house

__all__ = ["FrontDoor", "front_door", "incident", "staffed_house"]


@pytest.fixture
def kim(front_door):
    """The commander."""
    return front_door.person("kim")


@pytest.fixture
def ada(front_door):
    """The approver: the second person."""
    return front_door.person("ada")


@pytest.fixture
def odo(front_door):
    """The auditor, who only reads."""
    return front_door.person("odo")


@pytest.fixture
def visitor(front_door):
    """Somebody who has not signed in."""
    return front_door.visitor()
