"""What a matrix on the screen is made of, held against what `queries/matrix.sql` answers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.written_tables import line, write_tables

from kamtui.model.recut import recut
from kamtui.model.weights import Weights
from kamtui.portfolio.matrices import cells, placed
from kamtui.portfolio.matrix_basis import MatrixBasis, load_matrix_basis
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request

AS_OF, SINCE = date(2025, 6, 30), date(2024, 6, 30)
Rows = Sequence[Mapping[str, Any]]

SIZED = """
[matrices.sized]
title = "Size and will"
x = { title = "Revenue", measure = "revenue_12m", cuts = [1000], bands = ["small", "large"] }
y = { title = "Congruence", scorecard = "congruence", cuts = [30, 70], bands = BANDS }
cells = [
    { x = "small", y = "low", name = "a" }, { x = "large", y = "low", name = "b" },
    { x = "small", y = "middle", name = "c" }, { x = "large", y = "middle", name = "d" },
    { x = "small", y = "high", name = "e" }, { x = "large", y = "high", name = "f" },
]
"""
MATRICES = ("relationship", "sized", "portfolio")


def written(folder: Path, judgements: Rows = (), orders: Rows = ()) -> Path:
    accounts = [
        {"account_id": each, "name": f"Account {each}", "owner": owner, "potential_annual": 90000}
        for each, owner in (("a", "North desk"), ("b", "North desk"), ("c", None), ("d", None))
    ]
    bought = [line("a", "1", date(2025, 2, 3), "1000"), line("b", "2", date(2025, 3, 3), "3000")]
    write_tables({"accounts": accounts, "order_lines": [*bought, *orders]}, folder)
    if judgements:
        write_tables({"assessments": judgements}, folder)
    (folder / "model.toml").write_text(SIZED.replace("BANDS", '["low", "middle", "high"]'))
    return folder


def judgement(account: str, dimension: str, score: float, day: date) -> dict[str, Any]:
    return {
        "account_id": account,
        "assessed_on": day,
        "view": "own",
        "dimension": dimension,
        "score": float(score),
    }


def opened(folder: Path) -> Portfolio:
    return open_portfolio(
        folder, workspace=folder / "workspace", as_of=AS_OF, environment={"KAMTUI_CACHE": "off"}
    )


def as_rows(basis: MatrixBasis) -> list[dict[str, Any]]:
    """Return what the cells of a basis hold, as `queries/matrix.sql` answers it."""
    cut = recut(basis.matrix, basis.x, basis.y, basis.revenue_12m, basis.then)
    assert cut.moves is None or basis.since is not None
    return [
        {
            "cell": name,
            "accounts": int(cut.accounts[number]),
            "revenue_12m": pytest.approx(float(cut.revenue_12m[number])),
            "revenue_share": pytest.approx(float(cut.revenue_share[number]), nan_ok=True),
            "entered": None if cut.moves is None else int(cut.moves.entered[number]),
            "left": None if cut.moves is None else int(cut.moves.left[number]),
        }
        for number, name in enumerate((*basis.matrix.cell_names, None))
    ]


def answered(portfolio: Portfolio, matrix: str, since: date | None, **filters: str) -> Rows:
    params = {"matrix": matrix} | ({} if since is None else {"since": since.isoformat()})
    rows = cells(portfolio, Request(params=params, **filters)).records()
    kept = ("cell", "accounts", "revenue_12m", "revenue_share", "entered", "left")
    return [
        {
            name: float(row[name] if row[name] is not None else "nan")
            if name.startswith("revenue")
            else row[name]
            for name in kept
        }
        for row in rows
    ]


@pytest.mark.parametrize("matrix", ["relationship", "willingness", "portfolio"])
@pytest.mark.parametrize("since", [None, date(2024, 11, 30)])
def test_the_sample_datas_cells_are_those_of_the_query(
    tmp_path: Path, matrix: str, since: date | None
) -> None:
    portfolio = open_portfolio("sample", workspace=tmp_path)
    basis = load_matrix_basis(portfolio, matrix, since)
    assert len(basis) == 240
    assert (basis.since, basis.as_of) == (since, portfolio.as_of)
    assert as_rows(basis) == answered(portfolio, matrix, since)
    desk = as_rows(basis.only(basis.owners == "Key desk"))
    assert desk == answered(portfolio, matrix, since, owner="Key desk")


def test_an_account_that_is_not_placed_says_what_is_missing(tmp_path: Path) -> None:
    portfolio = open_portfolio("sample", workspace=tmp_path)
    for matrix in portfolio.model.matrices:
        rows = placed(portfolio, matrix, Request()).records()
        basis = load_matrix_basis(portfolio, matrix, None)
        missing = dict(zip(basis.account_ids.tolist(), basis.missing.tolist(), strict=True))
        assert missing == {row["account_id"]: row["missing"] for row in rows}


def test_a_matrix_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        load_matrix_basis(opened(written(tmp_path)), "relatonship", None)


def test_saved_weights_are_those_that_a_change_starts_from(tmp_path: Path) -> None:
    day = date(2025, 1, 1)
    portfolio = opened(
        written(tmp_path, [judgement("a", "will", 10, day), judgement("a", "congruence", 0, day)])
    )
    portfolio.workspace.save_weight_set(
        "default", {"interests": 1, "will": 3}, based_on=None, scorecard="congruence"
    )
    basis = load_matrix_basis(portfolio, "relationship", None)
    assert list(basis.scored_axes()) == ["x", "y"]
    assert basis.x_axis.saved == Weights(("interests", "will"), (1, 3))
    assert basis.x[0] == 75
    assert basis.x_axis.titles == ("Interests", "Will to cooperate")
    sized = load_matrix_basis(portfolio, "sized", None)
    assert list(sized.scored_axes()) == ["y"]
    assert sized.x_axis.saved is None
    assert sized.x.tolist() == [1000, 3000, 0, 0]
    assert sized.weighed("x", Weights(("a",), (1,))) is sized


# Laws

scores = st.integers(0, 10)
days = st.dates(date(2023, 1, 1), AS_OF)
judgements = st.lists(
    st.builds(
        judgement,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["will", "congruence", "attractiveness"]),
        scores,
        days,
    ),
    max_size=12,
    unique_by=lambda row: (row["account_id"], row["dimension"], row["assessed_on"]),
)
orders = st.lists(
    st.builds(
        lambda account, order, day, net: line(account, f"o{order}", day, str(net)),
        st.sampled_from(["a", "b", "c"]),
        st.integers(3, 9),
        days,
        st.integers(-500, 5000),
    ),
    max_size=6,
)
weights = st.tuples(scores, scores, scores).filter(any)
slowly = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@slowly
@given(judged=judgements, bought=orders, since=st.none() | days)
def test_a_recut_is_what_the_query_answers(judged: Rows, bought: Rows, since: date | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judged, bought))
        for matrix in MATRICES:
            basis = load_matrix_basis(portfolio, matrix, since)
            assert as_rows(basis) == answered(portfolio, matrix, since)


@slowly
@given(judged=judgements, cut=st.integers(0, 29), other=st.integers(30, 99))
def test_cut_lines_elsewhere_give_what_the_query_does(judged: Rows, cut: int, other: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judged))
        basis = load_matrix_basis(portfolio, "sized", SINCE)
        moved = basis.matrix.with_cuts((float(cut * 100),), (float(cut), float(other)))
        model = replace(portfolio.model, matrices={"sized": moved})
        assert as_rows(replace(basis, matrix=moved)) == answered(
            replace(portfolio, model=model), "sized", SINCE
        )


@slowly
@given(judged=judgements, bought=orders, changed=weights)
def test_other_weights_place_accounts_as_the_query_does(
    judged: Rows, bought: Rows, changed: tuple[int, int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portfolio = opened(written(Path(folder), judged, bought))
        basis = load_matrix_basis(portfolio, "portfolio", SINCE)
        criteria = tuple(each.id for each in basis.y_axis.scorecard.criteria)  # type: ignore[union-attr]
        others = Weights(criteria, changed)
        portfolio.workspace.save_weight_set(
            "default", others.as_mapping(), based_on=None, scorecard="attractiveness"
        )
        again = load_matrix_basis(portfolio, "portfolio", SINCE)
        ours = basis.weighed("y", others)
        for mine, theirs in ((ours.y, again.y), (ours.y_then, again.y_then)):
            assert mine is not None
            assert theirs is not None
            np.testing.assert_array_equal(mine, theirs)
        assert ours.missing.tolist() == again.missing.tolist()
