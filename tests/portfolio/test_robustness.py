"""`robustness`: its columns, its parameters, and that it tells of the ranking of priorities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kamtui.errors import WrongUsage
from kamtui.portfolio.opening import SAMPLE, Portfolio, open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from kamtui.portfolio.weights import weight_set, weights_over

AS_OF = date(2025, 11, 30)
CONTRACT = (
    *("account_id", "name", "rank", "share_in_top", "share_in_class"),
    *("criterion", "smallest_change"),
)
FEW = {"vectors": "400"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    """The sample data on a day."""
    desk = tmp_path_factory.mktemp("desk")
    environment = {"KAMTUI_CACHE": str(desk / "cache")}
    return open_portfolio(SAMPLE, workspace=desk, as_of=AS_OF, environment=environment)


def asked(portfolio: Portfolio, name: str = "robustness", **more: Any) -> list[Mapping[str, Any]]:
    more = {"params": FEW, **more} if name == "robustness" else more
    return list(ask_by_name(portfolio, name, Request(**more)).records())


def test_columns_and_order_are_those_that_scripts_rely_on(sample: Portfolio) -> None:
    answer = ask_by_name(sample, "robustness", Request(params=FEW))
    assert answer.names[: len(CONTRACT)] == CONTRACT
    found, ranked = list(answer.records()), asked(sample, "priorities")
    for column in ("account_id", "name", "rank", "class", "owner", "segment"):
        assert [row[column] for row in found] == [row[column] for row in ranked]
    table = ask_by_name(sample, "robustness", Request(params=FEW)).arrow()
    assert table.num_rows == len(found)
    assert str(table.schema.field("share_in_top").type) == "double"


def test_shares_and_changes_are_what_they_say(sample: Portfolio) -> None:
    found = asked(sample)
    criteria = list(sample.model.priority.weights)
    assert sum(row["share_in_top"] for row in found) == pytest.approx(10)
    for row in found:
        graded = row["share_a"] + row["share_b"] + row["share_c"]
        if row["class"] in ("A", "B", "C"):
            assert graded == pytest.approx(row["share_ranked"])
            assert row["share_in_class"] == row[f"share_{row['class'].lower()}"]
        else:
            assert row["share_in_class"] == (1 if row["class"] else None)
        changes = {each: row[f"change_{each}"] for each in criteria}
        known = {each: change for each, change in changes.items() if change is not None}
        assert (row["happens"] is None) == (row["criterion"] is None) == (not known)
        if known:
            nearest = min(abs(change) for change in known.values())
            assert abs(row["smallest_change"]) == nearest
            assert changes[row["criterion"]] == row["smallest_change"]


def test_the_smallest_change_happens_in_priorities_and_less_of_it_does_not(
    sample: Portfolio,
) -> None:
    scorecard = sample.model.priority
    weights = weights_over(scorecard, weight_set(sample.workspace, scorecard))

    def then(row: Mapping[str, Any], times: float) -> Mapping[str, Any]:
        share = weights.shares()[row["criterion"]] + times * row["smallest_change"]
        moved = weights.with_share(row["criterion"], share)
        [found] = asked(
            sample,
            "priorities",
            account=row["account_id"],
            weight_overrides=tuple(moved.as_mapping().items()),
        )
        return found

    tried = [row for row in asked(sample, top=30) if row["smallest_change"] is not None][:12]
    assert {row["happens"] for row in tried} >= {"leaves the top 10", "class B"}
    for row in tried:
        before, after = then(row, 0.999), then(row, 1.000001)
        assert before["class"] == row["class"]
        assert (before["rank"] <= 10) == (row["rank"] <= 10)
        if "leaves" in row["happens"]:
            assert after["rank"] > 10
        if "class" in row["happens"]:
            assert f"class {after['class']}" in row["happens"]


def test_filters_and_weights_are_heeded(sample: Portfolio) -> None:
    every = {row["account_id"]: row for row in asked(sample)}
    of_one = asked(sample, owner="North desk", segment="reseller", top=3)
    assert 0 < len(of_one) <= 3
    assert {row["owner"] for row in of_one} == {"North desk"}
    assert all(row == every[row["account_id"]] for row in of_one)
    [alone] = asked(sample, account="A0047")
    assert alone == every["A0047"]
    weighed = asked(sample, weight_overrides=(("loyalty", 90.0),), top=1)
    ranked = asked(sample, "priorities", weight_overrides=(("loyalty", 90.0),), top=1)
    assert weighed[0]["account_id"] == ranked[0]["account_id"]


def test_a_seed_draws_the_same_and_another_does_not(sample: Portfolio) -> None:
    assert asked(sample) == asked(sample)
    other = asked(sample, params={**FEW, "seed": "2"})
    assert [row["share_in_top"] for row in other] != [row["share_in_top"] for row in asked(sample)]


def test_around_today_less_moves(sample: Portfolio) -> None:
    def unsure(params: Mapping[str, str]) -> float:
        shares = np.array([row["share_in_top"] for row in asked(sample, params=params)])
        return float((shares * (1 - shares)).sum())

    assert unsure({**FEW, "around": "today"}) < unsure(FEW)


def test_where_every_account_is_the_top_only_classes_move(sample: Portfolio) -> None:
    found = asked(sample, params={**FEW, "top": "100000"})
    assert all(row["share_in_top"] == row["share_ranked"] for row in found)
    leavers = [row for row in found if row["happens"] and "leaves" in row["happens"]]
    assert all(row["share_ranked"] < 1 for row in leavers)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"top": "0"}, "top: expected a whole number, 1 or more"),
        ({"vectors": "many"}, "vectors: expected a whole number"),
        ({"seed": "-1"}, "seed: expected a whole number, 0 or more"),
        ({"around": "tody"}, "around: expected all or today"),
        ({"tpo": "3"}, "no parameter 'tpo'"),
    ],
)
def test_what_cannot_be_is_refused(sample: Portfolio, params: dict[str, str], said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        asked(sample, params=params)


def test_before_the_first_order_nobody_has_a_class(tiny_history: Path, tmp_path: Path) -> None:
    portfolio = open_portfolio(tiny_history, workspace=tmp_path, as_of=date(2024, 1, 1))
    found = asked(portfolio)
    assert all(row["share_in_top"] == row["share_ranked"] for row in found)
    assert {row["class"] for row in found} == {None}
    assert {row["share_in_class"] for row in found} == {None}
