"""In which languages a notice is drafted."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import letters, spec

from responder.notices.languages import languages_for


@pytest.mark.parametrize(
    ("notice", "spoken", "own", "languages"),
    [
        (("eu-gdpr", "authority-initial", "DE"), (), "en", ["de", "en"]),
        (("eu-gdpr", "authority-initial", "FR"), (), "en", ["en"]),
        (("uk-gdpr", "authority", "GB"), (), "en", ["en"]),
        (("cn-pipl", "cn-pipl-authority", "CN"), (), "zh", ["zh"]),
        (("us-hipaa", "us-hipaa-hhs-large", "US"), (), "zh", ["en", "zh"]),
        (("eu-gdpr", "individuals", "DE"), ("de", "en", "", "tr"), "en", ["de", "en"]),
        (("eu-gdpr", "individuals", "DE"), ("tr",), "en", ["de"]),
        (("eu-gdpr", "individuals", "FR"), (), "en", ["fr"]),
        (("us-ca", "us-ca-individuals", "US-CA"), ("es",), "zh", ["es"]),
        (("us-ca", "us-ca-individuals", "US-CA"), ("tr",), "zh", ["en"]),
        (("eu-gdpr", "individuals", "PL"), (), "en", ["pl"]),
        (("eu-gdpr", "individuals", "NL"), ("zh-Hant", "nl"), "en", ["zh-Hant", "nl"]),
    ],
)
def test_a_notice_speaks_its_readers_language_where_it_is_written(notice, spoken, own, languages):
    assert languages_for(spec(*notice), letters(), spoken=spoken, own=own) == languages
