"""Correspondence as it is typed: their case, a question, the answer by two people."""

import json

from tests.cli.test_decide_not import another_person, opened


def shown(home, number):
    return json.loads(home.run("correspondence", "show", number, "--json").stdout)


def test_a_question_goes_from_asked_to_answered(home, tmp_path):
    number = opened(home)
    side = home.run("correspondence", "open", number, "authority", "Authority of Example", "--case", "AZ 7").stdout.strip()
    paper = tmp_path / "letter.txt"
    paper.write_text("Twelve questions", "utf-8")
    said = home.run("correspondence", "letter", number, side, "in", "Questions", "--file", paper).stdout
    assert "SHA-256" in said
    asked = home.run("correspondence", "ask", number, side, "How many?", "--due", "2099-01-05T12:00:00+01:00").stdout.strip()
    home.run("correspondence", "draft", number, asked, paper)
    [question] = shown(home, number)["questions"]
    assert (question["state"], question["answer"]) == ("drafted", "Twelve questions")
    assert "second person" in home.run("correspondence", "approve", number, asked, question["sha256"], exit_code=3).stderr
    another_person(home)
    home.run("correspondence", "approve", number, asked, question["sha256"])
    assert shown(home, number)["questions"][0]["state"] == "approved"
    assert "AZ 7" in home.run("correspondence", "show", number).stdout
