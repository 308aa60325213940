"""The strength that is worked out on a key press is the one that the query gives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.written_tables import line, write_tables

from kamtui.model.strength import Strength, strength_of
from kamtui.model.strength_editing import Cell, StrengthEditing
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.strength import levers, strength
from kamtui.portfolio.strength_card import (
    load_strength_card,
    load_strength_list,
    save_tried,
    subject_of,
)
from kamtui.workspace.entries import EntryChanged

AS_OF = date(2025, 6, 30)
FACTORS = ("product", "price", "service")
SUPPLIERS = ("us", "Rival", "Other")
Tables = Mapping[str, Sequence[Mapping[str, Any]]]

ratings = st.lists(
    st.fixed_dictionaries(
        {
            "account_id": st.sampled_from(["a", "b"]),
            "supplier": st.sampled_from(SUPPLIERS),
            "factor": st.sampled_from(FACTORS),
            "rating": st.integers(2, 20).map(lambda n: n / 2),
            "rated_on": st.dates(date(2024, 1, 1), AS_OF),
            "view": st.sampled_from(["own", "customer"]),
        }
    ),
    max_size=25,
)
weights = st.lists(
    st.fixed_dictionaries(
        {
            "factor": st.sampled_from(FACTORS),
            "weight": st.integers(0, 8).map(float),
            "account_id": st.none() | st.sampled_from(["a", "b"]),
        }
    ),
    max_size=6,
)


def written(folder: Path, rated: Any, weighed: Any) -> Portfolio:
    tables: dict[str, Any] = {
        "accounts": [{"account_id": each, "name": each.upper()} for each in ("a", "b")],
        "order_lines": [line("a", "1", AS_OF, "50")],
    }
    if rated:
        tables["factor_ratings"] = rated
    if weighed:
        tables["factor_weights"] = weighed
    write_tables(tables, folder / "history")
    return open_portfolio(
        folder / "history",
        workspace=folder / "desk",
        environment={"KAMTUI_CACHE": "off"},
        today=date(2025, 7, 1),
    )


def worked_out(portfolio: Portfolio, account: str) -> Strength:
    return StrengthEditing(load_strength_card(portfolio, account, account).values).strength


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=2e-9)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rated=ratings, weighed=weights)
def test_a_key_press_and_the_query_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, rated: Any, weighed: Any
) -> None:
    portfolio = written(tmp_path_factory.mktemp("rated"), rated, weighed)
    listed = load_strength_list(portfolio, None, None)
    for account in ("a", "b"):
        found = worked_out(portfolio, account)
        rows = strength(portfolio, Request(account=account)).records()
        assert [row["supplier"] for row in rows] == [each.supplier for each in found.standings]
        for row, each in zip(rows, found.standings, strict=True):
            assert same(row["index"], each.index)
            assert same(row["coverage"], each.coverage)
            assert row["position"] == each.position
            if row["is_us"]:
                assert same(row["lead"], found.lead)
                assert same(row["relative"], found.relative)
        lifts = levers(portfolio, Request(account=account)).records()
        assert {row["factor"] for row in lifts} == {each.factor for each in found.levers}
        by_factor = {each.factor: each for each in found.levers}
        for row in lifts:
            assert same(row["rise_needed"], by_factor[row["factor"]].rise)
            assert row["feasible"] == by_factor[row["factor"]].feasible
        place = listed.account_ids.tolist().index(account)
        ours = found.ours
        assert same(None if ours is None else ours.index, _known(listed.index[place]))
        assert same(found.lead, _known(listed.lead[place]))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


RATED = [
    {
        "account_id": "a",
        "supplier": supplier,
        "factor": factor,
        "rating": rating,
        "rated_on": date(2025, 1, 1),
        "view": "own",
    }
    for supplier, factor, rating in (
        ("us", "product", 9.0),
        ("us", "service", 5.0),
        ("Rival", "product", 6.0),
        ("Rival", "service", 9.0),
    )
]


def test_what_is_tried_out_is_entered_under_its_subject(tmp_path: Path) -> None:
    portfolio = written(tmp_path, RATED, [{"factor": "service", "weight": 30.0}])
    card = load_strength_card(portfolio, "a", "A")
    assert card.factors == ("service", "product")
    assert card.suppliers == ("us", "Rival")
    tried = {Cell("service", "us", "customer"): 7.0, Cell("service"): 50.0}
    editing = StrengthEditing(card.values, tried)
    assert editing.saved_strength.standings[0].supplier != "us"
    save_tried(portfolio, card, tried)
    again = load_strength_card(portfolio, "a", "A")
    assert worked_out(portfolio, "a") == editing.strength
    assert set(again.entries) == {subject_of(cell, "a") for cell in tried}
    # The second save of the same card does not know of the first.
    with pytest.raises(EntryChanged, match="entered 7 meanwhile"):
        save_tried(portfolio, card, {Cell("service", "us", "customer"): 2.0})
    save_tried(portfolio, again, {Cell("service", "us", "customer"): 2.0})


def test_an_account_that_nobody_rated_can_be_rated(tmp_path: Path) -> None:
    portfolio = written(tmp_path, RATED, [])
    card = load_strength_card(portfolio, "b", "B")
    assert card.suppliers == ("us",)
    assert set(card.factors) == {"product", "price", "service", "image"}
    save_tried(portfolio, card, {Cell("price", "us", "own"): 7.0})
    found = worked_out(portfolio, "b").ours
    assert found is not None
    assert found.index == 7.0


def test_mcdonalds_worked_form() -> None:
    given_weights = {"product": 20.0, "price": 10.0, "service": 50.0, "image": 20.0}
    by_supplier = {"us": (9, 8, 5, 8), "Competitor A": (6, 5, 9, 8), "Competitor B": (5, 6, 7, 5)}
    found = strength_of(
        given_weights,
        {
            (supplier, factor): float(rating)
            for supplier, row in by_supplier.items()
            for factor, rating in zip(given_weights, row, strict=True)
        },
    )
    assert [(each.supplier, each.index) for each in found.standings] == [
        ("Competitor A", 7.8),
        ("us", 6.7),
        ("Competitor B", 6.1),
    ]
    assert found.lead == pytest.approx(-1.1)
    assert [(each.factor, each.rise, each.feasible) for each in found.levers] == [
        ("service", pytest.approx(2.2), True),
        ("image", pytest.approx(5.5), False),
        ("product", pytest.approx(5.5), False),
        ("price", pytest.approx(11.0), False),
    ]
