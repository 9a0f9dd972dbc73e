"""What the domain of the sender says of its mail, by DNS: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489)."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any, Final

LIBRARY: Final = "dns"
PATIENCE: Final = 5.0
# The selectors that the providers we speak to give; another is found by nobody but its owner.
SELECTORS: Final = ("s1", "s2", "default", "mail", "selector1", "selector2")


def ask_domain(domain: str, *, resolver: Any = None) -> dict[str, bool | None]:
    """Whether there is an SPF, a DKIM and a DMARC record.

    Args:
        domain: Of the sender's address.
        resolver: Asks in place of the machine's own.

    Returns:
        ``spf``, ``dkim``, ``dmarc``: there, not there, or none where nobody could be asked. A DKIM record under a
        selector of one's own is not found: then it is none as well.
    """
    if resolver is None:
        if importlib.util.find_spec(LIBRARY) is None:
            return dict.fromkeys(("spf", "dkim", "dmarc"))
        resolver = importlib.import_module("dns.resolver").Resolver()
    resolver.lifetime = PATIENCE
    spf = _texts(resolver, domain)
    if spf is None:  # no answer at all: the rest would wait as long
        return dict.fromkeys(("spf", "dkim", "dmarc"))
    dmarc = _texts(resolver, f"_dmarc.{domain}")
    keys = (_texts(resolver, f"{selector}._domainkey.{domain}") for selector in SELECTORS)
    return {
        "spf": any(text.lower().startswith("v=spf1") for text in spf),
        "dmarc": None if dmarc is None else any(text.lower().startswith("v=dmarc1") for text in dmarc),
        "dkim": any("p=" in text for found in keys for text in found or ()) or None,
    }


def _texts(resolver: Any, name: str) -> list[str] | None:
    exceptions = importlib.import_module("dns.exception")
    answers = importlib.import_module("dns.resolver")
    try:
        found = resolver.resolve(name, "TXT")
    except (answers.NXDOMAIN, answers.NoAnswer):
        return []
    except exceptions.DNSException:
        return None
    return [b"".join(row.strings).decode("utf-8", "replace") for row in found]
