from __future__ import annotations

import pytest

from responder.files.sniff import sniff


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"PK\x03\x04....xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04....readme", "application/zip"),
        (b"MZ\x90", "application/x-executable"),
        (b"id;name\n1;\xc3\xa4", "text/plain"),
        (b"cut inside a character \xe4\xb8", "text/plain"),
        (b"\xff\xfei\x00d\x00", "text/plain"),
        (b"  <!DOCTYPE html><script>", "text/html"),
        (b"<svg onload=x>", "text/html"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_the_first_bytes_tell_the_type_whatever_the_name_says(head, media_type):
    assert sniff(head) == media_type
