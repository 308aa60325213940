"""Weights as a value: what they refuse, shares, scaling, nudging and the command line's texts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.errors import ModelError, Refusal
from kamtui.model.weights import Weights, parse_weight, parse_weights

PRIORITY = Weights.of({"sales": 30, "profit": 25, "growth": 25, "length": 10, "loyalty": 10})

some_weights = st.lists(
    st.floats(0, 1000).filter(lambda w: w == 0 or w > 1e-6), min_size=1, max_size=8
).filter(any)


def weights_of(values: list[float]) -> Weights:
    return Weights.of({f"c{j}": value for j, value in enumerate(values)})


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, "30", None, True, 2e9])
def test_what_is_no_weight_is_refused_by_name(bad: object) -> None:
    with pytest.raises(ModelError) as refused:
        Weights.of({"sales": 30, "profit": bad})  # type: ignore[dict-item]
    assert refused.value.key == "profit"
    assert "expected a number" in refused.value.message


def test_all_zero_is_refused() -> None:
    with pytest.raises(Refusal, match="all weights would be zero"):
        Weights.of({"sales": 0, "profit": 0.0})


def test_an_unknown_criterion_gets_the_nearest_spelling() -> None:
    with pytest.raises(ModelError) as refused:
        PRIORITY.replaced({"loyality": 3})
    assert refused.value.hint == "did you mean loyalty?"


def test_a_replaced_weight_leaves_order_and_others() -> None:
    changed = PRIORITY.replaced({"growth": 0})
    assert list(changed.as_mapping().items()) == [
        ("sales", 30),
        ("profit", 25),
        ("growth", 0),
        ("length", 10),
        ("loyalty", 10),
    ]
    assert PRIORITY["growth"] == 25


@given(some_weights)
def test_shares_sum_to_one_and_keep_proportions(values: list[float]) -> None:
    weights = weights_of(values)
    shares = weights.shares()
    assert math.isclose(math.fsum(shares.values()), 1.0, abs_tol=1e-12)
    for criterion, share in shares.items():
        assert math.isclose(share * weights.total, weights[criterion], abs_tol=1e-9)


@given(some_weights)
def test_shown_percentages_sum_to_exactly_100_and_are_next_to_the_shares(
    values: list[float],
) -> None:
    weights = weights_of(values)
    whole = weights.whole_percentages()
    assert sum(whole.values()) == 100
    for criterion, share in weights.shares().items():
        assert abs(whole[criterion] - 100 * share) < 1 + 1e-9


@given(some_weights)
def test_scaling_to_100_changes_no_share(values: list[float]) -> None:
    weights = weights_of(values)
    scaled = weights.scaled_to(100)
    assert abs(scaled.total - 100) <= 1e-9
    for criterion, share in weights.shares().items():
        assert math.isclose(scaled.shares()[criterion], share, abs_tol=1e-12)


def test_scaling_leaves_locked_weights_and_the_others_proportions() -> None:
    scaled = Weights.of({"sales": 40, "profit": 20, "growth": 10}).scaled_to(100, {"sales"})
    assert scaled.as_mapping() == pytest.approx({"sales": 40, "profit": 40, "growth": 20})
    assert scaled["sales"] == 40


@pytest.mark.parametrize(
    ("weights", "locked", "reason"),
    [
        ({"a": 120, "b": 5}, {"a"}, "already make 120 of 100"),
        ({"a": 100, "b": 5}, {"a"}, "nothing is left"),
        ({"a": 40, "b": 0}, {"a"}, "nothing to scale"),
        ({"a": 40, "b": 5}, {"a", "b"}, "nothing to scale"),
    ],
)
def test_scaling_refuses_what_locks_forbid(
    weights: dict[str, float], locked: set[str], reason: str
) -> None:
    with pytest.raises(Refusal, match=reason):
        Weights.of(weights).scaled_to(100, locked)


def test_what_already_makes_100_stays_as_it_is_even_all_locked() -> None:
    assert PRIORITY.scaled_to(100, set(PRIORITY)) is PRIORITY


def test_a_nudge_stops_at_zero_and_respects_locks() -> None:
    assert PRIORITY.nudged("length", -50)["length"] == 0
    assert PRIORITY.nudged("length", 5)["length"] == 15
    with pytest.raises(Refusal, match="length is locked"):
        PRIORITY.nudged("length", 1, {"length"})
    with pytest.raises(Refusal, match="all weights would be zero"):
        Weights.of({"a": 3, "b": 0}).nudged("a", -5)


def test_nudges_leave_no_dust() -> None:
    weights = Weights.of({"a": 0.3, "b": 1})
    for _ in range(3):
        weights = weights.nudged("a", -0.1)
    assert weights["a"] == 0.0


def test_a_share_moves_and_the_others_keep_their_proportions() -> None:
    moved = PRIORITY.with_share("sales", 0.65)
    assert moved.as_mapping() == pytest.approx(
        {"sales": 65, "profit": 12.5, "growth": 12.5, "length": 5, "loyalty": 5}
    )
    with pytest.raises(Refusal, match="has all the weight"):
        Weights.of({"a": 3, "b": 0}).with_share("a", 0.5)


def test_the_command_lines_texts_are_read() -> None:
    assert parse_weights(["sales=40", " profit = 2.5 ", "sales=45"]) == {
        "sales": 45.0,
        "profit": 2.5,
    }


@pytest.mark.parametrize("text", ["sales", "=3", "sales=", "sales=x", "sales=1_0", "sales=0x10"])
def test_a_text_that_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="expected"):
        parse_weight(text)


@pytest.mark.parametrize("text", ["sales=-1", "sales=nan", "sales=inf", "sales=1e400"])
def test_a_number_that_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(ModelError) as refused:
        parse_weight(text)
    assert refused.value.key == "sales"
