"""``responder channels``: see how messages leave, and send one to yourself before anything depends on it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from responder import clock, ids
from responder.channels.codes import reason_of
from responder.channels.port import Accepted, Busy, Message, Refused, Sender
from responder.channels.practice import Practice, Taken
from responder.cli.acting import acting, opened, reading_as
from responder.deliveries.wording import word_for
from responder.errors import BadInput, NotConfigured
from responder.journal.append import append
from responder.vault.keystore import HOUSE
from responder.words import N_, say

if TYPE_CHECKING:
    from responder.bootstrap import Services
    from responder.channels.port import Answer, Medium

SUBJECT = N_("A trial message of the breach toolkit")
TEXT = N_("This is a trial message. If you can read it, messages leave this installation and arrive. Nothing happened.")


@click.group()
def channels() -> None:
    """How messages leave this machine."""


@channels.command(name="list")
def list_channels() -> None:
    """Say which channel carries what, and whether it reaches anybody but staff and guests."""
    with opened() as services:
        reading_as(services, "house.read")
        for medium, channel in services.channels.items():
            reaches = "everybody" if services.settings.live else "staff and guests, until RESPONDER_LIVE is on"
            click.echo(f"{medium}: {channel.name}, " + (reaches if channel.leaves_machine else "stays on this machine"))


@channels.command()
@click.option("--email", metavar="ADDRESS", help="Your own email address.")
@click.option("--sms", metavar="NUMBER", help="Your own number, as +12025550123.")
@click.option("--voice", metavar="NUMBER", help="Your own number: it rings.")
def test(email: str | None, sms: str | None, voice: str | None) -> None:
    """Send a trial message to yourself through the channels that are set up. Exit 1 if one was not taken."""
    if not (email or sms or voice):
        raise BadInput(N_("Nobody to write to"), field="--email, --sms, --voice", expected="your own address or number")
    with opened() as services:
        by = acting(services, "house.read").id
        to: list[tuple[Medium, str]] = []
        if email:
            to.append(("email", email))
        if sms:
            to.append(("sms", sms))
        if voice:
            to.append(("voice", voice))
        answers = [_try(services, medium, address, by=by) for medium, address in to]
    if not all(isinstance(answer, Accepted) for answer in answers):
        sys.exit(1)


@channels.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8025, show_default=True, help="0 takes a free one.")
@click.option("--console", metavar="URL", default="http://127.0.0.1:8787", show_default=True, help="Called back there.")
def practice(port: int, console: str) -> None:
    """Play mail provider and telephone company on this machine, until interrupted.

    They speak SendGrid's and Twilio's own protocols, show what they are sent and call back with signatures. Set what
    is printed where `responder serve` and `responder channels test` run; nothing leaves the machine.
    """
    try:
        providers = Practice(_show, console=console, port=port)
    except OSError as taken:
        raise NotConfigured("Port {port} cannot be listened on ({why}).", port=port, why=taken.strerror) from taken
    for name, value in providers.settings().items():
        click.echo(f"export {name}={value}")
    click.echo("# Messages are shown below as they arrive. Ctrl-C ends it.", err=True)
    try:
        providers.server.serve_forever()
    except KeyboardInterrupt:
        providers.server.server_close()


def _show(what: Taken | str) -> None:
    if isinstance(what, str):
        click.echo(f"# {what}", err=True)
        return
    head = f"{what.medium} to {what.to}" + (f": {what.subject}" if what.subject else "")
    click.echo("\n".join((f"# {head}", *(f"#   {line}" for line in what.text.splitlines()))), err=True)


def _try(services: Services, medium: Medium, address: str, *, by: str) -> Answer:
    channel, language = services.channels[medium], services.settings.language
    message = Message(
        id=ids.new_id(),
        scope=HOUSE,
        medium=medium,
        to=address,
        subject=say(SUBJECT, language),
        text=say(TEXT, language) + "\n",
        from_=Sender(services.settings.sender_email, services.settings.sender_name),
        at=clock.now(),
        language=language,
    )
    (answer,) = channel.send([message])
    with services.db.writing() as session:
        append(
            session,
            HOUSE,
            by=by,
            at=clock.now(),
            tag="channel.tried",
            what="A trial message was sent.",
            data={"medium": medium, "channel": channel.name, "outcome": type(answer).__name__.lower()},
        )
    click.echo(f"{medium} by {channel.name}: {_said(answer, language)}")
    return answer


def _said(answer: Answer, language: str) -> str:
    match answer:
        case Accepted():
            return "taken. Look whether it arrives; a message that stays on this machine lies sealed in the home."
        case Refused(code=code):
            word = word_for("refused", code)
            hint = " Add the address to RESPONDER_GUESTS." if reason_of(code) == "not_allowed" else ""
            return f"not taken ({code}): {say(word.name, language)}. {say(word.do, language)}{hint}"
        case Busy(wait=wait):
            return f"the provider is busy and asks for {int(wait.total_seconds())} s. Try again then."
        case _:
            return f"nobody knows whether it was taken ({answer.reason}). Check address and settings of the provider."
