"""The smallest change that unseats the first: the worked example, and a search by brute force."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.model.ranking import Prepared, RankingInputs, prepare, rank
from kamtui.model.robustness import smallest_changes
from kamtui.model.weight_path import weight_paths
from kamtui.model.weights import Weights

NAN = float("nan")
Matrix = np.ndarray[Any, np.dtype[np.float64]]

# The worked example `prioritisation`: C's growth is not known.
POINTS = {"A": (80, 30), "B": (50, 90), "C": (70, None)}
WEIGHTS = {"sales": 60, "growth": 40}
EXAMPLES: list[tuple[Any, Any]] = [(POINTS, WEIGHTS)]
FILE = Path(__file__).parents[3] / "shared" / "cases" / "small_sums.json"
if FILE.exists():
    example = json.loads(FILE.read_text())["prioritisation"]
    EXAMPLES.append(
        ({name: tuple(by.values()) for name, by in example["points"].items()}, example["weights"])
    )


def prepared_from(
    points: Matrix,
    criteria: tuple[str, ...],
    minimum_coverage: float = 0.5,
    revenue: list[float] | None = None,
) -> Prepared:
    n = len(points)
    return prepare(
        RankingInputs(
            criteria=criteria,
            account_ids=[f"account {i:04d}" for i in range(n)],
            points=points,
            scored=~np.isnan(points),
            revenue_12m=np.array(revenue or [0.0] * n),
            active=np.ones(n, dtype=bool),
            potential=np.full(n, NAN),
        ),
        minimum_coverage,
    )


def matrix(rows: list[tuple[float | None, ...]]) -> Matrix:
    return np.array([[NAN if cell is None else cell for cell in row] for row in rows], dtype=float)


@pytest.mark.parametrize(("points", "weights"), EXAMPLES)
def test_a_and_b_turn_at_sales_66_67(
    points: dict[str, tuple[float | None, ...]], weights: dict[str, float]
) -> None:
    prepared = prepared_from(matrix([points["A"], points["B"]]), tuple(weights))
    found = smallest_changes(prepared, rank(prepared, Weights.of(weights)))
    assert found.first == 1
    sales, growth = found.by_criterion["sales"], found.by_criterion["growth"]
    assert sales is not None
    assert growth is not None
    assert sales.new_weight == pytest.approx(200 / 3, abs=1e-9)
    assert sales.change == pytest.approx(1 / 15, abs=1e-12)
    assert growth.new_weight == pytest.approx(100 / 3, abs=1e-9)
    assert (sales.takes_over, growth.takes_over) == (0, 0)
    assert found.smallest is sales


@pytest.mark.parametrize(("points", "weights"), EXAMPLES)
def test_c_loses_its_rank_before_anybody_passes_it(
    points: dict[str, tuple[float | None, ...]], weights: dict[str, float]
) -> None:
    # C stays at 70 while half the weight is on sales. A passes it at sales 80 (30 + 0.5·80);
    # at sales 50 its coverage falls under the minimum, and B, then at 70, is first.
    prepared = prepared_from(matrix(list(points.values())), tuple(weights))
    found = smallest_changes(prepared, rank(prepared, Weights.of(weights)))
    assert found.first == 2
    assert found.smallest is not None
    assert found.smallest.new_share == pytest.approx(0.5, abs=1e-9)
    assert found.smallest.takes_over == 1


def test_an_account_better_on_everything_cannot_be_unseated() -> None:
    prepared = prepared_from(matrix([(90, 80), (20, 10)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 1, "growth": 1})))
    assert dict(found.by_criterion) == {"sales": None, "growth": None}
    assert found.smallest is None


def test_two_that_are_level_need_no_change_at_all() -> None:
    prepared = prepared_from(matrix([(80, 40), (40, 80)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 1, "growth": 1})))
    assert found.smallest is not None
    assert found.smallest.change == pytest.approx(0, abs=1e-12)
    assert found.smallest.takes_over == 1


def test_an_account_that_is_not_ranked_yet_takes_over_when_it_comes_to_be() -> None:
    prepared = prepared_from(matrix([(50, 50), (90, None)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 40, "growth": 60})))
    assert found.smallest is not None
    assert found.smallest.new_share == pytest.approx(0.5, abs=1e-9)
    assert found.smallest.takes_over == 1


def test_a_lone_account_can_only_lose_its_rank() -> None:
    prepared = prepared_from(matrix([(50, None)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 80, "growth": 20})))
    assert found.smallest is not None
    assert found.smallest.takes_over is None
    assert found.smallest.new_share == pytest.approx(0.5, abs=1e-9)


def test_a_criterion_with_all_the_weight_cannot_move() -> None:
    prepared = prepared_from(matrix([(50, 10), (40, 90)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 1, "growth": 0})))
    assert found.by_criterion["sales"] is None
    assert found.by_criterion["growth"] is not None


def test_where_nobody_is_ranked_nothing_changes() -> None:
    prepared = prepared_from(matrix([(None, 50)]), ("sales", "growth"))
    found = smallest_changes(prepared, rank(prepared, Weights.of({"sales": 80, "growth": 20})))
    assert (found.first, found.smallest) == (None, None)


@st.composite
def bases(draw: st.DrawFn) -> tuple[Prepared, Weights]:
    n, k = draw(st.integers(1, 6)), draw(st.integers(2, 4))
    cell = st.one_of(st.none(), st.integers(0, 10).map(lambda points: points * 10))
    rows = draw(st.lists(st.tuples(*[cell] * k), min_size=n, max_size=n))
    values = draw(st.lists(st.integers(0, 10), min_size=k, max_size=k).filter(any))
    revenue = draw(st.lists(st.integers(0, 2).map(float), min_size=n, max_size=n))
    minimum_coverage = draw(st.sampled_from([0.0, 0.25, 0.5, 0.6, 0.75, 1.0]))
    criteria = tuple(f"c{j}" for j in range(k))
    weights = Weights.of(dict(zip(criteria, values, strict=True)))
    return prepared_from(matrix(rows), criteria, minimum_coverage, revenue), weights


@settings(max_examples=200)
@given(bases())
def test_a_search_by_brute_force_finds_the_same(case: tuple[Prepared, Weights]) -> None:
    prepared, weights = case
    ranking = rank(prepared, weights)
    found = smallest_changes(prepared, ranking)
    grid = [0.0, *(np.linspace(0, 1, 41)[:-1] + 0.000123).tolist(), 1.0]
    for criterion, change in found.by_criterion.items():
        share = weights.shares()[criterion]
        if ranking.first is None or share == 1:
            assert change is None
            continue

        def first_at(new_share: float, criterion: str = criterion) -> int | None:
            return rank(prepared, weights.with_share(criterion, min(1, max(0, new_share)))).first

        nearer_than = 2.0 if change is None else abs(change.change) - 1e-6
        nearer = [at for at in grid if abs(at - share) < nearer_than]
        assert {first_at(at) for at in nearer} <= {ranking.first}
        if change is not None:
            steps = (0.0, 1e-6, -1e-6, 1e-5, -1e-5)
            around = {first_at(change.new_share + step) for step in steps}
            assert around - {ranking.first}
            assert change.takes_over in around


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_in_a_large_base_nobody_is_passed_over(missing: float) -> None:
    random = np.random.default_rng(20251130)
    points = np.round(random.random((6000, 6)) * 100, 3)
    points[random.random(points.shape) < missing] = NAN
    criteria = tuple("abcdef")
    prepared = prepared_from(points, criteria)
    weights = Weights.of(dict(zip(criteria, (30, 25, 20, 10, 10, 5), strict=True)))
    ranking = rank(prepared, weights)
    first = ranking.first
    assert first is not None
    others = np.delete(np.arange(len(points)), first)
    expected = dict.fromkeys(criteria, np.inf)
    for criterion, path in weight_paths(prepared, weights):
        wins_ties = prepared.tie_position[others] < prepared.tie_position[first]
        overtaken = path.overtakes(first, others, wins_ties).min()
        unranked = path.ranked_until[path.pattern[first]]
        y = min(overtaken, unranked)
        if y <= path.end:
            moved = abs(path.share_at(y) - path.share)
            expected[criterion] = min(expected[criterion], moved)
    changes = smallest_changes(prepared, ranking).by_criterion
    found = {name: abs(change.change) if change else np.inf for name, change in changes.items()}
    assert found == pytest.approx(expected, abs=1e-12)
    assert any(np.isfinite(moved) for moved in expected.values())
