"""A house as `responder init` makes it, with the shelves read once for all tests of a process: they are the same."""

from __future__ import annotations

import pytest

from responder import bootstrap
from responder.settings import Settings


@pytest.fixture(scope="session")
def shelves():
    return {}


@pytest.fixture
def services(tmp_path, shelves):
    made, _ = bootstrap.make_house(Settings(home=tmp_path / "home"))
    made.__dict__.update(shelves)
    shelves.update(
        library=made.library, letters=made.letters, playbooks=made.playbooks, scenarios=made.scenarios, forms=made.forms
    )
    yield made
    made.db.dispose()
