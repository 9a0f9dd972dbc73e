"""What advice on risk goes by, as a lawyer may write it."""

import shutil

import pytest

from responder.books.advice import load_advice
from responder.books.library import load_library, shelf
from responder.errors import BadInput


@pytest.fixture
def own(tmp_path):
    """The shared words alone, to be written over."""
    shutil.copytree(shelf() / "_shared", tmp_path / "notices" / "_shared")
    return tmp_path / "notices"


def test_every_text_speaks_both_languages():
    advice = load_advice(load_library())
    texts = [criterion.text for criterion in advice.criteria()]
    texts += [precedent.title for precedent in advice.precedents]
    texts += [feature.label for feature in advice.compare] + list(advice.texts.values())
    assert [text for text in texts if not text.get("zh")] == []


def test_a_firm_lays_its_own_precedents_beside_ours(own, tmp_path):
    folder = tmp_path / "firm" / "_shared" / "precedents"
    folder.mkdir(parents=True)
    (folder / "firm.yaml").write_text(
        "format: responder/precedents/1\nsource: Our own file\nprecedents:\n"
        "- {id: firm-1, title: A lost key, concluded: {authority: 'no', individuals: 'no'}}\n",
        encoding="utf-8",
    )
    advice = load_advice(load_library(own, overlay=tmp_path / "firm"))
    assert advice.precedents[-1].id == "firm-1"
    assert len(advice.precedents) > 60


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("data_of: [identity]", "data_of: [identiy]", "the set 'identiy' is not known"),
        ("  contact: [name, email, phone]", "  contact: [name, e_mail]", "the data element 'e_mail' is not known"),
        ("fact: exposure.misused", "fact: exposure.misuse", "the fact 'exposure.misuse' is not known"),
        ("places: [JP]", "places: [Japan]", "the place 'Japan' is not known"),
        ('value: "0.25"', 'value: "a quarter"', "'a quarter' is no number"),
    ],
)
def test_a_mistake_is_named_with_its_line(own, old, new, said):
    file = own / "_shared" / "risk.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=said) as refused:
        load_advice(load_library(own))
    assert refused.value.line
    assert refused.value.file == "_shared/risk.yaml"
