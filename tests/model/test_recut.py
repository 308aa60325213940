"""Recutting a matrix: cells, moves, cut lines that are moved, and the laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.cut_lines import CutLine, CutLines, nice_step, span_of
from kamtui.model.errors import ModelError, Refusal
from kamtui.model.matrix import Axis, Matrix
from kamtui.model.recut import Recut, cell_numbers, flows, recut, scores
from kamtui.model.weights import Weights

NAN = float("nan")


def axis(*cuts: float, title: str = "Axis") -> Axis:
    bands = tuple(f"band {n}" for n in range(len(cuts) + 1))
    return Axis(title, tuple(cuts), bands, sql="1")


def matrix(x: Axis, y: Axis) -> Matrix:
    cells = {(i, j): f"{i}, {j}" for i in x.bands for j in y.bands}
    return Matrix("m", "Matrix", x, y, cells)


FOUR = matrix(axis(5), axis(50))
NINE = matrix(axis(3, 7), axis(30, 60))


def numbers(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def test_cells_are_numbered_from_the_upper_left() -> None:
    x, y = numbers(1, 9, 1, 9), numbers(90, 90, 10, 10)
    assert cell_numbers(FOUR, x, y).tolist() == [0, 1, 2, 3]
    assert FOUR.cell_names == (
        "band 0, band 1",
        "band 1, band 1",
        "band 0, band 0",
        "band 1, band 0",
    )


def test_a_value_on_a_cut_line_counts_as_above_it() -> None:
    x, y = numbers(5, 4.999999999, 3, 7), numbers(50, 50, 30, 60)
    assert cell_numbers(FOUR, x[:2], y[:2]).tolist() == [1, 0]
    assert cell_numbers(NINE, x[2:], y[2:]).tolist() == [4, 2]


def test_an_account_of_which_an_axis_is_unknown_is_not_placed() -> None:
    cut = recut(FOUR, numbers(1, NAN, NAN), numbers(NAN, 1, 90), numbers(10, 20, NAN))
    assert cut.cell.tolist() == [4, 4, 4]
    assert cut.unplaced == 4
    assert cut.accounts.tolist() == [0, 0, 0, 0, 3]
    assert cut.revenue_12m.tolist() == [0, 0, 0, 0, 30]
    assert cut.revenue_share.tolist() == [0, 0, 0, 0, 1]
    assert cut.moves is None
    assert flows(cut, numbers(10, 20, NAN)) == ()


def test_shares_of_no_revenue_are_unknown() -> None:
    cut = recut(FOUR, numbers(1), numbers(1), numbers(0))
    assert np.isnan(cut.revenue_share).all()


def test_moves_say_who_entered_and_left_and_which_way() -> None:
    x, y, revenue = numbers(9, 9, 1, NAN), numbers(90, 90, 10, 10), numbers(5, 7, 11, 13)
    cut = recut(FOUR, x, y, revenue, (numbers(1, 9, 9, 1), numbers(10, NAN, 10, 10)))
    assert cut.moves is not None
    assert cut.moves.entered.tolist() == [0, 2, 1, 0, 1]
    assert cut.moves.left.tolist() == [0, 0, 2, 1, 1]
    assert cut.moves.net.tolist() == [0, 2, -1, -1, 0]
    ways = [
        (each.before, each.after, each.accounts, each.revenue_12m) for each in flows(cut, revenue)
    ]
    assert ways == [(2, 4, 1, 13), (3, 2, 1, 11), (4, 1, 1, 7), (2, 1, 1, 5)]


def test_a_score_needs_its_least_coverage() -> None:
    points = np.array([[100, 0], [80, NAN], [NAN, 40], [NAN, NAN]])
    weights = Weights(("a", "b"), (70.0, 30.0))
    found = scores(points, weights, 0.5)
    assert found[:2].tolist() == [70.0, 80.0]
    assert np.isnan(found[2:]).all()
    assert scores(points, Weights(("a", "b"), (0.0, 1.0)), 0.5)[2] == 40.0


def test_cut_lines_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelError, match="1 cut lines"):
        FOUR.with_cuts((1, 2), (50,))
    with pytest.raises(ModelError, match="rise"):
        NINE.with_cuts((3, 7), (60, 60))


# Moving a cut line


def test_lines_are_chosen_one_after_the_other() -> None:
    lines = CutLines.of(NINE, numbers(1, 9), numbers(0, 100))
    chosen = []
    for _ in range(5):
        lines = lines.next_chosen()
        chosen.append(lines.chosen)
    assert chosen == [
        CutLine("x", 0),
        CutLine("x", 1),
        CutLine("y", 0),
        CutLine("y", 1),
        None,
    ]


def test_a_line_moves_by_a_round_step_and_back_to_where_it_is_declared() -> None:
    scored = matrix(replace(axis(50.5), scorecard="s", sql=None), axis(5))
    lines = CutLines.of(scored, numbers(), numbers(0, 10))
    up = lines.moved(1)
    assert up.chosen == CutLine("x", 0)
    assert up.current.x.cuts == (52.0,)
    assert lines.moved(-1).current.x.cuts == (50.0,)
    assert lines.moved(5).current.x.cuts == (60.0,)
    assert up.is_unsaved
    assert not lines.is_unsaved
    assert up.put_back().current == scored
    assert up.put_back().chosen == CutLine("x", 0)
    everywhere = up.choosing(CutLine("y", 0)).moved(3).choosing(None)
    assert everywhere.current.y.cuts == (5.6,)
    assert everywhere.put_back().current == scored


def test_a_line_stops_before_another_one_and_at_the_end_of_the_axis() -> None:
    judged = matrix(replace(axis(9.9, 10), assessment="a", sql=None), axis(0))
    lines = CutLines.of(judged, numbers(), numbers(0, 100))
    with pytest.raises(Refusal, match="another cut line is in the way"):
        lines.choosing(CutLine("x", 0)).moved(1)
    with pytest.raises(Refusal, match="end of the axis"):
        lines.choosing(CutLine("x", 1)).moved(1)
    moved = lines.moved(-6).choosing(CutLine("x", 1)).moved(-3)
    with pytest.raises(Refusal, match="another cut line is in the way"):
        moved.choosing(CutLine("x", 1)).moved(-50)
    with pytest.raises(Refusal, match="another cut line is in the way"):
        moved.choosing(CutLine("x", 0)).put_back()


@pytest.mark.parametrize(
    ("width", "step"),
    [(100, 2.0), (10, 0.2), (9, 0.2), (1.2e6, 20000.0), (0.9, 0.02), (0, 1.0), (NAN, 1.0)],
)
def test_a_step_is_a_round_fiftieth(width: float, step: float) -> None:
    assert nice_step(width) == step


def test_a_step_suits_the_usual_values_however_far_a_few_lie() -> None:
    values = numbers(*range(1000), 1e9, NAN)
    span = span_of(axis(10), values)
    assert span.step == 20.0
    assert (span.low, span.high) == (-20.0, 1e9 + 20.0)
    assert span_of(axis(10), numbers(NAN)).step == 0.2
    assert span_of(axis(), numbers(3, 3)).step == pytest.approx(0.05)


# Laws

values = st.integers(0, 20).map(lambda n: n / 2) | st.just(NAN)
accounts = st.lists(st.tuples(values, values, values, values, st.integers(0, 99)), max_size=30)
cuts = st.lists(st.integers(0, 20).map(lambda n: n / 2), min_size=1, max_size=3, unique=True).map(
    lambda found: tuple(sorted(found))
)


def columns(rows: list[tuple[float, ...]]) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return [numbers(*(row[n] for row in rows)) for n in range(5)]


def recut_of(
    rows: list[tuple[float, ...]], x_cuts: tuple[float, ...], y_cuts: tuple[float, ...]
) -> Recut:
    x, y, x_then, y_then, revenue = columns(rows)
    return recut(matrix(axis(*x_cuts), axis(*y_cuts)), x, y, revenue, (x_then, y_then))


@given(accounts, cuts, cuts)
def test_cells_are_those_of_a_search_from_the_right(
    rows: list[tuple[float, ...]], x_cuts: tuple[float, ...], y_cuts: tuple[float, ...]
) -> None:
    x, y, *_ = columns(rows)
    cut = recut_of(rows, x_cuts, y_cuts)
    x_band = np.searchsorted(x_cuts, x, side="right")
    y_band = len(y_cuts) - np.searchsorted(y_cuts, y, side="right")
    expected = np.where(
        np.isnan(x) | np.isnan(y), cut.unplaced, y_band * (len(x_cuts) + 1) + x_band
    )
    assert cut.cell.tolist() == expected.tolist()


@given(accounts, cuts, cuts)
def test_cells_partition_the_accounts(
    rows: list[tuple[float, ...]], x_cuts: tuple[float, ...], y_cuts: tuple[float, ...]
) -> None:
    x, y, _, _, revenue = columns(rows)
    cut = recut_of(rows, x_cuts, y_cuts)
    assert cut.accounts.sum() == len(rows)
    assert cut.accounts[cut.unplaced] == np.count_nonzero(np.isnan(x) | np.isnan(y))
    assert cut.revenue_12m.sum() == revenue.sum()
    assert cut.cell.min(initial=0) >= 0
    assert cut.cell.max(initial=0) <= cut.unplaced


@given(accounts, cuts, cuts)
def test_who_entered_less_who_left_is_the_difference(
    rows: list[tuple[float, ...]], x_cuts: tuple[float, ...], y_cuts: tuple[float, ...]
) -> None:
    _, _, x_then, y_then, revenue = columns(rows)
    now = recut_of(rows, x_cuts, y_cuts)
    then = recut(matrix(axis(*x_cuts), axis(*y_cuts)), x_then, y_then, revenue)
    assert now.moves is not None
    assert now.moves.net.tolist() == (now.accounts - then.accounts).tolist()
    assert now.moves.entered.sum() == now.moves.left.sum()
    moved = flows(now, revenue)
    assert sum(each.accounts for each in moved) == now.moves.entered.sum()
    for number in range(now.unplaced + 1):
        entered = sum(each.accounts for each in moved if each.after == number)
        assert entered == now.moves.entered[number]


@given(accounts, cuts, cuts, st.integers(0, 2), st.integers(0, 20).map(lambda n: n / 2))
def test_moving_a_cut_line_moves_only_the_accounts_between(
    rows: list[tuple[float, ...]],
    x_cuts: tuple[float, ...],
    y_cuts: tuple[float, ...],
    place: int,
    value: float,
) -> None:
    place = min(place, len(x_cuts) - 1)
    moved_cuts = (*x_cuts[:place], value, *x_cuts[place + 1 :])
    if not all(below < above for below, above in pairwise(moved_cuts)):
        return
    x, y, *_ = columns(rows)
    before, after = recut_of(rows, x_cuts, y_cuts), recut_of(rows, moved_cuts, y_cuts)
    low, high = sorted((x_cuts[place], value))
    between = (x >= low) & (x < high) & ~np.isnan(y)
    assert (before.cell != after.cell).tolist() == between.tolist()


@given(st.lists(st.integers(-6, 6), max_size=12), st.integers(0, 3))
def test_steps_never_put_lines_out_of_order(steps: list[int], chosen: int) -> None:
    judged = matrix(replace(axis(3, 7), assessment="a", sql=None), axis(30, 60))
    lines = CutLines.of(judged, numbers(), numbers(0, 100))
    lines = lines.choosing(lines.all[chosen])
    for step in steps:
        try:
            lines = lines.moved(step or 1)
        except Refusal:
            continue
        for side in (lines.current.x, lines.current.y):
            assert all(below < above for below, above in pairwise(side.cuts))
    assert lines.put_back().choosing(None).put_back().current == judged
