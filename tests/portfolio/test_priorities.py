"""The ranking: what it says of the worked example, and the laws that hold for every ranking."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.random_histories import histories
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.model.classes import CLASS_LETTERS
from kamtui.model.ranking import rank
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.ranking import load_ranking_basis
from kamtui.portfolio.request import Request

AS_OF = date(2025, 3, 1)
CRITERIA = ("sales_volume", "profitability", "growth_potential", "relationship_length", "loyalty")
CONTRACT_COLUMNS = (
    "rank",
    "account_id",
    "name",
    "owner",
    "segment",
    "class",
    "score",
    "coverage",
    "revenue_12m",
    "profit_12m",
    "revenue_growth",
    "lifecycle",
    "days_since_order",
    *(f"points_{criterion}" for criterion in CRITERIA),
    *("class_by_potential", "class_by_revenue"),
)

one_weight = st.integers(0, 100).map(float) | st.floats(0.001, 100)
some_weights = st.tuples(*[one_weight] * len(CRITERIA)).filter(lambda ws: sum(ws) > 0.01)
carefully = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def opened(folder: Path, **more: Any) -> Portfolio:
    environment = {"KAMTUI_CACHE": "off", "KAMTUI_WORKSPACE": str(folder / "no workspace")}
    return open_portfolio(folder, as_of=AS_OF, environment=environment, **more)


def with_weights(weights: tuple[float, ...], **more: Any) -> Request:
    return Request(weight_overrides=tuple(zip(CRITERIA, weights, strict=True)), **more)


# Source: the project's worked examples, "prioritisation": two criteria, direct points; growth is
# not known for C, whose score rests on 60 % of the weight.
EXAMPLE: Mapping[str, Any] = {
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


def worked_examples() -> list[Any]:
    examples = [pytest.param(EXAMPLE, id="in the test")]
    file = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "small_sums.json"
    if file.is_file():
        case = json.loads(file.read_text())["prioritisation"]
        examples.append(pytest.param(case, id="from the file"))
    return examples


@pytest.mark.parametrize("example", worked_examples())
def test_the_worked_example_of_prioritisation(example: Mapping[str, Any], tmp_path: Path) -> None:
    weights = example["weights"]
    criteria = "\n".join(
        f'[[scorecards.priority.criteria]]\nid = "{name}"\ntitle = "{name}"\nweight = {weight}\n'
        f'assessment = "{name}"\nscale = {{ kind = "direct" }}'
        for name, weight in weights.items()
    )
    accounts = [{"account_id": each, "name": each} for each in example["points"]]
    judged = [
        {"account_id": account, "dimension": name, "score": points / 10}
        | {"assessed_on": AS_OF, "view": "own"}
        for account, by_criterion in example["points"].items()
        for name, points in by_criterion.items()
        if points is not None
    ]
    tables = {
        "accounts": accounts,
        "order_lines": [line("A", "1", AS_OF, "10")],
        "assessments": judged,
    }
    folder = write_tables(tables, tmp_path / "history")
    (folder / "model.toml").write_text(f'[scorecards.priority]\ntitle = "Example"\n{criteria}\n')
    rows = {row["account_id"]: row for row in priorities(opened(folder)).records()}
    assert list(rows) == example["order"]
    assert [row["rank"] for row in rows.values()] == [1, 2, 3]
    assert {name: row["score"] for name, row in rows.items()} == example["score"]
    assert {name: row["coverage"] for name, row in rows.items()} == example["coverage"]
    turned = with_shares(opened(folder), {"sales": 200 / 3, "growth": 100 / 3})
    assert turned["A"] == turned["B"] == pytest.approx(63.333333333)


def with_shares(portfolio: Portfolio, weights: Mapping[str, float]) -> dict[str, float]:
    request = Request(weight_overrides=tuple(weights.items()))
    return {row["account_id"]: row["score"] for row in priorities(portfolio, request).records()}


def test_columns_are_those_of_the_contract_and_explain_adds_after_them() -> None:
    sample = open_portfolio("sample", environment={"KAMTUI_CACHE": "off"})
    assert priorities(sample).names == CONTRACT_COLUMNS
    explained = priorities(sample, Request(explain=True))
    assert explained.names[: len(CONTRACT_COLUMNS)] == CONTRACT_COLUMNS
    for row in explained.records():
        parts = [row[f"contribution_{criterion}"] for criterion in CRITERIA]
        assert sum(part for part in parts if part is not None) == pytest.approx(row["score"])
        for criterion in CRITERIA:
            unscored = row[f"points_{criterion}"] is None
            assert (row[f"raw_{criterion}"] is None) == unscored
            assert (row[f"source_{criterion}"] is None) == unscored


@carefully
@given(tables=histories(), weights=some_weights, factor=st.floats(1e-3, 1e3))
def test_laws_of_the_ranking(tables: Any, weights: tuple[float, ...], factor: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(write_tables(tables, Path(folder) / "history"))
        rows = priorities(portfolio, with_weights(weights)).all_rows()

        scaled = tuple(weight * factor for weight in weights)
        assume(
            all(
                weight > 0 or original == 0
                for weight, original in zip(scaled, weights, strict=True)
            )
        )
        again = priorities(portfolio, with_weights(scaled)).all_rows()
        assert [row[:2] for row in again] == [row[:2] for row in rows]
        for ours, theirs in zip(rows, again, strict=True):
            assert (ours[6] is None and theirs[6] is None) or ours[6] == pytest.approx(theirs[6])

        for row in rows:
            alone = priorities(portfolio, with_weights(weights, account=row[1])).all_rows()
            assert alone == [row]

        top = priorities(portfolio, with_weights(weights, top=2)).all_rows()
        assert top == rows[:2]


@carefully
@given(tables=histories(), weights=some_weights)
def test_the_key_press_computes_what_the_query_does(
    tables: Any, weights: tuple[float, ...]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(write_tables(tables, Path(folder) / "history"))
        rows = priorities(portfolio, with_weights(weights)).all_rows()
        basis = load_ranking_basis(portfolio)
    ranking = rank(basis.prepared, Weights(CRITERIA, weights))
    order = ranking.order
    assert [row[1] for row in rows] == basis.account_ids[order].tolist()
    assert [row[0] or 0 for row in rows] == ranking.rank[order].tolist()
    scores = [None if np.isnan(score) else score for score in ranking.score[order].tolist()]
    assert [row[6] for row in rows] == scores
    assert [row[7] for row in rows] == ranking.coverage[order].tolist()
    assert [row[5] or "" for row in rows] == [
        CLASS_LETTERS[code] for code in ranking.classes[order]
    ]


def test_the_key_press_computes_what_the_query_does_on_the_sample() -> None:
    sample = open_portfolio("sample", environment={"KAMTUI_CACHE": "off"})
    rows = priorities(sample).all_rows()
    basis = load_ranking_basis(sample)
    ranking = rank(basis.prepared, Weights.of(sample.model.priority.weights))
    assert [row[1] for row in rows] == basis.account_ids[ranking.order].tolist()
    assert [row[6] for row in rows] == ranking.score[ranking.order].tolist()


def small(tmp_path: Path) -> Portfolio:
    """Two equal accounts, one with too little known of it, and a prospect of each kind."""
    accounts = [
        {"account_id": "b", "name": "B", "owner": "North desk", "potential_annual": Decimal(9000)},
        {"account_id": "a", "name": "A", "owner": "North desk", "potential_annual": Decimal(9000)},
        {"account_id": "d", "name": "D", "potential_annual": Decimal(60000)},
        {"account_id": "e", "name": "E", "potential_annual": Decimal(400)},
        {"account_id": "u", "name": "U"},
    ]
    lines = [
        line(each, f"{each}{month}", date(2024, month, 5), "500", cost=Decimal(300))
        for each in ("a", "b")
        for month in range(4, 13)
    ]
    return opened(write_tables({"accounts": accounts, "order_lines": lines}, tmp_path / "history"))


def test_ties_go_by_account_id_and_the_unknown_come_last(tmp_path: Path) -> None:
    rows = priorities(small(tmp_path)).records()
    assert [row["account_id"] for row in rows] == ["a", "b", "d", "e", "u"]
    assert rows[0]["score"] == rows[1]["score"]


def test_the_basis_of_the_ranking_keeps_the_unknown_unknown(tmp_path: Path) -> None:
    basis = load_ranking_basis(small(tmp_path))
    assert basis.owners.tolist() == ["North desk", "North desk", None, None, None]
    assert basis.segments.tolist() == [None] * 5
    assert np.isnan(basis.revenue_growth).all()
    assert np.isnan(basis.days_since_order).tolist() == [False, False, True, True, True]


def test_inactive_accounts_are_classed_by_potential(tmp_path: Path) -> None:
    classes = {row["account_id"]: row["class"] for row in priorities(small(tmp_path)).records()}
    assert (classes["d"], classes["e"], classes["u"]) == ("D", "E", None)
    assert classes["a"] in {"A", "B", "C"}


def test_an_account_of_which_too_little_is_known_is_not_ranked(tmp_path: Path) -> None:
    request = Request(weight_overrides=(("relationship_length", 90.0),))
    rows = {row["account_id"]: row for row in priorities(small(tmp_path), request).records()}
    assert rows["d"]["rank"] is None
    assert 0 < rows["d"]["coverage"] < 0.5
    assert rows["a"]["rank"] == 1


def test_filters_keep_the_rank_of_the_whole(tmp_path: Path) -> None:
    portfolio = small(tmp_path)
    rows = priorities(portfolio, Request(owner="North desk")).records()
    assert [(row["account_id"], row["rank"]) for row in rows] == [("a", 1), ("b", 2)]
    with pytest.raises(WrongUsage, match="no account has the owner 'North dsk'") as refused:
        priorities(portfolio, Request(owner="North dsk"))
    assert "North desk" in (refused.value.hint or "")


def test_a_weight_of_an_unknown_criterion_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="loyalti") as refused:
        priorities(small(tmp_path), Request(weight_overrides=(("loyalti", 3.0),)))
    assert "loyalty" in str(refused.value)
