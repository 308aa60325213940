"""Random weightings: what is counted is what ranking by each of them one by one gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bases import bases

from kamtui.model import acceptability as counting
from kamtui.model.acceptability import Acceptability, Drawing, acceptability
from kamtui.model.classes import A, C
from kamtui.model.errors import ModelError
from kamtui.model.ranking import Prepared, RankingInputs, prepare, rank
from kamtui.model.weights import Weights

Base = tuple[Prepared, Weights]


def counted(prepared: Prepared, drawing: Drawing, top: int) -> Acceptability:
    *_, last = acceptability(prepared, drawing, top)
    return last


def of_points(*rows: tuple[float, ...]) -> Prepared:
    points = np.array(rows, float)
    n, k = points.shape
    return prepare(
        RankingInputs(
            criteria=tuple(f"c{j}" for j in range(k)),
            account_ids=[f"account {i:02d}" for i in range(n)],
            points=points,
            scored=~np.isnan(points),
            revenue_12m=np.zeros(n),
            active=np.ones(n, dtype=bool),
            potential=np.full(n, np.nan),
        )
    )


@settings(max_examples=60)
@given(bases(), st.integers(1, 8), st.booleans())
def test_each_vector_counts_as_the_ranking_by_it(case: Base, top: int, around: bool) -> None:
    prepared, weights = case
    drawing = Drawing(40, weights if around else None, seed=7)
    found = counted(prepared, drawing, top)
    in_top = np.zeros(len(prepared.pattern))
    in_class = np.zeros((len(prepared.pattern), 3))
    for shares in counting._drawn(drawing, len(weights), 40):
        for values in shares.tolist():
            ranking = rank(prepared, Weights(weights.criteria, tuple(values)))
            in_top += (ranking.rank > 0) & (ranking.rank <= top)
            for code in range(A, C + 1):
                in_class[:, code - A] += ranking.classes == code
    assert found.in_top * 40 == pytest.approx(in_top)
    assert found.in_class * 40 == pytest.approx(in_class)


@settings(max_examples=60)
@given(bases(), st.integers(1, 8))
def test_shares_are_shares(case: Base, top: int) -> None:
    prepared, weights = case
    found = counted(prepared, Drawing(300), top)
    active = prepared.inputs.active
    for shares in (found.in_top, found.in_class, found.ranked):
        assert ((shares >= 0) & (shares <= 1)).all()
    assert found.in_class.sum(axis=1)[active] == pytest.approx(found.ranked[active])
    assert not found.in_class[~active].any()
    scored_on_all = prepared.inputs.scored.all(axis=1)
    assert found.in_class.sum(axis=1)[active & scored_on_all] == pytest.approx(1)
    assert (found.in_top <= found.ranked).all()
    assert found.in_top.sum() <= top + 1e-9
    own = found.in_own_class(rank(prepared, weights).classes)
    assert ((own >= 0) & (own <= 1) | np.isnan(own)).all()


@given(bases())
def test_where_all_are_the_top_whoever_is_ranked_is_in_it(case: Base) -> None:
    prepared, _ = case
    found = counted(prepared, Drawing(100), len(prepared.pattern))
    assert (found.in_top == found.ranked).all()
    assert (found.in_top[prepared.inputs.scored.all(axis=1)] == 1).all()


@given(bases(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_only_proportions_of_the_weights_around_count(case: Base, factor: float) -> None:
    prepared, weights = case
    scaled = Weights(weights.criteria, tuple(factor * value for value in weights.values))
    one = counted(prepared, Drawing(60, weights), 2)
    other = counted(prepared, Drawing(60, scaled), 2)
    assert (one.in_top == other.in_top).all()
    assert (one.in_class == other.in_class).all()


def test_how_many_are_counted_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(20251130)
    points = random.random((300, 6)) * 100
    points[random.random(points.shape) < 0.2] = np.nan
    prepared = of_points(*points)
    whole = counted(prepared, Drawing(200, seed=3), 10)
    monkeypatch.setattr(counting, "_NUMBERS_AT_ONCE", 300 * 7)
    parts = list(acceptability(prepared, Drawing(200, seed=3), 10))
    assert [part.vectors for part in parts[:2]] == [7, 14]
    assert parts[-1].done == 1
    assert (parts[-1].in_top == whole.in_top).all()
    assert (parts[-1].in_class == whole.in_class).all()
    assert whole.in_top.sum() == pytest.approx(10)
    other = counted(prepared, Drawing(200, seed=4), 10)
    assert (other.in_top != whole.in_top).any()


def test_two_that_share_the_weightings_share_the_first_place() -> None:
    # The second is first where the second criterion has more than two thirds of the weight.
    found = counted(of_points((80, 40), (60, 50)), Drawing(20_000), 1)
    assert found.in_top == pytest.approx([2 / 3, 1 / 3], abs=0.01)


def test_of_two_that_are_level_the_tie_decides_every_time() -> None:
    found = counted(of_points((80, 40, 7.3), (80, 40, 7.3)), Drawing(3000), 1)
    assert found.in_top.tolist() == [1, 0]


def test_around_the_weights_of_today_less_moves_than_all_over() -> None:
    prepared = of_points((80, 40), (60, 50))
    today = Weights(("c0", "c1"), (80.0, 20.0))
    near = counted(prepared, Drawing(2000, today), 1)
    assert near.in_top[0] > 0.95
    without = Weights(("c0", "c1"), (0.0, 1.0))
    assert counted(prepared, Drawing(50, without), 1).in_top.tolist() == [0, 1]


@pytest.mark.parametrize(("vectors", "top"), [(0, 1), (1, 0)])
def test_nothing_to_count_is_refused(vectors: int, top: int) -> None:
    with pytest.raises(ModelError):
        next(acceptability(of_points((1, 2)), Drawing(vectors), top))
