"""Where PDF cannot be made here, the refusal names what is missing; the HTML prints meanwhile."""

import pytest

from responder.errors import NotConfigured
from responder.formats import pdf
from responder.formats.paper import Paper, page

PAGE = page(Paper("A letter", "<p>Words</p>", "en", "INC-2026-0001"))


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(pdf, "LIBRARY", "a_package_that_is_not_here")
    with pytest.raises(NotConfigured, match=r"pip install responder\[pdf\]"):
        pdf.pdf(PAGE)


def test_a_missing_system_library_is_named(tmp_path, monkeypatch):
    (tmp_path / "without_pango.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(pdf, "LIBRARY", "without_pango")
    with pytest.raises(NotConfigured) as refused:
        pdf.pdf(PAGE)
    assert "libpango-1.0-0" in str(refused.value)
    assert "apt-get install" in str(refused.value)


def test_the_page_that_prints_meanwhile_stands_alone():
    assert "<style>" in PAGE
    assert "src=" not in PAGE
    assert "@page { size: A4" in PAGE
