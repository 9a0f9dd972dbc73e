"""Which channel a message goes to. The one place where a drill is kept apart from the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from responder.errors import NotConfigured
from responder.post.guests import NOBODY, DrillGate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from responder.channels.port import Channel
    from responder.post.guests import Guests

REHEARSAL = "rehearsal"


def route(kind: str, medium: str, channels: Mapping[str, Channel], guests: Guests = NOBODY) -> Channel:
    """The channel for a message.

    Args:
        kind: ``real`` goes to the channel of its medium; whatever else it says is a drill.
        medium: ``email``, ``sms``, ``letter``.
        channels: By medium, and the rehearsal under its own name.
        guests: Whom this drill may really reach; nobody, unless they were read for it.

    Raises:
        NotConfigured: no such channel is set up.
    """
    name = medium if kind == "real" else REHEARSAL
    if name not in channels:
        raise NotConfigured("No channel is set up for {medium}.", medium=name)
    if name == REHEARSAL and guests and medium in channels:
        return DrillGate(channels[REHEARSAL], channels[medium], guests)
    return channels[name]
