"""Comparison in pairs (Saaty)."""

import json
import math
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.errors import ModelError
from kamtui.model.pairwise import (
    JUDGEMENTS,
    Judgements,
    compare,
    judgement_text,
    parse_judgement,
    random_index,
)

# Saaty 2008, relative consumption of drinks in the United States.
DRINKS: dict[str, Any] = {
    "items": ["coffee", "wine", "tea", "beer", "sodas", "milk", "water"],
    "upper_triangle_rows": [
        [9, 5, 2, 1, 1, "1/2"],
        ["1/3", "1/9", "1/9", "1/9", "1/9"],
        ["1/3", "1/4", "1/3", "1/9"],
        ["1/2", 1, "1/3"],
        [2, "1/2"],
        ["1/3"],
    ],
    "weights": [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327],
    "lambda_max": 7.177,
    "consistency_ratio": 0.022,
}
EXAMPLES = [DRINKS]
FILE = Path(__file__).parents[3] / "shared" / "cases" / "pairwise.json"
if FILE.exists():
    EXAMPLES.append(json.loads(FILE.read_text()))


def judged(items: list[str], rows: list[list[int | str]]) -> Judgements:
    values = tuple(parse_judgement(str(value)) for row in rows for value in row)
    return Judgements(tuple(items), values)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_example(example: dict[str, Any]) -> None:
    result = compare(judged(example["items"], example["upper_triangle_rows"]))
    assert result.shares == pytest.approx(example["weights"], abs=5e-4)
    assert result.lambda_max == pytest.approx(example["lambda_max"], abs=2e-3)
    assert result.consistency_ratio == pytest.approx(example["consistency_ratio"], abs=5e-4)
    assert result.is_consistent


def test_the_random_index_is_saatys_and_goes_on_rising() -> None:
    assert [random_index(n) for n in range(1, 11)] == [
        0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49,
    ]  # fmt: skip
    assert [random_index(n) for n in range(10, 16)] == sorted(
        random_index(n) for n in range(10, 16)
    )


def test_a_turned_round_judgement_is_inconsistent_and_the_one_to_look_at() -> None:
    judgements = Judgements.unanswered(("sales", "growth", "loyalty", "length"))
    for (i, item), (j, other) in combinations(enumerate(judgements.items), 2):
        judgements = judgements.with_answer(item, other, 2.0 ** (j - i))
    assert compare(judgements).is_consistent
    result = compare(judgements.with_answer("sales", "length", 1 / 8))
    assert not result.is_consistent
    assert result.suspect is not None
    assert (result.suspect.item, result.suspect.other) == ("sales", "length")
    assert result.suspect.given == 1 / 8
    assert result.suspect.suggested == 8


def test_what_is_not_answered_counts_as_equal_and_is_never_the_suspect() -> None:
    judgements = Judgements.unanswered(("sales", "growth", "loyalty"))
    assert judgements.answered == 0
    assert compare(judgements).shares == pytest.approx([1 / 3] * 3)
    assert compare(judgements).suspect is None
    one = judgements.with_answer("loyalty", "sales", 9)
    assert one.answered == 1
    result = compare(one)
    assert result.suspect is not None
    assert {result.suspect.item, result.suspect.other} == {"loyalty", "sales"}


def test_an_answer_can_be_given_either_way_round_and_taken_back() -> None:
    judgements = Judgements.unanswered(("sales", "growth"))
    assert judgements.with_answer("growth", "sales", 4) == judgements.with_answer(
        "sales", "growth", 1 / 4
    )
    assert judgements.with_answer("growth", "sales", 4).with_answer("growth", "sales", None) == (
        judgements
    )


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_items_are_always_consistent(n: int) -> None:
    judgements = Judgements(("a", "b")[:n], (9.0,) * (n - 1))
    result = compare(judgements)
    assert result.consistency_ratio == 0
    assert result.shares == pytest.approx([1.0] if n == 1 else [0.9, 0.1])


@given(st.lists(st.floats(1, 3), min_size=2, max_size=12))
def test_a_consistent_matrix_gives_back_its_weights(weights: list[float]) -> None:
    items = tuple(f"c{i}" for i in range(len(weights)))
    ratios = tuple(a / b for a, b in combinations(weights, 2))
    result = compare(Judgements(items, ratios))
    assert result.shares == pytest.approx([w / math.fsum(weights) for w in weights], rel=1e-6)
    assert result.consistency_ratio == pytest.approx(0, abs=1e-6)
    assert result.weights.total == pytest.approx(100)


@given(st.lists(st.sampled_from(JUDGEMENTS), min_size=6, max_size=6), st.permutations(range(4)))
def test_the_order_in_which_items_are_listed_does_not_matter(
    values: list[float], order: list[int]
) -> None:
    judgements = Judgements(tuple("abcd"), tuple(values))
    moved = Judgements.unanswered(tuple("abcd"[i] for i in order))
    for (i, j), value in judgements.answers():
        moved = moved.with_answer("abcd"[i], "abcd"[j], value)
    expected = dict(zip("abcd", compare(judgements).shares, strict=True))
    assert dict(zip(moved.items, compare(moved).shares, strict=True)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("9", 9), ("1/3", 1 / 3), (" 1/9 ", 1 / 9), ("1 / 2", 0.5)]
)
def test_judgements_are_read(text: str, value: float) -> None:
    assert parse_judgement(text) == value


@pytest.mark.parametrize("text", ["", "0", "10", "2/3", "1/0", "1/10", "x", "1/", "/3", "٣", "3.5"])
def test_what_is_no_judgement_is_refused(text: str) -> None:
    with pytest.raises(ModelError, match="expected a judgement"):
        parse_judgement(text)


def test_every_judgement_is_written_as_it_is_read() -> None:
    for judgement in JUDGEMENTS:
        assert parse_judgement(judgement_text(judgement)) == judgement
    assert judgement_text(2.5) == "2.50"


def test_judgements_that_do_not_fit_the_items_are_refused() -> None:
    good = Judgements.unanswered(("a", "b", "c"))
    with pytest.raises(ModelError, match="expected 3 judgements for 3 items, found 2"):
        replace(good, upper_triangle=(1.0, 1.0))
    with pytest.raises(ModelError, match="from 1/9 to 9"):
        good.with_answer("a", "b", 12)
    with pytest.raises(ModelError, match="two different items"):
        good.with_answer("a", "a", 2)
    with pytest.raises(ModelError, match="no item 'd'"):
        good.with_answer("a", "d", 2)
