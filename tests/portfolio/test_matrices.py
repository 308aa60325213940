"""Matrices: the cells of accounts, what a cell holds, moves, and the laws."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.model.errors import ModelError
from kamtui.portfolio.matrices import cells, placed
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request

AS_OF = date(2025, 6, 30)
Rows = Sequence[Mapping[str, Any]]

THREE = '["low", "middle", "high"]'
JUDGED = """
[matrices.judged]
title = "Judged"
x = { title = "Will", assessment = "will", cuts = [5], bands = ["low", "high"] }
y = { title = "Importance", assessment = "importance", cuts = [3, 7], bands = BANDS }
cells = [
    { x = "low", y = "low", name = "a" }, { x = "high", y = "low", name = "b" },
    { x = "low", y = "middle", name = "c" }, { x = "high", y = "middle", name = "d" },
    { x = "low", y = "high", name = "e" }, { x = "high", y = "high", name = "f" },
]
"""
GE = """
[matrices.ge]
title = "Business screen"
source = "General Electric and McKinsey 1971"
x = { title = "Strength", strength = "index", cuts = [4, 7], bands = BANDS }
y = { title = "Attractiveness", sql = "potential_annual / 1000", cuts = [10, 50], bands = BANDS }
cells = [
    { x = "low", y = "high", name = "select" }, { x = "middle", y = "high", name = "grow" },
    { x = "high", y = "high", name = "invest" }, { x = "low", y = "middle", name = "harvest" },
    { x = "middle", y = "middle", name = "manage" }, { x = "high", y = "middle", name = "build" },
    { x = "low", y = "low", name = "divest" }, { x = "middle", y = "low", name = "milk" },
    { x = "high", y = "low", name = "protect" },
]
"""


def judgement(account: str, dimension: str, score: float, **more: Any) -> dict[str, Any]:
    return {
        "account_id": account,
        "assessed_on": date(2025, 1, 1),
        "view": "own",
        "dimension": dimension,
        "score": float(score),
        **more,
    }


def written(folder: Path, judgements: Rows, model: str = "", **tables: Rows) -> Path:
    accounts = [
        {"account_id": each, "name": f"Account {each}", "potential_annual": potential}
        for each, potential in (("a", 9999), ("b", 10000), ("c", 90000), ("d", None))
    ]
    orders = [line("a", "1", date(2025, 2, 3), "1000"), line("b", "2", date(2025, 3, 3), "3000")]
    write_tables({"accounts": accounts, "order_lines": orders, **tables}, folder)
    if judgements:
        write_tables({"assessments": judgements}, folder)
    if model:
        (folder / "model.toml").write_text(model.replace("BANDS", THREE))
    return folder


def opened(folder: Path, as_of: date = AS_OF) -> Portfolio:
    workspace = folder / "workspace"
    environment = {"KAMTUI_CACHE": "off"}
    return open_portfolio(folder, workspace=workspace, as_of=as_of, environment=environment)


def cells_of(portfolio: Portfolio, matrix: str) -> dict[str, str | None]:
    rows = placed(portfolio, matrix, Request()).records()
    return {row["account_id"]: row["cell"] for row in rows}


def held(portfolio: Portfolio, matrix: str, **params: str) -> Rows:
    return cells(portfolio, Request(params={"matrix": matrix, **params})).records()


def test_a_value_on_a_cut_line_counts_as_above_it(tmp_path: Path) -> None:
    judgements = [
        judgement("a", "will", 5),
        judgement("a", "importance", 7),
        judgement("b", "will", 4.9),
        judgement("b", "importance", 6.9),
        judgement("c", "will", 10),
    ]
    portfolio = opened(written(tmp_path, judgements, JUDGED))
    rows = {row["account_id"]: row for row in placed(portfolio, "judged", Request()).records()}
    a, b, c = rows["a"], rows["b"], rows["c"]
    assert (a["x"], a["y"], a["x_band"], a["y_band"], a["cell"]) == (5, 7, "high", "high", "f")
    assert (b["x_band"], b["y_band"], b["cell"]) == ("low", "middle", "c")
    assert (c["x_band"], c["y_band"], c["cell"], c["missing"]) == ("high", None, None, "Importance")
    assert rows["d"]["missing"] == "Will, Importance"


def test_the_shipped_matrices_name_the_cells_of_the_literature(tmp_path: Path) -> None:
    judgements = [judgement("b", dimension, 8) for dimension in ("congruence", "will")]
    judgements += [judgement("a", dimension, 2) for dimension in ("congruence", "will")]
    judgements += [judgement("a", "importance", 5), judgement("b", "importance", 1)]
    tables = {
        "order_lines": [
            line("a", "1", date(2025, 2, 3), "200000", cost=50000),
            line("b", "2", date(2025, 2, 3), "600", cost=500),
        ]
    }
    portfolio = opened(written(tmp_path, judgements, **tables))
    relationship = cells_of(portfolio, "relationship")
    assert relationship == {"a": "rival", "b": "friend", "c": None, "d": None}
    willingness = cells_of(portfolio, "willingness")
    assert (willingness["a"], willingness["b"]) == ("hoping for better", "reliable supplier")


def test_a_scorecards_missing_judgements_are_named(tmp_path: Path) -> None:
    portfolio = opened(written(tmp_path, [judgement("a", "will", 8)]))
    rows = {
        row["account_id"]: row for row in placed(portfolio, "relationship", Request()).records()
    }
    assert rows["a"]["x"] is None  # a third of the weight of congruence is too little
    assert rows["a"]["missing"] == "Interests"


def test_saved_weights_of_an_axis_count(tmp_path: Path) -> None:
    judgements = [judgement("a", "will", 10), judgement("a", "congruence", 0)]
    portfolio = opened(written(tmp_path, judgements))
    scores = {
        row["account_id"]: row for row in placed(portfolio, "relationship", Request()).records()
    }
    assert scores["a"]["x"] == 30
    portfolio.workspace.save_weight_set(
        "default", {"interests": 1, "will": 3}, based_on=None, scorecard="congruence"
    )
    scores = {
        row["account_id"]: row for row in placed(portfolio, "relationship", Request()).records()
    }
    assert scores["a"]["x"] == 75


def test_a_matrix_of_nine_cells_needs_no_code(tmp_path: Path) -> None:
    rated = {"rated_on": date(2025, 1, 1), "view": "customer", "supplier": "us", "factor": "price"}
    ratings = [
        {"account_id": account, "rating": float(rating), **rated}
        for account, rating in (("a", 7), ("b", 4), ("c", 3), ("d", 9))
    ]
    portfolio = opened(written(tmp_path, (), GE, factor_ratings=ratings))
    assert cells_of(portfolio, "ge") == {"a": "protect", "b": "manage", "c": "select", "d": None}
    rows = held(portfolio, "ge")
    assert [row["cell"] for row in rows] == [
        *("select", "grow", "invest", "harvest", "manage", "build", "divest", "milk", "protect"),
        None,
    ]
    assert {row["cell"]: row["accounts"] for row in rows if row["accounts"]} == {
        "protect": 1,
        "manage": 1,
        "select": 1,
        None: 1,
    }


def test_a_cell_says_its_revenue_its_share_and_who_moved(tmp_path: Path) -> None:
    judgements = [
        judgement("a", "will", 8, assessed_on=date(2024, 1, 1)),
        judgement("a", "importance", 1, assessed_on=date(2024, 1, 1)),
        judgement("a", "importance", 9),
        judgement("b", "will", 8),
        judgement("b", "importance", 9),
    ]
    portfolio = opened(written(tmp_path, judgements, JUDGED))
    rows = {row["cell"]: row for row in held(portfolio, "judged", since="2024-06-30")}
    best = rows["f"]
    assert (best["accounts"], best["revenue_12m"], best["revenue_share"]) == (2, 4000, 1.0)
    assert (best["entered"], best["left"]) == (2, 0)
    assert (rows["b"]["entered"], rows["b"]["left"]) == (0, 1)
    assert (rows[None]["accounts"], rows[None]["left"]) == (2, 1)
    assert {row["entered"] for row in held(portfolio, "judged")} == {None}


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({}, "needs the name of one"),
        ({"matrix": "relatonship"}, "there is no matrix"),
        ({"matrix": "relationship", "since": "yesterday"}, "not a date"),
        ({"matrix": "relationship", "since": "2030-01-01"}, "after the as-of date"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    tmp_path: Path, params: Mapping[str, str], said: str
) -> None:
    portfolio = opened(written(tmp_path, ()))
    with pytest.raises(WrongUsage, match=said):
        cells(portfolio, Request(params=params))


def test_a_matrix_cannot_take_a_querys_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="query of this name"):
        opened(written(tmp_path, (), JUDGED.replace("matrices.judged", "matrices.strength")))


def test_sql_that_is_no_expression_over_the_measures_is_refused(tmp_path: Path) -> None:
    model = GE.replace("potential_annual / 1000", "(SELECT max(name) FROM accounts)")
    with pytest.raises(ModelError):
        opened(written(tmp_path, (), model))


# Laws

scores = st.integers(0, 10)
judgements_drawn = st.lists(
    st.builds(
        judgement,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["will", "importance"]),
        scores,
        view=st.sampled_from(["own", "customer"]),
        assessed_on=st.dates(date(2024, 1, 1), AS_OF),
    ),
    max_size=16,
    unique_by=lambda row: (row["account_id"], row["dimension"], row["view"], row["assessed_on"]),
)
slowly = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(judgements=judgements_drawn)
def test_cells_partition_the_placed_accounts(judgements: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judgements, JUDGED))
        by_account = cells_of(portfolio, "judged")
        counted = {row["cell"]: row["accounts"] for row in held(portfolio, "judged")}
        assert len(by_account) == 4
        assert counted == {**dict.fromkeys("abcdef", 0), None: 0, **Counter(by_account.values())}


@slowly
@given(judgements=judgements_drawn, old=scores, new=scores)
def test_moving_a_cut_line_moves_only_the_accounts_between(
    judgements: Rows, old: int, new: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judgements, JUDGED))
        rows, bands = {}, {}
        for cut in (old, new):
            matrix = portfolio.model.matrices["judged"]
            moved = replace(matrix, x=replace(matrix.x, cuts=(float(cut),)))
            model = replace(portfolio.model, matrices={"judged": moved})
            answer = placed(replace(portfolio, model=model), "judged", Request()).records()
            rows = {row["account_id"]: row["x"] for row in answer}
            bands[cut] = {row["account_id"]: row["x_band"] for row in answer}
        low, high = sorted((old, new))
        for account, value in rows.items():
            is_between = value is not None and low <= value < high
            assert (bands[old][account] != bands[new][account]) == is_between


@slowly
@given(judgements=judgements_drawn, since=st.dates(date(2024, 1, 1), AS_OF))
def test_who_entered_less_who_left_is_the_difference(judgements: Rows, since: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judgements, JUDGED))
        then = {row["cell"]: row["accounts"] for row in held(portfolio.at(since), "judged")}
        for row in held(portfolio, "judged", since=since.isoformat()):
            assert row["accounts"] - then[row["cell"]] == row["entered"] - row["left"]


@slowly
@given(judgements=judgements_drawn, later=judgements_drawn)
def test_a_later_judgement_never_changes_an_earlier_answer(judgements: Rows, later: Rows) -> None:
    added = [{**row, "assessed_on": row["assessed_on"] + timedelta(days=700)} for row in later]
    answers = []
    for rows in (judgements, [*judgements, *added]):
        with tempfile.TemporaryDirectory() as folder:
            answers.append(cells_of(opened(written(Path(folder), rows, JUDGED)), "judged"))
    assert answers[0] == answers[1]
