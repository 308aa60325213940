"""Measures that were computed before are met again, and never by anything that has changed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.written_tables import line, write_tables

from kamtui.portfolio import measures as measures_module
from kamtui.portfolio.measures import measures
from kamtui.portfolio.opening import open_portfolio

AS_OF = date(2025, 6, 30)
ACCOUNTS = [{"account_id": "a", "name": "A"}, {"account_id": "b", "name": "B"}]


def lines(amount: str) -> list[dict[str, Any]]:
    return [line("a", str(n), AS_OF - timedelta(days=30 * n), amount) for n in range(6)]


def write(folder: Path, amount: str) -> Path:
    return write_tables({"accounts": ACCOUNTS, "order_lines": lines(amount)}, folder)


def revenue(folder: Path, cache: Path, as_of: date = AS_OF) -> Decimal:
    portfolio = open_portfolio(folder, as_of=as_of, environment={"KAMTUI_CACHE": str(cache)})
    rows = {row["account_id"]: row for row in measures(portfolio).records()}
    found: Decimal = rows["a"]["revenue_total"]
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("measures-*.parquet"))


def test_an_unchanged_history_meets_its_snapshot(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "history", "10")
    assert revenue(folder, cache) == 60
    assert len(kept(cache)) == 1

    def refused(*_: Any) -> bool:
        raise AssertionError("the measures were computed again")

    monkeypatch.setattr(measures_module, "_written", refused)
    assert revenue(folder, cache) == 60


def test_another_day_is_another_snapshot(tmp_path: Path, cache: Path) -> None:
    folder = write(tmp_path / "history", "10")
    assert revenue(folder, cache) == 60
    assert revenue(folder, cache, AS_OF - timedelta(days=45)) == 40
    assert len(kept(cache)) == 2


def test_a_changed_history_never_meets_an_old_snapshot(tmp_path: Path, cache: Path) -> None:
    folder = write(tmp_path / "history", "10")
    assert revenue(folder, cache) == 60
    file = folder / "order_lines.parquet"
    before = file.stat()
    write(folder, "20")
    # Whoever changes it may put back everything that can be put back.
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert revenue(folder, cache) == 120


def test_another_text_of_the_queries_is_another_snapshot(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "history", "10")
    revenue(folder, cache)
    compose = measures_module.compose

    def changed(name: str, *more: Any, **named: Any) -> Any:
        statement = compose(name, *more, **named)
        return replace(statement, sql=statement.sql + "\n-- changed")

    monkeypatch.setattr(measures_module, "compose", changed)
    revenue(folder, cache)
    assert len(kept(cache)) == 2


def test_two_histories_of_equal_content_keep_apart(tmp_path: Path, cache: Path) -> None:
    revenue(write(tmp_path / "one", "10"), cache)
    revenue(write(tmp_path / "two", "10"), cache)
    assert len(kept(cache)) == 2


def test_a_broken_snapshot_is_made_again(tmp_path: Path, cache: Path) -> None:
    folder = write(tmp_path / "history", "10")
    revenue(folder, cache)
    (snapshot,) = kept(cache)
    snapshot.write_bytes(snapshot.read_bytes()[:100])
    assert revenue(folder, cache) == 60


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions here")
def test_a_cache_that_takes_no_file_costs_only_time(tmp_path: Path) -> None:
    folder = write(tmp_path / "history", "10")
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("")
    assert revenue(folder, in_the_way / "cache") == 60


def test_old_snapshots_are_forgotten(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures_module, "_KEPT", 3)
    folder = write(tmp_path / "history", "10")
    for days in range(5):
        revenue(folder, cache, AS_OF - timedelta(days=days))
    assert len(kept(cache)) == 3
