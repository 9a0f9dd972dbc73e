"""One file a subject; ``ALL`` is every page there is."""

from responder.console.pages.account import account
from responder.console.pages.adopting import adopting
from responder.console.pages.affected import affected
from responder.console.pages.approving import approving
from responder.console.pages.breaches import breaches
from responder.console.pages.campaigns import campaigns
from responder.console.pages.closing import closing
from responder.console.pages.contracts import contracts
from responder.console.pages.documents import documents
from responder.console.pages.doing import doing
from responder.console.pages.facts import facts
from responder.console.pages.forms import forms
from responder.console.pages.help import help_
from responder.console.pages.incidents import incidents
from responder.console.pages.law import law
from responder.console.pages.notices import notices
from responder.console.pages.owed import owed
from responder.console.pages.playbooks import playbooks
from responder.console.pages.preferences import preferences
from responder.console.pages.report import report
from responder.console.pages.reporting import reporting
from responder.console.pages.reports import reports
from responder.console.pages.reviews import reviews
from responder.console.pages.room import room
from responder.console.pages.run import run
from responder.console.pages.signing_in import signing_in
from responder.console.pages.timeline import timeline
from responder.console.pages.users import users
from responder.console.pages.what_if import what_if

ALL = (
    signing_in,
    reporting,
    reports,
    preferences,
    account,
    help_,
    incidents,
    room,
    facts,
    owed,
    timeline,
    run,
    adopting,
    doing,
    affected,
    notices,
    forms,
    documents,
    approving,
    campaigns,
    reviews,
    report,
    closing,
    law,
    what_if,
    contracts,
    breaches,
    playbooks,
    users,
)

__all__ = ["ALL"]
