"""Competitive strength: the worked example, a slow computation of its own, and the laws."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.slow_strength import slow_levers, slow_strengths
from support.written_tables import line, write_tables

from kamtui.engine.answer import Answer
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.strength import levers, losses, strength, view_gap

AS_OF = date(2025, 6, 30)
FACTORS = ("product", "price", "service", "image")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "competitive_strength.json"
WORKED: Mapping[str, Any] = {
    # McDonald's worked form: weights that sum to 100, ratings 1-10 in one customer's eyes.
    "factors": {"product": 20, "price": 10, "service": 50, "image": 20},
    "ratings": {
        "us": {"product": 9, "price": 8, "service": 5, "image": 8},
        "Competitor A": {"product": 6, "price": 5, "service": 9, "image": 8},
        "Competitor B": {"product": 5, "price": 6, "service": 7, "image": 5},
        "Competitor C": {"product": 4, "price": 10, "service": 6, "image": 3},
    },
    "index": {"us": 6.7, "Competitor A": 7.8, "Competitor B": 6.1, "Competitor C": 5.4},
    "position": {"us": 2, "Competitor A": 1, "Competitor B": 3, "Competitor C": 4},
    "relative": 0.858974,
    "lead": -1.1,
    "levers": {
        "product": {"rise": 5.5, "feasible": False},
        "price": {"rise": 11.0, "feasible": False},
        "service": {"rise": 2.2, "feasible": True},
        "image": {"rise": 5.5, "feasible": False},
    },
}
Rows = Sequence[Mapping[str, Any]]
Question = Callable[[Portfolio, Request], Answer]


def rating(account: str, supplier: str, factor: str, rated: float, **more: Any) -> dict[str, Any]:
    return {
        "account_id": account,
        "supplier": supplier,
        "factor": factor,
        "rating": float(rated),
        "rated_on": date(2025, 1, 1),
        "view": "customer",
        **more,
    }


def weight(factor: str, weighs: float, account: str | None = None) -> dict[str, Any]:
    return {"factor": factor, "weight": float(weighs), "account_id": account}


def written(folder: Path, ratings: Rows, weights: Rows = ()) -> Path:
    accounts = [{"account_id": each, "name": f"Account {each}"} for each in ("a", "b", "c")]
    orders = [line("a", "1", date(2025, 2, 3), "1000"), line("b", "2", date(2025, 3, 3), "500")]
    tables: dict[str, Any] = {"accounts": accounts, "order_lines": orders}
    tables |= {"factor_ratings": ratings} if ratings else {}
    tables |= {"factor_weights": weights} if weights else {}
    return write_tables(tables, folder)


def asked(folder: Path, question: Question, as_of: date = AS_OF, **more: Any) -> Rows:
    portfolio = open_portfolio(folder, as_of=as_of, environment={"KAMTUI_CACHE": "off"})
    return question(portfolio, Request(**more)).records()


def asked_of(ratings: Rows, weights: Rows, question: Question, as_of: date = AS_OF) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        return asked(written(Path(folder), ratings, weights), question, as_of)


def worked_cases() -> list[Mapping[str, Any]]:
    shared = [json.loads(SHARED.read_text(encoding="utf-8"))] if SHARED.exists() else []
    return [WORKED, *shared]


@pytest.mark.parametrize("case", worked_cases())
def test_the_worked_example_comes_out_exactly(case: Mapping[str, Any]) -> None:
    ratings = [
        rating("a", supplier, factor, rated)
        for supplier, rated_on in case["ratings"].items()
        for factor, rated in rated_on.items()
    ]
    weights = [weight(factor, weighs) for factor, weighs in case["factors"].items()]
    rows = asked_of(ratings, weights, strength)
    assert {row["supplier"]: row["index"] for row in rows} == case["index"]
    assert {row["supplier"]: row["position"] for row in rows} == case["position"]
    assert {row["coverage"] for row in rows} == {1.0}
    ours = next(row for row in rows if row["is_us"])
    assert round(ours["relative"], 6) == case["relative"]
    assert ours["lead"] == case["lead"]
    assert all(row["lead"] is row["relative"] is None for row in rows if not row["is_us"])
    found = asked_of(ratings, weights, levers)
    assert {
        row["factor"]: {"rise": row["rise_needed"], "feasible": row["feasible"]} for row in found
    } == case["levers"]
    assert {row["best_rival"] for row in found} == {"Competitor A"}


def test_an_accounts_own_weight_counts_there_alone_and_the_default_everywhere_else(
    tmp_path: Path,
) -> None:
    ratings = [
        rating(account, supplier, factor, rated)
        for account in ("a", "b")
        for supplier, factor, rated in (("us", "product", 2), ("us", "price", 8))
    ]
    weights = [weight("product", 50), weight("price", 50), weight("product", 0, "b")]
    rows = asked(written(tmp_path, ratings, weights), strength)
    assert {row["account_id"]: row["index"] for row in rows} == {"a": 5.0, "b": 8.0}


def test_without_any_default_the_models_weights_count(tmp_path: Path) -> None:
    ratings = [rating("a", "us", "product", 2), rating("a", "us", "price", 8)]
    folder = written(tmp_path, ratings)
    [row] = asked(folder, strength)
    assert (row["index"], row["coverage"]) == (5.0, 0.5)
    (folder / "model.toml").write_text("[factors]\nproduct = 3\nprice = 1\n")
    [row] = asked(folder, strength)
    assert (row["index"], row["coverage"]) == (3.5, 1.0)


def test_the_customers_view_counts_before_a_newer_one_of_our_own(tmp_path: Path) -> None:
    ratings = [
        rating("a", "us", "product", 4),
        rating("a", "us", "product", 9, view="own", rated_on=date(2025, 5, 1)),
        rating("a", "us", "price", 7, view="own"),
    ]
    folder = written(tmp_path, ratings, [weight("product", 1), weight("price", 0)])
    assert [row["index"] for row in asked(folder, strength)] == [4.0]
    [gap] = asked(folder, view_gap)
    wanted = ("product", 9.0, 4.0, 5.0)
    assert (gap["factor"], gap["own_view"], gap["customer_view"], gap["difference"]) == wanted


def test_losses_say_where_to_whom_and_what_it_touches(tmp_path: Path) -> None:
    ratings = [
        *(rating("a", "us", factor, 5) for factor in ("product", "price")),
        rating("a", "Rival", "product", 9),
        rating("a", "Rival", "price", 5),
        rating("b", "us", "product", 5),
        rating("b", "Rival", "product", 7),
        rating("c", "us", "product", 6),
        rating("c", "Rival", "product", 3),
    ]
    folder = written(tmp_path, ratings, [weight("product", 75), weight("price", 25)])
    [row] = asked(folder, losses)
    assert (row["factor"], row["rival"], row["accounts"]) == ("product", "Rival", 2)
    assert row["weighted_lead"] == pytest.approx((-0.75 * 4 - 0.75 * 2) / 2)
    assert row["revenue_12m"] == 1500
    assert [row["revenue_12m"] for row in asked(folder, losses, account="b")] == [500]


def test_where_we_lead_or_stand_alone_there_is_no_lever(tmp_path: Path) -> None:
    ratings = [
        rating("a", "us", "product", 5),
        rating("b", "us", "product", 5),
        rating("b", "Rival", "product", 5),
    ]
    folder = written(tmp_path, ratings)
    assert asked(folder, levers) == []
    leads = {row["account_id"]: row["lead"] for row in asked(folder, strength) if row["is_us"]}
    assert leads == {"a": None, "b": 0.0}


def test_hostile_names_are_names(tmp_path: Path) -> None:
    names = ["[@click=app.quit]x[/]", "'; DROP TABLE accounts; --", "\x1b]52;c;eA==\x07", "US", ""]
    ratings = [rating("a", name, "product", 9) for name in names]
    ratings.append(rating("a", "us", "product", 3))
    rows = asked(written(tmp_path, ratings), strength)
    assert {row["supplier"] for row in rows} == {*names[:-1], "us"}
    assert [row["supplier"] for row in rows if row["is_us"]] == ["us"]


# Laws

suppliers = st.sampled_from(["us", "Rival", "Another"])
_rating = st.builds(
    rating,
    st.sampled_from(["a", "b"]),
    suppliers,
    st.sampled_from(FACTORS),
    st.integers(1, 10),
    view=st.sampled_from(["own", "customer"]),
    rated_on=st.dates(date(2025, 1, 1), date(2025, 8, 30)),
)
ratings_drawn = st.lists(
    _rating,
    min_size=1,
    max_size=24,
    unique_by=lambda row: (
        *(row[key] for key in ("account_id", "supplier", "factor", "view")),
        row["rated_on"],
    ),
)
weights_drawn = st.lists(
    st.builds(
        weight, st.sampled_from(FACTORS), st.integers(0, 60), st.sampled_from([None, "a", "b"])
    ),
    max_size=10,
    unique_by=lambda row: (row["factor"], row["account_id"]),
)
slowly = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MODEL_FACTORS = dict.fromkeys(FACTORS, 25.0)


def close(found: Any, expected: Any) -> bool:
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=2e-9)


@slowly
@given(ratings=ratings_drawn, weights=weights_drawn)
def test_every_index_and_lever_is_what_the_slow_computation_says(
    ratings: Rows, weights: Rows
) -> None:
    found = {
        (row["account_id"], row["supplier"]): row for row in asked_of(ratings, weights, strength)
    }
    expected = slow_strengths(ratings, weights, MODEL_FACTORS, AS_OF)
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert found[key]["position"] == row.position, key
        for name in ("index", "coverage", "relative", "lead"):
            assert close(found[key][name], getattr(row, name)), (key, name)
    rises = {
        (row["account_id"], row["factor"]): row["rise_needed"]
        for row in asked_of(ratings, weights, levers)
    }
    wanted = slow_levers(ratings, weights, MODEL_FACTORS, AS_OF)
    assert rises.keys() == wanted.keys()
    assert all(close(rises[key], rise) for key, rise in wanted.items())


@slowly
@given(
    rated=st.integers(1, 10),
    weighs=st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(any),
)
def test_equal_ratings_give_equal_indices_whatever_the_weights(
    rated: int, weighs: list[int]
) -> None:
    named = ("us", "Rival", "Another")
    ratings = [rating("a", supplier, factor, rated) for supplier in named for factor in FACTORS]
    weights = [weight(factor, each) for factor, each in zip(FACTORS, weighs, strict=True)]
    rows = asked_of(ratings, weights, strength)
    assert [(row["index"], row["position"]) for row in rows] == [(rated, 1)] * 3


@slowly
@given(ratings=ratings_drawn, weights=weights_drawn, by=st.sampled_from([0.5, 3, 1000]))
def test_scaling_every_weight_changes_nothing(ratings: Rows, weights: Rows, by: float) -> None:
    # Every account has a weight of its own or a default for each factor: none comes of the model.
    usual = [weight(factor, 10) for factor in FACTORS]
    given_ones = [*usual, *(row for row in weights if row["account_id"] is not None)]
    scaled = [{**row, "weight": row["weight"] * by} for row in given_ones]
    columns = ("account_id", "supplier", "index", "coverage", "lead")
    assert [
        [row[column] for column in columns] for row in asked_of(ratings, given_ones, strength)
    ] == [[row[column] for column in columns] for row in asked_of(ratings, scaled, strength)]


@slowly
@given(ratings=ratings_drawn, later=ratings_drawn)
def test_a_later_rating_never_changes_an_earlier_answer(ratings: Rows, later: Rows) -> None:
    added = [{**row, "rated_on": row["rated_on"] + timedelta(days=400)} for row in later]
    for question in (strength, levers, view_gap, losses):
        before = asked_of(ratings, (), question)
        assert asked_of([*ratings, *added], (), question) == before
