"""The smallest change that takes an account out of the top or its class, beside brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.bases import bases

from kamtui.model.classes import CLASS_LETTERS
from kamtui.model.ranking import Prepared, Ranking, RankingInputs, prepare, rank
from kamtui.model.robustness import smallest_changes
from kamtui.model.turning import SAME_CLASS, Turning, turnings
from kamtui.model.weights import Weights

Base = tuple[Prepared, Weights]


def found(prepared: Prepared, ranking: Ranking, top: int) -> Turning:
    *_, last = turnings(prepared, ranking, top)
    return last


def state(ranking: Ranking, top: int) -> np.ndarray:
    """For each account its class, and whether it is in the top; as one number."""
    in_top = (ranking.rank > 0) & (ranking.rank <= top)
    return ranking.classes.astype(int) + 10 * in_top


def left(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Who left the top or is in another class; coming into the top is no change."""
    return (before % 10 != after % 10) | ((before >= 10) & (after < 10))


@settings(max_examples=150)
@given(bases(), st.integers(1, 5))
def test_a_search_by_brute_force_finds_the_same(case: Base, top: int) -> None:
    prepared, weights = case
    ranking = rank(prepared, weights)
    assume(_can_move(weights) and prepared.minimum_coverage > 0)
    turning = found(prepared, ranking, top)
    now = state(ranking, top)
    grid = [0.0, *(np.linspace(0, 1, 41)[:-1] + 0.000123).tolist(), 1.0]
    for place, (criterion, share) in enumerate(weights.shares().items()):

        def at(new_share: float, criterion: str = criterion) -> np.ndarray:
            moved = weights.with_share(criterion, min(1, max(0, new_share)))
            return state(rank(prepared, moved), top)

        states = {each: at(each) for each in grid}
        for row, change in enumerate(turning.change[:, place].tolist()):
            nearest = np.inf if np.isnan(change) else abs(change)
            nearer = [each for each in grid if abs(each - share) < nearest - 1e-6]
            assert not any(left(now, states[each])[row] for each in nearer), (row, change)
            if np.isnan(change):
                continue
            steps = (0.0, 1e-6, -1e-6, 1e-5, -1e-5)
            around = [at(share + change + step)[row] for step in steps]
            assert any(left(now[row], each) for each in around), (row, change)
            if turning.leaves_top[row, place]:
                assert any(each < 10 for each in around)
            if turning.class_then[row, place] != SAME_CLASS:
                assert turning.class_then[row, place] in {each % 10 for each in around}


@given(bases())
def test_leaving_a_top_of_one_is_being_unseated(case: Base) -> None:
    prepared, weights = case
    ranking = rank(prepared, weights)
    first = ranking.first
    if first is None or not prepared.inputs.scored.all():
        return
    none_changes_class = prepare(prepared.inputs, prepared.minimum_coverage)
    inactive = np.zeros(len(ranking.rank), dtype=bool)
    object.__setattr__(none_changes_class.inputs, "active", inactive)
    turning = found(none_changes_class, ranking, 1)
    unseating = smallest_changes(prepared, ranking).by_criterion
    for place, criterion in enumerate(weights):
        change = unseating[criterion]
        expected = np.nan if change is None else abs(change.change)
        assert abs(turning.change[first, place]) == pytest.approx(expected, abs=1e-7, nan_ok=True)


@given(bases(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_only_proportions_count(case: Base, factor: float) -> None:
    prepared, weights = case
    scaled = Weights(weights.criteria, tuple(factor * value for value in weights.values))
    one = found(prepared, rank(prepared, weights), 2) if _can_move(weights) else None
    other = found(prepared, rank(prepared, scaled), 2) if _can_move(weights) else None
    if one is not None and other is not None:
        np.testing.assert_allclose(one.change, other.change)


def _can_move(weights: Weights) -> bool:
    return sum(1 for value in weights.values if value) > 1


def of_points(*rows: tuple[float, ...]) -> Prepared:
    points = np.array(rows, float)
    n, k = points.shape
    return prepare(
        RankingInputs(
            criteria=tuple(f"c{j}" for j in range(k)),
            account_ids=[f"account {i:03d}" for i in range(n)],
            points=points,
            scored=~np.isnan(points),
            revenue_12m=np.zeros(n),
            active=np.ones(n, dtype=bool),
            potential=np.full(n, np.nan),
        )
    )


def test_a_class_is_left_where_the_score_crosses_its_line() -> None:
    # 0.5·90 + 0.5·60 = 75 is A; at share s of the first it is 60 + 30·s, and B under 70.
    prepared = of_points((90, 60), (10, 10))
    turning = found(prepared, rank(prepared, Weights.of({"c0": 1, "c1": 1})), 2)
    assert turning.change[0] == pytest.approx([1 / 3 - 1 / 2, 2 / 3 - 1 / 2])
    assert [CLASS_LETTERS[code] for code in turning.class_then[0]] == ["B", "B"]
    assert not turning.leaves_top.any()
    assert np.isnan(turning.change[1]).all()
    assert turning.nearest.tolist() == [0, -1]


def test_the_second_leaves_a_top_of_two_when_the_third_passes_it() -> None:
    # 10 + 30·s against 20 + 10·s: level at s = 1/2.
    prepared = of_points((45, 45), (40, 10), (30, 20))
    turning = found(prepared, rank(prepared, Weights.of({"c0": 3, "c1": 1})), 2)
    assert turning.change[1, 0] == pytest.approx(1 / 2 - 3 / 4)
    assert turning.leaves_top[1, 0]
    assert np.isnan(turning.change[0]).all()


def test_in_a_large_base_nobody_is_passed_over() -> None:
    random = np.random.default_rng(20251130)
    points = np.round(random.random((3000, 5)) * 100, 3)
    points[random.random(points.shape) < 0.1] = np.nan
    prepared = of_points(*points)
    weights = Weights.of(dict(zip(prepared.inputs.criteria, (30, 25, 20, 15, 10), strict=True)))
    ranking = rank(prepared, weights)
    turning = found(prepared, ranking, 10)
    now, leavers = state(ranking, 10), 0
    for place, (criterion, share) in enumerate(weights.shares().items()):
        for row in ranking.order[:10].tolist():
            change = turning.change[row, place]
            if np.isnan(change):
                continue
            leavers += bool(turning.leaves_top[row, place])
            for scale, is_there in ((0.999, False), (1.0, True)):
                beyond = 0.0 if scale < 1 else 1e-7 * np.sign(change)
                moved = weights.with_share(criterion, share + scale * change + beyond)
                after = state(rank(prepared, moved), 10)
                assert left(now[row], after[row]) == is_there
    assert leavers > 20
