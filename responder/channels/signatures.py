"""Whether a provider itself called us: signatures over what came, checked before anything is believed or stored.

By hand rather than with the providers' packages: these checks run in the web process, which has no other need of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from responder.errors import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NO_KEY = "RESPONDER_SENDGRID_WEBHOOK_KEY is no public key as SendGrid shows it."
_PORTS = {"https": 443, "http": 80}


def sendgrid_signed(public_key: str, *, signature: str, timestamp: str, body: bytes) -> bool:
    """Whether SendGrid's event webhook signed ``timestamp`` and the raw ``body`` (ECDSA P-256 over SHA-256).

    The age is not asked: whether a repeated call is signed anew is documented nowhere; what comes twice does no harm.

    Args:
        public_key: As the provider's settings page shows it: DER in base64.
        signature: The header, DER in base64.
        timestamp: The header, as it came.
        body: The body, byte for byte.

    Raises:
        NotConfigured: the public key is none.
    """
    key = _public_key(public_key)
    try:
        key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def twilio_signed(token: str, *, url: str, form: Mapping[str, Sequence[str]], body: bytes, signature: str) -> bool:
    """Whether Twilio signed this call: HMAC-SHA1 over the public address and the sorted, distinct fields of the form.

    The address counts with and without the port its scheme has anyway. A body that is no form is bound by the hash
    that the address carries.
    """
    claimed = parse_qs(urlsplit(url).query).get("bodySHA256")
    if claimed and not hmac.compare_digest(claimed[0], hashlib.sha256(body).hexdigest()):
        return False
    fields = "" if claimed else "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    expected = [_mac(token, address + fields) for address in _with_and_without_port(url)]
    return any([hmac.compare_digest(mac, signature.encode()) for mac in expected])  # noqa: C419 -- in constant time


def sign_twilio(token: str, url: str, form: Mapping[str, Sequence[str]]) -> str:
    """The signature of a form post, as Twilio makes it."""
    fields = "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))
    return _mac(token, url + fields).decode()


def _public_key(text: str) -> ec.EllipticCurvePublicKey:
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        raise NotConfigured(_NO_KEY) from None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise NotConfigured(_NO_KEY)
    return key


def _mac(token: str, text: str) -> bytes:
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest())


def _with_and_without_port(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    usual = _PORTS.get(parts.scheme)
    host = parts.netloc.rpartition("@")[2]
    if parts.port is None:
        return (url, url.replace(host, f"{host}:{usual}", 1))
    return (url, url.replace(f":{parts.port}", "", 1)) if parts.port == usual else (url,)
