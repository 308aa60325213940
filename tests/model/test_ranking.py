"""The ranking: the worked example, order and ties, coverage, classes, and its laws."""

import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamtui.model.classes import CLASS_LETTERS, class_changes
from kamtui.model.errors import ModelError
from kamtui.model.ranking import Prepared, Ranking, RankingInputs, movement, prepare, rank
from kamtui.model.scorecard import ClassThresholds
from kamtui.model.weights import Weights

NAN = float("nan")

# The worked example `prioritisation`: growth is not known for C.
PRIORITISATION: dict[str, Any] = {
    "weights": {"sales": 60, "growth": 40},
    "points": {
        "A": {"sales": 80, "growth": 30},
        "B": {"sales": 50, "growth": 90},
        "C": {"sales": 70, "growth": None},
    },
    "score": {"A": 60.0, "B": 66.0, "C": 70.0},
    "coverage": {"A": 1.0, "B": 1.0, "C": 0.6},
    "order": ["C", "B", "A"],
}
EXAMPLES = [PRIORITISATION]
FILE = Path(__file__).parents[3] / "shared" / "cases" / "small_sums.json"
if FILE.exists():
    EXAMPLES.append(json.loads(FILE.read_text())["prioritisation"])


def inputs(
    points: list[list[float]] | np.ndarray[Any, Any],
    ids: list[str] | None = None,
    revenue: list[float] | None = None,
    active: list[bool] | None = None,
    potential: list[float] | None = None,
) -> RankingInputs:
    """Return inputs from points with NaN for what is not scored."""
    matrix = np.asarray(points, dtype=np.float64)
    n, k = matrix.shape
    return RankingInputs(
        criteria=tuple(f"c{j}" for j in range(k)),
        account_ids=ids or [f"account {i:06d}" for i in range(n)],
        points=matrix,
        scored=~np.isnan(matrix),
        revenue_12m=np.array(revenue or [0.0] * n),
        active=np.array([True] * n if active is None else active, dtype=bool),
        potential=np.array(potential or [NAN] * n),
    )


def weights(*values: float) -> Weights:
    return Weights.of({f"c{j}": value for j, value in enumerate(values)})


def order_of(prepared: Prepared, ranking: Ranking) -> list[str]:
    return [prepared.inputs.account_ids[row] for row in ranking.order]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_example(example: dict[str, Any]) -> None:
    accounts = list(example["points"])
    criteria = list(example["weights"])
    table = [
        [NAN if by[criterion] is None else by[criterion] for criterion in criteria]
        for by in example["points"].values()
    ]
    prepared = prepare(inputs(table, ids=accounts))
    ranking = rank(prepared, weights(*example["weights"].values()))
    assert dict(zip(accounts, ranking.score.tolist(), strict=True)) == example["score"]
    assert dict(zip(accounts, ranking.coverage.tolist(), strict=True)) == example["coverage"]
    assert order_of(prepared, ranking) == example["order"]


def test_ties_are_broken_by_revenue_and_then_by_account_id() -> None:
    prepared = prepare(
        inputs(
            [[50.0]] * 6,
            ids=["ä", "a", "Z", "b", "😀", "c"],
            revenue=[1, 1, 1, 2, 1, NAN],
        )
    )
    ranking = rank(prepared, weights(1))
    assert order_of(prepared, ranking) == ["b", "Z", "a", "ä", "😀", "c"]
    assert ranking.rank.tolist() == [4, 3, 2, 1, 5, 6]


def test_under_the_minimum_coverage_an_account_is_listed_last_and_has_no_rank() -> None:
    prepared = prepare(inputs([[10.0, 10.0], [NAN, 100.0], [NAN, NAN], [NAN, 90.0]]))
    ranking = rank(prepared, weights(60, 40))
    assert ranking.order.tolist() == [0, 1, 3, 2]
    assert ranking.rank.tolist() == [1, 0, 0, 0]
    assert ranking.ranked_count == 1
    assert ranking.coverage.tolist() == [1.0, 0.4, 0.0, 0.4]
    np.testing.assert_array_equal(ranking.score, [10.0, 100.0, NAN, 90.0])


def test_exactly_the_minimum_coverage_is_enough() -> None:
    tenths = weights(0.1, 0.2, 0.3)
    prepared = prepare(inputs([[50.0, 50.0, NAN]]), minimum_coverage=0.5)
    assert rank(prepared, tenths).ranked_count == 1


