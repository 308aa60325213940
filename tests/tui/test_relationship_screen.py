"""The Relationship screen, pressed like a user presses it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from support.matrix_screen import (
    about,
    at_relationship,
    head,
    held,
    judged_history,
    lines_shown,
    screen_of,
    view_of,
)
from support.priorities_screen import press, settle
from textual.widgets import Static

from kamtui.engine.embedded import Engine
from kamtui.portfolio.entered_cuts import cuts_subject, cuts_text
from kamtui.portfolio.judgements import enter
from kamtui.portfolio.matrices import cells
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.stages import migration, stage_matrix
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.widgets.matrix.body import MatrixBody
from kamtui.tui.widgets.matrix.grid import MatrixGrid
from kamtui.tui.widgets.matrix.scatter import ScatterPlot
from kamtui.tui.widgets.matrix.sheet_table import SheetTable
from kamtui.tui.widgets.weights_panel import WeightsPanel
from kamtui.workspace.entries import NewEntry

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Six accounts, of which one cannot be placed."""
    return judged_history(tmp_path / "history")


def answered(
    portfolio: Portfolio, matrix: str = "relationship", since: str = "2024-06-30", **filters: Any
) -> dict[str, tuple[int, int | None, int | None]]:
    """Return what `kamtui query matrix` says, by cell."""
    request = Request(params={"matrix": matrix, "since": since}, **filters)
    return {
        row["cell"] or "not placed": (row["accounts"], row["entered"], row["left"])
        for row in cells(portfolio, request).records()
    }


# Cells


@SIZES
async def test_the_cells_are_those_of_the_query(
    history: Path, desk: Path, size: tuple[int, int]
) -> None:
    found = answered(open_portfolio(history, workspace=desk))
    assert found["not placed"][0] == 1
    assert any(entered for _, entered, _ in found.values())
    async with at_relationship(history, desk, size) as (app, _):
        assert held(app) == found
        text = "\n".join(lines_shown(app))
        for said in ("partner", "friend", "rival", "acquaintance", "low", "high", "50"):
            assert said in text
        for name in ("Norra Brygga", "Fjord Timber", "not placed: 1 account"):
            assert name in text
        assert "↑ Value of the relationship" in text
        assert "Congruence of interests →" in text
        assert "▲" in text
        assert "1 of 4" in head(app)
        assert "moves since 2024-06-30" in head(app)


