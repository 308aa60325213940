"""Where the classes begin, once people have moved the lines; and classes by potential alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import TINY

from kamtui.errors import WrongUsage
from kamtui.model.classes import CLASS_LETTERS
from kamtui.model.errors import ModelError
from kamtui.model.ranking import rank
from kamtui.model.scorecard import ClassThresholds
from kamtui.portfolio.entered_classes import CLASS_LINES, class_thresholds, lines_text
from kamtui.portfolio.judgements import enter, take_back
from kamtui.portfolio.opening import SAMPLE, Portfolio, open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.ranking import load_ranking_basis
from kamtui.portfolio.report import account_report
from kamtui.portfolio.request import Request
from kamtui.portfolio.weights import weight_set, weights_over
from kamtui.workspace.entries import EntryChanged, NewEntry

TODAY = date(2025, 11, 30)
MOVED = ClassThresholds().with_lines(80, 60, 20_000)


@pytest.fixture
def sample(tmp_path: Path) -> Portfolio:
    """The sample data, of which nobody has judged anything."""
    return opened(tmp_path)


def opened(desk: Path, **more: Any) -> Portfolio:
    return open_portfolio(SAMPLE, workspace=desk, today=TODAY, **more)


def moved(portfolio: Portfolio, lines: ClassThresholds = MOVED, based_on: int | None = None) -> int:
    [entry] = enter(portfolio, [NewEntry(CLASS_LINES, text=lines_text(lines), based_on=based_on)])
    return entry.id


def asked(portfolio: Portfolio, name: str, **more: Any) -> list[Mapping[str, Any]]:
    return list(ask_by_name(portfolio, name, Request(**more)).records())


def test_lines_that_were_saved_count_in_every_answer(sample: Portfolio) -> None:
    before = asked(sample, "priorities")
    moved(sample)
    for row, then in zip(before, asked(sample, "priorities"), strict=True):
        assert row["rank"] == then["rank"]
        if then["class"] in ("A", "B", "C"):
            score = then["score"]
            assert then["class"] == ("A" if score >= 80 else "B" if score >= 60 else "C")
    classes = {row["account_id"]: row["class"] for row in asked(sample, "priorities")}
    counts = Counter(classes.values())
    assert counts != Counter(row["class"] for row in before)
    for name in ("stages", "robustness"):
        params = {"vectors": "10"} if name == "robustness" else {}
        found = {row["account_id"]: row["class"] for row in asked(sample, name, params=params)}
        assert found == classes
    assert {row["class"] for row in asked(sample, "care")} <= set(counts)
    in_stages = Counter[str | None]()
    for row in asked(sample, "stage-matrix"):
        in_stages[row["class"]] += row["accounts"]
    assert +in_stages == counts
    basis = load_ranking_basis(sample)
    scorecard = sample.model.priority
    weights = weights_over(scorecard, weight_set(sample.workspace, scorecard))
    ranking = rank(basis.prepared, weights)
    letters = [CLASS_LETTERS[code] or None for code in ranking.classes]
    assert dict(zip(basis.account_ids, letters, strict=True)) == classes
    report = account_report(sample, "A0047", weights)
    assert report.thresholds == MOVED
    assert report.card.score.class_letter == classes["A0047"]


def test_an_earlier_day_does_not_see_them(sample: Portfolio, tmp_path: Path) -> None:
    moved(sample)
    yesterday = opened(tmp_path, as_of=TODAY - timedelta(days=1))
    assert class_thresholds(yesterday) == yesterday.model.classes
    assert class_thresholds(opened(tmp_path, as_of=TODAY)) == MOVED


def test_taken_back_the_declared_ones_count_again(sample: Portfolio) -> None:
    entry_id = moved(sample)
    take_back(sample, entry_id)
    assert class_thresholds(sample) == sample.model.classes


def test_who_was_faster_is_told(sample: Portfolio) -> None:
    moved(sample)
    with pytest.raises(EntryChanged, match=r"classes: .* entered"):
        moved(sample, MOVED.with_lines(81, 60, 20_000), based_on=0)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 50, "b": 60, "d": 1}',
        '{"a": 101, "b": 60, "d": 1}',
        '{"a": 60}',
        "a=60",
        None,
        '{"a": 60, "b": 50, "d": -1}',
        '{"a": NaN, "b": 50, "d": 1}',
        '{"a": 60, "b": 5, "d": 1e999}',
    ],
)
def test_what_cannot_be_lines_is_refused(sample: Portfolio, text: str | None) -> None:
    with pytest.raises(WrongUsage, match="between the classes"):
        enter(sample, [NewEntry(CLASS_LINES, text=text)])
    assert class_thresholds(sample) == sample.model.classes


def test_no_matrix_can_be_called_classes(make_history: Callable[..., Path], tmp_path: Path) -> None:
    history = make_history(TINY)
    (history / "model.toml").write_text(
        """
        [matrices.classes]
        title = "Room"
        x = { title = "A", measure = "growth_room", cuts = [1], bands = ["low", "high"] }
        y = { title = "B", measure = "growth_room", cuts = [1], bands = ["low", "high"] }
        cells = [
            { x = "low", y = "low", name = "a" }, { x = "low", y = "high", name = "b" },
            { x = "high", y = "low", name = "c" }, { x = "high", y = "high", name = "d" },
        ]
        """
    )
    with pytest.raises(ModelError, match=r"matrices\.classes"):
        open_portfolio(history, workspace=tmp_path / "desk")


def test_potential_and_revenue_are_classed_by_the_same_scale(sample: Portfolio) -> None:
    found = {row["account_id"]: row for row in asked(sample, "priorities")}
    # On the scale of the model 70 points are 38,770 a year, and 50 are 11,190.
    for row in asked(sample, "measures"):
        ranked = found[row["account_id"]]
        potential, revenue = row["potential_annual"], row["revenue_12m"]
        is_active = ranked["class_by_revenue"] is not None
        for amount, letter in (
            (potential, ranked["class_by_potential"]),
            (revenue if is_active else None, ranked["class_by_revenue"]),
        ):
            if amount is None:
                assert letter is None
            else:
                assert letter == (
                    "A" if float(amount) > 38_770.3 else "B" if float(amount) > 11_190.5 else "C"
                )
        assert is_active or ranked["class"] in ("D", "E", None)


def test_the_gap_lists_exactly_those_that_differ(sample: Portfolio) -> None:
    differ = {
        row["account_id"]
        for row in asked(sample, "priorities")
        if None not in (row["class_by_potential"], row["class_by_revenue"])
        and row["class_by_potential"] != row["class_by_revenue"]
    }
    found = asked(sample, "potential-gap")
    assert {row["account_id"] for row in found} == differ
    assert len(found) > 5
    for row in found:
        could_more = row["class_by_potential"] < row["class_by_revenue"]
        assert row["buys"] == ("less" if could_more else "more")
        assert row["growth_room"] == pytest.approx(row["potential_annual"] - row["revenue_12m"])
    rooms = [row["growth_room"] for row in found]
    assert rooms == sorted(rooms, reverse=True)
    of_one = asked(sample, "potential-gap", owner="North desk", top=2)
    assert [row["owner"] for row in of_one] == ["North desk"] * 2


def test_the_scale_is_the_models(make_history: Callable[..., Path], tmp_path: Path) -> None:
    history = make_history(TINY)
    (history / "model.toml").write_text(
        '[classes]\nmoney = { kind = "bands", edges = [5000, 30000], points = [0, 60, 90] }\n'
    )
    portfolio = open_portfolio(history, workspace=tmp_path / "desk", as_of=date(2025, 11, 28))
    by_revenue = {
        row["account_id"]: row["class_by_revenue"] for row in asked(portfolio, "priorities")
    }
    assert by_revenue == {"A1": "A", "A2": "C", "A3": "C", "A4": None}