def test_a_criterion_without_weight_alone_gives_no_score() -> None:
    prepared = prepare(inputs([[NAN, 80.0], [5.0, NAN]]), minimum_coverage=0.0)
    ranking = rank(prepared, weights(1, 0))
    np.testing.assert_array_equal(ranking.score, [NAN, 5.0])
    assert ranking.rank.tolist() == [0, 1]
    assert ranking.first == 1


def test_not_scored_is_not_zero() -> None:
    prepared = prepare(inputs([[60.0, NAN], [60.0, 0.0]]))
    assert rank(prepared, weights(50, 50)).score.tolist() == [60.0, 30.0]


def test_classes_are_by_score_for_active_accounts_and_by_potential_for_the_rest() -> None:
    prepared = prepare(
        inputs(
            [[70.0], [69.9], [50.0], [49.9], [NAN], [99.0], [99.0], [99.0]],
            active=[True, True, True, True, True, False, False, False],
            potential=[NAN, NAN, NAN, NAN, 9e9, 1000.0, 999.0, NAN],
        ),
        thresholds=ClassThresholds(a=70, b=50, d=1000),
    )
    ranking = rank(prepared, weights(1))
    assert [CLASS_LETTERS[code] for code in ranking.classes] == [
        "A", "B", "B", "C", "", "D", "E", "",
    ]  # fmt: skip


def test_movement_and_class_changes_between_two_rankings() -> None:
    prepared = prepare(inputs([[90.0, 10.0], [60.0, 60.0], [20.0, 95.0], [80.0, NAN]]))
    before = rank(prepared, weights(90, 10))
    after = rank(prepared, weights(10, 90))
    assert before.rank.tolist() == [1, 3, 4, 2]
    assert after.rank.tolist() == [3, 2, 1, 0]
    assert movement(before, after).tolist() == [-2, 1, 3, 0]
    changes = class_changes(before.classes, after.classes)
    assert changes.count == 3
    assert changes.flows == {("A", "C"): 1, ("A", ""): 1, ("C", "A"): 1}


def test_nobody_to_rank_is_an_empty_ranking() -> None:
    ranking = rank(prepare(inputs(np.empty((0, 2)))), weights(1, 1))
    assert (len(ranking.order), ranking.first) == (0, None)


def test_weights_for_other_criteria_are_refused() -> None:
    prepared = prepare(inputs([[1.0, 2.0]]))
    with pytest.raises(ModelError, match="expected weights for c0, c1, found c1, c0"):
        rank(prepared, Weights.of({"c1": 1, "c0": 1}))


@pytest.mark.parametrize("points", [-0.1, 100.1, float("inf")])
def test_points_outside_the_scale_are_refused_by_criterion(points: float) -> None:
    with pytest.raises(ModelError) as refused:
        prepare(inputs([[1.0, 2.0], [1.0, points]]))
    assert refused.value.key == "c1"


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelError, match="revenue_12m: expected shape"):
        prepare(inputs([[1.0], [2.0]], revenue=[1.0]))


cells = st.one_of(st.none(), st.integers(0, 100), st.floats(0, 100))


@st.composite
def bases(draw: st.DrawFn) -> tuple[RankingInputs, Weights]:
    n, k = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(cells, min_size=k, max_size=k), min_size=n, max_size=n))
    values = draw(st.lists(st.integers(0, 60), min_size=k, max_size=k).filter(any))
    table = np.array([[NAN if cell is None else cell for cell in row] for row in rows])
    revenue = draw(st.lists(st.integers(0, 3).map(float), min_size=n, max_size=n))
    return inputs(table, revenue=revenue), weights(*values)


def part_of(base: RankingInputs, rows: list[int]) -> RankingInputs:
    return RankingInputs(
        criteria=base.criteria,
        account_ids=[base.account_ids[row] for row in rows],
        points=base.points[rows],
        scored=base.scored[rows],
        revenue_12m=base.revenue_12m[rows],
        active=base.active[rows],
        potential=base.potential[rows],
    )


@given(bases())
def test_the_order_is_that_of_sorting_by_the_definition(
    case: tuple[RankingInputs, Weights],
) -> None:
    base, set_weights = case
    ranking = rank(prepare(base), set_weights)

    def place(row: int) -> tuple[bool, bool, float, float, str]:
        score = float(ranking.score[row])
        return (
            bool(np.isnan(score) or ranking.coverage[row] < 0.5),
            bool(np.isnan(score)),
            0.0 if np.isnan(score) else -score,
            -float(base.revenue_12m[row]),
            base.account_ids[row],
        )

    assert ranking.order.tolist() == sorted(range(len(base)), key=place)
    ranked = [row for row in ranking.order if not place(row)[0]]
    assert [int(ranking.rank[row]) for row in ranked] == list(range(1, len(ranked) + 1))
    assert ranking.ranked_count == len(ranked)