async def test_arrows_and_letters_move_between_cells(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        grid = app.screen.query_one(MatrixGrid)
        steps = (("l", 1), ("j", 3), ("left", 2), ("up", 0), ("k", 0), ("right", 1), ("down", 3))
        for key, number in steps:
            await press(pilot, key)
            assert grid.cursor == number
            assert about(app).startswith(view_of(app).name_of(number))
        assert sum("▸" in text for text in lines_shown(app)) == 1


async def test_every_declared_matrix_is_gone_through(history: Path, desk: Path) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    matrices = list(portfolio.model.matrices)
    assert "ge" in matrices
    async with at_relationship(history, desk) as (app, pilot):
        for matrix in (*matrices[1:], matrices[0]):
            await press(pilot, "m")
            assert screen_of(app).matrix_id == matrix
            assert held(app) == answered(portfolio, matrix)
        await press(pilot, "M")
        assert screen_of(app).matrix_id == matrices[-1]
        assert portfolio.model.matrices[matrices[-1]].title in head(app)


@SIZES
async def test_a_matrix_of_nine_cells_of_the_model_is_on_the_screen(
    history: Path, desk: Path, size: tuple[int, int]
) -> None:
    async with at_relationship(history, desk, size) as (app, pilot):
        await press(pilot, "M")
        text = "\n".join(lines_shown(app))
        for name in view_of(app).matrix.cell_names:
            assert name in text
        for cut in ("10.0k", "50.0k", " 4 ", " 7 ", "middle"):
            assert cut in text
        await press(pilot, "l", "l", "j")
        assert about(app).startswith("build")


async def test_the_last_matrix_asked_for_is_shown(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        for _ in range(3):
            await pilot.press("m")
        await settle(pilot)
        assert view_of(app).matrix.id == screen_of(app).matrix_id == "ge"


async def test_only_an_owners_accounts_are_placed(history: Path, desk: Path) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    async with at_relationship(history, desk, owner="South desk") as (app, pilot):
        assert held(app) == answered(portfolio, owner="South desk")
        await press(pilot, "1", "escape", "2")
        assert held(app) == answered(portfolio)
        await press(pilot, "1", "o", *"nobody", "enter", "2")
        assert sum(accounts for accounts, _, _ in held(app).values()) == 2
        await press(pilot, "v", "v", "v")
        assert any("not there for accounts without an owner" in each for each in lines_shown(app))


async def test_another_day_places_the_accounts_anew(history: Path, desk: Path) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "t", "y", "enter")
        then = portfolio.at(date(2024, 6, 30))
        assert held(app) == answered(then, since="2023-06-30")
        assert "since 2023-06-30" in head(app)


# Lists


async def test_a_cell_is_listed_ordered_and_opened(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "l", "enter")
        table = app.screen.query_one("#list", SheetTable)
        assert table.has_focus
        shown = lines_shown(app)
        assert "partner · 3 accounts" in shown[0]
        assert "12m▾" in shown[1]
        assert ids(table) == ["A1", "A6", "A2"]
        assert "North desk" in shown[2]
        assert "90.0k" in shown[2]
        await press(pilot, ".")
        assert ids(table) == ["A2", "A6", "A1"]
        await press(pilot, *["less_than_sign"] * 5)
        assert "Account▴" in lines_shown(app)[1]
        assert ids(table) == ["A2", "A1", "A6"]
        await press(pilot, "greater_than_sign")
        assert ids(table) == ["A1", "A6", "A2"]
        await press(pilot, "g", "enter")
        assert isinstance(app.screen, AccountScreen)
        assert app.screen.account_id == "A1"
        assert list(app.screen.account_ids) == ["A1", "A6", "A2"]
        await press(pilot, "n", "n", "escape")
        assert table.cursor == "A2"
        assert "Harbour Light: partner" in about(app)
        await press(pilot, "4")
        assert isinstance(app.screen, AccountScreen)
        assert app.screen.account_id == "A2"
        await press(pilot, "escape", "escape")
        assert app.screen.query_one(MatrixGrid).has_focus


def ids(table: SheetTable) -> list[str]:
    """Return the keys of the rows in the order shown."""
    assert table.sheet is not None
    return [table.sheet.key_at(place) for place in range(len(table.sheet))]


async def test_a_long_list_is_gone_through_by_pages(desk: Path) -> None:
    async with at_relationship("sample", desk, (80, 24)) as (app, pilot):
        await press(pilot, "n")
        table = app.screen.query_one("#list", SheetTable)
        keys = ids(table)
        assert len(keys) == 101
        seen = table.size.height - 2
        for key, place in (("pagedown", seen), ("ctrl+b", 0), ("G", 100), ("k", 99), ("g", 0)):
            await press(pilot, key)
            assert table.cursor == keys[place]
            assert any("▸" in text for text in lines_shown(app))


async def test_who_is_not_placed_is_listed_with_what_is_missing(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "n")
        shown = lines_shown(app)
        assert "not placed · 1 account" in shown[0]
        assert "Only Asked Once" in shown[2]
        assert "Interests" in shown[2]
        assert "–" in shown[2]
        assert "missing: Interests" in about(app)
        await press(pilot, "m")
        assert app.screen.query_one(MatrixGrid).has_focus


# Cut lines


@pytest.fixture
def no_questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were run."""
    asked: list[str] = []
    run = Engine.run

    def counted(engine: Engine, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return run(engine, sql, *more)

    monkeypatch.setattr(Engine, "run", counted)
    return asked


async def test_a_cut_line_moves_accounts_at_once_and_without_a_query(
    history: Path, desk: Path, no_questions: list[str]
) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    moved = answered(cut_elsewhere(portfolio, (54.0,), (50.0,)))
    async with at_relationship(history, desk) as (app, pilot):
        before = held(app)
        no_questions.clear()
        await press(pilot, "c", "+", "+")
        assert no_questions == []
        assert view_of(app).matrix.x.cuts == (54.0,)
        assert "cut line at 54 (was 50)" in about(app)
        assert "unsaved" in head(app)
        assert any("▸54*" in text for text in lines_shown(app))
        assert any("┃" in text for text in lines_shown(app))
        assert held(app) == moved != before
        await press(pilot, "c", "L", "_", "-")
        assert view_of(app).matrix.y.cuts == (48.0,)
        assert screen_of(app).declared_cuts() == ((50.0,), (50.0,))
        await press(pilot, "0")
        assert view_of(app).matrix.y.cuts == (50.0,)
        await press(pilot, "escape", "0")
        assert held(app) == before
        assert "unsaved" not in head(app)
        assert no_questions == []


def cut_elsewhere(portfolio: Portfolio, x: tuple[float, ...], y: tuple[float, ...]) -> Portfolio:
    """Return the portfolio with the cut lines of the relationship matrix elsewhere."""
    moved = portfolio.model.matrices["relationship"].with_cuts(x, y)
    matrices = {**portfolio.model.matrices, "relationship": moved}
    return replace(portfolio, model=replace(portfolio.model, matrices=matrices))


async def test_moved_cut_lines_stay_while_other_matrices_are_looked_at(
    history: Path, desk: Path
) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "c", "-")
        assert view_of(app).matrix.x.cuts == (48.0,)
        await press(pilot, "m", "M")
        assert view_of(app).matrix.x.cuts == (48.0,)
        assert "unsaved" in head(app)


async def test_saved_cut_lines_count_everywhere_and_the_next_time(
    history: Path, desk: Path
) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "s")
        assert "where they are saved" in about(app)
        await press(pilot, "c", "+", "+", "s")
        assert "unsaved" not in head(app)
        assert screen_of(app).declared_cuts() == ((54.0,), (50.0,))
        session = app.session
        assert session is not None
        assert answered(session.portfolio) == held(app)
    async with at_relationship(history, desk) as (app, _):
        assert view_of(app).matrix.x.cuts == (54.0,)


async def test_who_moved_the_cut_lines_meanwhile_is_told(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "c", "+")
        session = app.session
        assert session is not None
        south = replace(session.portfolio.workspace, who="South desk")
        new = NewEntry(cuts_subject("relationship"), text=cuts_text([30], [50]))
        enter(replace(session.portfolio, workspace=south), [new])
        await press(pilot, "s")
        said = [note.message for note in app._notifications]
        assert any("South desk moved the cut lines meanwhile" in each for each in said)
        assert view_of(app).matrix.x.cuts == (52.0,)
        assert screen_of(app).declared_cuts() == ((50.0,), (50.0,))
        await press(pilot, "s")
        assert screen_of(app).declared_cuts() == ((52.0,), (50.0,))
        assert "unsaved" not in head(app)


async def test_a_cut_line_does_not_pass_another(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "M", "c", *["L"] * 3)
        assert view_of(app).matrix.x.cuts == (6.0, 7.0)
        assert "another cut line is in the way" in about(app)
        await press(pilot, "c", *["L"] * 4)
        assert "end of the axis" in about(app)
        assert view_of(app).matrix.x.cuts == (6.0, 10.0)


async def test_a_list_follows_the_cut_lines(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "l", "enter")
        table = app.screen.query_one("#list", SheetTable)
        await press(pilot, "j", "+")
        assert ids(table) == ["A1", "A2"]
        await press(pilot, "-")
        assert ids(table) == ["A1", "A6", "A2"]
        assert table.cursor == "A6"


# Moves


async def test_moves_are_counted_from_the_day_that_is_chosen(history: Path, desk: Path) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "d", "ctrl+u", *"2025-12-31", "enter")
        saying = app.screen.query_one("#saying", Static)
        assert "2025-12-31 is after 2025-06-30" in str(saying.content)
        await press(pilot, "ctrl+u", *"2022-12-31", "enter")
        assert held(app) == answered(portfolio, since="2022-12-31")
        assert held(app) != answered(portfolio)
        assert "since 2022-12-31" in head(app)


async def test_who_moved_which_way_is_listed(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "v", "v")
        assert "[Moves]" in head(app)
        text = "\n".join(lines_shown(app))
        moved = sum(entered or 0 for _, entered, _ in held(app).values())
        assert f"{moved} accounts moved since 2024-06-30" in text
        table = app.screen.query_one("#moves", SheetTable)
        assert table.has_focus
        assert "3" in lines_shown(app)[2]
        assert "Norra Brygga, River Works, Harbour Light" in about(app)
        await press(pilot, "enter")
        assert "not placed → partner · 3 accounts" in lines_shown(app)[0]
        await press(pilot, "escape", "greater_than_sign", ".")
        assert "12m▴" in lines_shown(app)[1]


async def test_without_moves_it_is_said(tmp_path: Path, desk: Path) -> None:
    history = judged_history(tmp_path / "history")
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "v", "v", "d", "n", "enter")
        assert any("no account stands elsewhere" in text for text in lines_shown(app))


# Stages and classes


async def test_stages_and_classes_are_those_of_the_queries(desk: Path) -> None:
    portfolio = open_portfolio("sample", workspace=desk)
    stages = stage_matrix(portfolio, Request(params={"by": "lifecycle"})).records()
    moved = migration(portfolio, Request(params={"since": "2024-11-30"})).records()
    async with at_relationship("sample", desk, (200, 50)) as (app, pilot):
        await press(pilot, "v", "v", "v")
        assert "[Stage × class]" in head(app)
        table = lines_shown(app)
        for stage in ("acquisition", "development"):
            counts = [row["accounts"] for row in stages if row["lifecycle"] == stage]
            line = next(each for each in table if stage in each)
            said = [int(word.replace("·", "0")) for word in line.split()[1:]]
            assert said[:5] == counts[:5]
            assert said[-1] == sum(counts)
        await press(pilot, "v")
        assert "[Class migration]" in head(app)
        line = next(each for each in lines_shown(app) if each.split()[:1] == ["B"])
        counts = {row["to_class"]: row["accounts"] for row in moved if row["from_class"] == "B"}
        words = line.split()
        assert words[1] == (f"▲{counts['A']}" if "A" in counts else "·")
        assert words[2] == str(counts["B"])
        assert words[-1] == str(sum(counts.values()))
        await press(pilot, "v")
        assert "[Cells]" in head(app)
        await press(pilot, "V")
        assert "[Class migration]" in head(app)


async def test_what_does_not_fit_of_the_tables_is_scrolled_to(desk: Path) -> None:
    async with at_relationship("sample", desk, (80, 24)) as (app, pilot):
        await press(pilot, "V", "V")
        assert not any("commitment" in text for text in lines_shown(app))
        await press(pilot, "pagedown", "j")
        assert any("commitment" in text for text in lines_shown(app))
        await press(pilot, "pageup", "k")
        assert "Lifecycle" in lines_shown(app)[0]


# The scatter


@SIZES
async def test_accounts_are_picked_in_the_scatter(
    history: Path, desk: Path, size: tuple[int, int]
) -> None:
    async with at_relationship(history, desk, size) as (app, pilot):
        await press(pilot, "l", "v")
        plot = app.screen.query_one(ScatterPlot)
        assert plot.has_focus
        assert "[Scatter]" in head(app)
        assert about(app).startswith("Norra Brygga: partner")
        shown = "\n".join(lines_shown(app))
        assert "◆" in shown
        for name in ("partner", "friend", "rival", "acquaintance"):
            assert name in shown
        await press(pilot, "j")
        assert "Norra Brygga" not in about(app)
        await press(pilot, "[", "[", "[", "[")
        assert "Norra Brygga" in about(app)
        order = []
        for _ in range(5):
            order.append(screen_of(app).account_id)
            await press(pilot, "]")
        assert order == ["A1", "A6", "A2", "A3", "A4"]
        assert "Garden Gate: friend" in about(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, AccountScreen)
        assert app.screen.account_id == "A4"
        await press(pilot, "p", "escape")
        assert "Fjord Timber" in about(app)


async def test_arrows_pick_the_nearest_account_in_their_direction(desk: Path) -> None:
    async with at_relationship("sample", desk) as (app, pilot):
        await press(pilot, "v")
        plot = app.screen.query_one(ScatterPlot)
        view = view_of(app)
        for key, values, sign in (("right", "x", 1), ("h", "x", -1), ("k", "y", 1), ("j", "y", -1)):
            for _ in range(5):
                before = plot.picked
                await press(pilot, key)
                after = plot.picked
                assert before is not None
                assert after is not None
                if before != after:
                    ahead = getattr(view.basis, values)[after] - getattr(view.basis, values)[before]
                    assert ahead * sign > 0


async def test_cut_lines_move_in_the_scatter_too(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "v", "c", "+")
        assert any("▸52*" in text for text in lines_shown(app))
        assert "cut line at 52" in about(app)


# Weights


async def test_weights_of_either_axis_place_accounts_at_once(
    history: Path, desk: Path, no_questions: list[str]
) -> None:
    portfolio = open_portfolio(history, workspace=desk)
    async with at_relationship(history, desk) as (app, pilot):
        before = held(app)
        await press(pilot, "w")
        assert "Congruence of interests" in str(app.screen.query_one("#axis", Static).content)
        no_questions.clear()
        await press(pilot, "0", "down", "9", "0", "enter")
        assert no_questions == []
        after = held(app)
        assert after != before
        panel = app.screen.query_one(WeightsPanel)
        assert "in another cell" in str(panel.query_one("#said", Static).content)
        await press(pilot, "s")
        await app.workers.wait_for_complete()
        await settle(pilot)
        assert answered(portfolio) == after == held(app)
        assert app.session is not None
        cells_ranked = Counter(app.session.basis.cells.tolist())
        assert cells_ranked["friend"] == after["friend"][0]
        await press(pilot, "w")
        assert "Value of the relationship" in str(app.screen.query_one("#axis", Static).content)
        assert len(app.screen.query(WeightsPanel)) == 2
        await press(pilot, "w")
        assert app.screen.query_one(MatrixGrid).has_focus
        assert not any(panel.is_on_screen for panel in app.screen.query(WeightsPanel))


async def test_unsaved_weights_of_an_axis_are_kept_for_the_next_time(
    history: Path, desk: Path
) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "w", "l", "l", "q")
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "w")
        await press(pilot, "enter")
        assert app.screen.query_one(WeightsPanel).editing.is_unsaved


async def test_a_matrix_without_a_scorecard_has_nothing_to_weigh(history: Path, desk: Path) -> None:
    async with at_relationship(history, desk) as (app, pilot):
        await press(pilot, "m", "w")
        assert "nothing to weigh" in about(app)
        assert app.screen.query_one(MatrixGrid).has_focus


# Names


HOSTILE = {
    "A1": "[@click=app.quit]x[/]",
    "A2": "\x1b]52;c;aGFybQ==\x07[/]",
    "A3": "one\ntwo\tthree",
    "A4": "山田商店株式会社",
    "A5": "abc\u202egnp.exe",
    "A6": "Ab " * 60,
}
MODEL = """
[matrices.relationship]
title = "[/] 山田 \\u001b[2J"
x = { title = "[b]\\u001b[2J", scorecard = "congruence", cuts = [50], bands = ["[/]", "\\u0007"] }
y = { title = "山田\\n", scorecard = "value", cuts = [50], bands = ["low 山田商店株式会社", "hi"] }
cells = [
    { x = "[/]", y = "hi", name = "[@click=app.quit]r[/]" },
    { x = "\\u0007", y = "hi", name = "\\u001b[31mp" },
    { x = "[/]", y = "low 山田商店株式会社", name = "山田" },
    { x = "\\u0007", y = "low 山田商店株式会社", name = "a\\nb" },
]
"""


@SIZES
async def test_hostile_names_are_shown_as_they_are_spelled(
    tmp_path: Path, desk: Path, size: tuple[int, int]
) -> None:
    history = judged_history(tmp_path / "history", MODEL, HOSTILE)
    (history / "history.toml").write_text('name = "H"\ncurrency = "[/]"\n')
    async with at_relationship(history, desk, size) as (app, pilot):
        seen = []
        for keys in ((), ("enter",), ("escape", "n"), ("v",), ("v",), ("v",), ("v",)):
            await press(pilot, *keys)
            shown = lines_shown(app)
            seen += [*shown, about(app), head(app)]
            # The line over a scrollbar is shorter by it.
            width = app.screen.query_one(MatrixBody).query_one("#views").size.width
            assert all(cell_len(text) <= width for text in shown)
        text = "".join(seen)
        assert not any(character < " " for character in text.replace("\n", ""))
        assert not any(character in text for character in "\u202e\x9b\x07")
        for spelled in ("[@click=app.quit]", r"\x1b]52;c;", "山田商店", r"one\ntwo", r"\x1b[31mp"):
            assert spelled in text, spelled


@SIZES
async def test_where_nobody_is_placed_every_view_says_so(
    tiny_history: Path, desk: Path, size: tuple[int, int]
) -> None:
    async with at_relationship(tiny_history, desk, size) as (app, pilot):
        text = "\n".join(lines_shown(app))
        assert "not placed: 4 accounts" in text
        assert "–" not in text
        await press(pilot, "enter")
        assert any("no account stands here" in each for each in lines_shown(app))
        await press(pilot, "escape", "v", "j", "l", "]", "enter", "c", "+")
        assert screen_of(app).account_id is None
        assert any("▸52*" in each for each in lines_shown(app))
        await press(pilot, "v", "enter")
        assert any("no account stands elsewhere" in each for each in lines_shown(app))
