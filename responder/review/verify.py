"""Check a proof bundle (``responder/proof/1``) offline, trusting nobody: Python 3.9 or newer and nothing else.

    python3 verify.py BUNDLE.zip [--expect ID] [--json]

``ID`` is the SHA-256 of ``manifest.json``: it was printed when the bundle was exported and stands in the timeline of
the installation that made it. Without it a bundle can only agree with itself. For proof take this file from a release
of the toolkit, not from the bundle, and compare its hash with the published one.

Exit 0: everything holds. 1: something does not; the first entry that does not hold is named. 2: this is not a bundle.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import stat
import struct
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMAT = "responder/proof/1"
LINE_FORMAT = "responder/timeline/1"
BODY_KEYS = ("by", "data", "salt", "tag", "what")
HEADER_KEYS = ("format", "incident", "seq", "at", "recorded_at", "corrects", "privileged", "body", "prev", "hash")
FIRST_PREV = "0" * 64

# What a hostile file may cost: all reading is in pieces, and stops at these.
CHUNK = 1 << 20
LARGEST_DOCUMENT = 64 << 20
LARGEST_MANIFEST = 16 << 20
LONGEST_LINE = 4 << 20
LARGEST_BUNDLE = 32 << 30
MOST_FILES = 200_000
LONGEST_INTEGER = 16
PROBLEMS_SHOWN = 20

_HEX = re.compile(r"[0-9a-f]{64}\Z")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\Z")
# An unknown compression is a kind of RuntimeError.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)


class NotABundle(Exception):
    """The file cannot be read as a proof bundle at all."""


class DoesNotHold(Exception):
    """Where something does not hold, and what."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


def canonical(value: Any) -> bytes:
    """RFC 8785 for what a bundle may hold: text, integers, booleans, null, lists, objects with ASCII keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def strictly(raw: bytes) -> Any:
    """JSON without what two readers could understand differently; ValueError says what was found."""
    value = json.loads(
        raw.decode("utf-8"),
        object_pairs_hook=_no_key_twice,
        parse_float=_refuse_number,
        parse_constant=_refuse_number,
        parse_int=_short_integer,
    )
    _no_lone_surrogates(value)
    return value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        raise ValueError("a key stands twice")
    return seen


def _refuse_number(written: str) -> Any:
    raise ValueError(f"{shown(written)} is not an integer")


def _short_integer(written: str) -> int:
    if len(written.lstrip("-")) > LONGEST_INTEGER:
        raise ValueError("an integer is too long")
    return int(written)


def _no_lone_surrogates(value: Any) -> None:
    canonical(value)


def shown(text: object) -> str:
    """Foreign text as it may be printed on a terminal."""
    return ascii(text)[:120]


def numbers(found: list[int]) -> str:
    """``4, 9-12``"""
    runs: list[list[int]] = []
    for seq in sorted(found):
        if runs and seq == runs[-1][1] + 1:
            runs[-1][1] = seq
        else:
            runs.append([seq, seq])
    said = [f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:12]]
    return ", ".join(said) + (", and more" if len(runs) > len(said) else "")


class Bundle:
    """An opened bundle: its names were checked, its members are read in pieces of bounded size."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.sizes: dict[str, int] = {}
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise NotABundle(f"it has more than {MOST_FILES} entries")
        for entry in entries:
            self._admit(entry)
        if sum(self.sizes.values()) > LARGEST_BUNDLE:
            raise NotABundle(f"it would unpack to more than {LARGEST_BUNDLE >> 30} GiB")
        if "manifest.json" not in self.sizes:
            raise NotABundle("it has no manifest.json")
        self.manifest_bytes = self.read("manifest.json", LARGEST_MANIFEST)

    def _admit(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if not _NAME.match(name) or entry.orig_filename != name:
            raise DoesNotHold(shown(name), "this name is not allowed in a bundle")
        if name in self.sizes:
            raise DoesNotHold(shown(name), "this name stands twice")
        if kind not in (0, stat.S_IFREG):
            raise DoesNotHold(shown(name), "this is not a plain file")
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DoesNotHold(shown(name), "it is encrypted or compressed in a way that a bundle never is")
        self.sizes[name] = entry.file_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a member; never more than it announced."""
        left = self.sizes[name]
        try:
            with self._archive.open(name) as member:
                while True:
                    piece = member.read(CHUNK)
                    if not piece:
                        break
                    left -= len(piece)
                    if left < 0:
                        raise DoesNotHold(shown(name), "it is longer than it says")
                    yield piece
        except _UNREADABLE as error:
            raise DoesNotHold(shown(name), f"it cannot be unpacked: {shown(str(error))}") from error
        if left:
            raise DoesNotHold(shown(name), "it is shorter than it says")

    def read(self, name: str, limit: int = LARGEST_DOCUMENT) -> bytes:
        if self.sizes.get(name, 0) > limit:
            raise DoesNotHold(shown(name), f"it is larger than {limit >> 20} MiB")
        return b"".join(self.pieces(name))

    def document(self, name: str) -> Any:
        if name not in self.sizes:
            raise DoesNotHold(shown(name), "it is missing")
        try:
            return strictly(self.read(name))
        except (ValueError, RecursionError) as error:
            raise DoesNotHold(shown(name), f"it is not readable JSON: {shown(str(error))}") from error

    def lines(self, name: str) -> Iterator[tuple[int, Any]]:
        """Number and value of each line of a ``.jsonl`` member."""
        if name not in self.sizes:
            raise DoesNotHold(shown(name), "it is missing")
        for number, raw in enumerate(self._raw_lines(name), start=1):
            where = f"{name} line {number}"
            try:
                value = strictly(raw)
            except (ValueError, RecursionError) as error:
                raise DoesNotHold(where, f"it is not readable JSON: {shown(str(error))}") from error
            if not isinstance(value, dict):
                raise DoesNotHold(where, "it is not an object")
            yield number, value

    def _raw_lines(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces(name):
            found = (rest + piece).split(b"\n")
            rest = found.pop()
            yield from found
            if len(rest) > LONGEST_LINE:
                raise DoesNotHold(name, f"a line is longer than {LONGEST_LINE >> 20} MiB")
        if rest:
            raise DoesNotHold(name, "its last line is cut off")


def check_manifest(bundle: Bundle) -> dict[str, Any]:
    """The manifest, once its shape is what a bundle's is."""
    try:
        manifest = strictly(bundle.manifest_bytes)
    except (ValueError, RecursionError) as error:
        raise NotABundle("its manifest is not readable JSON") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotABundle(f"its manifest is not of the format {FORMAT}")
    head, lines, files = manifest.get("head"), manifest.get("lines"), manifest.get("files")
    sound = (
        isinstance(manifest.get("incident"), str)
        and isinstance(head, dict)
        and isinstance(head.get("seq"), int)
        and isinstance(head.get("hash"), str)
        and isinstance(lines, dict)
        and all(isinstance(lines.get(kind), list) for kind in ("withheld", "erased"))
        and isinstance(lines.get("count"), int)
        and isinstance(files, list)
        and all(_is_listing(entry) for entry in files)
    )
    if not sound:
        raise DoesNotHold("manifest.json", "it lacks what a manifest must say: incident, head, lines, files")
    return manifest


def _is_listing(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("name"), str)
        and isinstance(entry.get("size"), int)
        and isinstance(entry.get("sha256"), str)
        and bool(_HEX.match(entry["sha256"]))
    )


