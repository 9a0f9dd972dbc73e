"""Alerts of monitoring: the signature first, then each lands as a signal in a report, for a person to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, jsonify, request

from responder import clock, flow
from responder.errors import NotFound, Refused, TooManyTries
from responder.hooks.health import hooks
from responder.hooks.limit import ForgedCalls
from responder.intake.actions.signals import heard_before
from responder.intake.alert_rules import read_rules
from responder.intake.alerts import find_sender, secrets_of
from responder.web.work import services, writing

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LARGEST_CALL = 2 * 1024 * 1024
_FORGED = "responder-forged-alerts"


@hooks.post("/hooks/alerts/<source>")
def alerts(source: str) -> ResponseReturnValue:
    """A call of the sender ``source``; the same call again changes nothing. Answers with the reports it stands in."""
    forged: ForgedCalls = current_app.extensions.setdefault(_FORGED, ForgedCalls())
    address, now = request.remote_addr or "", clock.now()
    if forged.too_many(address, now):
        raise TooManyTries
    written = services().settings.alert_secrets
    secret = secrets_of(written.get_secret_value()).get(source) if written is not None else None
    if secret is None:
        forged.note(address, now)
        raise NotFound("No such sender of alerts is set up here.")
    request.max_content_length = LARGEST_CALL
    body = request.get_data(cache=False, parse_form_data=False)
    shelf = services().own_shelf / "alerts"
    sender = find_sender(source, shelf)
    if not sender.signed(body, dict(request.headers), secret, now):
        forged.note(address, now)
        raise Refused("The signature does not hold, or it is too old. Nothing was stored.")
    found, rules = sender.alerts(body), read_rules(shelf / "rules.yaml")
    with writing() as session:
        if heard_before(session, source, body, now=now):
            return jsonify({"reports": [], "heard_before": True}), 200
        landed = flow.land_alerts(session, source, found, rules, books=services(), now=now)
        numbers = [report.number for report in landed]
    return jsonify({"reports": numbers, "heard_before": False}), 202
