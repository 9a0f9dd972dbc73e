import pytest

from responder.cli.acting import acting, present_session
from responder.errors import NotSignedIn, Refused, SignInTooOld
from responder.settings import Settings
from tests.cli.home import PASSWORD


def test_a_session_is_kept_for_its_owner_alone_and_ends_with_logout(home):
    home.staffed()
    kept = home.path / "session"
    assert kept.stat().st_mode & 0o777 == 0o600
    token = kept.read_text().strip()
    home.run("logout")
    assert not kept.exists()
    assert "Nobody is signed in" in home.run("user", "disable", "ada", exit_code=3).stderr
    assert "Nobody is signed in" in home.run("user", "disable", "ada", exit_code=3, RESPONDER_TOKEN=token).stderr


def test_a_wrong_password_is_refused_and_leaves_no_session(home):
    home.staffed()
    home.run("logout")
    assert "Login or password is wrong." in home.run("login", "ada", typed="another password", exit_code=3).stderr
    assert not (home.path / "session").exists()


def test_ten_wrong_passwords_are_enough(home):
    home.staffed()
    for _ in range(4):
        home.run("login", "ada", typed="another password", exit_code=3, RESPONDER_SIGN_IN_TRIES="4")
    refused = home.run("login", "ada", typed=PASSWORD, exit_code=3, RESPONDER_SIGN_IN_TRIES="4")
    assert "Too many tries" in refused.stderr


def test_a_session_file_that_others_can_read_is_refused(home):
    home.staffed()
    (home.path / "session").chmod(0o644)
    assert "Others can read" in home.run("user", "list", exit_code=3).stderr


def test_a_link_that_has_its_own_account_takes_no_other(home):
    home.staffed()
    said = home.run("user", "rescue", "cleo").stdout
    token = said.split()[-1]
    assert "has its own account" in home.run("login", "ada", "--link", token, typed=PASSWORD, exit_code=2).stderr
    assert "cleo" in home.run("login", "--link", f"http://127.0.0.1:8787/link/{token}", typed=PASSWORD).stdout


def test_a_command_acts_as_whoever_is_signed_in_and_within_their_permissions(home):
    home.staffed()
    services = home.services()
    try:
        assert acting(services, "notice.approve", fresh=True).login == "cleo"
        assert present_session(services).sign_in.kind == "command"
        with pytest.raises(Refused, match=r"user\.manage"):
            acting(services, "user.manage")
    finally:
        services.db.dispose()


def test_a_token_for_scripts_is_never_fresh_and_reads_alone_unless_asked(home):
    home.staffed()
    reads, acts = (home.run("user", "token", "--scope", scope).stdout.strip() for scope in ("read", "all"))
    home.run("logout")
    services = home.services()
    try:
        for token, deed in ((reads, "fact.record"), (acts, "user.manage")):
            object.__setattr__(services, "settings", Settings(home=home.path, token=token))
            with pytest.raises(Refused):
                acting(services, deed)
        assert acting(services, "fact.record").login == "cleo"
        with pytest.raises(SignInTooOld):
            acting(services, "notice.approve", fresh=True)
        object.__setattr__(services, "settings", Settings(home=home.path, token="nonsense"))
        with pytest.raises(NotSignedIn):
            acting(services, "fact.record")
    finally:
        services.db.dispose()
    assert "cleo" in home.run("user", "list", RESPONDER_TOKEN=reads).stdout
    assert "fresh sign-in" in home.run("user", "token", RESPONDER_TOKEN=acts, exit_code=3).stderr


def test_logging_out_everywhere_ends_the_tokens_too(home):
    home.staffed()
    token = home.run("user", "token").stdout.strip()
    home.run("logout", "--everywhere")
    services = home.services()
    object.__setattr__(services, "settings", Settings(home=home.path, token=token))
    with pytest.raises(NotSignedIn):
        acting(services, "incident.read")
    services.db.dispose()