def check_files(bundle: Bundle, manifest: dict[str, Any]) -> str:
    listed = {entry["name"]: entry for entry in manifest["files"]}
    if len(listed) != len(manifest["files"]) or "manifest.json" in listed:
        raise DoesNotHold("manifest.json", "it lists a file twice, or itself")
    for name in sorted(set(listed) ^ (set(bundle.sizes) - {"manifest.json"})):
        missing = "it is listed in the manifest and missing from the bundle"
        raise DoesNotHold(
            shown(name), missing if name in listed else "it is in the bundle and not listed in the manifest"
        )
    for name, entry in sorted(listed.items()):
        digest, size = hashlib.sha256(), 0
        for piece in bundle.pieces(name):
            digest.update(piece)
            size += len(piece)
        if size != entry["size"]:
            raise DoesNotHold(name, f"it has {size} bytes, the manifest says {entry['size']}")
        if digest.hexdigest() != entry["sha256"]:
            raise DoesNotHold(name, f"its content is not what the manifest lists (SHA-256 {digest.hexdigest()})")
    return f"files as listed: {len(listed):,}, no stranger among them"


def check_timeline(bundle: Bundle, manifest: dict[str, Any]) -> str:
    prev, seq = FIRST_PREV, 0
    withheld: list[int] = []
    erased: list[int] = []
    for number, line in bundle.lines("timeline.jsonl"):
        where = f"timeline.jsonl line {number}"
        is_open = _check_line(where, line, manifest["incident"], seq + 1, prev)
        seq, prev = line["seq"], line["hash"]
        if not is_open:
            (withheld if line["privileged"] else erased).append(seq)
    end, stated = manifest["head"], manifest["lines"]
    if seq < end["seq"]:
        what = f"it is missing: the timeline must end at entry {end['seq']}"
        raise DoesNotHold(f"timeline.jsonl entry {seq + 1}", what)
    if seq > end["seq"]:
        what = "it stands after the end that the manifest names"
        raise DoesNotHold(f"timeline.jsonl entry {end['seq'] + 1}", what)
    if prev != end["hash"]:
        raise DoesNotHold(f"timeline.jsonl entry {seq}", "its hash is not the head that the manifest names")
    if stated["count"] != seq or stated["withheld"] != withheld or stated["erased"] != erased:
        raise DoesNotHold("manifest.json", "its list of withheld and erased entries is not what the timeline holds")
    kept_back = f"{len(withheld):,} withheld as privileged, {len(erased):,} erased"
    said = f"{seq:,} lines hold; {kept_back}, none missing"
    for word, found in (("withheld", withheld), ("erased", erased)):
        if found:
            said += f"\n      {word}: {numbers(found)}"
    return said


