"""A bundle of the synthetic matter, and ways to take it apart, change it, and ask verify.py what it says."""

import contextlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

from responder.review import bundle, verify
from tests.review import matters


def made(matter=None):
    target = io.BytesIO()
    exported = bundle.write_bundle(matter or matters.matter(), target, receipts=matters.receipts, toolkit="0.1.0")
    return target.getvalue(), exported


WHOLE, EXPORTED = made()


def members(data=WHOLE):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target.getvalue()


def checked(data, *options, expect=EXPORTED.id):
    """Exit code and answer of verify.py on ``data``."""
    named = ["--expect", expect] if expect else []
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
        path = Path(folder) / "bundle.zip"
        path.write_bytes(data)
        code = verify.main([str(path), *named, *options])
    return code, said.getvalue()


def with_lines(change):
    """The bundle with its timeline changed and its manifest made to fit, as a forger would."""
    contents = members()
    lines = contents["timeline.jsonl"].decode().splitlines()
    contents["timeline.jsonl"] = ("\n".join(change(lines)) + "\n").encode()
    manifest = json.loads(contents["manifest.json"])
    for entry in manifest["files"]:
        entry["size"] = len(contents[entry["name"]])
        entry["sha256"] = verify.sha256(contents[entry["name"]])
    contents["manifest.json"] = json.dumps(manifest).encode()
    return zipped(contents)


def members_or_none(data):
    try:
        return members(data)
    except (zipfile.BadZipFile, verify.zlib.error, NotImplementedError, RuntimeError, UnicodeDecodeError, ValueError):
        return None
