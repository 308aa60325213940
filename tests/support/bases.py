"""Small made-up bases of accounts with weights, for laws about rankings."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from kamtui.model.ranking import Prepared, RankingInputs, prepare
from kamtui.model.scorecard import ClassThresholds
from kamtui.model.weights import Weights

NAN = float("nan")


@st.composite
def bases(draw: st.DrawFn, most: int = 7) -> tuple[Prepared, Weights]:
    """Accounts with some points missing, ties and accounts that are not active; and weights."""
    n, k = draw(st.integers(1, most)), draw(st.integers(2, 4))
    cell = st.one_of(st.none(), st.integers(0, 20).map(lambda points: points * 5))
    rows = draw(st.lists(st.tuples(*[cell] * k), min_size=n, max_size=n))
    values = draw(st.lists(st.integers(0, 10), min_size=k, max_size=k).filter(any))
    points = np.array([[NAN if each is None else each for each in row] for row in rows], float)
    criteria = tuple(f"c{j}" for j in range(k))
    inputs = RankingInputs(
        criteria=criteria,
        account_ids=[f"account {i:02d}" for i in range(n)],
        points=points,
        scored=~np.isnan(points),
        revenue_12m=np.array(draw(st.lists(st.integers(0, 2).map(float), min_size=n, max_size=n))),
        active=np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n))),
        potential=np.array(
            draw(st.lists(st.sampled_from([NAN, 10.0, 1000.0]), min_size=n, max_size=n))
        ),
    )
    coverage = draw(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
    prepared = prepare(inputs, coverage, ClassThresholds(a=70, b=40, d=100))
    return prepared, Weights.of(dict(zip(criteria, map(float, values), strict=True)))
