"""What is shown goes to a file or to the clipboard, the same as a script would get it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import fastexcel
import pyarrow.parquet as pq
import pytest
from support.priorities_screen import Pasted, press, running

from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.tui.copying import COLUMNS, tab_separated
from kamtui.tui.ranked.rows import RankedRow


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


def typed(path: Path) -> list[str]:
    """Return the keys that replace the suggested file by another."""
    return ["ctrl+u", Pasted(path), "enter"]


async def test_export_writes_what_is_shown_in_the_order_shown(
    tiny_history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    async with running(tiny_history, desk) as (_, pilot):
        await press(pilot, "o", *"north", "enter", ">", ">", "e", *typed(file))
    found = priorities(open_portfolio(tiny_history, workspace=desk))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == list(found.names)
    assert [row["account_id"] for row in rows] == ["A3", "A1"]
    assert [row["rank"] for row in rows] == ["3", "1"]
    assert rows[1]["revenue_12m"] == "35000.5"


async def test_export_ranks_by_the_weights_set_now(
    tiny_history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "w", "0", "escape", "e", *typed(file))
        view = app.priorities.table.view
        assert view is not None
        shown = [(view.row_at(n).account_id, view.row_at(n).score) for n in range(len(view))]
    assert [(row["account_id"], row["score"]) for row in json.loads(file.read_text())] == shown


async def test_a_parquet_file_holds_amounts_as_decimals(
    tiny_history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.parquet"
    async with running(tiny_history, desk) as (_, pilot):
        await press(pilot, "e", *typed(file))
    table = pq.read_table(file)
    assert table.num_rows == 4
    assert "decimal" in str(table.schema.field("revenue_12m").type)


async def test_a_workbook_holds_what_is_shown(
    tiny_history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.xlsx"
    async with running(tiny_history, desk) as (_, pilot):
        await press(pilot, "o", *"north", "enter", "e", *typed(file))
    read = fastexcel.read_excel(file).load_sheet(0).to_arrow()
    assert read.column("account_id").to_pylist() == ["A1", "A3"]
    assert read.column("revenue_12m").to_pylist() == [35000.5, 650.0]


async def test_a_file_that_is_there_is_overwritten_only_when_said_twice(
    tiny_history: Path, desk: Path, tmp_path: Path
) -> None:
    file = tmp_path / "out.md"
    file.write_text("mine")
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "e", *typed(file))
        assert "is there already" in str(app.screen.query_one("#saying").content)
        assert file.read_text() == "mine"
        await press(pilot, "enter")
    assert file.read_text().startswith("| rank | account_id |")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.ods", "its ending names no format"),
        ("nowhere/out.csv", "there is no folder"),
        (".", "is a folder"),
    ],
)
async def test_a_file_that_cannot_be_is_refused_in_the_dialog(
    tiny_history: Path, desk: Path, tmp_path: Path, name: str, said: str
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "e", *typed(tmp_path / name))
        assert said in str(app.screen.query_one("#saying").content)


async def test_a_folder_that_takes_no_file_is_told(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "e", *typed(Path("/proc/out.csv")))
        assert any("Not written" in each.message for each in app._notifications)


async def test_copy_takes_the_account_under_the_cursor_and_keeps_a_file(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "j", "y")
        header, line = app.clipboard.splitlines()
        assert header.split("\t") == list(COLUMNS)
        assert line.split("\t")[:5] == ["2", "A2", "Harbour Light", "South desk", "Retail"]
        assert (desk / "copied.tsv").read_text(encoding="utf-8") == app.clipboard
        assert any("copied.tsv" in each.message for each in app._notifications)


async def test_copy_all_takes_what_is_shown(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "slash", *"desk", "enter", "Y")
        assert [line.split("\t")[1] for line in app.clipboard.splitlines()[1:]] == [
            "A1",
            "A2",
            "A3",
        ]


def test_copied_text_has_no_control_characters_and_unknown_amounts_are_empty() -> None:
    nan = float("nan")
    row = RankedRow(
        account_id="A\t1",
        name="\x1b]52;c;YQ==\x07\nx",
        key_account=False,
        owner=None,
        segment="Trade",
        rank=0,
        moved=0,
        newly_ranked=False,
        class_letter="",
        score=nan,
        coverage=0.25,
        revenue_12m=-0.5,
        revenue_growth=nan,
        days_since_order=nan,
        lifecycle="takeover",
        cell="a\tb",
        monthly_revenue=[],
    )
    line = tab_separated([row]).splitlines()[1]
    assert line.split("\t") == [
        *(
            "",
            r"A\t1",
            r"\x1b]52;c;YQ==\x07\nx",
            "",
            "Trade",
            "",
            "",
            "0.25",
            "-0.5",
            "",
            "",
            "takeover",
            r"a\tb",
        )
    ]
