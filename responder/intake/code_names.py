"""Code names: what an incident is called in subjects, calendars and corridors, so that nothing is given away."""

from __future__ import annotations

import hashlib

BIRDS = (
    "AVOCET", "BITTERN", "BUNTING", "CURLEW", "DIPPER", "DUNLIN", "EGRET", "FALCON", "FULMAR", "GANNET", "GARGANEY",
    "GREBE", "HERON", "HOOPOE", "JACKDAW", "KESTREL", "KITTIWAKE", "LAPWING", "LINNET", "MARTIN", "MERLIN", "NIGHTJAR",
    "ORIOLE", "OSPREY", "PETREL", "PINTAIL", "PIPIT", "PLOVER", "PUFFIN", "REDSHANK", "ROBIN", "SANDERLING", "SHRIKE",
    "SISKIN", "SKYLARK", "SNIPE", "STARLING", "STONECHAT", "SWIFT", "TEAL", "TERN", "TURNSTONE", "WAXWING", "WHEATEAR",
    "WHIMBREL", "WIGEON", "WOODCOCK", "WRYNECK",
)  # fmt: skip


def code_name(incident_id: str) -> str:
    """The bird of an incident; chance gives it, so that it says nothing."""
    return BIRDS[int.from_bytes(hashlib.sha256(incident_id.encode()).digest()[:4]) % len(BIRDS)]
