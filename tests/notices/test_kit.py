"""The communications kit: sendable minutes after opening, in English and Chinese."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import EMPTY, facts, letters, library

from responder.cli.kit import KIT
from responder.notices.compose import LetterSpec, compose
from responder.notices.lint import Rules, lint

OPENED = EMPTY + "organisation: {legal_name: Example Retail}\ncontact: {name: Press Office, email: press@example.com}\n"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("family", KIT)
def test_a_name_and_a_contact_are_enough(family, language):
    made = compose(LetterSpec(family=family), facts(OPENED), library(), letters(), language)
    assert made.gaps == ()
    assert "press@example.com" in made.markdown
    rules = Rules(letters().words[language], hosts=("example.com",))
    assert [found for found in lint(made.subject, made.markdown, rules) if found.level == "error"] == []
