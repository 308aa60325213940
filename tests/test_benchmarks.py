"""The benchmarks measure what they say: each harness at work on little data, without its limits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bench.asking import asked_again, asked_first, bare_scan
from bench.comparison import Allowed, Comparison, compared
from bench.first_screen import opened_again, plain_table
from bench.fitting import OURS, Fit, made_up_panel, why_not_compared
from bench.measuring import (
    grouped_scan,
    measures_again,
    measures_anew,
    signals_anew,
    time_by_part,
)
from bench.plan import largest_parts
from bench.pressing import OpenWeights
from bench.recutting import bare_aggregate, cut_line_moved, made_up_places
from bench.report import table_lines, write_json
from bench.reranking import made_up_accounts, one_weight_changed, product_and_sort
from bench.surroundings import made_up_history
from bench.trying import product_and_selection, weightings_tried

SLOWED_BY_ONE = Comparison("a thing", (0.2, 0.3, 9.0), (0.1, 0.1, 3.0), Allowed(3.0))
"""Ratios 2, 3 and 3: a moment that slows both sides changes no ratio."""


def test_the_ratio_is_the_median_of_the_pairs() -> None:
    assert SLOWED_BY_ONE.ratio == pytest.approx(3.0)
    assert replace(SLOWED_BY_ONE, ours=(0.2, 0.2, 9.0)).ratio == pytest.approx(2.0)


def test_pairs_are_measured_in_turns_after_a_warm_up() -> None:
    turns: list[str] = []

    def ours() -> float:
        turns.append("ours")
        return 2.0

    def baseline() -> float:
        turns.append("baseline")
        return 1.0

    found = compared("turns", ours, baseline, Allowed(2.0), pairs=2)
    assert turns == ["ours", "baseline", "baseline", "ours", "ours", "baseline"]
    assert (found.ours, found.baseline, found.ratio) == ((2.0, 2.0), (1.0, 1.0), 2.0)
    assert found.is_within


@pytest.mark.parametrize(
    ("allowed", "verdict"),
    [
        (Allowed(3.1), "ok"),
        (Allowed(2.9), "OVER THE LIMIT"),
        (Allowed(2.9, is_limit=False), "over the goal"),
    ],
)
def test_the_table_says_what_is_over(allowed: Allowed, verdict: str) -> None:
    found = replace(SLOWED_BY_ONE, allowed=allowed, notes=("worth a line",))
    _, row, note = table_lines([found])
    assert row.endswith(verdict)
    assert "300 ms" in row
    assert "3.00×" in row
    assert note == "a thing: worth a line"


def test_json_keeps_every_measurement(tmp_path: Path) -> None:
    write_json(tmp_path / "bench.json", [replace(SLOWED_BY_ONE, details={"lines": 7})])
    written = json.loads((tmp_path / "bench.json").read_text())
    [record] = written["benchmarks"]
    assert record["ours_s"] == [0.2, 0.3, 9.0]
    assert record["baseline_s"] == [0.1, 0.1, 3.0]
    assert record["ratio"] == pytest.approx(3.0)
    assert (record["kind"], record["at_most"], record["ok"]) == ("limit", 3.0, True)
    assert record["details"] == {"lines": 7}
    assert written["machine"]["processors"] > 0


def test_a_plan_is_summed_up_by_what_it_does() -> None:
    scan = {
        "type": "TABLE_SCAN",
        "timing": 1.0,
        "extra_info": {
            "Projections": ["account_id", "net"],
            "Filename(s)": "/h/order_lines/a.parquet",
        },
    }
    projected = {
        "type": "PROJECTION",
        "timing": 0.5,
        "extra_info": {"Projections": ["account_id", "net"]},
        "children": [scan],
    }
    grouped = {
        "type": "HASH_GROUP_BY",
        "timing": 2.5,
        "extra_info": {"Groups": "#0"},
        "children": [projected],
    }
    parts = largest_parts({"operator": [grouped]})
    assert [part["part"] for part in parts] == [
        "group by account_id",
        "read order_lines (account_id, net)",
        "projection",
    ]
    assert [part["share"] for part in parts] == [0.625, 0.25, 0.125]


def test_a_question_is_measured(tmp_path: Path) -> None:
    for measure in (asked_first(tmp_path), asked_again(tmp_path), bare_scan(tmp_path)):
        assert measure() > 0


def test_reranking_is_measured() -> None:
    prepared = made_up_accounts(1000)
    assert one_weight_changed(prepared)() > 0
    assert product_and_sort(prepared)() > 0


def test_recutting_is_measured() -> None:
    placed = made_up_places(1000)
    for with_moves in (False, True):
        assert cut_line_moved(placed, with_moves=with_moves)() > 0
    assert bare_aggregate(placed)() > 0


def test_trying_weightings_is_measured() -> None:
    prepared = made_up_accounts(500)
    assert weightings_tried(prepared, 100)() > 0
    assert product_and_selection(prepared, 100)() > 0


def test_measures_are_measured(tmp_path: Path) -> None:
    history = made_up_history(tmp_path / "history", accounts=60, lines=3000)
    anew, again = measures_anew(history, tmp_path), measures_again(history, tmp_path)
    scan, signals = grouped_scan(history, tmp_path), signals_anew(history, tmp_path)
    for program in (anew, again, scan, signals):
        assert program.measure() > 0
        assert program.peak_megabytes > 10
    assert anew.rows == again.rows == [60]
    assert signals.rows[0] > 0
    parts = time_by_part(history, tmp_path)
    assert parts
    assert all(part["part"] and 0 <= part["share"] <= 1 for part in parts)


def test_a_first_screen_is_measured(tmp_path: Path) -> None:
    assert opened_again(tmp_path)() > 0
    assert plain_table(tmp_path)() > 0


def test_a_key_is_measured(root: Path, tmp_path: Path) -> None:
    with OpenWeights(root / "sample_data", tmp_path / "user") as opened:
        assert all(opened.measure() > 0 for _ in range(2))


def test_a_fit_is_measured(tmp_path: Path) -> None:
    fit = Fit(OURS, made_up_panel(tmp_path / "panel.npz", 2000), tmp_path)
    assert fit.measure() > 0
    assert fit.log_likelihood < 0
    # The panel was drawn from these, and is small.
    assert fit.parameters == pytest.approx((0.243, 4.414, 0.793, 2.426), rel=0.6)


def test_without_the_other_package_it_is_said_why_there_is_no_comparison(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bench.fitting.find_spec", lambda name: None)
    assert "lifetimes is not installed" in (why_not_compared() or "")
