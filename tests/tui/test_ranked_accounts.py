"""Which accounts are shown, in which order, with which movement: beside a plain computation."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.ranking import RankingInputs, prepare
from kamtui.model.scorecard import Criterion, Linear, Scorecard, Source
from kamtui.model.weights import Weights
from kamtui.portfolio.ranking import RankingBasis
from kamtui.tui.ranked.accounts import RankedAccounts, account_texts
from kamtui.tui.ranked.folding import folded
from kamtui.tui.ranked.rows import Filters, Lines, Sorting

MadeUp = list[tuple[str, str | None, float | None, float | None, int]]
"""Name, owner, points for both criteria (None: not scored) and revenue in thousands."""

NAMES = ("Äijänsuo", "aijansuo Two", "ÖLJY oy", "Oljy", "山田商店", "Zebra [/]", "Żółw", "mid")
OWNERS = ("North desk", "South desk", None)
CRITERIA = ("sales", "loyalty")

points = st.one_of(st.none(), st.integers(0, 100).map(float))
account = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(OWNERS), points, points, st.integers(0, 3)
)
portfolios = st.lists(account, min_size=1, max_size=25)
weights = st.tuples(st.integers(1, 9), st.integers(0, 9)).map(
    lambda pair: Weights(CRITERIA, (float(pair[0]), float(pair[1])))
)


def basis_of(
    accounts: MadeUp,
) -> RankingBasis:
    """Return a basis of made-up accounts; half of the weight has to be known."""
    count = len(accounts)
    ids = np.array([f"A{number:03}" for number in range(count)], dtype=object)
    table = np.array([[np.nan if p is None else p for p in each[2:4]] for each in accounts])
    revenue = np.array([1000.0 * each[4] for each in accounts])
    inputs = RankingInputs(
        criteria=CRITERIA,
        account_ids=ids.tolist(),
        points=np.nan_to_num(table),
        scored=~np.isnan(table),
        revenue_12m=revenue,
        active=np.ones(count, dtype=bool),
        potential=np.full(count, np.nan),
    )
    source = Source(Linear(0, 1), measure="revenue_12m")
    criteria = tuple(Criterion(each, each.title(), (source,), 1.0) for each in CRITERIA)
    return RankingBasis(
        scorecard=Scorecard("priority", "Priority", criteria),
        prepared=prepare(inputs, 0.5),
        potential_points=np.full(count, np.nan),
        revenue_points=np.full(count, np.nan),
        account_ids=ids,
        names=np.array([each[0] for each in accounts], dtype=object),
        owners=np.array([each[1] for each in accounts], dtype=object),
        segments=np.array([None] * count, dtype=object),
        key_accounts=np.zeros(count, dtype=bool),
        revenue_12m=revenue,
        profit_12m=revenue,
        revenue_growth=np.full(count, np.nan),
        days_since_order=np.where(revenue > 0, revenue, np.nan),
        lifecycles=np.array(["retention"] * count, dtype=object),
        cells=np.array([None] * count, dtype=object),
        monthly_revenue=np.zeros((count, 24)),
        raw=table,
        as_of=date(2025, 11, 30),
        generation="1",
    )


def shown_ids(accounts: RankedAccounts) -> list[str]:
    view = accounts.view()
    return [view.id_at(place) for place in range(len(view))]


@given(
    portfolios, weights, st.sampled_from(["", "aij", "Ö", "oy OLJ", "north", "a00", "[/]", "山"])
)
def test_a_filter_shows_what_holds_every_word_and_keeps_the_order(
    made_up: MadeUp,
    current: Weights,
    typed: str,
) -> None:
    basis = basis_of(made_up)
    accounts = RankedAccounts(basis, current)
    everyone = shown_ids(accounts)
    accounts.take_texts(account_texts(basis))
    for end in range(len(typed) + 1):
        accounts.filter(Filters(text=typed[:end]))
    texts = {
        f"A{n:03}": folded(f"{name} A{n:03} {owner or ''}")
        for n, (name, owner, *_) in enumerate(made_up)
    }
    wanted = [one for one in everyone if all(word in texts[one] for word in folded(typed).split())]
    assert shown_ids(accounts) == wanted


@given(portfolios, weights, st.sampled_from([*OWNERS[:2], ""]))
def test_an_owner_filter_shows_that_owners_accounts(
    made_up: MadeUp,
    current: Weights,
    owner: str,
) -> None:
    accounts = RankedAccounts(basis_of(made_up), current)
    accounts.filter(Filters(owner=owner))
    assert set(shown_ids(accounts)) == {
        f"A{n:03}" for n, each in enumerate(made_up) if (each[1] or "") == owner
    }


@given(
    portfolios,
    weights,
    st.sampled_from(["revenue", "days", "owner", "account", "score"]),
    st.booleans(),
)
def test_sorting_keeps_the_ranked_before_the_others_and_the_unknown_last(
    made_up: MadeUp,
    current: Weights,
    column: str,
    reverse: bool,
) -> None:
    basis = basis_of(made_up)
    accounts = RankedAccounts(basis, current)
    accounts.take_texts(account_texts(basis))
    accounts.sort(Sorting(column, reverse))
    view = accounts.view()
    rows = [view.row_at(place) for place in range(len(view))]
    assert [bool(row.rank) for row in rows] == [True] * view.ranked + [False] * (
        len(rows) - view.ranked
    )
    keys = {
        "revenue": lambda row: -row.revenue_12m,
        "days": lambda row: -row.days_since_order,
        "score": lambda row: -row.score,
        "owner": lambda row: folded(row.owner) if row.owner else math.nan,
        "account": lambda row: folded(row.name),
    }
    for part in (rows[: view.ranked], rows[view.ranked :]):
        found = [keys[column](row) for row in part]
        known = [key for key in found if key == key]
        assert found[: len(known)] == known
        assert known == sorted(known, reverse=reverse)


@given(portfolios, weights, weights)
def test_movement_is_counted_from_the_saved_weights(
    made_up: MadeUp,
    saved: Weights,
    current: Weights,
) -> None:
    basis = basis_of(made_up)
    before = {row.account_id: row.rank for row in rows_of(RankedAccounts(basis, saved))}
    accounts = RankedAccounts(basis, saved)
    accounts.weigh(current, saved)
    for row in rows_of(accounts):
        was = before[row.account_id]
        assert row.newly_ranked == (row.rank > 0 and was == 0)
        assert row.moved == (was - row.rank if was and row.rank else 0)


def rows_of(accounts: RankedAccounts) -> list:
    view = accounts.view()
    return [view.row_at(place) for place in range(len(view))]


@pytest.fixture
def few() -> RankingBasis:
    return basis_of([("Oljy", "North desk", 10.0, 90.0, 1), ("Zebra", None, 80.0, 20.0, 2)])


def test_texts_of_other_accounts_are_dropped(few: RankingBasis) -> None:
    accounts = RankedAccounts(few, Weights(CRITERIA, (1.0, 1.0)))
    accounts.filter(Filters(text="zebra"))
    assert accounts.waits_for_texts
    accounts.take_texts(account_texts(basis_of([("Other", None, 1.0, 1.0, 1)])))
    assert accounts.waits_for_texts
    accounts.take_texts(account_texts(few))
    assert shown_ids(accounts) == ["A001"]


def test_accounts_read_again_keep_weights_filter_and_order(few: RankingBasis) -> None:
    saved = Weights(CRITERIA, (1.0, 1.0))
    accounts = RankedAccounts(few, saved)
    accounts.weigh(Weights(CRITERIA, (1.0, 9.0)), saved)
    accounts.filter(Filters(owner="North desk"))
    accounts.sort(Sorting("revenue"))
    again = basis_of([("Oljy", "North desk", 10.0, 90.0, 1), ("New", "North desk", 50.0, 50.0, 9)])
    accounts.take_basis(again)
    assert shown_ids(accounts) == ["A001", "A000"]
    assert accounts.ranking.weights.values == (1.0, 9.0)
    assert accounts.saved.weights == saved


@given(st.integers(0, 30), st.integers(0, 30))
def test_every_place_has_a_line_and_the_rule_one_of_its_own(shown: int, ranked: int) -> None:
    lines = Lines(shown, min(shown, ranked))
    taken = [lines.line_of(place) for place in range(shown)]
    assert [lines.place_at(line) for line in taken] == list(range(shown))
    assert set(taken) | {lines.rule} - {None} == set(range(lines.count))
    assert lines.place_at(lines.count) is None
