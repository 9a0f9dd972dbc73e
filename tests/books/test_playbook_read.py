import pytest

from responder.books.law import Both, Clause
from responder.books.playbooks import load_playbooks, load_roles, read_stored
from responder.books.playbooks.values import Due, spoken
from responder.errors import BadInput
from tests.books.playbook_world import CHINESE, GOOD, changed, library, read


def test_a_playbook_is_read_whole():
    playbook = read().playbook
    assert [phase.id for phase in playbook.phases] == ["phase-1", "phase-2"]
    look, act, close = playbook.steps
    assert (look.role, look.due, look.prose) == ("forensics", Due(15), {"en": "Look at one host."})
    assert [task.text["en"] for task in look.tasks] == ["Photograph it", "Note the time"]
    assert [(ask.fact, ask.who, ask.by) for ask in look.asks] == [
        ("exposure.accessed", None, None),
        ("events.detected", "commander", 30),
    ]
    assert [(option.to, dict(option.records)) for option in look.decisions[0].options] == [
        ("act", {"incident.status": "confirmed"}),
        ("end", {"incident.status": "ruled_out"}),
    ]
    assert act.due == Due(240, "events.awareness")
    assert act.evidence[0].lasts == 2 * 24 * 60
    assert (close.after, close.required) == (("act",), False)


def test_a_line_of_conditions_becomes_the_conditions_of_the_law_files():
    when = read().playbook.step("act").when
    assert isinstance(when, Both)
    assert all(isinstance(part, Clause) for part in when.parts)
    assert [(part.subject, part.operator, part.wanted) for part in when.parts] == [
        ("incident.kinds", "includes", ("confidentiality",)),
        ("exposure.encrypted", "is_not", (True,)),
    ]


def test_richer_conditions_stand_as_yaml():
    text = changed(
        "- exposure.accessed",
        "- {fact: exposure.accessed, when: {any: [{risk: [high]}, {people: {at_least: 500, within: all}}]}}",
    )
    assert read(text).playbook.step("look").asks[0].when is not None


def test_a_translation_adds_words_and_nothing_else():
    plain, both = read().playbook, read(zh=CHINESE).playbook
    assert both.languages == ("en", "zh")
    look = both.step("look")
    assert spoken(look.title, "zh") == "查看"
    assert spoken(look.decisions[0].options[1].text, "zh") == "否"
    assert look.decisions[0].options[1].to == plain.step("look").decisions[0].options[1].to
    assert spoken(both.step("act").title, "fr") == "Act"


def test_the_hash_changes_with_any_file_of_the_playbook():
    hashes = {read().playbook.sha256, read(zh=CHINESE).playbook.sha256, read(GOOD + "\n").playbook.sha256}
    assert len(hashes) == 3


def test_a_kept_text_gives_the_same_playbook_again():
    playbook = read(zh=CHINESE).playbook
    again = read_stored("example", playbook.sources, words=library().words, roles=load_roles())
    assert again == playbook


def test_a_shelf_with_an_error_names_file_line_and_column(tmp_path):
    (tmp_path / "example.md").write_text(changed("due=15m", "due=soon"))
    with pytest.raises(BadInput, match=r"example\.md:12:\d+: due='soon' cannot be read"):
        load_playbooks(tmp_path, words=library().words)


def test_a_translation_without_its_playbook_is_refused(tmp_path):
    (tmp_path / "example.zh.md").write_text(CHINESE)
    with pytest.raises(BadInput, match=r"does not stand beside it"):
        load_playbooks(tmp_path, words=library().words)


def test_a_firm_s_own_playbook_replaces_ours_and_stands_beside_it(tmp_path):
    (tmp_path / "example.md").write_text(GOOD)
    (tmp_path / "lost-device.md").write_text(changed("title: Example", "title: Ours"))
    found = load_playbooks(words=library().words, overlay=tmp_path)
    assert found["example"].title == {"en": "Example"}
    assert found["lost-device"].title == {"en": "Ours"}
    assert "ransomware" in found


@pytest.mark.parametrize(
    "content", [b"", b"---\n", b"---\n---\n", b"# only\n", b"---\ntitle: x\nversion: 1\nroles: []\n---\n"]
)
def test_an_empty_or_broken_file_is_refused_and_never_crashes(tmp_path, content):
    (tmp_path / "example.md").write_bytes(content)
    with pytest.raises(BadInput):
        load_playbooks(tmp_path, words=library().words)


def test_what_is_no_text_is_refused(tmp_path):
    (tmp_path / "example.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        load_playbooks(tmp_path, words=library().words)
