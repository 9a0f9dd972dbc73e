"""Tables as we hand them out."""

import csv
import io

from responder.formats.written import csv_text


def test_what_a_spreadsheet_would_take_for_a_formula_is_text():
    text = csv_text(["Name", "Note"], [["=1+1", "plain, with a comma"], ["+49", 'a "quote"']])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Name", "Note"], ["'=1+1", "plain, with a comma"], ["'+49", 'a "quote"'],
    ]  # fmt: skip
