"""Competitive strength asked from a script: the columns, the filters, what is missing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COLUMNS = {
    "strength": "account_id,name,supplier,is_us,index,coverage,position,relative,lead",
    "levers": "account_id,name,factor,weight,our_rating,best_rival,best_rival_rating,rise_needed,"
    "feasible",
    "view-gap": "account_id,name,factor,own_view,customer_view,difference",
    "losses": "factor,rival,accounts,weighted_lead,revenue_12m",
}
queries = pytest.mark.parametrize("query", COLUMNS)


@queries
def test_the_columns_are_those_that_scripts_rely_on(kamtui: Callable[..., Any], query: str) -> None:
    ended = kamtui("query", query, "--history", "sample", "--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    header, *rows = ended.out.splitlines()
    assert header == COLUMNS[query]
    assert rows


@queries
def test_a_history_without_ratings_says_so(
    kamtui: Callable[..., Any], tiny_history: Path, query: str
) -> None:
    ended = kamtui("query", query, "--history", tiny_history, "--format", "csv")
    assert ended.code == 0
    assert ended.out == f"{COLUMNS[query]}\n"
    assert ended.err == f"kamtui: {query} has no rows: the history has no factor_ratings\n"


def test_an_owners_accounts_and_an_earlier_day(kamtui: Callable[..., Any]) -> None:
    def asked(*words: str) -> list[dict[str, str]]:
        ended = kamtui("query", "strength", "--history", "sample", "--format", "csv", *words)
        assert ended.code == 0
        return list(csv.DictReader(io.StringIO(ended.out)))

    everything = asked()
    owned = asked("--owner", "North desk")
    assert 0 < len(owned) < len(everything)
    assert [row for row in everything if row in owned] == owned
    assert asked("--as-of", "2024-06-30") == []
    assert 0 < len(asked("--as-of", "2025-02-28")) < len(everything)


def test_check_says_what_missing_ratings_take_away(
    kamtui: Callable[..., Any], tiny_history: Path
) -> None:
    ended = kamtui("check", tiny_history, "--format", "csv")
    assert "strength, levers, view-gap and losses have no rows" in ended.out
