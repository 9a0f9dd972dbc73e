import pytest

from tests.cli.home import Home


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("RESPONDER_TOKEN", raising=False)
    return Home(tmp_path / "home")
