"""One file a subject; ``ALL`` is every page there is."""

from responder.console.pages.account import account
from responder.console.pages.adopting import adopting
from responder.console.pages.advice import advice
from responder.console.pages.affected import affected
from responder.console.pages.answering import answering
from responder.console.pages.approving import approving
from responder.console.pages.breaches import breaches
from responder.console.pages.calendars import calendars
from responder.console.pages.calls import calls
from responder.console.pages.campaigns import campaigns
from responder.console.pages.clock_ends import clock_ends
from responder.console.pages.closing import closing
from responder.console.pages.contracts import contracts
from responder.console.pages.correspondence import correspondence
from responder.console.pages.counterparties import counterparties
from responder.console.pages.deciding import deciding
from responder.console.pages.destroying import destroying
from responder.console.pages.documents import documents
from responder.console.pages.doing import doing
from responder.console.pages.drill import drill, drill_guest
from responder.console.pages.drills import drills
from responder.console.pages.due import due
from responder.console.pages.editing import editing
from responder.console.pages.facts import facts
from responder.console.pages.forms import forms
from responder.console.pages.grading import grading
from responder.console.pages.guests import guests
from responder.console.pages.handing import handing
from responder.console.pages.help import help_
from responder.console.pages.help_desk import help_desk
from responder.console.pages.incidents import incidents
from responder.console.pages.judging import judging
from responder.console.pages.law import law
from responder.console.pages.letters import letters
from responder.console.pages.need_to_know import need_to_know
from responder.console.pages.notices import notices
from responder.console.pages.oncall import oncall
from responder.console.pages.owed import owed
from responder.console.pages.past import past
from responder.console.pages.playbooks import playbooks
from responder.console.pages.preferences import preferences
from responder.console.pages.printing import printing
from responder.console.pages.public_notices import public_notices
from responder.console.pages.questions import questions
from responder.console.pages.readiness import readiness
from responder.console.pages.remarking import remarking
from responder.console.pages.report import report
from responder.console.pages.reporting import reporting
from responder.console.pages.reports import reports
from responder.console.pages.reviews import reviews
from responder.console.pages.room import room
from responder.console.pages.rotas import rotas
from responder.console.pages.run import run
from responder.console.pages.signing_in import signing_in
from responder.console.pages.tasks import tasks
from responder.console.pages.timeline import timeline
from responder.console.pages.users import users
from responder.console.pages.waves import waves
from responder.console.pages.what_if import what_if

ALL = (
    signing_in,
    reporting,
    reports,
    need_to_know,
    guests,
    past,
    printing,
    preferences,
    account,
    help_,
    incidents,
    room,
    facts,
    owed,
    deciding,
    clock_ends,
    correspondence,
    questions,
    judging,
    grading,
    advice,
    timeline,
    run,
    adopting,
    doing,
    affected,
    notices,
    editing,
    remarking,
    waves,
    counterparties,
    forms,
    documents,
    approving,
    campaigns,
    letters,
    help_desk,
    public_notices,
    reviews,
    report,
    closing,
    destroying,
    law,
    what_if,
    contracts,
    breaches,
    playbooks,
    drills,
    drill,
    drill_guest,
    answering,
    calendars,
    calls,
    due,
    oncall,
    rotas,
    tasks,
    handing,
    readiness,
    users,
)

__all__ = ["ALL"]
