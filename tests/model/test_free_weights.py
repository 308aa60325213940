"""Sharing out what the locked weights leave of 100."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.errors import Refusal
from kamtui.model.free_weights import free_criteria, shared_out
from kamtui.model.weights import Weights
from kamtui.model.weights_editing import WeightsEditing


def editing(*locked: str, **weights: float) -> WeightsEditing:
    state = WeightsEditing.of(Weights.of(weights))
    for each in locked:
        state = state.lock_toggled(each)
    return state


def test_all_of_100_is_shared_when_nothing_is_locked() -> None:
    after = shared_out(editing(a=1.0, b=1.0), {"a": 0.75, "b": 0.25})
    assert after.current.as_mapping() == {"a": 75.0, "b": 25.0}
    assert after.undone().current.as_mapping() == {"a": 1.0, "b": 1.0}


def test_locked_weights_stay_as_they_are() -> None:
    state = editing("b", a=1.0, b=20.0, c=1.0)
    assert free_criteria(state) == ("a", "c")
    assert shared_out(state, {"a": 0.25, "c": 0.75}).current.as_mapping() == {
        "a": 20.0,
        "b": 20.0,
        "c": 60.0,
    }


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (editing("a", a=1.0, b=1.0), "fewer than two"),
        (editing("a", a=100.0, b=1.0, c=1.0), "nothing is left"),
        (editing("a", a=250.0, b=1.0, c=1.0), "already make 250 of 100"),
    ],
)
def test_where_nothing_can_be_shared_it_says_why(state: WeightsEditing, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        free_criteria(state)


@given(
    locked=st.floats(0.0, 99.0),
    shares=st.lists(st.floats(0.01, 1.0), min_size=2, max_size=8),
)
def test_the_weights_sum_to_100_and_keep_the_shares(locked: float, shares: list[float]) -> None:
    names = [f"c{n}" for n in range(len(shares))]
    state = editing("fixed", fixed=locked, **dict.fromkeys(names, 1.0))
    whole = sum(shares)
    after = shared_out(state, {n: s / whole for n, s in zip(names, shares, strict=True)}).current
    assert after["fixed"] == locked
    assert after.total == pytest.approx(100.0)
    assert after[names[0]] * shares[1] == pytest.approx(after[names[1]] * shares[0])
