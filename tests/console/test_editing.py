"""The editor: what is typed is kept before it is saved, former versions can be seen and opened, passages put in."""

import html
import re

from tests.console.people import complaints, seen
from tests.console.writing import approve, edit, text_of


def send(person, address, do, text, *, expected=1, status=302, subject="To the authority"):
    form = person.get(f"{address}/edit").text
    language = re.search(r'type="hidden" name="language" value="(\w+)"', form)[1]
    return person.post(
        f"{address}/edit",
        status=status,
        do=do,
        language=language,
        medium="letter",
        subject=subject,
        text=text,
        expected=str(expected),
    )


def test_what_is_typed_is_kept_with_its_time_and_comes_back_in_the_editor(kim, notice):
    text = text_of(kim.get(f"{notice}/edit"))
    kept = send(kim, notice, "keep", f"{text}\nHalf a sentence", status=200).get_json()
    assert re.search(r"\d\d:\d\d .+ \(.*\d\d:\d\d UTC\)", kept["said"])
    assert "Half a sentence" in kept["preview"]
    page = kim.get(f"{notice}/edit")
    assert "Half a sentence" in text_of(page)
    assert "have not saved yet" in seen(page)
    assert "Half a sentence" not in seen(kim.get(notice))


def test_what_one_person_typed_is_shown_to_nobody_else(kim, front_door, notice):
    send(kim, notice, "keep", "Not meant for others yet", status=200)
    assert "Not meant for others" not in front_door.person("lin").get(f"{notice}/edit").text


def test_an_approval_holds_while_somebody_types_and_falls_when_it_is_saved(kim, ada, notice):
    kim.post(f"{notice}/submit")
    approve(ada, notice)
    text = text_of(kim.get(f"{notice}/edit"))
    send(kim, notice, "keep", f"{text}\nMore.", status=200)
    assert "no longer holds" not in seen(kim.get(notice))
    assert "Saving a change voids the approval" in seen(kim.get(f"{notice}/edit"))
    send(kim, notice, "save", f"{text}\nMore.")
    assert "no longer holds" in seen(kim.get(notice))


def test_what_was_kept_while_another_saved_is_shown_beside_the_newer_text(kim, front_door, notice):
    lin, text = front_door.person("lin"), text_of(kim.get(f"{notice}/edit"))
    edit(lin, notice, f"{text}\nBy Lin.\n", expected=1)
    kept = send(kim, notice, "keep", f"{text}\nBy Kim.", status=200).get_json()
    assert "version 2 meanwhile" in kept["said"]
    page = kim.get(f"{notice}/edit")
    assert "By Kim." in text_of(page)
    assert "By Lin." in seen(page)
    answer = send(kim, notice, "save", f"{text}\nBy Kim.", status=409)
    assert "By Kim." in seen(answer)
    assert "By Lin." in seen(answer)


def test_a_button_shows_how_the_text_reads_without_any_script(kim, notice):
    answer = send(kim, notice, "look", "## A heading that is only looked at")
    assert answer.headers["Location"].endswith("#preview")
    page = kim.get(answer.headers["Location"])
    assert re.search(r"<h2[^>]*>A heading that is only looked at</h2>", page.text)


def test_what_was_typed_can_be_given_up(kim, notice):
    before = text_of(kim.get(f"{notice}/edit"))
    send(kim, notice, "keep", "Rubbish", status=200)
    send(kim, notice, "discard", "", subject="")
    assert text_of(kim.get(f"{notice}/edit")) == before


def test_a_paragraph_and_a_fact_are_put_in_from_what_is_known(kim, notice):
    page = kim.get(f"{notice}/edit")
    offered = dict(re.findall(r'value="put:([a-z_./]+)" data-put="([^"]+)"', page.text))
    fact = next(name for name in offered if name.startswith("fact/"))
    paragraph = next(name for name in offered if name.startswith("paragraph/"))
    send(kim, notice, f"put:{fact}", "Known so far:")
    assert text_of(kim.get(f"{notice}/edit")).strip() == f"Known so far:\n\n{html.unescape(offered[fact])}".strip()
    send(kim, notice, f"put:{paragraph}", "Opening.")
    assert f"<!--@ {paragraph.removeprefix('paragraph/')}" in text_of(kim.get(f"{notice}/edit"))
    send(kim, notice, "put:no_such_thing", "Opening.", status=404)


def test_the_history_shows_who_changed_what_and_a_former_version_can_be_taken_up_again(kim, front_door, notice):
    text = text_of(kim.get(f"{notice}/edit"))
    edit(front_door.person("lin"), notice, f"{text}\nA sentence by Lin.\n", expected=1)
    page = kim.get(f"{notice}/history")
    assert "Lin (counsel)" in seen(page)
    assert re.search(r'class="changed-new">[^<]*A sentence by Lin', page.text)
    former = kim.get(f"{notice}/edit?version=1")
    assert "This is version 1" in seen(former)
    assert "A sentence by Lin" not in text_of(former)
    assert 'name="expected" value="2"' in former.text


def test_an_emptied_text_is_refused_by_name(kim, notice):
    assert "Fill this in" in complaints(send(kim, notice, "save", "", status=422))


def test_an_auditor_reads_the_history_and_edits_nothing(odo, kim, notice):
    odo.get(f"{notice}/history")
    odo.get(f"{notice}/edit", status=403)
    assert kim.get(f"{notice}/edit")
