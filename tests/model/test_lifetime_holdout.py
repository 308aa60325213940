"""What was expected beside what happened: the whole, and each class of expectation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.lifetime_holdout import compared

foretold = st.lists(st.tuples(st.floats(0, 200), st.integers(0, 300)), min_size=1, max_size=40)


@given(foretold)
def test_the_classes_add_up_to_the_whole(rows: list[tuple[float, int]]) -> None:
    found = compared(np.array([e for e, _ in rows]), np.array([n for _, n in rows]))
    assert sum(part.accounts for part in found.classes) == found.whole.accounts == len(rows)
    assert sum(part.actual for part in found.classes) == found.whole.actual
    assert sum(part.expected for part in found.classes) == pytest.approx(found.whole.expected)
    begins = [part.begins for part in found.classes]
    assert begins == sorted(begins)
    for part in found.classes:
        mean = part.expected / part.accounts
        assert part.begins <= mean * (1 + 1e-12)
        assert part.ends is None or mean < part.ends


def test_errors_are_of_the_sum_and_of_each() -> None:
    found = compared(np.array([0.5, 3.0, 30.0]), np.array([0, 4, 20]))
    assert found.whole.error == pytest.approx(33.5 / 24 - 1)
    assert found.mean_absolute_error == pytest.approx((0.5 + 1 + 10) / 3)
    assert [(part.begins, part.ends) for part in found.classes] == [(0, 1), (2, 5), (20, None)]
    assert found.classes[0].error is None