@given(bases(), st.integers(-8, 8))
def test_scaling_all_weights_changes_nothing(
    case: tuple[RankingInputs, Weights], power: int
) -> None:
    base, set_weights = case
    scaled = Weights(set_weights.criteria, tuple(w * 2.0**power for w in set_weights.values))
    prepared = prepare(base)
    before, after = rank(prepared, set_weights), rank(prepared, scaled)
    np.testing.assert_array_equal(before.score, after.score)
    np.testing.assert_array_equal(before.order, after.order)


@given(bases(), st.floats(0.01, 100))
def test_scaling_by_any_factor_moves_no_score_beyond_its_last_decimal(
    case: tuple[RankingInputs, Weights], factor: float
) -> None:
    base, set_weights = case
    scaled = Weights(set_weights.criteria, tuple(w * factor for w in set_weights.values))
    prepared = prepare(base)
    np.testing.assert_allclose(
        rank(prepared, set_weights).score, rank(prepared, scaled).score, rtol=0, atol=1.5e-9
    )


@given(bases(), st.data())
def test_filtering_or_adding_accounts_reorders_nobody(
    case: tuple[RankingInputs, Weights], data: st.DataObject
) -> None:
    base, set_weights = case
    kept = data.draw(st.sets(st.integers(0, len(base) - 1), min_size=1))
    whole = [row for row in rank(prepare(base), set_weights).order.tolist() if row in kept]
    rows = data.draw(st.permutations(sorted(kept)))
    part = rank(prepare(part_of(base, rows)), set_weights)
    assert [rows[at] for at in part.order.tolist()] == whole


@settings(max_examples=60)
@given(bases())
def test_score_and_coverage_are_the_sqls_to_the_last_bit(
    case: tuple[RankingInputs, Weights],
) -> None:
    base, set_weights = case
    ranking = rank(prepare(base), set_weights)
    by_criterion = list(enumerate(set_weights.values))
    points = " + ".join(f"coalesce(p{j}, 0) * {w!r}::DOUBLE" for j, w in by_criterion)
    scored = " + ".join(f"if(p{j} IS NULL, 0, {w!r}::DOUBLE)" for j, w in by_criterion)
    whole = " + ".join(f"{w!r}::DOUBLE" for _, w in by_criterion)
    rows = ", ".join(
        f"({row}, {', '.join('NULL' if np.isnan(p) else f'{p!r}::DOUBLE' for p in line)})"
        for row, line in enumerate(base.points.tolist())
    )
    sql = (
        f"SELECT round_even(({points}) / nullif({scored}, 0), 9),"
        f" round_even(({scored}) / ({whole}), 9)"
        f" FROM (VALUES {rows}) AS points (position, {', '.join(f'p{j}' for j, _ in by_criterion)})"
        " ORDER BY position"
    )
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchall()
    expected = [
        (None if np.isnan(score) else score, coverage)
        for score, coverage in zip(ranking.score.tolist(), ranking.coverage.tolist(), strict=True)
    ]
    assert found == expected


def test_a_large_base_is_ordered_like_a_plain_sort() -> None:
    random = np.random.default_rng(20251130)
    table = random.integers(0, 4, (20_000, 20)) * 25.0
    table[random.random(table.shape) < 0.2] = NAN
    revenue = random.integers(0, 50, len(table)).astype(float)
    base = inputs(table, revenue=revenue.tolist())
    ranking = rank(prepare(base), weights(*range(1, 21)))
    unranked = (ranking.coverage < 0.5) | np.isnan(ranking.score)
    keys = (np.arange(len(table)), -revenue, np.nan_to_num(-ranking.score, nan=1.0), unranked)
    np.testing.assert_array_equal(ranking.order, np.lexsort(keys))


def test_more_accounts_than_fit_beside_a_key_are_ordered_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared = prepare(inputs([[50.0], [70.0], [NAN], [50.0]], revenue=[1, 1, 1, 2]))
    expected = rank(prepared, weights(1)).order.tolist()
    monkeypatch.setattr("kamtui.model.ranking._POSITION_BITS", 1)
    assert rank(prepared, weights(1)).order.tolist() == expected == [1, 3, 0, 2]
