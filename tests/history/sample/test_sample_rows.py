"""The made-up history is whole, the same every time, and as large as it was asked to be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from kamtui.history.contract import TABLES, Table
from kamtui.history.manifest import Manifest, read_manifest
from kamtui.history.opening import open_history
from kamtui.history.sample import columns, make_sample
from kamtui.shipped import shipped

Ask = Callable[[str], list[tuple]]


def count_of(ask: Ask, sql: str) -> int:
    return int(ask(sql)[0][0] or 0)


def rows(manifest: Manifest, table: str) -> int:
    return sum(file.rows for file in manifest.files if file.table == table)


def test_the_shipped_sample_is_what_the_defaults_make(demo: Path) -> None:
    shipped_manifest, made = read_manifest(shipped("sample_data")), read_manifest(demo)
    assert shipped_manifest is not None
    assert made is not None
    assert shipped_manifest.generation == made.generation
    assert shipped_manifest.newest == made.newest
    assert shipped_manifest.columns == made.columns
    for ours, theirs in zip(shipped_manifest.files, made.files, strict=True):
        assert ours.path == theirs.path
        mine, other = (pq.ParquetFile(root / ours.path) for root in (shipped("sample_data"), demo))
        assert mine.read().equals(other.read()), ours.path
        if mine.metadata.created_by == other.metadata.created_by:
            assert ours.sha256 == theirs.sha256, ours.path


def test_the_shipped_sample_stays_small() -> None:
    files = [path for path in shipped("sample_data").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 3_000_000
    assert not [path for path in files if path.suffix == ".parquet" and "part-" not in path.name]


def test_the_same_arguments_give_the_same_bytes_under_the_same_names(tmp_path: Path) -> None:
    first, second = (
        make_sample(tmp_path / name, accounts=30, years=2, lines=900, seed=7) for name in "ab"
    )
    assert first == second
    for file in first.files:
        here, there = ((tmp_path / name / file.path).read_bytes() for name in "ab")
        assert here == there
        assert hashlib.sha256(here).hexdigest() == file.sha256


def test_a_text_that_is_named_twice_is_written_once() -> None:
    # Arrow writes stray bytes after a dictionary with a value in it twice.
    column = columns.texts(("Price", "Service", "Price"), np.array([2, 1, columns.NONE, 0]))
    assert column.to_pylist() == ["Price", "Service", None, "Price"]
    assert column.dictionary.to_pylist() == ["Price", "Service"]


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    first = make_sample(tmp_path / "a", accounts=30, years=2, seed=1)
    second = make_sample(tmp_path / "b", accounts=30, years=2, seed=2)
    assert first.generation != second.generation
    hashes = [{file.table: file.sha256 for file in made.files} for made in (first, second)]
    assert all(hashes[0][table.name] != hashes[1][table.name] for table in TABLES)


def test_the_manifest_says_what_the_files_hold(demo: Path, ask: Ask) -> None:
    manifest = read_manifest(demo)
    assert manifest is not None
    for table in TABLES:
        described = {name: kind for name, kind, *_ in ask(f"DESCRIBE {table.name}")}
        assert manifest.columns[table.name] == described
        assert rows(manifest, table.name) == count_of(ask, f"SELECT count(*) FROM {table.name}")
        if table.dated:
            newest = ask(f"SELECT max({table.dated})::DATE FROM {table.name}")
            assert newest == [(manifest.newest_day(table.name),)]
    for file in manifest.files:
        assert (demo / file.path).stat().st_size == file.bytes
    assert manifest.newest["order_lines"] == "2025-11-30"


def test_it_opens_and_says_that_it_is_made_up(demo: Path) -> None:
    history = open_history(demo)
    assert history.settings.made_up
    assert history.settings.currency == "EUR"
    assert set(history.files) == {table.name for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_the_contract_is_there_and_filled(
    table: Table, demo: Path, ask: Ask
) -> None:
    manifest = read_manifest(demo)
    assert manifest is not None
    assert tuple(manifest.columns[table.name]) == table.column_names
    for column in table.columns:
        assert column.kind.accepts(manifest.columns[table.name][column.name])
        assert count_of(ask, f"SELECT count(DISTINCT {column.name}) FROM {table.name}") >= 2
    optional = [column.name for column in table.columns if not column.required]
    empty = " OR ".join(f"{name} IS NULL" for name in optional) or "true"
    assert count_of(ask, f"SELECT count(*) FROM {table.name} WHERE {empty}") > 0


@pytest.mark.parametrize(
    ("accounts", "years", "lines"),
    [(1, 1, 1), (240, 5, 1), (240, 5, 199), (3, 1, 5_000), (500, 2, 12_345), (240, 5, 150_000)],
)
def test_it_has_exactly_the_lines_and_accounts_asked_for(
    tmp_path: Path, accounts: int, years: int, lines: int
) -> None:
    manifest = make_sample(tmp_path / "out", accounts=accounts, years=years, lines=lines)
    assert rows(manifest, "order_lines") == lines
    assert rows(manifest, "accounts") == accounts


def test_many_lines_come_in_many_files_and_row_groups_by_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask_of: Callable[[Path], Ask]
) -> None:
    monkeypatch.setattr("kamtui.history.sample.order_lines.BLOCK_LINES", 1_000)
    monkeypatch.setattr("kamtui.history.sample.writing.ROWS_A_FILE", 4_000)
    manifest = make_sample(tmp_path / "out", accounts=50, lines=20_000)
    paths = manifest.paths("order_lines")
    assert len(paths) >= 4
    days: list[date] = []
    for path in paths:
        file = pq.ParquetFile(tmp_path / "out" / path)
        assert file.num_row_groups >= 3
        days += file.read(["ordered_on"])["ordered_on"].to_pylist()
    assert len(days) == 20_000
    assert days == sorted(days)
    split = ask_of(tmp_path / "out")(
        "SELECT order_id FROM order_lines GROUP BY ALL "
        "HAVING count(DISTINCT account_id) > 1 OR count(DISTINCT ordered_on) > 1"
    )
    assert split == []
