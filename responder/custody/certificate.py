"""The certificate of a destruction: what was destroyed, when, by whom, how, and what is left. Our own deed alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from responder.custody.actions import GROUNDS
from responder.journal.chain import canonical
from responder.words import N_, say
from responder.words.dates import show_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "responder/destruction/1"
TITLE: Final = N_("Certificate of destruction")
ARCHIVES: Final = {
    "rewritten": N_("The archives of keys that `responder backup` made were written anew without these keys."),
    "without": N_("The archives of keys that `responder backup` made did not hold these keys."),
    "none": N_("No archive of keys was ever made by `responder backup`."),
    "not_found": N_(
        "An archive of keys was not where `responder backup` wrote it: whoever keeps it must destroy it, or have it "
        "replaced by a new one."
    ),
}
HOW: Final = (
    N_("Both keys, the one that sealed and the one that made hashes, were overwritten and removed."),
    N_("Every sealed value, and what people typed beside it, was overwritten in the database."),
    N_("Every sealed file was removed."),
    N_("The database's own log was cut, so that no former value lies in it."),
)
LEFT: Final = (
    N_("Number, code name and times of the incident, and ids of accounts."),
    N_("The timeline's lines without their texts: the chain still verifies."),
    N_("Receipts, and keyed hashes whose key no longer exists: they can be counted and name nobody."),
    N_("The house's list of addresses that nothing may be sent to, as hashes with a key of its own."),
)
CANNOT_SAY: Final = (
    N_("Copies of the keys that somebody made by other means than `responder backup`."),
    N_("Bundles, reports, letters and files that were exported, printed or sent."),
    N_("What providers of email, SMS and printing keep: their own statements are needed."),
    N_("Worn-out blocks of storage media, which no program can reach."),
)


def digest_of(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of the certificate's canonical JSON (RFC 8785), 64 hex digits."""
    return hashlib.sha256(canonical(dict(certificate))).hexdigest()


@dataclass(frozen=True)
class Reader:
    """Whom a certificate is written out for: language, zone in which times are shown, names of accounts by their id."""

    language: str
    zone: str
    names: Mapping[str, str]

    def word(self, text: str, **values: Any) -> str:
        return say(text, self.language, **values)

    def when(self, written: str) -> str:
        return show_instant(datetime.fromisoformat(written), zone=self.zone, language=self.language)

    def who(self, account: str) -> str:
        name = self.names.get(account)
        return f"{name} (`{account}`)" if name else f"`{account}`"


def to_markdown(certificate: Mapping[str, Any], sha256: str, reader: Reader) -> str:
    """The certificate for people; ``sha256`` is ``digest_of`` it, not of this text. Names are those of today."""
    parts = (
        (N_("Who and when"), _who_and_when(certificate, reader)),
        (N_("What was destroyed, and how"), _destroyed(certificate["destroyed"], reader)),
        (N_("What is left"), _left(certificate["left"], reader)),
        (N_("What this cannot speak for"), [reader.word(text) for text in CANNOT_SAY]),
        (N_("Proof"), _proof(certificate["left"], sha256, reader)),
    )
    head = f"# {reader.word(TITLE)}\n\n**{certificate['number']}** ({certificate['code_name']})\n"
    return head + "".join(
        f"\n## {reader.word(title)}\n\n" + "".join(f"- {line}\n" for line in lines) for title, lines in parts
    )


def _who_and_when(certificate: Mapping[str, Any], reader: Reader) -> list[str]:
    word, when, who = reader.word, reader.when, reader.who
    return [
        f"{word(N_('Ground'))}: {word(GROUNDS[certificate['ground']])}",
        f"{word(N_('Closed'))}: {when(certificate['closed_at'])}",
        word(N_("Kept for {days} days after closing"), days=certificate["kept_days"]),
        f"{word(N_('Proposed'))}: {when(certificate['proposed_at'])}, {who(certificate['proposed_by'])}",
        f"{word(N_('Approved'))}: {when(certificate['approved_at'])}, {who(certificate['approved_by'])}",
        f"{word(N_('Keys destroyed'))}: {when(certificate['keys_destroyed_at'])}",
        f"{word(N_('Finished'))}: {when(certificate['finished_at'])}",
    ]


def _destroyed(gone: Mapping[str, Any], reader: Reader) -> list[str]:
    counted = N_("{rows} rows in {tables} tables; {files} files")
    rows, tables = sum(gone["rows"].values()), len(gone["rows"])
    return [
        *(reader.word(text) for text in HOW),
        reader.word(ARCHIVES[gone["keys_archive"]]),
        reader.word(counted, rows=rows, tables=tables, files=gone["files"]),
    ]


def _left(left: Mapping[str, Any], reader: Reader) -> list[str]:
    counted = N_("{lines} lines of the timeline; {messages} messages with their receipts")
    texts = [reader.word(text) for text in LEFT]
    return [*texts, reader.word(counted, lines=left["lines"], messages=left["messages"])]


def _proof(left: Mapping[str, Any], sha256: str, reader: Reader) -> list[str]:
    ends = reader.word(N_("The chain of the incident ends with:"))
    return [
        f"SHA-256: `{sha256}`",
        reader.word(N_("The hash stands in the journal of the house, and is taken over the JSON of this certificate.")),
        f"{ends} {left['head_seq']} `{left['head_hash']}`",
    ]
