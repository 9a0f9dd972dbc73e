"""A grading scheme is read with its file and line; what is wrong is said to whoever wrote it."""

import shutil

import pytest

from responder.books.library import load_library, shelf
from responder.errors import BadInput


def copied(tmp_path, was, now):
    """A shelf with one law, whose grading file says ``now`` where ours says ``was``."""
    folder = tmp_path / "notices"
    shutil.copytree(shelf() / "_shared", folder / "_shared")
    shutil.copytree(shelf() / "eu-dora", folder / "eu-dora")
    file = folder / "eu-dora" / "grade.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("    - critical_services", "    - critical_service", "Did you mean critical_services"),
        ("regime_facts.eu-dora.costs_eur", "regime_facts.eu-dora.cost_eur", "Did you mean"),
        ("at_least: 2", "at_least: two", "at_least"),
        ("format: responder/grade-scheme/1", "format: responder/grade/1", "the format is not named"),
        ("- id: not_major\n", "- id: not_major\n  when: economic\n", "open to the rest"),
    ],
)
def test_a_mistake_in_a_scheme_is_told_with_its_place_and_the_nearest_word(tmp_path, was, now, said):
    folder = copied(tmp_path, was, now)
    with pytest.raises(BadInput) as caught:
        load_library(folder)
    assert "eu-dora/grade.yaml" in str(caught.value)
    assert said in str(caught.value)
    assert [problem.file for problem in load_library(folder, strict=False).problems] == ["eu-dora/grade.yaml"]


def test_a_law_without_its_grading_file_has_no_scheme(tmp_path):
    folder = copied(tmp_path, "format", "format")
    (folder / "eu-dora" / "grade.yaml").unlink()
    assert load_library(folder).grades == {}
