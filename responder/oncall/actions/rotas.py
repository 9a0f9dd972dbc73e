"""Making and changing rotas; swaps; importing shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from responder import ids
from responder.errors import BadInput, NotFound
from responder.oncall import plans
from responder.oncall.actions.saying import tell_house
from responder.oncall.actions.teams import a_name
from responder.oncall.records import Rota, RotaSwap
from responder.people.details import zone_form
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from responder.oncall.calendars import Imported
    from responder.oncall.rotas import Layer
    from responder.people.records import Account


def set_rota(
    session: Session,
    name: str,
    *,
    zone: str,
    layers: Sequence[Layer],
    holidays: Sequence[str] = (),
    by: str,
    now: datetime,
) -> Rota:
    """Make a rota, or change the one of this name. Its swaps stay.

    Raises:
        BadInput: the name or the zone cannot be taken.
    """
    plain, zone = a_name(name), zone_form(zone)
    rota = session.scalars(select(Rota).where(Rota.name == plain)).one_or_none()
    if rota is None:
        rota = Rota(id=ids.new_id(), name=plain, revision=0)
        session.add(rota)
    rota.zone, rota.layers, rota.holidays = zone, [plans.stored(layer) for layer in layers], list(holidays)
    _changed(rota, now)
    session.flush()
    tell_house(
        session, "rota.set", N_("Rota {rota} set: {layers} layers"), by=by, now=now,
        data={"rota": rota.id, "layers": rota.layers, "holidays": rota.holidays, "zone": zone},
        rota=plain, layers=len(rota.layers),
    )  # fmt: skip
    return rota


def add_layer(session: Session, rota: Rota, layer: Layer, *, by: str, now: datetime) -> None:
    """One more layer, which answers after those there are."""
    rota.layers = [*rota.layers, plans.stored(layer)]
    _changed(rota, now)
    session.flush()
    tell_house(
        session, "rota.layer_added", N_("Rota {rota}: layer {number} added"), by=by, now=now,
        data={"rota": rota.id, "layer": rota.layers[-1]}, rota=rota.name, number=len(rota.layers),
    )  # fmt: skip


def remove_layer(session: Session, rota: Rota, number: int, *, by: str, now: datetime) -> None:
    """Take a layer away, counted from 0; those below move up, their swaps with them.

    Raises:
        NotFound: there is none.
    """
    if not 0 <= number < len(rota.layers):
        raise NotFound(N_("The rota has no such layer"), field="layer")
    gone, rota.layers = rota.layers[number], [row for at, row in enumerate(rota.layers) if at != number]
    session.execute(delete(RotaSwap).where(RotaSwap.rota_id == rota.id, RotaSwap.layer == number))
    for swap in session.scalars(select(RotaSwap).where(RotaSwap.rota_id == rota.id, RotaSwap.layer > number)):
        swap.layer -= 1
    _changed(rota, now)
    session.flush()
    tell_house(
        session, "rota.layer_removed", N_("Rota {rota}: layer {number} removed"), by=by, now=now,
        data={"rota": rota.id, "layer": gone}, rota=rota.name, number=number + 1,
    )  # fmt: skip


def swap(
    session: Session,
    rota: Rota,
    account: Account,
    begins: datetime,
    ends: datetime,
    *,
    layer: int = 0,
    by: str,
    now: datetime,
) -> RotaSwap:
    """Somebody takes a stretch, whosever turn it is. A later swap wins over an earlier one.

    Raises:
        BadInput: it ends before it begins, or the account is disabled.
    """
    if ends <= begins:
        raise BadInput(N_("It ends before it begins"), field="ends", expected=N_("a later time"))
    if account.disabled_at is not None:
        raise BadInput(N_("This account is disabled."), field="account")
    row = _swap(rota, layer, account.id, begins, ends, None, by, now)
    session.add(row)
    _changed(rota, now)
    session.flush()
    tell_house(
        session, "rota.swapped", N_("Rota {rota}: {login} takes {begins} to {ends}"), by=by, now=now,
        data={"rota": rota.id, "swap": row.id, "account": account.id, "layer": layer},
        rota=rota.name, login=account.login,
        begins=begins.isoformat(timespec="minutes"), ends=ends.isoformat(timespec="minutes"),
    )  # fmt: skip
    return row


def undo_swap(session: Session, rota: Rota, swap_id: str, *, by: str, now: datetime) -> None:
    """Whose turn it is has it again.

    Raises:
        NotFound: there is no such swap in this rota.
    """
    row = session.get(RotaSwap, swap_id)
    if row is None or row.rota_id != rota.id:
        raise NotFound(N_("There is no such swap"), field="swap")
    session.delete(row)
    _changed(rota, now)
    session.flush()
    data = {"rota": rota.id, "swap": swap_id, "account": row.account_id}
    tell_house(
        session, "rota.swap_undone", N_("Rota {rota}: a swap is taken back"), by=by, now=now, data=data, rota=rota.name
    )


def import_shifts(
    session: Session, name: str, found: Sequence[Imported], *, zone: str, by: str, now: datetime
) -> tuple[Rota, int]:
    """Take shifts over from a calendar; those imported before and not over yet are replaced by them.

    Returns:
        The rota, made if there was none of this name, and how many shifts it now has from the calendar.
    """
    plain = a_name(name)
    rota = session.scalars(select(Rota).where(Rota.name == plain)).one_or_none()
    if rota is None:
        rota = set_rota(session, plain, zone=zone, layers=(), by=by, now=now)
    session.execute(delete(RotaSwap).where(RotaSwap.rota_id == rota.id, RotaSwap.uid.is_not(None), RotaSwap.ends > now))
    coming = [one for one in found if one.ends > now]
    session.add_all(_swap(rota, 0, one.account, one.begins, one.ends, one.uid, by, now) for one in coming)
    _changed(rota, now)
    session.flush()
    tell_house(
        session, "rota.imported", N_("Rota {rota}: {shifts} shifts imported"), by=by, now=now,
        data={"rota": rota.id, "shifts": len(coming)}, rota=plain, shifts=len(coming),
    )  # fmt: skip
    return rota, len(coming)


def _swap(
    rota: Rota, layer: int, account: str, begins: datetime, ends: datetime, uid: str | None, by: str, now: datetime
) -> RotaSwap:
    return RotaSwap(
        id=ids.new_id(), rota_id=rota.id, layer=layer, account_id=account, begins=begins, ends=ends, uid=uid,
        made_by=by, made_at=now,
    )  # fmt: skip


def _changed(rota: Rota, now: datetime) -> None:
    rota.revision, rota.changed_at = rota.revision + 1, now
