"""What a telephone says, as TwiML. Pure, and without the provider's package: the web process answers with it.

https://www.twilio.com/docs/voice/twiml/gather
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

SPEECH: Final = {"en": "en-GB", "zh": "zh-CN", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}
KEY_WITHIN: Final = 10
SAID_TIMES: Final = 3


def spoken(text: str, *, language: str, answers: str) -> str:
    """What the telephone says, as TwiML: the text three times, waiting for a key each time.

    Args:
        text: In words; a reference is read letter by letter by the provider's voice.
        language: ``en``, ``zh`` …; English where the provider's voice for it is not known here.
        answers: Where the pressed key goes; without it nothing is asked.
    """
    voice = quoteattr(SPEECH.get(language, SPEECH["en"]))
    say = f'<Say language={voice}>{escape(text)}</Say><Pause length="2"/>'
    if not answers:
        return f"<Response>{say * SAID_TIMES}</Response>"
    gather = f'<Gather numDigits="1" timeout="{KEY_WITHIN}" method="POST" action={quoteattr(answers)}>{say}</Gather>'
    return f"<Response>{gather * SAID_TIMES}</Response>"


def said_in_reply(text: str, language: str) -> str:
    """The last words of a call, as TwiML."""
    return f"<Response><Say language={quoteattr(SPEECH.get(language, SPEECH['en']))}>{escape(text)}</Say></Response>"
