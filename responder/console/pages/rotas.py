"""One rota: who is on when, its layers, swaps, and its calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for

from responder import clock
from responder.console.pages.account import zone_choices
from responder.oncall import plans
from responder.oncall.actions import rotas as actions
from responder.oncall.queries import rotas as queries
from responder.oncall.rotas import gaps, on_call, shifts
from responder.people.queries import get_account, list_accounts
from responder.web.given import Given, number_in
from responder.web.guard import deed
from responder.web.viewer import by, present
from responder.web.work import reading, writing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from responder.oncall.rotas import Layer

rotas = Blueprint("rotas", __name__, url_prefix="/on-call/rotas")
WEEKS, MOST_WEEKS = 4, 26


@rotas.get("/new")
@deed("oncall.manage")
def new() -> ResponseReturnValue:
    return render_template("oncall/new.html", zones=zone_choices(), today=clock.now().astimezone(present().tz).date())


@rotas.post("")
@deed("oncall.manage", back="rotas.new")
def make() -> ResponseReturnValue:
    form = Given.of_request()
    name, zone, holidays = form.text("name", most=60), form.text("zone"), form.text("holidays", required=False)
    form.check()
    with writing() as session:
        layer = _layer(session, form)
        dates = plans.holidays_of(holidays)
        rota = actions.set_rota(session, name, zone=zone, layers=[layer], holidays=dates, by=by(), now=clock.now())
    return redirect(url_for("rotas.page", name=rota.name))


@rotas.get("/<name>")
@deed("oncall.read")
def page(name: str) -> ResponseReturnValue:
    session, now = reading(), clock.now()
    rota = queries.get_rota(session, name)
    weeks = min(max(number_in(request.args.get("weeks", "")) or WEEKS, 1), MOST_WEEKS)
    plan, until = queries.plan_of(session, rota, since=now), now + timedelta(weeks=weeks)
    return render_template(
        "oncall/rota.html",
        rota=rota,
        plan=plan,
        weeks=weeks,
        on_now=on_call(plan, now),
        shifts=sorted(shifts(plan, now, until), key=lambda shift: (shift.begins, shift.layer)),
        gaps=gaps(plan, now, until),
        swaps=queries.list_swaps(session, rota, now),
        weekdays=plans.WEEKDAYS,
        staff=list_accounts(session, disabled=False),
        today=now.astimezone(present().tz).date(),
    )


@rotas.post("/<name>/layers")
@deed("oncall.manage", back="rotas.page")
def add_layer(name: str) -> ResponseReturnValue:
    form = Given.of_request()
    with writing() as session:
        actions.add_layer(session, queries.get_rota(session, name), _layer(session, form), by=by(), now=clock.now())
    return redirect(url_for("rotas.page", name=name))


@rotas.post("/<name>/layers/<int:number>/remove")
@deed("oncall.manage", back="rotas.page")
def remove_layer(name: str, number: int) -> ResponseReturnValue:
    with writing() as session:
        actions.remove_layer(session, queries.get_rota(session, name), number, by=by(), now=clock.now())
    return redirect(url_for("rotas.page", name=name))


@rotas.post("/<name>/swaps")
@deed("oncall.swap", back="rotas.page")
def swap(name: str) -> ResponseReturnValue:
    form, now = Given.of_request(), clock.now()
    login = form.text("account", most=100)
    begins = form.instant("begins", zone=present().tz, now=now, required=False)
    ends = form.instant("ends", zone=present().tz, now=now)
    layer = form.whole_number("layer", least=1)
    form.check()
    with writing() as session:
        rota, account = queries.get_rota(session, name), get_account(session, login)
        number = (layer or 1) - 1
        actions.swap(session, rota, account, begins or now, ends or now, layer=number, by=by(), now=now)
    return redirect(url_for("rotas.page", name=name))


@rotas.post("/<name>/swaps/<swap_id>/undo")
@deed("oncall.swap", back="rotas.page")
def undo_swap(name: str, swap_id: str) -> ResponseReturnValue:
    with writing() as session:
        actions.undo_swap(session, queries.get_rota(session, name), swap_id, by=by(), now=clock.now())
    return redirect(url_for("rotas.page", name=name))


def _layer(session: Session, form: Given) -> Layer:
    """The layer that the fields of a form describe."""
    logins = form.text("people").replace(",", " ").split()
    starts, handover = form.day("starts_on"), form.text("handover", most=5)
    days = form.whole_number("every_days", least=1)
    weekdays, hours = form.text("weekdays", required=False, most=60), form.text("hours", required=False, most=20)
    form.check()
    return plans.a_layer(
        [get_account(session, login).id for login in logins],
        starts_on=starts or clock.now().date(),
        handover=handover,
        every_days=days or 1,
        weekdays=weekdays,
        hours=hours,
        on_holidays=not form.ticked("not_on_holidays"),
    )
