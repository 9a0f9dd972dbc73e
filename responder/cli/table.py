"""The table of commands, and what happens to an error: one line, the exit code of its class, no stack trace."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from responder import __version__
from responder.errors import ResponderError

if TYPE_CHECKING:
    from collections.abc import Iterator

# name → (module, help shown in the list); the module holds a command or group of that name.
COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("responder.cli.serve", "The console, and what is due, on this machine."),
    "demo": ("responder.cli.demo", "One breach from the first alarm to the proof."),
    "assess": ("responder.cli.assess", "Say who must be told, by when and why, for a facts file."),
    "risk": ("responder.cli.risk", "Advise whoever judges the risk: score, precedents, a suggested level."),
    "grade": ("responder.cli.grade", "Grade an incident: China, DORA, NIS2, HIPAA; with the criteria that decided."),
    "register-of-breaches": ("responder.cli.register_of_breaches", "Every breach: facts, effects, action, decisions."),
    "clock": ("responder.cli.clock", "How the clock of a duty ended or paused, with its proof."),
    "correspondence": ("responder.cli.correspondence", "What authorities, courts and insurers ask; our answers."),
    "contracts": ("responder.cli.contracts", "Clauses on being told: import, list, see what is due by them."),
    "facts": ("responder.cli.facts", "List every fact the toolkit knows."),
    "regimes": ("responder.cli.regimes", "Read and check the law library."),
    "playbooks": ("responder.cli.playbooks", "Read and check the playbooks."),
    "agenda": ("responder.cli.agenda", "What will be sent in the next 24 hours, and to whom."),
    "page": ("responder.cli.page", "Call people by mail, text and telephone until one answers."),
    "rota": ("responder.cli.rota", "Who is on call: rotas, swaps, absences, calendars."),
    "team": ("responder.cli.team", "Teams, and who stands in for whom."),
    "escalation": ("responder.cli.escalation", "In which order people are called when nobody answers."),
    "incident": ("responder.cli.incident", "Open, record what is known, close, export."),
    "drill": ("responder.cli.drill", "Rehearse: play a scenario on a clock of its own, and see how it went."),
    "report": ("responder.cli.report", "Reports and alarms: list, take, answer, close, join, make an incident."),
    "guest": ("responder.cli.guest", "Invite somebody from outside into one incident, until a date."),
    "gobag": ("responder.cli.gobag", "All that is needed without us: one encrypted file that opens in a browser."),
    "channels": ("responder.cli.channels", "How messages leave; send a trial one to yourself."),
    "campaign": ("responder.cli.campaign", "Check, start, watch and stop the sending of a notice."),
    "letters": ("responder.cli.letters", "Letters on paper: print, look, hand over, mailed, returned."),
    "substitute": ("responder.cli.substitute", "Tell the public where people cannot be written to."),
    "codes": ("responder.cli.codes", "Codes of a service that letters offer: import, count, reissue."),
    "help-desk": ("responder.cli.help_desk", "Was this caller affected? Looked up, checked, written down."),
    "transfers": ("responder.cli.transfers", "Providers abroad: what needs a basis, and what was decided."),
    "notice": ("responder.cli.notices", "Draft notices and letters, have them approved, record filings."),
    "kit": ("responder.cli.kit", "First words to staff, callers, press, insurer and board."),
    "statement-matrix": ("responder.cli.statement_matrix", "What each notice says of each fact, side by side."),
    "recipients": ("responder.cli.recipients", "Import the people affected, sealed."),
    "worker": ("responder.cli.worker", "Send what is due, until interrupted."),
    "init": ("responder.cli.init", "Make the keys, the database and the first administrator's link."),
    "login": ("responder.cli.login", "Sign in for the commands that follow."),
    "logout": ("responder.cli.logout", "Sign out."),
    "user": ("responder.cli.user", "Make, list, rescue and disable accounts."),
    "review": ("responder.cli.review", "Meetings after an incident, their actions, and the report."),
    "timeline": ("responder.cli.timeline", "Show what was done, and verify that the record holds."),
    "hold": ("responder.cli.hold", "Legal holds: while one stands, nothing is destroyed."),
    "destroy": ("responder.cli.destroy", "Destroy the personal data of an incident, as two people; a certificate."),
    "doctor": ("responder.cli.doctor", "Is everything ready for a breach? Each finding, and the line that mends it."),
    "db": ("responder.cli.db", "Look after the schema of the database."),
    "migrate-database": ("responder.cli.migrate_database", "Move the embedded database to a PostgreSQL server."),
    "backup": ("responder.cli.backup", "Copy the house into two archives, data and keys, while it runs."),
    "restore": ("responder.cli.restore", "Put a house back from its two archives."),
    "bench": ("responder.cli.bench", "Measure the toolkit beside its bare parts, on this machine."),
}


class CommandTable(click.Group):
    """A group whose commands are imported when they are asked for, so that ``--version`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command = getattr(module, cmd_name.replace("-", "_"))
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            with _readers_who_leave():
                return super().invoke(ctx)
        except ResponderError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(error.exit_code)


@contextmanager
def _readers_who_leave() -> Iterator[None]:
    """Whoever reads our output may have enough of it, as `| head -1`: that is no failure of ours."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _write_nowhere()
    except SystemExit as leaving:
        if not isinstance(leaving.__context__, BrokenPipeError):  # how rich leaves such a reader
            raise
        _write_nowhere()


def _write_nowhere() -> None:
    """Let nothing fail that is still to be written at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


@click.command(cls=CommandTable, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="responder")
def responder() -> None:
    """From the first alarm of a personal data breach to the proof that everyone was told.

    Not legal advice: it shows the rule, its source and its reasons; people decide.
    """
