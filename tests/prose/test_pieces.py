"""Markdown is cut into paragraphs and put together again without a letter changed."""

import pytest

from responder.prose.pieces import Run, cut, joined, piece_of, written

TEXT = """<!--@ opening: a, b -->
## What happened

Dear [[person.name]], on **11 June** somebody
read a file.

[[if data: ssn, passport]]
- Watch your account.
- Call *us* at <privacy@example.com>.
[[end]]
1. First
2. Second

| A | B |
| - | - |
| 1 | 2 |

See [our page](https://example.com/x) \\_now\\_.
"""


def test_a_text_put_together_from_its_pieces_is_the_same_to_the_letter():
    assert joined(cut(TEXT)) == TEXT


def test_each_piece_knows_its_kind():
    kinds = [piece.kind for piece in cut(TEXT)]
    assert kinds[:4] == ["comment", "heading", "paragraph", "paragraph"]
    assert kinds.count("bullet") == 2
    assert kinds.count("number") == 2
    assert kinds.count("table") == 3


def test_words_carry_their_look_and_their_link():
    paragraph = cut(TEXT)[2]
    assert paragraph.runs == (
        Run("Dear [[person.name]], on "),
        Run("11 June", bold=True),
        Run(" somebody read a file."),
    )
    assert cut(TEXT)[-1].runs[1] == Run("our page", href="https://example.com/x")


@pytest.mark.parametrize("words", ["1 * 2 * 3", "a_b_c", "[not a link](x)", "# no heading", "<b>", "50% | 60%", "`x`"])
def test_what_somebody_typed_as_text_stays_text(words):
    made = piece_of("paragraph", [Run(words)])
    (again,) = cut(made.source)
    assert again.said == made.said


def test_slots_are_never_escaped():
    assert written(piece_of("paragraph", [Run("Dear [[person.name]] [x]")])) == "Dear [[person.name]] \\[x\\]"
