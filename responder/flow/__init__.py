"""What happens to an incident, in order; the folder to read first (``advancing`` before the others).

A deed that needs two rooms is a verb here, one function each; entrances call these or one room, never two. ``advance``
walks one incident through the rooms after a deed that changed what is known, in the same unit of work. It is safe to
repeat: what was derived, planned or drafted already is found again and left alone.
"""

from responder.flow.advancing import advance, record_facts
from responder.flow.books import Books
from responder.flow.clock_ends import end_clock, grounds_of, take_back_end
from responder.flow.contracts import clear_uploads, keep_contracts, note_contract
from responder.flow.decisions import confirm_not_to_notify, get_duty, propose_not_to_notify, withdraw_not_to_notify
from responder.flow.destroying import (
    approve_destruction,
    certificate_pdf,
    certificate_text,
    destroy_all_approved,
    destroy_approved,
    kept_until,
    propose_destruction,
)
from responder.flow.drift import acknowledge_alarm, supplement_notice, watch_notices
from responder.flow.feeds import feed_of
from responder.flow.following import Carried, adopt_version, carry_out
from responder.flow.gates import gates_before_step, tick_step
from responder.flow.incidents import close_incident, decide, join_incident, open_incident, start_playbook, still_owed
from responder.flow.mail import take_mail
from responder.flow.need_to_know import break_glass, restrict_incident
from responder.flow.notices import (
    approve_notice,
    digest_to_approve,
    draft_notice,
    edit_notice,
    file_notice,
    redraft_notice,
    take_suggestion,
)
from responder.flow.past import import_past
from responder.flow.reports import (
    call_for_reports,
    close_report,
    join_report,
    land_alerts,
    make_incident,
    take_report,
)
from responder.flow.sending import note_sending, tend_sending
from responder.flow.tasks import my_tasks, workload
from responder.flow.walking import walk_all
from responder.flow.watching import watch_clock
from responder.flow.waves import find_next_wave, release_wave

__all__ = [
    "Books",
    "Carried",
    "acknowledge_alarm",
    "adopt_version",
    "advance",
    "approve_destruction",
    "approve_notice",
    "break_glass",
    "call_for_reports",
    "carry_out",
    "certificate_pdf",
    "certificate_text",
    "clear_uploads",
    "close_incident",
    "close_report",
    "confirm_not_to_notify",
    "decide",
    "destroy_all_approved",
    "destroy_approved",
    "digest_to_approve",
    "draft_notice",
    "edit_notice",
    "end_clock",
    "feed_of",
    "file_notice",
    "find_next_wave",
    "gates_before_step",
    "get_duty",
    "grounds_of",
    "import_past",
    "join_incident",
    "join_report",
    "keep_contracts",
    "kept_until",
    "land_alerts",
    "make_incident",
    "my_tasks",
    "note_contract",
    "note_sending",
    "open_incident",
    "propose_destruction",
    "propose_not_to_notify",
    "record_facts",
    "redraft_notice",
    "release_wave",
    "restrict_incident",
    "start_playbook",
    "still_owed",
    "supplement_notice",
    "take_back_end",
    "take_mail",
    "take_report",
    "take_suggestion",
    "tend_sending",
    "tick_step",
    "walk_all",
    "watch_clock",
    "watch_notices",
    "withdraw_not_to_notify",
    "workload",
]
