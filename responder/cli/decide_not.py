"""``responder incident decide-not``: decide not to notify, as two people, with a day to look again."""

from __future__ import annotations

from datetime import date

import click

from responder import clock, flow
from responder.cli.acting import acting, opened
from responder.errors import BadInput
from responder.intake.queries import get_incident
from responder.words import N_


@click.command("decide-not")
@click.argument("number", metavar="INC")
@click.argument("duty")
@click.argument("where")
@click.option("--reason", default="", help="Why; it stands in the record and in the register of breaches.")
@click.option("--look-again", metavar="DATE", help="The day to look at it again, as 2026-12-24.")
@click.option("--confirm", is_flag=True, help="Confirm what another person proposed.")
@click.option("--withdraw", is_flag=True, help="Take the proposal or decision back; needs --reason.")
def decide_not(
    number: str, duty: str, where: str, reason: str, look_again: str | None, confirm: bool, withdraw: bool
) -> None:
    """Decide not to notify: propose it with --reason and --look-again; a second person confirms it with --confirm.

    DUTY and WHERE are those of `responder incident show`, with the law before it where two call theirs alike:
    eu-gdpr/authority-initial DE. The clock ends when it is confirmed, and runs again on the day, or once the facts that
    it was decided on change.
    """
    if confirm and withdraw:
        raise BadInput(N_("Confirming and withdrawing at once"), field="--confirm", expected=N_("one of the two"))
    with opened() as services:
        account = acting(services, "notice.approve" if confirm else "notice.draft", fresh=confirm)
        now = clock.now()
        with services.db.writing() as session:
            incident = get_incident(session, number)
            if confirm:
                flow.confirm_not_to_notify(session, incident, duty, where, books=services, by=account.id, now=now)
                said = N_("Decided: nobody is told of it by this duty until the day to look again.")
            elif withdraw:
                flow.withdraw_not_to_notify(
                    session, incident, duty, where, books=services, reason=reason, by=account.id, now=now
                )
                said = N_("Withdrawn.")
            else:
                flow.propose_not_to_notify(
                    session, incident, duty, where, books=services, reason=reason, look_again=_day(look_again),
                    by=account.id, now=now,
                )  # fmt: skip
                said = N_("Proposed. A second person confirms it with --confirm; until then the clock runs.")
    click.echo(said)


def _day(written: str | None) -> date:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        raise BadInput(N_("This is no day"), field="--look-again", expected=N_("a day such as 2026-12-24")) from None
