import json

from tests.cli.home import PASSWORD, token_in


def test_the_first_administrator_is_made_at_the_machine_and_only_once(home):
    home.init()
    home.run("user", "add", "ada", "--first", "--name", "Person One", typed=PASSWORD)
    again = home.run("user", "add", "eve", "--first", "--name", "Person Two", typed=PASSWORD, exit_code=1)
    assert "There is an administrator already" in again.stderr


def test_adding_an_account_needs_an_administrator(home):
    home.staffed()
    refused = home.run("user", "add", "eve", "--name", "Person Three", "--permissions", "approver", exit_code=3)
    assert "Your permissions do not include this" in refused.stderr


def test_accounts_are_listed_for_people_and_for_programs(home):
    home.staffed()
    listed = json.loads(home.run("user", "list", "--json").stdout)
    assert [(row["login"], row["name"], row["permissions"]) for row in listed] == [
        ("ada", "Person One", "administrator"),
        ("cleo", "Person Two", "counsel"),
    ]
    assert "Person Two" in home.run("user", "list").stdout


def test_a_mistake_names_the_option_and_what_to_give(home):
    home.staffed()
    home.run("login", "ada", typed=PASSWORD)
    wrong = home.run("user", "add", "eve", "--name", "E", "--permissions", "approver", "--zone", "Berlin", exit_code=2)
    assert "zone: This time zone is not known; expected a name such as Europe/Berlin" in wrong.stderr
    wrong = home.run("user", "add", "eve", "--name", "E", "--permissions", "king", exit_code=2)
    assert "'administrator', 'commander'" in wrong.stderr
    wrong = home.run("user", "add", "eve", "--name", "E", exit_code=2)
    assert "--permissions is needed" in wrong.stderr
    wrong = home.run(
        "user", "add", "eve", "--name", "E", "--permissions", "approver", "--email", "person-canary", exit_code=2
    )
    assert "person-canary" not in wrong.stderr
    wrong = home.run("user", "disable", "nobody", exit_code=2)
    assert "`responder user list` shows them all" in wrong.stderr


def test_a_disabled_account_signs_in_no_more(home):
    home.staffed()
    home.run("login", "ada", typed=PASSWORD)
    home.run("user", "disable", "cleo")
    home.run("login", "cleo", typed=PASSWORD, exit_code=3)
    assert "last administrator" in home.run("user", "disable", "ada", exit_code=3).stderr


def test_rescue_at_the_machine_sets_a_password_anew(home):
    home.staffed()
    token = token_in(home.run("user", "rescue", "ada").stdout)
    home.run("login", "--link", token, typed="another quiet harbour")
    home.run("login", "ada", typed=PASSWORD, exit_code=3)
    home.run("login", "ada", typed="another quiet harbour")
    assert "There is an administrator already" in home.run("user", "rescue", exit_code=1).stderr