def _check_line(where: str, line: dict[str, Any], incident: str, seq: int, prev: str) -> bool:
    """Whether the line's body is open; DoesNotHold where it is not the entry that belongs here."""
    if set(line) != set(HEADER_KEYS) | set(BODY_KEYS):
        raise DoesNotHold(where, "it does not have the keys of a timeline line")
    if not _has_types(line):
        raise DoesNotHold(where, "a value has the wrong type or form")
    if line["format"] != LINE_FORMAT or line["incident"] != incident:
        raise DoesNotHold(where, "it is of another incident or format")
    if line["seq"] != seq:
        if line["seq"] > seq:
            what = f"entry {seq} is missing here: entry {line['seq']} follows entry {seq - 1}"
            raise DoesNotHold(where, what)
        raise DoesNotHold(where, f"entry {line['seq']} stands in the place of entry {seq}")
    header = {key: line[key] for key in HEADER_KEYS if key != "hash"}
    if sha256(canonical(header)) != line["hash"]:
        raise DoesNotHold(where, f"entry {seq} was changed: its hash is not that of its header")
    if line["prev"] != prev:
        raise DoesNotHold(where, f"entry {seq} does not follow the entry before it: their hashes differ")
    body = {key: line[key] for key in BODY_KEYS}
    is_open = any(value is not None for value in body.values())
    if is_open and sha256(canonical(body)) != line["body"]:
        raise DoesNotHold(where, f"entry {seq} was changed: author, tag, text, data or salt is another")
    return is_open


def _has_types(line: dict[str, Any]) -> bool:
    whole = type(line["seq"]) is int and (line["corrects"] is None or type(line["corrects"]) is int)
    hashes = all(isinstance(line[key], str) and _HEX.match(line[key]) for key in ("body", "prev", "hash"))
    times = all(isinstance(line[key], str) and _TIME.match(line[key]) for key in ("at", "recorded_at"))
    return bool(whole and hashes and times and isinstance(line["privileged"], bool))


def check_notices(bundle: Bundle, manifest: dict[str, Any]) -> str:
    """Each approval binds texts that are here, and its digest is that of what it binds."""
    del manifest
    bound, voided = 0, 0
    for name in sorted(bundle.sizes):
        if not (name.startswith("notices/") and name.endswith("/notice.json")):
            continue
        notice = bundle.document(name)
        try:
            texts = {text["sha256"]: text for text in notice["texts"]}
            for text in texts.values():
                _check_text(bundle, text)
            for approval in notice["approvals"]:
                _check_approval(name, texts, approval)
                bound, voided = bound + 1, voided + bool(approval["voided_at"])
        except (KeyError, TypeError, AttributeError) as error:
            raise DoesNotHold(name, f"it lacks what a notice must say: {shown(str(error))}") from error
    return f"approvals that bind the texts here: {bound - voided:,}; voided by a later change: {voided:,}"


def _check_text(bundle: Bundle, text: dict[str, Any]) -> None:
    file = text["file"]
    if file not in bundle.sizes:
        raise DoesNotHold(shown(file), "this text of a notice is missing")
    if sha256(bundle.read(file)) != text["sha256"]:
        raise DoesNotHold(shown(file), "it is not the text that its notice names")


def _check_approval(name: str, texts: dict[str, Any], approval: dict[str, Any]) -> None:
    which = f"the approval of {shown(approval['at'])}"
    if sha256(canonical(approval["bound"])) != approval["digest"]:
        raise DoesNotHold(name, f"{which}: its digest is not that of what it binds")
    for digest in approval["texts"]:
        if digest not in texts:
            raise DoesNotHold(name, f"{which} binds a text that is not here")
        if digest not in canonical(approval["bound"]).decode():
            raise DoesNotHold(name, f"{which} does not bind the text it names")


