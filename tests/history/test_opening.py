"""Opening a history: what is found, what is missing, and what is refused and how."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.written_tables import line, write_tables

from kamtui.errors import BrokenContract, WrongUsage
from kamtui.history.contract import TABLE_NAMES, TABLES
from kamtui.history.opening import open_history
from kamtui.history.views import open_engine

DAY = date(2025, 3, 1)
TABLES_OF_TWO: dict[str, list[dict[str, Any]]] = {
    "accounts": [{"account_id": "a", "name": "A"}, {"account_id": "b", "name": "B"}],
    "order_lines": [line("a", "1", DAY, "10"), line("b", "2", DAY, "20")],
}


def rows(folder: Path, sql: str, *views: str) -> list[tuple[Any, ...]]:
    engine = open_engine(open_history(folder))
    engine.need(views)
    return engine.run(sql).all_rows()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tables(TABLES_OF_TWO, tmp_path / "history")


def test_missing_optional_tables_are_empty_typed_and_known_to_be_missing(folder: Path) -> None:
    engine = open_engine(open_history(folder))
    engine.need_all()
    for table in TABLES:
        described = engine.run(f"DESCRIBE {table.name}").all_rows()
        assert [row[0] for row in described] == list(table.column_names)
        if not table.required:
            assert engine.run(f"SELECT count(*) FROM {table.name}").all_rows() == [(0,)]
    known = engine.run("SELECT accounts, contacts, accounts_owner FROM known").all_rows()
    assert known == [(True, False, False)]


def test_files_folders_and_hive_partitions_read_alike(tmp_path: Path, folder: Path) -> None:
    question = "SELECT account_id, order_id, net FROM order_lines ORDER BY ALL"
    expected = rows(folder, question, "order_lines")
    parted = write_tables(TABLES_OF_TWO, tmp_path / "parted", parts=2)
    assert rows(parted, question, "order_lines") == expected
    hive = tmp_path / "hive"
    write_tables({"accounts": TABLES_OF_TWO["accounts"]}, hive)
    source = folder / "order_lines.parquet"
    duckdb.execute(
        f"COPY (SELECT *, year(ordered_on) AS year, channel_of AS channel FROM '{source}', "
        f"(SELECT 'web' AS channel_of)) TO '{hive / 'order_lines'}' "
        "(FORMAT parquet, PARTITION_BY (year, channel))"
    )
    assert rows(hive, question, "order_lines") == expected
    assert rows(hive, "SELECT DISTINCT channel FROM order_lines", "order_lines") == [("web",)]


def test_two_files_may_have_different_columns_and_extra_ones(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    write_tables({"accounts": TABLES_OF_TWO["accounts"]}, folder)
    (folder / "order_lines").mkdir()
    for name, more in (("1", "5.0 AS cost"), ("2", "'x' AS something_else")):
        duckdb.execute(
            f"COPY (SELECT 'a' AS account_id, '{name}' AS order_id, DATE '2025-03-01' AS "
            f"ordered_on, 10.0 AS net, {more}) TO '{folder / 'order_lines' / name}.parquet'"
        )
    found = rows(folder, "SELECT order_id, cost FROM order_lines ORDER BY 1", "order_lines")
    assert [(order, None if cost is None else float(cost)) for order, cost in found] == [
        ("1", 5.0),
        ("2", None),
    ]


def test_rows_that_break_the_contract_do_not_count(tmp_path: Path) -> None:
    tables = {
        **TABLES_OF_TWO,
        "order_lines": [
            *TABLES_OF_TWO["order_lines"],
            {**line("", "3", DAY, "5")},
            {**line("a", "4", DAY, "5"), "account_id": None},
            {**line("a", "5", DAY, "5"), "net": None},
            {**line("a", "6", DAY, "5"), "ordered_on": None},
        ],
        "invoices": [
            {"account_id": "a", "invoice_id": "1", "amount": 1, "issued_on": DAY, "due_on": DAY},
            {
                "account_id": "a",
                "invoice_id": "2",
                "amount": 1,
                "issued_on": DAY,
                "due_on": date(2025, 2, 1),
            },
        ],
        "factor_ratings": [
            {
                "account_id": "a",
                "supplier": "us",
                "factor": "price",
                "rating": rating,
                "rated_on": DAY,
                "view": view,
            }
            for rating, view in ((10.0, "own"), (11.0, "own"), (0.0, "own"), (5.0, "theirs"))
        ],
    }
    folder = write_tables(tables, tmp_path / "history")
    assert rows(folder, "SELECT count(*) FROM order_lines", "order_lines") == [(2,)]
    assert rows(folder, "SELECT invoice_id FROM invoices", "invoices") == [("1",)]
    assert rows(folder, "SELECT rating FROM factor_ratings", "factor_ratings") == [(10.0,)]
    assert rows(folder, "SELECT count(*) FROM raw_order_lines", "raw_order_lines") == [(6,)]


def test_optional_values_out_of_range_read_as_unknown(tmp_path: Path) -> None:
    from datetime import datetime

    contact = {"account_id": "a", "contacted_at": datetime(2025, 3, 1, 9)}
    tables = {
        **TABLES_OF_TWO,
        "contacts": [
            {**contact, "channel": "smoke signal", "sentiment": 1.0},
            {**contact, "channel": "call", "sentiment": 7.0},
        ],
    }
    folder = write_tables(tables, tmp_path / "history")
    found = rows(folder, "SELECT channel, sentiment FROM contacts ORDER BY ALL", "contacts")
    assert found == [("call", None), (None, 1.0)]


def test_an_account_with_two_rows_counts_once_whichever_comes_first(tmp_path: Path) -> None:
    twice = [
        {"account_id": "a", "name": "First", "owner": "X"},
        {"account_id": "a", "name": "Second", "owner": None},
        {"account_id": "b", "name": "B", "owner": None},
    ]
    found = [
        rows(
            write_tables({**TABLES_OF_TWO, "accounts": accounts}, tmp_path / name),
            "SELECT account_id, name, owner FROM accounts ORDER BY 1",
            "accounts",
        )
        for name, accounts in (("one", twice), ("other", twice[::-1]))
    ]
    assert found[0] == found[1] == [("a", "First", "X"), ("b", "B", None)]


def test_not_a_number_and_infinity_are_no_amounts(tmp_path: Path) -> None:
    folder = write_tables({"accounts": TABLES_OF_TWO["accounts"]}, tmp_path / "history")
    duckdb.execute(
        "COPY (SELECT 'a' AS account_id, net::VARCHAR AS order_id, DATE '2025-03-01' AS "
        "ordered_on, net FROM (SELECT unnest([1.5, 'nan', 'inf', '-inf', 1e30]::DOUBLE[]) AS net))"
        f" TO '{folder / 'order_lines.parquet'}'"
    )
    assert rows(folder, "SELECT net::DOUBLE FROM order_lines", "order_lines") == [(1.5,)]


def _emptied(folder: Path) -> Path:
    for name in TABLE_NAMES:
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    return folder


def _without(folder: Path, table: str) -> Path:
    (folder / f"{table}.parquet").unlink()
    return folder


def _manifest(folder: Path, text: str) -> Path:
    (folder / "manifest.json").write_text(text)
    return folder


def _outside(folder: Path) -> Path:
    file = {"table": "accounts", "path": "../x.parquet", "rows": 1, "bytes": 1, "sha256": ""}
    content = {
        "format": 1,
        "generation": "1",
        "written_at": "",
        "files": [file],
        "columns": {},
        "newest": {},
    }
    return _manifest(folder, json.dumps(content))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "nowhere", "there is no such folder"),
        (lambda folder: folder / "accounts.parquet", "is a file"),
        (_emptied, "no Parquet files of a history"),
        (lambda folder: _without(folder, "order_lines"), "table order_lines is missing"),
        (lambda folder: _manifest(folder, "{"), "is not a manifest"),
        (lambda folder: _manifest(folder, json.dumps({"format": 99})), "format 99, expected 1"),
        (_outside, "a file outside the history"),
    ],
)
def test_what_is_no_history_is_refused(folder: Path, make: Any, message: str) -> None:
    with pytest.raises(BrokenContract, match=message):
        open_history(make(folder))


def test_a_missing_required_column_is_named_with_what_was_found(tmp_path: Path) -> None:
    folder = write_tables(TABLES_OF_TWO, tmp_path / "history")
    duckdb.execute(
        f"COPY (SELECT 'a' AS account_id, 'A' AS title) TO '{folder / 'accounts.parquet'}'"
    )
    with pytest.raises(BrokenContract, match=r"accounts\.name is missing") as broken:
        rows(folder, "SELECT 1", "accounts")
    assert "title" in (broken.value.hint or "")


def test_a_wrong_type_is_named_with_what_was_expected(tmp_path: Path) -> None:
    folder = write_tables(TABLES_OF_TWO, tmp_path / "history")
    duckdb.execute(
        "COPY (SELECT 'a' AS account_id, '1' AS order_id, 'yesterday' AS ordered_on, 1.0 AS net)"
        f" TO '{folder / 'order_lines.parquet'}'"
    )
    with pytest.raises(BrokenContract, match=r"order_lines\.ordered_on is VARCHAR, expected date"):
        rows(folder, "SELECT 1", "order_lines")


def test_a_truncated_file_among_good_ones_is_named(tmp_path: Path) -> None:
    folder = write_tables(TABLES_OF_TWO, tmp_path / "history", parts=2)
    broken = folder / "order_lines" / "1.parquet"
    broken.write_bytes(broken.read_bytes()[:-20])
    with pytest.raises(BrokenContract, match=r"order_lines/1\.parquet: is not a whole Parquet"):
        rows(folder, "SELECT count(*) FROM order_lines", "order_lines")


def test_settings_of_a_wrong_type_are_named(folder: Path) -> None:
    (folder / "history.toml").write_text("currency = 3\n")
    with pytest.raises(WrongUsage, match=r"history\.toml: currency: expected text, found 3"):
        open_history(folder)


def test_a_data_file_named_like_a_pattern_is_refused(tmp_path: Path) -> None:
    folder = write_tables(TABLES_OF_TWO, tmp_path / "history", parts=2)
    (folder / "order_lines" / "0.parquet").rename(folder / "order_lines" / "[01].parquet")
    with pytest.raises(BrokenContract, match=r"a data file's name holds"):
        open_history(folder)


def test_a_path_that_looks_like_sql_is_a_path(tmp_path: Path) -> None:
    folder = write_tables(TABLES_OF_TWO, tmp_path / "it's'); DROP TABLE x; -- [a]*?")
    assert rows(folder, "SELECT count(*) FROM order_lines", "order_lines") == [(2,)]
