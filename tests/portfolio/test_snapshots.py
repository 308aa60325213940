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

from kamtui.engine.embedded import Engine
from kamtui.portfolio import snapshots as snapshots_module
from kamtui.portfolio.contact_log import log_contact
from kamtui.portfolio.measures import measures
from kamtui.portfolio.new_contact import NewContact
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.signals import signals

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

    monkeypatch.setattr(snapshots_module, "_written", refused)
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
    compose = snapshots_module.compose

    def changed(name: str, *more: Any, **named: Any) -> Any:
        statement = compose(name, *more, **named)
        return replace(statement, sql=statement.sql + "\n-- changed")

    monkeypatch.setattr(snapshots_module, "compose", changed)
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
    monkeypatch.setattr(snapshots_module, "_KEPT", 3)
    folder = write(tmp_path / "history", "10")
    for days in range(5):
        revenue(folder, cache, AS_OF - timedelta(days=days))
    assert len(kept(cache)) == 3


@pytest.fixture
def every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few order lines there are, what rests on them is kept."""
    monkeypatch.setattr(snapshots_module, "_LARGE_BYTES", 0)


def layered(folder: Path, cache: Path, as_of: date = AS_OF) -> Portfolio:
    """The history as a large one is opened, by somebody with a workspace."""
    return open_portfolio(
        folder,
        workspace=cache.parent / "workspace",
        as_of=as_of,
        today=AS_OF,
        environment={"KAMTUI_CACHE": str(cache)},
    )


def measured(portfolio: Portfolio) -> dict[str, Any]:
    return {row["account_id"]: row for row in measures(portfolio).records()}["a"]


def layers(cache: Path, name: str = "line_measures") -> list[Path]:
    return sorted(cache.glob(f"{name}-*.parquet"))


def written_anew(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """The tables that each snapshot made from now on was computed from."""
    read: list[frozenset[str]] = []
    written = snapshots_module._written

    def noted(portfolio: Portfolio, statement: Any, name: Any) -> bool:
        def asked() -> Any:
            made = statement()
            read.append(made.tables)
            return made

        return written(portfolio, asked, name)

    monkeypatch.setattr(snapshots_module, "_written", noted)
    return read


@pytest.mark.usefixtures("every_size")
def test_a_logged_contact_has_no_order_line_read_again(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = layered(write(tmp_path / "history", "10"), cache)
    before = measured(portfolio)
    assert (before["revenue_total"], before["contacts_12m"]) == (60, None)
    read = written_anew(monkeypatch)
    log_contact(portfolio, NewContact("a"))
    after = measured(portfolio)
    assert (after["revenue_total"], after["contacts_12m"]) == (60, 1)
    assert len(read) == 1
    assert not {"order_lines", "raw_order_lines"} & read[0]
    assert (len(kept(cache)), len(layers(cache))) == (2, 1)


@pytest.mark.usefixtures("every_size")
def test_another_table_that_changes_has_no_order_line_read_again(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "history", "10")
    assert measured(layered(folder, cache))["complaints_open"] is None
    read = written_anew(monkeypatch)
    complaint = {"account_id": "a", "complaint_id": "1", "opened_on": AS_OF}
    write_tables({"complaints": [complaint]}, folder)
    assert measured(layered(folder, cache))["complaints_open"] == 1
    assert [tables & {"order_lines"} for tables in read] == [frozenset()]


@pytest.mark.usefixtures("every_size")
@pytest.mark.parametrize("changed", ["order_lines", "accounts"])
def test_what_rests_on_changed_files_is_computed_again(
    tmp_path: Path, cache: Path, changed: str
) -> None:
    folder = write(tmp_path / "history", "10")
    assert measured(layered(folder, cache))["revenue_total"] == 60
    file = folder / f"{changed}.parquet"
    before = file.stat()
    if changed == "order_lines":
        write(folder, "20")
    else:
        renamed = [{**ACCOUNTS[0]}, {"account_id": "c", "name": "C"}]
        write_tables({"accounts": renamed}, folder)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    rows = {row["account_id"]: row for row in measures(layered(folder, cache)).records()}
    assert rows["a"]["revenue_total"] == (120 if changed == "order_lines" else 60)
    assert rows.keys() == ({"a", "b"} if changed == "order_lines" else {"a", "c"})
    assert len(layers(cache)) == 2


@pytest.mark.usefixtures("every_size")
def test_what_rests_on_order_lines_is_of_its_day_and_query(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "history", "10")
    assert measured(layered(folder, cache))["revenue_total"] == 60
    assert measured(layered(folder, cache, AS_OF - timedelta(days=45)))["revenue_total"] == 40
    assert len(layers(cache)) == 2
    compose = snapshots_module.compose

    def changed(name: str, *more: Any, **named: Any) -> Any:
        statement = compose(name, *more, **named)
        return replace(statement, sql=statement.sql + "\n-- changed")

    monkeypatch.setattr(snapshots_module, "compose", changed)
    assert measured(layered(folder, cache))["revenue_total"] == 60
    assert len(layers(cache)) == 3


@pytest.mark.usefixtures("every_size")
def test_signals_read_the_order_lines_once(tmp_path: Path, cache: Path) -> None:
    groups = [
        {**line("a", str(n), AS_OF - timedelta(days=100 * n), "10"), "product_group": f"group {n}"}
        for n in range(3)
    ]
    folder = write_tables({"accounts": ACCOUNTS, "order_lines": groups}, tmp_path / "history")
    portfolio = layered(folder, cache)

    def new_groups() -> list[str]:
        asked = Request(params={"signal": "new_group"})
        return [row["detail"] for row in signals(portfolio, asked).records()]

    expected = ["first time: group 0"]
    assert new_groups() == expected
    (snapshot,) = layers(cache, "group_days")
    written_at = snapshot.stat().st_mtime_ns
    assert new_groups() == expected
    assert snapshot.stat().st_mtime_ns == written_at


def test_few_order_lines_are_read_again_sooner_than_kept(tmp_path: Path, cache: Path) -> None:
    assert measured(layered(write(tmp_path / "history", "10"), cache))["revenue_total"] == 60
    assert not layers(cache)


def test_where_nothing_was_logged_the_snapshot_is_met_without_reading_the_log(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "history", "10")
    assert measured(layered(folder, cache))["revenue_total"] == 60

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a table of what was logged was made")

    monkeypatch.setattr(Engine, "add_rows", refused)
    assert measured(layered(folder, cache))["revenue_total"] == 60