def check_deliveries(bundle: Bundle, manifest: dict[str, Any]) -> str:
    """The receipts, counted by campaign and state, are what the campaigns' summary says."""
    del manifest
    if "deliveries/campaigns.json" not in bundle.sizes:
        return "no deliveries in this bundle"
    counted: dict[str, dict[str, int]] = {}
    total = 0
    for number, receipt in bundle.lines("deliveries/receipts.jsonl"):
        try:
            states = counted.setdefault(receipt["campaign"], {})
            states[receipt["state"]] = states.get(receipt["state"], 0) + 1
        except (KeyError, TypeError) as error:
            raise DoesNotHold(f"deliveries/receipts.jsonl line {number}", "it names no campaign or state") from error
        total += 1
    summary = bundle.document("deliveries/campaigns.json")
    try:
        stated = {campaign["id"]: campaign["states"] for campaign in summary["campaigns"]}
    except (KeyError, TypeError) as error:
        raise DoesNotHold("deliveries/campaigns.json", "it lacks what a campaign must say") from error
    for campaign in sorted(set(stated) | set(counted), key=str):
        says, has = stated.get(campaign, {}), counted.get(campaign, {})
        if says != has:
            what = f"campaign {shown(campaign)}: it counts {shown(says)}, the receipts are {shown(has)}"
            raise DoesNotHold("deliveries/campaigns.json", what)
    return f"receipts counted: {total:,}, as the campaigns say"


CHECKS: list[tuple[str, Callable[[Bundle, dict[str, Any]], str]]] = [
    ("timeline", check_timeline),
    ("files", check_files),
    ("notices", check_notices),
    ("deliveries", check_deliveries),
]


def verify(path: str, expect: str | None) -> dict[str, Any]:
    """What holds and what does not. Raises NotABundle for what cannot be read as one."""
    result: dict[str, Any] = {"format": "responder/verification/1", "bundle": None, "holds": [], "problems": []}
    try:
        with zipfile.ZipFile(path) as archive:
            _verify(archive, expect, result)
    except DoesNotHold as problem:
        result["problems"].append({"where": problem.where, "what": problem.what})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        raise NotABundle(shown(str(error))) from error
    return result


def _verify(archive: zipfile.ZipFile, expect: str | None, result: dict[str, Any]) -> None:
    bundle = Bundle(archive)
    found = sha256(bundle.manifest_bytes)
    result["id"] = found
    if expect is not None:
        if found != expect:
            result["problems"].append({"where": "manifest.json", "what": f"this is another bundle: its id is {found}"})
        else:
            result["holds"].append(["id", "it is the bundle that was expected"])
    manifest = check_manifest(bundle)
    result["bundle"] = {key: manifest.get(key) for key in ("number", "code_name", "kind", "made_at", "toolkit")}
    for name, check in CHECKS:
        try:
            result["holds"].append([name, check(bundle, manifest)])
        except DoesNotHold as problem:  # the other checks may still tell what else was touched
            result["problems"].append({"where": problem.where, "what": problem.what})


def say(result: dict[str, Any], expected: bool) -> None:
    about, out = result["bundle"], []
    if about:
        out.append(f"Proof bundle of {shown(about['number'])[1:-1]}, made {shown(about['made_at'])[1:-1]}")
    out += [f"ok    {name}: {what}" for name, what in result["holds"]]
    for word, problem in zip(["FAIL"] + ["also"] * PROBLEMS_SHOWN, result["problems"]):  # noqa: B905 -- Python 3.9
        out.append(f"{word}  {problem['where']}: {problem['what']}")
    if result["problems"]:
        out.append("This bundle does not hold.")
    elif expected:
        out.append("This bundle holds, and it is the one that was exported under this id.")
    else:
        out.append(f"This bundle agrees with itself. Its id is {result['id']}")
        out.append("Only --expect with the id given at its export shows that it is the one that was exported.")
    sys.stdout.write("\n".join(out) + "\n")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Check a proof bundle offline.")
    parser.add_argument("bundle", help="the .zip file")
    parser.add_argument("--expect", metavar="ID", help="the bundle's id as given at its export: 64 hexadecimal digits")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    given = parser.parse_args(arguments)
    expect = given.expect.strip().lower() if given.expect else None
    if given.expect is not None and not _HEX.match(expect or ""):
        parser.error("--expect wants 64 hexadecimal digits")
    try:
        result = verify(given.bundle, expect)
    except NotABundle as error:
        sys.stdout.write(f"This is not a proof bundle: {error}\n")
        return 2
    if given.json:
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
    else:
        say(result, expect is not None)
    return 1 if result["problems"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
