import pytest
from argon2 import PasswordHasher

from responder.people import passwords
from tests.cli.home import Home


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home to make; passwords are hashed with little work, since these tests are about commands."""
    monkeypatch.delenv("RESPONDER_TOKEN", raising=False)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    return Home(tmp_path / "home")
