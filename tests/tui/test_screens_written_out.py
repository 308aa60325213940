"""What the numbered screens show goes to a file or to the clipboard, as a script would get it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.matrix_screen import at_relationship, judged_history
from support.priorities_screen import Pasted, press, running
from support.written_tables import line, write_tables

from kamtui.portfolio.matrices import cells, placed
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import migration

NEWEST = date(2025, 6, 30)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Six accounts, of which one cannot be placed."""
    return judged_history(tmp_path / "history")


def to(file: Path) -> list[str]:
    """Return the keys that write what is shown to a file."""
    return ["e", "ctrl+u", Pasted(file), "enter"]


def rows_of(file: Path) -> list[dict[str, str]]:
    """Return the rows of a csv file."""
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def asked(portfolio: Portfolio, **more: str) -> dict[str, tuple[str, ...]]:
    """Return what each cell holds by `kamtui query matrix`, as text."""
    params = {"matrix": "relationship", "since": "2024-06-30", **more}
    return {
        row["cell"] or "": (str(row["accounts"]), str(row["entered"]), str(row["left"]))
        for row in cells(portfolio, Request(params=params)).records()
    }


async def test_the_cells_of_a_matrix_are_written_as_the_query_says(
    history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cells.csv"
    async with at_relationship(history, desk) as (_, pilot):
        await press(pilot, *to(file))
    found = {row["cell"]: (row["accounts"], row["entered"], row["left"]) for row in rows_of(file)}
    assert found == asked(open_portfolio(history, workspace=desk))


async def test_the_accounts_of_a_cell_are_written_in_the_order_shown(
    history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    async with at_relationship(history, desk) as (_, pilot):
        await press(pilot, "n", "escape", "l", "enter", ">", *to(file))
    query = placed(open_portfolio(history, workspace=desk), "relationship", Request()).records()
    partners = {row["account_id"]: row for row in query if row["cell"] == "partner"}
    written = rows_of(file)
    assert {row["account_id"] for row in written} == set(partners)
    for row in written:
        there = partners[row["account_id"]]
        assert (row["x_band"], row["y_band"], row["cell"]) == ("high", "high", "partner")
        assert float(row["x"]) == pytest.approx(there["x"])
        assert float(row["y"]) == pytest.approx(there["y"])


async def test_who_is_not_placed_is_written_with_what_is_missing(
    history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "none.parquet"
    async with at_relationship(history, desk) as (_, pilot):
        await press(pilot, "n", *to(file))
    (row,) = pq.read_table(file).to_pylist()
    assert row["account_id"] == "A5"
    assert row["cell"] is None
    assert row["y_band"] is None
    assert row["missing"]


async def test_every_view_of_a_matrix_has_something_to_write(desk: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.csv" for name in ("scatter", "moves", "stages", "classes")]
    async with at_relationship("sample", desk) as (_, pilot):
        for file in files:
            await press(pilot, "v")
            await press(pilot, *to(file))
    scatter, moves, stages, classes = map(rows_of, files)
    assert len(scatter) == 240 - 101
    assert sum(int(row["accounts"]) for row in moves) == 81
    assert sum(int(row["accounts"]) for row in stages if row["table"] == "Lifecycle") == 240
    portfolio = open_portfolio("sample", workspace=desk)
    query = migration(portfolio, Request(params={"since": "2024-11-30"})).records()
    assert {(row["from"], row["to"], int(row["accounts"])) for row in classes} == {
        (row["from_class"], row["to_class"], row["accounts"]) for row in query if row["accounts"]
    }


async def test_a_row_or_all_of_them_are_copied(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "l", "enter", "j", "y")
        heading, only = app.clipboard.splitlines()
        assert heading.split("\t")[:2] == ["account_id", "name"]
        assert only.split("\t")[0] == app.screen.account_id  # type: ignore[attr-defined]
        await press(pilot, "Y")
        assert len(app.clipboard.splitlines()) == 1 + 3
        assert (desk / "copied.tsv").read_text(encoding="utf-8") == app.clipboard


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """Two accounts, of which one rated us and a competitor."""
    rating = {"account_id": "A1", "rated_on": date(2025, 1, 1), "view": "customer"}
    return write_tables(
        {
            "accounts": [
                {"account_id": "A1", "name": "=1+1 [/]"},
                {"account_id": "A2", "name": "Fjord Timber"},
            ],
            "order_lines": [line(each, each, NEWEST, "500") for each in ("A1", "A2")],
            "factor_ratings": [
                {**rating, "supplier": "us", "factor": "service", "rating": 5.0},
                {
                    **rating,
                    "supplier": "Rival\x1b]52;c;YQ==\x07",
                    "factor": "service",
                    "rating": 8.0,
                },
            ],
        },
        tmp_path / "rated",
    )


async def test_strength_is_written_as_accounts_ratings_and_losses(
    rated: Path, desk: Path, tmp_path: Path
) -> None:
    accounts, ratings, losses = (tmp_path / f"{name}.csv" for name in ("a", "r", "l"))
    async with running(rated, desk) as (_, pilot):
        await press(pilot, "3")
        await press(pilot, *to(accounts))
        await press(pilot, "enter", "9", *to(ratings))
        await press(pilot, "escape", "b", *to(losses))
    first, second = rows_of(accounts)
    assert (first["account_id"], first["index"], first["lead"]) == ("A1", "5.0", "-3.0")
    assert (second["account_id"], second["index"], second["rival"]) == ("A2", "", "")
    (tried,) = (row for row in rows_of(ratings) if row["tried_out"])
    assert tried["us"] == "9.0"
    assert tried["tried_out"].startswith("us (")
    assert [row["factor"] for row in rows_of(losses)] == ["service"]


async def test_what_is_copied_of_strength_holds_no_control_characters(
    rated: Path, desk: Path
) -> None:
    async with running(rated, desk) as (app, pilot):
        await press(pilot, "3")
        await press(pilot, "Y")
        assert "\x1b" not in app.clipboard
        assert r"Rival\x1b]52" in app.clipboard
