"""The base asked from a script: the columns, what is typed wrong, and that the sums are one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

COLUMNS = {
    "base": ["line", "accounts", "revenue_12m", "profit_12m"],
    "base-accounts": ["line", "account_id", "name", "owner", "segment"],
    "pareto": ["rank", "account_id", "name", "owner", "segment", "revenue_12m", "revenue_share"],
    "dependence": ["accounts", "revenue_12m", "largest_share"],
    "segments": ["segment", "accounts", "active", "revenue_12m", "profit_12m", "revenue_growth"],
    "cohorts": ["first_year_to", "year_to", "years_on", "accounts", "active"],
    "cohort-accounts": ["first_year_to", "account_id", "name", "owner", "segment", "is_active"],
    "stage-migration": ["from_stage", "to_stage", "accounts", "revenue_12m"],
}

Kamtui = Callable[..., Any]


def rows_of(kamtui: Kamtui, query: str, *words: str) -> list[dict[str, str]]:
    ended = kamtui("query", query, "--history", "sample", "--format", "csv", *words)
    assert (ended.code, ended.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ended.out)))


@pytest.mark.parametrize("query", COLUMNS)
def test_the_columns_are_those_that_scripts_rely_on(kamtui: Kamtui, query: str) -> None:
    rows = rows_of(kamtui, query, "--top", "3")
    assert 1 <= len(rows) <= 3
    assert list(rows[0])[: len(COLUMNS[query])] == COLUMNS[query]


def test_the_lines_of_the_balance_add_up(kamtui: Kamtui) -> None:
    for words in ((), ("--param", "since=2023-03-31"), ("--owner", "Key desk")):
        rows = {row["line"]: row for row in rows_of(kamtui, "base", *words)}
        assert list(rows) == ["opening", "new", "reactivated", "lost", "closing"]
        for amount, change in (("revenue_12m", "revenue_change"), ("profit_12m", "profit_change")):
            value = {name: Decimal(row[amount]) for name, row in rows.items()}
            assert value["closing"] == (
                value["opening"]
                + value["new"]
                + value["reactivated"]
                - value["lost"]
                + Decimal(rows["closing"][change])
            )


def test_a_balance_of_one_day_has_nothing_between(kamtui: Kamtui) -> None:
    rows = {row["line"]: row for row in rows_of(kamtui, "base", "--param", "since=2025-11-30")}
    assert rows["opening"]["accounts"] == rows["closing"]["accounts"]
    assert [rows[name]["accounts"] for name in ("new", "reactivated", "lost")] == ["0", "0", "0"]
    assert Decimal(rows["closing"]["revenue_change"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("base", "--param", "since=2030-01-01"), "since: 2030-01-01 is after the as-of date"),
        (("base", "--param", "sinse=2024-01-01"), "has no parameter 'sinse'"),
        (("base-accounts", "--param", "line=losst"), "did you mean lost?"),
        (("pareto", "--param", "a=80"), "a: expected a share from 0 to 1, found '80'"),
        (("cohorts", "--account", "A0001"), "does not take --account"),
        (("segments", "--owner", "Key desc"), "did you mean Key desk?"),
    ],
)
def test_what_is_typed_wrong_is_told(kamtui: Kamtui, words: tuple[str, ...], said: str) -> None:
    ended = kamtui("query", *words, "--history", "sample")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
