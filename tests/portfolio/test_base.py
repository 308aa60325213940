"""The base as a balance, a curve, segments and cohorts: definitions, and the laws that hold."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_histories import days, histories
from support.slow_measures import slow_measures
from support.written_tables import line, write_tables

from kamtui.engine.answer import Answer
from kamtui.errors import WrongUsage
from kamtui.portfolio.base import (
    base,
    base_accounts,
    cohort_accounts,
    cohorts,
    dependence,
    pareto,
    segments,
)
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import year_before
from kamtui.portfolio.stages import stage_migration, stages

AS_OF = date(2025, 6, 30)
SINCE = date(2024, 6, 30)
NO_CACHE = {"KAMTUI_CACHE": "off"}
Question = Callable[[Portfolio, Request], Answer]
Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
slowly = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))

COSTED = {"cost": Decimal(60)}
TABLES: Tables = {
    "accounts": [
        {"account_id": each, "name": f"Account {each}", "segment": segment, **more}
        for each, segment, more in (
            ("keeps", "trade", {"potential_annual": Decimal(1000)}),
            ("fresh", "trade", {}),
            ("returns", None, {"potential_annual": Decimal(400)}),
            ("leaves", "trade", {"potential_annual": Decimal(9000)}),
            ("sends_back", "retail", {}),
            ("asked", "retail", {}),
        )
    ],
    "order_lines": [
        line("keeps", "k1", date(2024, 6, 30), "100", **COSTED),
        line("keeps", "k2", date(2024, 7, 1), "300", **COSTED),
        line("fresh", "f1", date(2025, 6, 30), "80", **COSTED),
        line("returns", "r1", date(2022, 5, 5), "500", **COSTED),
        line("returns", "r2", date(2025, 5, 5), "200", **COSTED),
        line("leaves", "l1", date(2023, 7, 1), "700", **COSTED),
        line("sends_back", "s1", date(2024, 2, 1), "50"),
        line("sends_back", "s2", date(2025, 2, 1), "40"),
        # A return is no order, and its amount counts.
        line("sends_back", "s3", date(2025, 3, 1), "-90"),
        line("asked", "a1", date(2025, 3, 1), "-10", **COSTED),
    ],
}


def asked(
    question: Question, tables: Tables = TABLES, as_of: date = AS_OF, **request: Any
) -> list[dict[str, Any]]:
    return of_all(tables, as_of, (question, request))[0]


def of_all(
    tables: Tables, as_of: date, *questions: tuple[Question, dict[str, Any]]
) -> list[list[dict[str, Any]]]:
    """The answers to several questions to one history."""
    with tempfile.TemporaryDirectory() as name:
        written = write_tables(tables, Path(name) / "h")
        portfolio = open_portfolio(written, as_of=as_of, environment=NO_CACHE)
        return [question(portfolio, Request(**more)).records() for question, more in questions]


def by_line(rows: Rows) -> dict[str, Mapping[str, Any]]:
    return {row["line"]: row for row in rows}


def test_each_line_of_the_balance_counts_as_it_is_defined() -> None:
    rows = asked(base)
    assert [(row["line"], row["accounts"], row["revenue_12m"]) for row in rows] == [
        ("opening", 3, Decimal(850)),
        ("new", 1, Decimal(80)),
        ("reactivated", 1, Decimal(200)),
        ("lost", 1, Decimal(700)),
        ("closing", 4, Decimal(530)),
    ]
    assert [row["revenue_change"] for row in rows] == [None, None, None, None, Decimal(100)]
    assert [row["valued_on"] for row in rows] == [SINCE, AS_OF, AS_OF, SINCE, AS_OF]


def test_without_a_day_the_balance_is_of_the_year() -> None:
    assert asked(base) == asked(base, params={"since": SINCE.isoformat()})


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2025, 6, 30), date(2024, 6, 30)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 2, 28), date(2023, 2, 27)),
        (date(2024, 12, 31), date(2023, 12, 31)),
    ],
)
def test_a_year_before_ends_where_the_year_begins(day: date, before: date) -> None:
    assert year_before(day) == before


def test_profit_says_of_how_many_it_is_known() -> None:
    cost = {"contacted_at": datetime(2025, 5, 5), "cost": Decimal(15)}
    tables = {**TABLES, "contacts": [{"account_id": each, **cost} for each in ("keeps", "fresh")]}
    rows = by_line(asked(base, tables))
    # Of `sends_back` no line has a cost: it counts among the accounts, and not in the profit.
    assert (rows["closing"]["accounts"], rows["closing"]["profit_accounts"]) == (4, 3)
    assert rows["closing"]["profit_12m"] == Decimal(225 + 5 + 140)
    rows = by_line(asked(base))
    # Without the cost of contacts or complaints nobody's profit is known: that is not nothing.
    assert {row["profit_12m"] for name, row in rows.items() if row["accounts"]} == {None}
    assert {row["profit_accounts"] for row in rows.values()} == {0}


def test_the_accounts_behind_a_line_are_as_many_as_it_counts() -> None:
    for row in asked(base):
        behind = asked(base_accounts, params={"line": row["line"]})
        assert len(behind) == row["accounts"]
    assert [row["account_id"] for row in asked(base_accounts)] == [
        *("fresh", "returns", "keeps", "sends_back", "leaves")
    ]
    kept = asked(base_accounts, params={"line": "kept"})
    assert [row["revenue_change"] for row in kept] == [Decimal(200), Decimal(-100)]


def test_only_lines_and_days_that_can_be_are_taken() -> None:
    with pytest.raises(WrongUsage, match="expected one of opening, new"):
        asked(base_accounts, params={"line": "gone"})
    for since in ("yesterday", "2025-07-01"):
        for question in (base, base_accounts, segments, stage_migration):
            with pytest.raises(WrongUsage, match="since"):
                asked(question, params={"since": since})


def test_the_curve_and_what_hangs_on_how_few() -> None:
    rows = asked(pareto)
    assert [(row["rank"], row["account_id"], row["abc"]) for row in rows] == [
        (1, "keeps", "A"),
        (2, "returns", "A"),
        (3, "fresh", "B"),
        (4, "sends_back", "C"),
    ]
    # Who sent back more than it bought has no share, and the curve ends at 1 before it.
    assert [row["cumulative_share"] for row in rows[-2:]] == [1.0, 1.0]
    [whole] = asked(dependence)
    assert (whole["accounts"], whole["accounts_of_half"], whole["accounts_of_80_percent"]) == (
        4,
        1,
        2,
    )
    assert whole["hhi"] == pytest.approx((300**2 + 200**2 + 80**2) / 580**2)
    assert whole["equal_accounts"] == pytest.approx(1 / whole["hhi"])


def test_the_lines_of_the_curve_are_taken_as_shares() -> None:
    rows = asked(pareto, params={"a": "0.5", "b": "0.6"})
    assert [row["abc"] for row in rows] == ["A", "B", "C", "C"]
    for params in ({"a": "80"}, {"b": "much"}, {"a": "0.97"}, {"a": "nan"}):
        with pytest.raises(WrongUsage):
            asked(pareto, params=params)


def test_a_segment_says_what_it_brings_and_what_of_its_wallet() -> None:
    rows = asked(segments)
    assert [(row["segment"], row["accounts"], row["active"]) for row in rows] == [
        ("trade", 3, 2),
        ("retail", 2, 1),
        (None, 1, 1),
    ]
    trade, retail, nameless = rows
    assert trade["revenue_growth"] == pytest.approx(380 / 800 - 1)
    # What the lost one could buy is nobody's wallet now.
    assert trade["wallet_share"] == pytest.approx(0.3)
    assert nameless["wallet_share"] == pytest.approx(0.5)
    assert retail["wallet_share"] is None
    assert nameless["revenue_growth"] is None


def test_a_cohort_is_followed_year_by_year() -> None:
    rows = [
        (row["first_year_to"].year, row["years_on"], row["accounts"], row["active"])
        for row in asked(cohorts)
    ]
    assert rows == [
        *((2022, 0, 1, 1), (2022, 1, 1, 0), (2022, 2, 1, 0), (2022, 3, 1, 1)),
        *((2024, 0, 3, 3), (2024, 1, 3, 2)),
        (2025, 0, 1, 1),
    ]


def test_the_customers_of_a_cohort_are_listed() -> None:
    rows = asked(cohort_accounts, params={"cohort": "2024-06-30"})
    assert [(row["account_id"], row["is_active"]) for row in rows] == [
        *(("keeps", True), ("leaves", False), ("sends_back", True))
    ]
    assert len(asked(cohort_accounts)) == 5
    with pytest.raises(WrongUsage, match="cohort"):
        asked(cohort_accounts, params={"cohort": "2024"})


def test_an_empty_base_answers_with_nothing_rather_than_an_error() -> None:
    tables = {"accounts": TABLES["accounts"], "order_lines": [line("asked", "1", AS_OF, "-5")]}
    assert [row["accounts"] for row in asked(base, tables)] == [0] * 5
    assert asked(pareto, tables) == []
    assert asked(cohorts, tables) == []
    [whole] = asked(dependence, tables)
    assert (whole["accounts"], whole["hhi"], whole["largest_share"]) == (0, None, None)


@st.composite
def segmented(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A random history whose accounts have segments and owners, or none."""
    tables = draw(histories())
    names = st.none() | st.sampled_from(["trade", "retail"])
    tables["accounts"] = [
        {**row, "segment": draw(names), "owner": draw(names)} for row in tables["accounts"]
    ]
    return tables


