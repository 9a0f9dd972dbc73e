"""``responder contracts``: the firm's own shelf of notification clauses, and what they make due."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from responder import clock, flow
from responder.books.clauses import Rejected, Remark, merged, read_clauses, remarks
from responder.books.library import load_library
from responder.cli.acting import acting, opened, reading_as
from responder.cli.assess import instant, read_file
from responder.counsel.withholding import without_advice
from responder.errors import NotConfigured
from responder.facts.parse import parse_facts
from responder.formats.lists import read_list
from responder.intake.queries import get_incident
from responder.obligations.answer import obligation_document
from responder.obligations.contracts import CONSENT, GATES, GROUP, NOTICE
from responder.obligations.derive import derive
from responder.obligations.queries import current
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from responder.books.contracts import Contract
    from responder.books.library import Library
    from responder.bootstrap import Services

_LANG = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def contracts() -> None:
    """Contracts with clauses on being told: import them, list them, see what is due by them."""


@contracts.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--encoding", help="Only for a file that is not UTF-8, as cp1252 or gb18030.")
@click.option("--sheet", help="Of a spreadsheet; the first that holds anything if left out.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken and what is odd; keep nothing.")
@_LANG
@_JSON
def import_(file: Path, encoding: str | None, sheet: str | None, dry_run: bool, lang: str, as_json: bool) -> None:
    """Import a table of clauses, CSV or XLSX, one row a contract; rows of contracts known already replace them.

    Blanks and contradictions are listed for a person to settle: a blank period counts as without undue delay. Exit 1
    if rows could not be taken; the others are kept.
    """
    with opened() as services:
        account = acting(services, "contracts.import")
        with file.open("rb") as content:
            table = read_list(content, name=file.name, encoding=encoding, sheet=sheet)
            taken, rejected = read_clauses(table, name=file.name, library=services.library)
        whole = merged(services.library.contracts, taken)
        odd = remarks(whole)
        if not dry_run and taken:
            _keep(services, whole, by=account.id, count=len(taken))
    shown = {
        "taken": len(taken), "rejected": [_rejected(each) for each in rejected],
        "remarks": [_remark(each, lang) for each in odd],
    }  # fmt: skip
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2) if as_json else "\n".join(_report(shown, lang)))
    if rejected:
        sys.exit(1)


def _keep(services: Services, whole: Sequence[Contract], *, by: str, count: int) -> None:
    with services.db.writing() as session:
        flow.keep_contracts(session, services.own_shelf, whole, taken=count, by=by, now=clock.now())
    services.look_at_contracts()
    flow.walk_all(services.db, books=services, by=by, now=clock.now())


def _rejected(each: Rejected) -> dict[str, Any]:
    return {"row": each.row, "column": each.column, "shape": each.shape, "reason": each.reason}


def _remark(each: Remark, lang: str) -> dict[str, Any]:
    return {"kind": each.kind, "contract": each.contract, "text": say(each.text, lang, **each.values)}


def _report(shown: dict[str, Any], lang: str) -> Iterator[str]:
    yield say(N_("{n} contracts taken."), lang, n=shown["taken"])
    for each in shown["rejected"]:
        yield "  " + say(N_("row {row}, {column}: {reason} ({shape})"), lang, **each)
    if shown["remarks"]:
        yield say(N_("To be settled by a person:"), lang)
    for each in shown["remarks"]:
        yield f"  {each['contract']}: {each['text']}"


@contracts.command("list")
@click.option("--overlay", type=click.Path(path_type=Path, file_okay=False), help="Another shelf than the house's own.")
@_JSON
def list_(overlay: Path | None, as_json: bool) -> None:
    """Every contract on the shelf with its clause, the shortest period first."""
    found = sorted(_library(overlay).contracts, key=_length)
    if as_json:
        click.echo(json.dumps([{"id": each.id, **each.written} for each in found], ensure_ascii=False, indent=2))
        return
    for each in found:
        period = each.period
        shown = f"{period.amount} {period.unit}" if period.amount is not None else period.standard or ""
        click.echo(f"{each.id:<32} {shown.replace('_', ' '):<24} from {each.starts:<12} {each.name}")


@contracts.command("due")
@click.argument("facts_file", metavar="FACTS|INC")
@click.option("--overlay", type=click.Path(path_type=Path, file_okay=False), help="Another shelf than the house's own.")
@_LANG
@_JSON
def due_(facts_file: str, overlay: Path | None, lang: str, as_json: bool) -> None:
    """What contracts make due for a facts file (- reads standard input) or an incident, by the minute."""
    rows = (
        _of_facts(facts_file, overlay, lang)
        if facts_file == "-" or Path(facts_file).is_file()
        else _of_incident(facts_file)
    )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        due = row["due"]
        target = due["target"]["at"] if due["target"] else ""
        when = due["at"] or due["standard"].replace("_", " ")
        state = say(N_("done"), lang) if row["met"] else say(row["state"], lang)
        aim = say(N_("aim at {target}"), lang, target=target) if target and not row["met"] else ""
        click.echo(f"{state:<14} {when:<26} {row['recipient_name']}  [{row['regime']} / {row['duty']}]  {aim}".rstrip())
    if not rows:
        click.echo(say(N_("None found on the shelf of contracts."), lang))


@contracts.command()
@click.argument("number", metavar="INC")
@click.argument("contract")
@click.option("--at", metavar="TIME", help="When, with its zone; now if left out.")
@click.option("--how", required=True, help="The channel, and a reference if there is one.")
def told(number: str, contract: str, at: str | None, how: str) -> None:
    """Note that the counterparty of CONTRACT was told of INC."""
    _note(number, contract, NOTICE, at, how, None)


@contracts.command()
@click.argument("number", metavar="INC")
@click.argument("contract")
@click.option("--to", "what", type=click.Choice(list(GATES)), required=True, help="To what.")
@click.option("--who", required=True, help="Who gave it, by office.")
@click.option("--at", metavar="TIME", help="When, with its zone; now if left out.")
@click.option("--how", required=True, help="By mail, by telephone, with a reference if there is one.")
def consent(number: str, contract: str, what: str, who: str, at: str | None, how: str) -> None:
    """Note the consent that CONTRACT asks for before others are told of INC, firms engaged or anything paid."""
    _note(number, contract, f"{CONSENT}-{GATES[what]}", at, how, who)


def _note(number: str, contract: str, duty: str, at: str | None, how: str, who: str | None) -> None:
    with opened() as services:
        account = acting(services, "notice.file")
        with services.db.writing() as session:
            incident = get_incident(session, number)
            flow.note_contract(
                session, incident, contract, duty, books=services, at=instant(at, "--at") if at else None,
                how=how, who=who, by=account.id, now=clock.now(),
            )  # fmt: skip
    click.echo(N_("Noted."))


def _of_facts(name: str, overlay: Path | None, lang: str) -> list[dict[str, Any]]:
    library, now = _library(overlay), clock.now()
    facts = parse_facts(read_file(name), name=name, library=library)
    found = derive(facts, library, as_of=now, lang=lang, would_change=False)
    return [obligation_document(each, as_of=now) for each in found if each.group == GROUP]


def _of_incident(number: str) -> list[dict[str, Any]]:
    with opened() as services, services.db.reading() as session:
        reading_as(services, "incident.read")
        owed = current(session, get_incident(session, number).id)
    return sorted((without_advice(duty.answer) for duty in owed if duty.answer.get("group") == GROUP), key=_soonest)


def _soonest(row: dict[str, Any]) -> tuple[bool, float, str, str]:
    due = row["due"]
    at = due["at"] or (due["target"] and due["target"]["at"])
    return at is None, datetime.fromisoformat(at).timestamp() if at else 0, row["regime"], row["duty"]


def _library(overlay: Path | None) -> Library:
    """The law with the named shelf over it, else with the house's own where there is a house."""
    if overlay is not None:
        return load_library(overlay=overlay)
    try:
        with opened() as services:
            return services.library
    except NotConfigured:
        return load_library()


def _length(contract: Contract) -> tuple[int, str]:
    hours = {"minutes": 1 / 60, "hours": 1, "calendar_days": 24, "business_days": 24, "months": 720}
    period = contract.period
    if period.amount is None or period.unit is None:
        return 24 * 60, contract.id
    return int(period.amount * hours[period.unit] * 60), contract.id


