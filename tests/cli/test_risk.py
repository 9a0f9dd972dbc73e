"""``responder risk`` as a person at a terminal meets it."""

import json

import pytest
from click.testing import CliRunner

from responder.cli import responder

FACTS = """\
format: responder/facts/1
incident: {kinds: [confidentiality], cause: loss_theft}
organisation: {role: controller, established_in: [DE]}
exposure: {encrypted: false, acquired: true}
people:
- {where: DE, count: 1200, data: [name, passport]}
"""


@pytest.fixture
def run(tmp_path):
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS, encoding="utf-8")

    def invoke(*arguments, text=None):
        return CliRunner().invoke(responder, ["risk", *(str(file) if a == "FACTS" else a for a in arguments)], input=text)

    return invoke


def test_the_page_is_marked_for_counsel_and_shows_score_precedents_and_level(run):
    said = run("FACTS").stdout
    assert said.startswith("Prepared for counsel. Advice, not a decision.")
    assert "Suggested level: high risk" in said
    assert "ENISA severity: 1 x 1 + 0 = 1, low" in said
    assert "Nearest published examples:" in said
    assert "the score is lower than the suggested level" in said


def test_the_page_speaks_chinese(run):
    assert "建议级别：高风险" in run("FACTS", "--lang", "zh").stdout


def test_facts_may_come_from_standard_input_as_yaml_or_json(run):
    assert json.loads(run("-", "--json", text=FACTS).stdout)["level"] == "high"
    assert json.loads(run("-", "--json", text='{"format": "responder/facts/1"}').stdout)["level"] == "unknown"


def test_a_bad_file_exits_with_two_and_names_the_line(run):
    refused = run("-", text=FACTS.replace("loss_theft", "loss"))
    assert refused.exit_code == 2
    assert "-:2: incident.cause" in refused.stderr