@slowly
@given(tables=segmented(), one=days, other=days)
def test_the_balance_always_adds_up(tables: Tables, one: date, other: date) -> None:
    since, as_of = sorted((one, other))
    params = {"since": since.isoformat()}
    owners = {row["owner"] for row in tables["accounts"]} - {None}
    asked_of = [(base, {"params": params, "owner": owner}) for owner in (None, *sorted(owners))]
    for rows in of_all(tables, as_of, *asked_of):
        lines = by_line(rows)
        for amount, change in (
            ("accounts", None),
            ("revenue_12m", "revenue_change"),
            ("profit_12m", "profit_change"),
        ):
            value = {name: row[amount] or 0 for name, row in lines.items()}
            kept = 0 if change is None else lines["closing"][change] or 0
            assert value["closing"] == (
                value["opening"] + value["new"] + value["reactivated"] - value["lost"] + kept
            )


@slowly
@given(tables=segmented(), one=days, other=days)
def test_the_balance_is_what_the_measures_of_both_days_say(
    tables: Tables, one: date, other: date
) -> None:
    since, as_of = sorted((one, other))
    [rows] = of_all(tables, as_of, (base, {"params": {"since": since.isoformat()}}))
    then, now = slow_measures(tables, since), slow_measures(tables, as_of)
    was = {each for each, row in then.items() if row["orders_12m"]}
    is_in = {each for each, row in now.items() if row["orders_12m"]}
    joined = is_in - was
    new = {each for each in joined if now[each]["first_order_on"] > since}
    expected = {
        "opening": (was, then),
        "new": (new, now),
        "reactivated": (joined - new, now),
        "lost": (was - is_in, then),
        "closing": (is_in, now),
    }
    for name, (accounts, of_day) in expected.items():
        row = by_line(rows)[name]
        profits = [of_day[each]["profit_12m"] for each in accounts]
        known = [each for each in profits if each is not None]
        assert row["accounts"] == len(accounts)
        assert row["revenue_12m"] == sum(of_day[each]["revenue_12m"] for each in accounts)
        assert row["profit_12m"] == (sum(known) if known or not profits else None)
        assert row["profit_accounts"] == len(known)


