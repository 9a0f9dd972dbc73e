from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from responder.bench import assess, timeline_page
from responder.bench.frame import Bench, measure
from responder.bench.table import benches_of
from responder.cli import responder
from responder.site.app import make_app


def run(*arguments):
    return CliRunner().invoke(responder, ["bench", *arguments])


def test_a_bench_says_our_rate_the_bare_ones_and_their_ratio_of_the_same_call():
    calls = []

    def world(name):
        return lambda: nullcontext(lambda size: calls.append((name, size)))

    result = measure(Bench("x", "things/s", "bare things", world("ours"), world("bare"), 7), rounds=3)

    assert calls == [("bare", 7), ("ours", 7)] * 3
    assert set(result.to_document()) == {
        "format", "name", "size", "seconds", "rate", "unit", "baseline", "ratio", "peak_rss_mb", "versions",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(benches_of(make_app)))
def test_each_bench_runs_small_and_prints_one_document(name, monkeypatch):
    monkeypatch.setattr(timeline_page, "ENTRIES", 100)
    monkeypatch.setattr(assess, "ROWS", (10, 20))
    monkeypatch.setattr(assess, "ROUNDS", 1)
    ran = run(name, "--size", "1", "--json")

    document = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert (document["format"], document["name"], document["size"]) == ("responder/bench/1", name, 1)
    assert document["ratio"] > 0


def test_the_law_bench_says_how_cost_grows_with_rows_of_people_and_what_loading_takes(monkeypatch):
    monkeypatch.setattr(assess, "ROWS", (5, 10))
    monkeypatch.setattr(assess, "ROUNDS", 1)

    found = measure(assess.BENCH, size=1, rounds=1).to_document()["details"]

    assert set(found) == {
        "median_ms", "median_ms_with_what_ifs", "by_rows_ms", "by_rows_ms_with_what_ifs", "load_and_check_seconds",
        "own_process_peak_mb",
    }  # fmt: skip
    assert set(found["by_rows_ms"]) == {"5", "10"}


def test_everybody_of_a_dirty_list_is_written_to_once_though_the_sender_is_killed_half_way():
    document = json.loads(run("campaign", "--size", "1500", "--json").stdout)

    assert document["rows"] == 1500 + 60
    assert document["joined"] == 60
    unknown = document["states"].pop("unknown", 0)
    assert set(document["states"]) <= {"delivered", "refused"}
    assert document["book"] == {"messages": sum(document["states"].values()), "twice": 0}
    assert document["book"]["messages"] + unknown == document["to_write"]
    assert unknown <= 1000


def test_people_get_three_lines():
    assert "ratio:" in run("timeline-append", "--size", "2").stdout


def test_the_names_are_listed_for_scripts():
    assert run("--list").stdout.split() == list(benches_of(make_app))


def test_an_unknown_bench_is_named_with_those_there_are():
    ran = run("flying")

    assert ran.exit_code == 2
    assert "timeline-append" in ran.output
