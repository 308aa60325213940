"""`kamtui query`: the named questions, SQL of one's own, and which rows are wanted."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kamtui.portfolio.queries import named_queries

PRIORITIES = [
    *("rank", "account_id", "name", "owner", "segment", "class", "score", "coverage"),
    *("revenue_12m", "profit_12m", "revenue_growth", "lifecycle", "days_since_order"),
    *("points_sales_volume", "points_profitability", "points_growth_potential"),
    *("points_relationship_length", "points_loyalty"),
]

# What a query cannot do without.
NEEDS = {
    "history": ("--account", "A1"),
    "matrix": ("--param", "matrix=relationship"),
    "migration": ("--param", "since=2025-01-31"),
}
REFUSED = ("lifetime", "lifetime-fit")
"""What the small history cannot bear."""


@pytest.fixture
def ask(kamtui: Callable[..., Any], tiny_history: Path) -> Callable[..., list[dict[str, str]]]:
    """A function that asks the tiny history and returns the rows of the csv."""

    def ask(*arguments: object) -> list[dict[str, str]]:
        ended = kamtui("query", *arguments, "--history", tiny_history, "--format", "csv")
        assert (ended.code, ended.err) == (0, "")
        return list(csv.DictReader(io.StringIO(ended.out, newline="")))

    return ask


def test_priorities_have_the_columns_that_scripts_rely_on(ask: Callable[..., Any]) -> None:
    rows = ask("priorities")
    assert list(rows[0])[: len(PRIORITIES)] == PRIORITIES
    assert [row["account_id"] for row in rows if row["rank"]][:1] == ["A1"]
    assert {row["account_id"] for row in rows} == {"A1", "A2", "A3", "A4"}


def test_top_owner_and_segment_keep_to_some_rows(ask: Callable[..., Any]) -> None:
    assert len(ask("priorities", "--top", "2")) == 2
    assert {row["account_id"] for row in ask("priorities", "--owner", "North desk")} == {"A1", "A3"}
    assert [row["account_id"] for row in ask("priorities", "--segment", "Retail")] == ["A2"]


def test_an_earlier_day_is_asked_as_it_was(ask: Callable[..., Any]) -> None:
    then = {row["account_id"]: row for row in ask("priorities", "--as-of", "2024-12-31")}
    assert then["A2"]["revenue_12m"] == "4000"
    assert then["A1"]["revenue_12m"] in ("", "0")


def test_weights_of_this_run_change_the_score(ask: Callable[..., Any]) -> None:
    weights = [f"{name.removeprefix('points_')}=0" for name in PRIORITIES[-5:-1]]
    flags = [part for weight in weights for part in ("-w", weight)]
    rows = ask("priorities", *flags, "-w", "loyalty=7")
    assert sum(bool(row["score"]) for row in rows) == 3
    for row in rows:
        if row["score"]:
            assert float(row["score"]) == pytest.approx(float(row["points_loyalty"]))


def test_explain_adds_columns_behind_the_others(ask: Callable[..., Any]) -> None:
    columns = list(ask("priorities", "--explain")[0])
    assert columns[: len(PRIORITIES)] == PRIORITIES
    assert len(columns) >= len(PRIORITIES) + 3 * 5


def test_the_list_names_every_query(kamtui: Callable[..., Any]) -> None:
    listed = json.loads(kamtui("query", "--list", "--format", "json").out)
    assert [row["name"] for row in listed] == [query.name for query in named_queries()]
    assert {"priorities", "measures"} <= {row["name"] for row in listed}
    assert all(row["title"] and row["row"] for row in listed)
    assert list(listed[0]) == ["name", "title", "row", "params"]


def test_every_query_of_the_list_answers(kamtui: Callable[..., Any], tiny_history: Path) -> None:
    for query in named_queries():
        asked = ("query", query.name, "--history", tiny_history)
        needs = NEEDS.get(query.name, ())
        # What needs more customers than there are says so.
        assert kamtui(*asked, *needs).code == (query.name in REFUSED), query.name
        assert not needs or kamtui(*asked).code == 2, query.name


def test_sql_from_the_command_line_from_a_file_and_from_stdin(
    ask: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT owner, count(*) AS n FROM accounts GROUP BY ALL ORDER BY owner NULLS LAST"
    expected = [
        {"owner": "North desk", "n": "2"},
        {"owner": "South desk", "n": "1"},
        {"owner": "", "n": "1"},
    ]
    file = tmp_path / "owners.sql"
    file.write_text(f"\ufeff-- how many each has\n{sql};\n", encoding="utf-8")
    assert ask("--sql", sql) == expected
    assert ask("--file", file) == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sql.encode())))
    assert ask("--file", "-") == expected
    assert ask("--sql", sql, "--top", "1") == expected[:1]


def test_sql_joins_the_measures_as_of_the_day(ask: Callable[..., Any]) -> None:
    sql = (
        "SELECT a.name, m.revenue_12m, $as_of AS day FROM measures m "
        "JOIN accounts a USING (account_id) WHERE m.account_id = $account"
    )
    asked = ask("--sql", sql, "--as-of", "2024-12-31", "--param", "account=A2")
    assert asked == [{"name": "Harbour Light", "revenue_12m": "4000", "day": "2024-12-31"}]


def test_a_parameter_is_a_value_and_never_sql(ask: Callable[..., Any]) -> None:
    sql = "SELECT name FROM accounts WHERE name = $name"
    assert ask("--sql", sql, "--param", "name=x' OR '1'='1") == []
    assert ask("--sql", sql, "--param", "name=Norra Brygga") == [{"name": "Norra Brygga"}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sql", "SELECT $a"), "the SQL needs $a\n  Give it: --param a=VALUE"),
        (("--sql", "SELECT $first", "--param", "frist=1"), "did you mean first?"),
        (("--sql", "SELECT 1", "--owner", "North desk"), "does not take --owner"),
        (("--sql", "SELECT 1", "-w", "loyalty=1"), "does not take --weights"),
        (("measures", "-w", "loyalty=1"), "measures does not take --weights"),
    ],
)
def test_what_sql_or_a_query_does_not_take_is_refused(
    arguments: tuple[str, ...], message: str, kamtui: Callable[..., Any], tiny_history: Path
) -> None:
    ended = kamtui("query", *arguments, "--history", tiny_history)
    assert ended.code == 2
    assert message in ended.err


def test_a_file_that_is_no_text_is_refused(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_bytes(b"SELECT '\xff'")
    ended = kamtui("query", "--file", file, "--history", "sample")
    assert ended.code == 2
    assert "is not UTF-8 text (byte 8)" in ended.err
