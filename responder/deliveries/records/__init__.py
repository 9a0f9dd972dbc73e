"""Rows of deliveries. The messages themselves are rows of the post, in the group that has the campaign's id."""

from responder.deliveries.records.campaigns import Campaign, LeftOut, Suppression
from responder.deliveries.records.codes import Code, CodePool
from responder.deliveries.records.help_desk import LookUp
from responder.deliveries.records.letters import CorrectedAddress, PaperEvent, PaperLetter, PrintPart, PrintRun
from responder.deliveries.records.substitutes import Substitute, SubstituteCheck
from responder.deliveries.records.transfers import TransferBasis

__all__ = [
    "Campaign",
    "Code",
    "CodePool",
    "CorrectedAddress",
    "LeftOut",
    "LookUp",
    "PaperEvent",
    "PaperLetter",
    "PrintPart",
    "PrintRun",
    "Substitute",
    "SubstituteCheck",
    "Suppression",
    "TransferBasis",
]
