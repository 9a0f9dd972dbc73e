"""What people call the words that rows hold. Keys are stored; values are shown, translated."""

from __future__ import annotations

from responder.console.choices import CHOICES
from responder.oncall.actions.answering import HOW
from responder.words import N_

incident_state = {"open": N_("Open"), "contained": N_("Contained"), "closed": N_("Closed")}
incident_kind = {"real": N_("This is happening"), "drill": N_("A drill")}
severity = {
    "unrated": N_("Not rated"),
    "low": N_("Low"),
    "moderate": N_("Moderate"),
    "high": N_("High"),
    "critical": N_("Critical"),
}
obligation_state = {
    "required": N_("Required"),
    "undetermined": N_("Cannot be said yet"),
    "advisable": N_("Advisable"),
    "not_required": N_("Not required"),
}
recipient = {
    "regulator": N_("Regulators"),
    "csirt": N_("Incident response teams of states"),
    "police": N_("Police"),
    "individuals": N_("The people affected"),
    "customers": N_("Customers"),
    "controller": N_("Controllers"),
    "counterparty": N_("Counterparties of contracts"),
    "cra": N_("Credit agencies"),
    "media": N_("Media"),
    "public": N_("The public"),
    "internal": N_("Inside the organisation"),
}
answer = {"true": N_("Yes"), "false": N_("No"), "unknown": N_("Not known yet"), "unlikely": N_("Unlikely")}
sign_in_kind = {"browser": N_("Browser"), "command": N_("Command line"), "script": N_("Token of a script")}
fact_group = {
    "events": N_("When"),
    "incident": N_("What has happened"),
    "organisation": N_("Our organisation"),
    "exposure": N_("What became of the data"),
    "risk": N_("Risk, as a person judges it"),
    "extortion": N_("Extortion"),
    "counting": N_("Counting people"),
    "notification_procedures": N_("Own rules on notification"),
    "earlier_incidents": N_("Earlier incidents"),
    "service": N_("The service"),
    "contact": N_("How people reach us"),
    "response": N_("What we do about it"),
    "regime_facts": N_("Asked by single laws"),
}
seat = {
    "commander": N_("Incident commander"),
    "deputy": N_("Deputy"),
    "scribe": N_("Scribe"),
    "security": N_("Security"),
    "forensics": N_("Forensics"),
    "privacy": N_("Privacy"),
    "counsel": N_("Counsel"),
    "communications": N_("Communications"),
    "hr": N_("Human resources"),
    "it_ops": N_("IT operations"),
    "comms": N_("Communications"),
    "support": N_("Customer support lead"),
    "executive": N_("Executive sponsor"),
    "finance": N_("Finance and insurance"),
    "management": N_("Management"),
}
choice = CHOICES
obligation_state |= {"suspended": N_("Suspended"), "met_by_other": N_("Met by another")}
recipient_column = {
    "id": N_("Our number of the person"),
    "name": N_("Name"),
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "language": N_("Language"),
    "country": N_("Country"),
    "subdivision": N_("State or province"),
    "timezone": N_("Time zone"),
    "postal_address": N_("Postal address"),
    "guardian_of": N_("Guardian of"),
    "guardian_name": N_("Guardian's name"),
    "guardian_email": N_("Guardian's email"),
    "guardian_phone": N_("Guardian's phone"),
    "representative": N_("Representative"),
    "data": N_("Data concerned"),
    "dataset": N_("Data set"),
    "entity": N_("Legal entity"),
    "relation": N_("Relation"),
    "brand": N_("Brand"),
    "role": N_("Our role"),
    "birth_date": N_("Birth date"),
    "minor": N_("Is a child"),
    "deceased": N_("Has died"),
    "told_at": N_("Told already on"),
    "esign_consent": N_("Consent to electronic notices"),
    "primary_channel": N_("Usual channel"),
    "contact_safety": N_("Safe contact"),
    "joint_with": N_("Joint with"),
    "wave": N_("Wave"),
}
step_state = {
    "current": N_("Now"),
    "waiting": N_("Waits"),
    "undecided": N_("Depends on a fact"),
    "done": N_("Done"),
    "skipped": N_("Skipped"),
    "not_applicable": N_("Does not apply"),
    "ruled_out": N_("Ruled out by the facts"),
    "off_path": N_("Not on the chosen way"),
}
action = {
    "draft_notice": N_("Draft a notice"),
    "page": N_("Call somebody"),
    "open_review": N_("Arrange a review"),
    "check_campaign": N_("Check the sending"),
    "start_subplaybook": N_("Start another playbook"),
    "show_obligations": N_("See what is owed"),
    "import_recipients": N_("Import the affected people"),
    "take_seat": N_("Take or assign a seat"),
    "await_consent": N_("See whose consent is needed"),
}
notice_state = {
    "draft": N_("Draft"),
    "submitted": N_("Waits for approval"),
    "approved": N_("Approved"),
    "sent": N_("Sent"),
    "filed": N_("Filed"),
    "void": N_("Withdrawn"),
}
filing_channel = {
    "portal": N_("The authority's portal"),
    "email": N_("Email"),
    "post": N_("Post"),
    "telephone": N_("Telephone"),
    "in_person": N_("In person"),
    "campaign": N_("Our sending"),
    "other": N_("Another way"),
}
call_state = {
    "open": N_("Nobody has answered yet"),
    "answered": N_("Answered"),
    "unanswered": N_("Unanswered, everybody was called"),
    "withdrawn": N_("Taken back"),
}
call_how = HOW
weekday = {
    "mon": N_("Mon"),
    "tue": N_("Tue"),
    "wed": N_("Wed"),
    "thu": N_("Thu"),
    "fri": N_("Fri"),
    "sat": N_("Sat"),
    "sun": N_("Sun"),
}
try_state = {
    "ready": N_("waits"),
    "claimed": N_("on its way"),
    "accepted": N_("handed over"),
    "delivered": N_("arrived"),
    "unknown": N_("not known"),
    "refused": N_("refused"),
    "unreachable": N_("could not be handed over"),
    "cancelled": N_("not sent"),
}
due_kind = {
    "step": N_("Step"),
    "evidence": N_("Evidence"),
    "obligation": N_("Obligation"),
    "decision": N_("Decision to look at again"),
    "review": N_("Review meeting"),
    "review_action": N_("Action of a review"),
    "notice_alarm": N_("Notice that says otherwise"),
    "page": N_("Call"),
    "handover": N_("Hand-over"),
    "informed": N_("For information"),
    "inject": N_("Inject of a drill"),
}
medium = {"letter": N_("Letter"), "sms": N_("Short message")}
language = {
    "en": N_("English"),
    "de": N_("German"),
    "fr": N_("French"),
    "zh": N_("Chinese"),
    "zh-Hant": N_("Chinese, traditional"),
    "es": N_("Spanish"),
    "it": N_("Italian"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "nl": N_("Dutch"),
    "pl": N_("Polish"),
    "pt": N_("Portuguese"),
}
campaign_state = {
    "prepared": N_("Waits to be started"),
    "running": N_("Sending"),
    "paused": N_("Paused"),
    "halted": N_("Halted"),
    "done": N_("Done"),
}
campaign_problem = {
    "must_wait": N_("It must not go out yet."),
    "still_laying_out": N_("The messages are still being laid out."),
    "list_changed_since_approval": N_("The list has changed since it was approved."),
    "ends_after_due": N_("It ends after the law's time."),
    "no_text_for_a_channel": N_("No text is approved for one of the channels."),
    "transfer_without_basis": N_("People would be written to by a provider abroad, and nobody decided on what basis."),
    "codes_lacking": N_("There are fewer codes than people who are offered one."),
    "too_soon_to_enrol": N_("People would have less than 60 days to enrol with their code."),
    "sms_would_be_blocked": N_(
        "Carriers would block the text message: it has a link, a number or no registered template."
    ),
}
channel = {"email": N_("Email"), "sms": N_("Text message"), "voice": N_("Telephone"), "letter": N_("Letter by post")}
print_state = {
    "printing": N_("Being made"),
    "printed": N_("To be looked at"),
    "released": N_("Released for printing"),
    "handed_over": N_("At the printer's"),
    "mailed": N_("In the post"),
    "withdrawn": N_("Withdrawn"),
}
paper_state = {
    "printed": N_("Made"),
    "handed_over": N_("At the printer's"),
    "mailed": N_("In the post"),
    "forwarded": N_("Forwarded"),
    "returned": N_("Came back"),
    "given_up": N_("Given up"),
    "withdrawn": N_("Withdrawn"),
}
print_count = {"letters": N_("Letters"), "minors": N_("Children"), "deceased": N_("People who have died")}
substitute_state = {"owed": N_("Owed"), "published": N_("Published"), "over": N_("Over")}
standing = {
    "told": N_("Told"),
    "told_if_counted": N_("Told, if the law counts it"),
    "courtesy": N_("Told, not counted"),
    "handed_over": N_("Handed over"),
    "not_known": N_("Not known"),
    "waiting": N_("Waiting"),
    "not_reached": N_("Not reached"),
    "left_out": N_("Left out"),
}
meeting_state = {"planned": N_("Planned"), "held": N_("Held"), "cancelled": N_("Cancelled")}
action_state = {"open": N_("Open"), "done": N_("Done"), "verified": N_("Verified"), "dropped": N_("Dropped")}
regime_status = {
    "in_force": N_("In force"),
    "pending": N_("Not yet in force"),
    "proposal": N_("A proposal"),
    "voluntary": N_("Voluntary"),
    "none": N_("No such law in force"),
}
duty_role = {
    "controller": N_("whoever decides on the data"),
    "processor": N_("whoever holds it for another"),
    "any": N_("either"),
}
met_by = {
    "filed": N_("filed"),
    "sent": N_("sent"),
    "received": N_("received"),
    "mailed": N_("posted"),
    "done": N_("carried out"),
    "published": N_("published"),
}
delay_ground = {
    "law_enforcement": N_("Police or prosecutors ask for it"),
    "national_security": N_("National security"),
    "scope_and_restore": N_("To find out the scope and restore the system"),
    "regulator": N_("The authority asks for it"),
    "us_attorney_general": N_("The Attorney General of the United States asks for it"),
}
counterpart = {
    "authority": N_("Authority"),
    "court": N_("Court"),
    "insurer": N_("Insurer"),
    "controller": N_("Controller"),
    "other": N_("Somebody else"),
}
question_state = {
    "open": N_("To be answered"),
    "drafted": N_("Waits for a second person"),
    "approved": N_("Approved, not sent yet"),
    "answered": N_("Answered"),
    "withdrawn": N_("No longer asked"),
}
promise_state = {"open": N_("To be kept"), "kept": N_("Kept"), "dropped": N_("No promise")}
letter_direction = {"in": N_("came in"), "out": N_("went out")}
due_kind |= {"question": N_("Question to be answered"), "promise": N_("Promise of ours")}
clock_way = {
    "filed": N_("Filed"),
    "sent": N_("Sent"),
    "mailed": N_("Mailed"),
    "published": N_("Published"),
    "received": N_("Received by them"),
    "by_other": N_("Another told them for us"),
    "hold": N_("On hold: somebody asks us to wait"),
    "extension_asked": N_("More time asked (stops nothing)"),
    "extension_granted": N_("More time granted"),
    "exempted": N_("Exempted by the authority"),
    "withdrawn": N_("Withdrawn with the authority"),
}
party_relation = {
    "processor": N_("Our processor"),
    "sub_processor": N_("A processor of our processor"),
    "controller": N_("The controller we work for"),
    "joint_controller": N_("A joint controller"),
    "parent": N_("Our parent company"),
    "insurer": N_("Our insurer"),
    "acquirer": N_("Our acquiring bank"),
    "recipient": N_("Who received the data"),
    "source": N_("Who gave us the data"),
}
hold_ground = {
    "law_enforcement": N_("Law enforcement"),
    "national_security": N_("National security"),
    "us_attorney_general": N_("The Attorney General of the United States"),
    "scope_and_restore": N_("To find the scope and restore the systems"),
    "regulator": N_("The authority"),
    "court": N_("A court"),
    "contract_consent": N_("A contract's consent"),
    "insurer_consent": N_("The insurer's consent"),
}
decision_state = {
    "proposed": N_("Waits for a second person"),
    "confirmed": N_("Stands"),
    "withdrawn": N_("Taken back"),
    "lapsed": N_("Lapsed"),
}
concluded = {"yes": N_("told"), "no": N_("not told"), "conditional": N_("it depends"), "unknown": N_("not said")}
band = {"low": N_("low"), "medium": N_("medium"), "high": N_("high"), "very_high": N_("very high")}
