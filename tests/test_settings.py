import re
from pathlib import Path

import pytest

from responder.errors import BadInput
from responder.settings import PREFIX, Settings, load

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"
ROW = re.compile(rf"^\| `{PREFIX}(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def shown(default):
    if default is None or default == ():
        return "none"
    return str(default).lower() if isinstance(default, bool) else f"`{default}`"


def test_the_page_of_settings_lists_every_one_with_its_default_and_what_it_does():
    listed = {name.lower(): (default, text) for name, default, text in ROW.findall(PAGE.read_text("utf-8"))}
    expected = {name: (shown(field.default), field.description) for name, field in Settings.model_fields.items()}
    assert listed == expected


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "responder.toml").write_text('port = 9000\ntimezone = "Europe/Berlin"\n')
    settings = load({"RESPONDER_HOME": str(tmp_path), "RESPONDER_PORT": "9001"})
    assert (settings.port, settings.timezone, settings.home) == (9001, "Europe/Berlin", tmp_path)


def test_a_secret_comes_from_a_file_and_is_never_shown(tmp_path):
    (tmp_path / "secret").write_text("swordfish\n")
    settings = load({"RESPONDER_HOME": str(tmp_path), "RESPONDER_SMTP_PASSWORD_FILE": str(tmp_path / "secret")})
    assert settings.smtp_password.get_secret_value() == "swordfish"
    assert "swordfish" not in repr(settings)


def test_a_list_is_written_with_commas_in_the_environment(tmp_path):
    settings = load({"RESPONDER_HOME": str(tmp_path), "RESPONDER_GUESTS": "one@example.com, two@example.com"})
    assert settings.guests == ("one@example.com", "two@example.com")


def test_all_mistakes_are_told_at_once_with_where_they_came_from(tmp_path):
    (tmp_path / "responder.toml").write_text("step_up_minutes = 0\nunknown = 1\n")
    with pytest.raises(BadInput) as told:
        load({"RESPONDER_HOME": str(tmp_path), "RESPONDER_PORT": "many"})
    said = str(told.value)
    assert "RESPONDER_PORT: " in said
    assert f"{tmp_path / 'responder.toml'}: step_up_minutes: " in said
    assert "unknown" in said
    assert "docs/settings.md" in said


@pytest.mark.parametrize("text", ["port = ", "port: 9000", "\xff"])
def test_a_file_that_is_not_toml_is_named(tmp_path, text):
    (tmp_path / "responder.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=r"responder\.toml"):
        load({"RESPONDER_HOME": str(tmp_path)})


def test_a_zone_that_is_none_and_a_home_that_is_nowhere_are_refused(tmp_path):
    with pytest.raises(BadInput, match=r"RESPONDER_TIMEZONE: .*not known"):
        load({"RESPONDER_HOME": str(tmp_path), "RESPONDER_TIMEZONE": "Mars"})
    with pytest.raises(BadInput, match=r"RESPONDER_HOME: .*no folder is named"):
        load({"RESPONDER_HOME": ""})