@slowly
@given(tables=segmented(), as_of=days)
def test_segments_and_the_last_year_of_the_cohorts_sum_to_the_base(
    tables: Tables, as_of: date
) -> None:
    balance, by_segment, by_year, curve = of_all(
        tables, as_of, (base, {}), (segments, {}), (cohorts, {}), (pareto, {})
    )
    lines = by_line(balance)
    closing, opening = lines["closing"], lines["opening"]
    assert sum(row["accounts"] for row in by_segment) == len(tables["accounts"])
    for of_segment, of_base in (
        ("active", closing["accounts"]),
        ("revenue_12m", closing["revenue_12m"]),
        ("active_then", opening["accounts"]),
        ("revenue_then", opening["revenue_12m"]),
    ):
        assert sum(row[of_segment] for row in by_segment) == of_base
    assert sum(row["profit_12m"] or 0 for row in by_segment) == (closing["profit_12m"] or 0)
    last = [row for row in by_year if row["year_to"] == as_of]
    assert sum(row["active"] for row in last) == closing["accounts"]
    assert sum(row["revenue"] for row in last) == closing["revenue_12m"]
    assert len(curve) == closing["accounts"]
    assert sum(row["revenue_12m"] for row in curve) == closing["revenue_12m"]


@slowly
@given(tables=segmented(), as_of=days)
def test_every_customer_is_in_one_cohort_and_active_in_its_first_year(
    tables: Tables, as_of: date
) -> None:
    rows, customers = of_all(tables, as_of, (cohorts, {}), (cohort_accounts, {}))
    sizes = {row["first_year_to"]: row["accounts"] for row in rows}
    first = Counter(
        next(row["year_to"] for row in rows if row["year_to"] >= each["first_order_on"])
        for each in slow_measures(tables, as_of).values()
        if each["first_order_on"]
    )
    assert first == sizes
    assert Counter(row["first_year_to"] for row in customers) == sizes
    active = Counter(row["first_year_to"] for row in customers if row["is_active"])
    assert active == Counter(
        {r["first_year_to"]: r["active"] for r in rows if r["year_to"] == as_of}
    )
    followed: dict[date, list[date]] = defaultdict(list)
    for row in rows:
        assert 0 <= row["active"] <= row["accounts"]
        assert row["years_on"] or row["active"] == row["accounts"]
        followed[row["first_year_to"]].append(row["year_to"])
    # Each is followed to the last year, without a gap.
    for years in followed.values():
        assert years[-1] == as_of
        assert all(year_before(after) == before for before, after in itertools.pairwise(years))


