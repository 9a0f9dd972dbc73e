"""A home of its own for commands, and how to call one."""

from __future__ import annotations

from datetime import UTC, datetime

from click.testing import CliRunner

from responder.bootstrap import open_house
from responder.cli import responder
from responder.intake.actions import add_entry, open_incident
from responder.people.queries import get_account
from responder.settings import Settings

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "quiet harbour lantern"


class Home:
    """The folder, and ``run``: a command as somebody types it, with what they type into it."""

    def __init__(self, path):
        self.path = path
        self.env = {"RESPONDER_HOME": str(path)}
        self.sheet = ""

    def run(self, *arguments, typed="", exit_code=0, **env):
        result = CliRunner().invoke(
            responder, [str(argument) for argument in arguments], input=typed, env={**self.env, **env}
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result

    def init(self):
        said = self.run("init").stdout
        self.sheet = next((line.strip() for line in said.splitlines() if len(line.split()) == 16), "")
        return said

    def staffed(self):
        """With an administrator and a counsel, who is signed in."""
        self.init()
        self.run("user", "add", "ada", "--first", "--name", "Person One", typed=PASSWORD)
        self.run("login", "ada", typed=PASSWORD)
        said = self.run("user", "add", "cleo", "--name", "Person Two", "--permissions", "counsel").stdout
        self.run("login", "--link", token_in(said), typed=PASSWORD)
        return self

    def services(self):
        return open_house(Settings(home=self.path))

    def open_incident(self, entries=3):
        """An incident with some entries, opened by counsel; its number."""
        services = self.services()
        with services.db.writing() as session:
            cleo = get_account(session, "cleo").id
            incident = open_incident(session, title="Mailbox read", by=cleo, now=NOW)
        for number in range(entries):
            with services.db.writing() as session:
                add_entry(session, incident, f"Entry {number + 1}", by=cleo, at=NOW, privileged=number == 1)
        services.db.dispose()
        return incident.number


def token_in(said):
    return next(line.split()[-1] for line in said.splitlines() if "--link" in line)