@slowly
@given(tables=segmented(), as_of=days, a=st.floats(0, 1), more=st.floats(0, 1))
def test_the_curve_rises_evenly_less_and_ends_at_one(
    tables: Tables, as_of: date, a: float, more: float
) -> None:
    lines = {"a": repr(a), "b": repr(a + (1 - a) * more)}
    rows, [whole] = of_all(tables, as_of, (pareto, {"params": lines}), (dependence, {}))
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert sum(1 for _ in itertools.groupby(row["abc"] for row in rows)) <= 3
    assert sorted(row["abc"] or "" for row in rows) == [row["abc"] or "" for row in rows]
    shares = [row["cumulative_share"] for row in rows]
    if not rows or shares[0] is None:
        assert set(shares) <= {None}
        assert whole["hhi"] is None
        return
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    own = [row["revenue_share"] for row in rows]
    assert own == sorted(own, reverse=True)
    assert math.isclose(sum(own), 1.0)
    assert 1 / len(rows) - 1e-12 <= whole["hhi"] <= 1 + 1e-12
    assert whole["largest_share"] == shares[0]
    half = whole["accounts_of_half"]
    assert shares[half - 1] >= 0.5
    assert half == 1 or shares[half - 2] < 0.5
    top = [whole[f"top_{part}_percent_share"] for part in (1, 5, 10, 20)]
    assert top == [shares[math.ceil(len(rows) * part / 100) - 1] for part in (1, 5, 10, 20)]


@slowly
@given(tables=segmented(), one=days, other=days, by=st.sampled_from(["lifecycle", "formation"]))
def test_a_migration_of_stages_agrees_with_the_stages_of_both_days(
    tables: Tables, one: date, other: date, by: str
) -> None:
    since, as_of = sorted((one, other))
    params = {"by": by, "since": since.isoformat()}
    moved, now = of_all(tables, as_of, (stage_migration, {"params": params}), (stages, {}))
    [then] = of_all(tables, since, (stages, {}))
    for key, of_day in (("from_stage", then), ("to_stage", now)):
        found: Counter[str | None] = Counter()
        for row in moved:
            found[row[key]] += row["accounts"]
        assert found == Counter(row[by] for row in of_day)


def test_the_base_of_another_day_is_the_one_that_was_seen_then(tmp_path: Path) -> None:
    written = write_tables(TABLES, tmp_path / "h")
    portfolio = open_portfolio(written, as_of=AS_OF, environment=NO_CACHE)
    earlier = portfolio.at(SINCE)
    closing = by_line(base(earlier, Request()).records())["closing"]
    opening = by_line(base(portfolio, Request()).records())["opening"]
    assert closing["accounts"] == opening["accounts"]
    assert closing["revenue_12m"] == opening["revenue_12m"]
