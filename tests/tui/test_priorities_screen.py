"""The Priorities screen, pressed like a user presses it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import TINY, written_history
from support.priorities_screen import lines_of, names_shown, press, running, settle

from kamtui.errors import BrokenContract, WrongUsage
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening

RANKED = ["Norra Brygga", "Harbour Light", "Fjord Timber"]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


async def test_the_order_is_that_of_the_command_line(tiny_history: Path, desk: Path) -> None:
    found = priorities(open_portfolio(tiny_history, workspace=desk)).records()
    async with running(tiny_history, desk) as (app, _):
        view = app.priorities.table.view
        assert view is not None
        shown = [view.row_at(place) for place in range(len(view))]
        assert [row.account_id for row in shown] == [row["account_id"] for row in found]
        assert [row.rank or None for row in shown] == [row["rank"] for row in found]
        assert [row.score for row in shown if row.rank] == [
            row["score"] for row in found if row["rank"]
        ]


async def test_a_line_says_what_is_known_of_an_account(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk, size=(200, 50)) as (app, _):
        heading, first, *_ = lines_of(app)
        for title in ("Moved", "Account", "Owner", "Segment", "Class", "Score", "24 months"):
            assert title in heading
        assert "EUR 12 months" in heading
        for text in ("1", "Norra Brygga", "North desk", "Trade", "35.0k"):
            assert text in first


async def test_accounts_that_are_not_ranked_stand_behind_a_rule(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "w", *["down"] * 4, "9", "0", "enter")
        lines = lines_of(app)
        rule = next(n for n, line in enumerate(lines) if "not ranked: 1 with under 50%" in line)
        assert "Only Asked Once" in lines[rule + 1]
        assert "known" in lines[rule + 1]


async def test_keys_move_the_cursor_and_pass_the_rule(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "w", *["down"] * 4, "9", "0", "enter", "escape")
        table = app.priorities.table
        assert table.view is not None
        assert table.view.ranked == 3
        for key, account in [("j", "A2"), ("k", "A1"), ("G", "A4"), ("up", "A3"), ("g", "A1")]:
            await press(pilot, key)
            assert table.cursor == account


async def test_typing_filters_without_accents_or_capitals_and_escape_shows_all(
    make_history: Callable[..., Path], desk: Path
) -> None:
    accounts = [{**row, "name": f"Jäälän {row['name']}"} for row in TINY["accounts"]]
    history = make_history({**TINY, "accounts": accounts})
    async with running(history, desk) as (app, pilot):
        await press(pilot, "slash", *"JAA tim")
        assert names_shown(app) == ["Jäälän Fjord Timber"]
        assert app.priorities.status.shown == 1
        await press(pilot, "enter")
        assert app.focused is app.priorities.table
        assert names_shown(app) == ["Jäälän Fjord Timber"]
        await press(pilot, "escape")
        assert len(names_shown(app)) == 4


async def test_the_cursor_goes_back_to_its_account_when_that_is_shown_again(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "j", "slash", *"fjord")
        assert app.priorities.table.cursor == "A3"
        await press(pilot, "escape")
        assert app.priorities.table.cursor == "A2"


async def test_an_owner_is_chosen_by_typing(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "o", *"nor", "enter")
        assert names_shown(app) == ["Norra Brygga", "Fjord Timber"]
        await press(pilot, "m", "down", "enter")
        assert names_shown(app) == []
        await press(pilot, "escape")
        assert len(names_shown(app)) == 4


async def test_sorting_goes_by_any_column_and_back_to_rank(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert names_shown(app)[:3] == ["Fjord Timber", "Harbour Light", "Norra Brygga"]
        await press(pilot, ".")
        assert names_shown(app)[:3] == ["Only Asked Once", "Norra Brygga", "Harbour Light"]
        assert "▾" in lines_of(app)[0]
        await press(pilot, "less_than_sign", "comma")
        assert names_shown(app)[:3] == RANKED


async def test_columns_that_do_not_fit_come_into_view(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk, size=(80, 24)) as (app, pilot):
        assert "Owner" not in lines_of(app)[0]
        await press(pilot, "l")
        assert "Owner" in lines_of(app)[0]
        assert "North desk" in lines_of(app)[1]
        await press(pilot, "h")
        assert "Score" in lines_of(app)[0]


async def test_changed_weights_rank_at_once_and_the_cursor_stays_on_its_account(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "j", "w")
        before = app.priorities.table.view
        await press(pilot, "0", "down", "0", "down", "0", "down", "5", "0", "enter")
        after = app.priorities.table.view
        assert before is not None
        assert after is not None
        assert [before.id_at(n) for n in range(3)] != [after.id_at(n) for n in range(3)]
        assert app.priorities.table.cursor == "A2"
        assert app.priorities.status.unsaved
        moved = {after.row_at(n).account_id: after.row_at(n).moved for n in range(3)}
        assert sum(moved.values()) == 0
        assert any("▲" in line for line in lines_of(app))
        await press(pilot, "u", "u", "u", "u")
        assert names_shown(app)[:3] == RANKED
        assert not app.priorities.status.unsaved


async def test_another_day_is_scored_and_the_cursor_stays(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "j", "t", "y", "enter")
        assert app.session is not None
        assert app.session.as_of == date(2024, 11, 28)
        assert app.priorities.status.as_of == date(2024, 11, 28)
        assert app.priorities.table.cursor == "A2"
        view = app.priorities.table.view
        assert view is not None
        row = view.row_at(view.place_of("A2") or 0)
        assert row.revenue_12m == 4000.0


async def test_a_day_that_is_none_is_refused_with_the_reason(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "t", *["backspace"] * 2, *"31", "enter")
        assert "November 2025 has 30 days, not 31" in str(app.screen.query_one("#saying").content)
        await press(pilot, "escape")
        assert app.session is not None
        assert app.session.as_of == date(2025, 11, 28)


async def test_files_that_change_are_read_again_at_the_same_place(
    tmp_path: Path, desk: Path
) -> None:
    history = written_history(tmp_path / "history", TINY)
    async with running(history, desk) as (app, pilot):
        await press(pilot, "slash", "a", "enter", "j")
        cursor = app.priorities.table.cursor
        accounts = [{**row, "name": f"{row['name']} a"} for row in TINY["accounts"]]
        more = {"account_id": "A0", "name": "A newcomer", "owner": None, "segment": None}
        written_history(history, {**TINY, "accounts": [*accounts, more]})
        app.look_at_files()
        await settle(pilot)
        assert app.priorities.status.of_all == 5
        assert app.priorities.table.cursor == cursor
        assert "Norra Brygga a" in names_shown(app)


async def test_a_history_that_breaks_while_it_is_open_leaves_what_was_read(
    tmp_path: Path, desk: Path
) -> None:
    history = written_history(tmp_path / "history", TINY)
    async with running(history, desk) as (app, pilot):
        shutil.rmtree(history)
        await press(pilot, "r")
        assert names_shown(app)[:3] == RANKED
        assert app.priorities.status.doing == ""
        assert any("no such folder" in each.message for each in app._notifications)


async def test_the_card_of_an_account_comes_back_to_the_row(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "j", "enter")
        assert type(app.screen).__name__ == "AccountScreen"
        await press(pilot, "n", "escape")
        assert app.screen is app.priorities
        assert app.priorities.table.cursor == "A3"
        await press(pilot, "4", "1")
        assert app.screen is app.priorities


async def test_help_lists_the_keys_that_work_here(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "question_mark")
        text = str(app.screen.query_one("#keys Static").content)
        assert "filter by name, id, owner or segment" in text
        assert "add 5 to the weight" not in text
        await press(pilot, "escape", "w", "question_mark")
        assert "add 5 to the weight" in str(app.screen.query_one("#keys Static").content)


async def test_the_palette_does_what_it_names(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "ctrl+p", *"weights")
        await press(pilot, "enter")
        await settle(pilot)
        assert app.priorities.body.shows_weights


async def test_the_theme_is_kept(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        before = app.theme
        await press(pilot, "T")
        taken = app.theme
        assert taken != before
    async with running(tiny_history, desk) as (app, _):
        assert app.theme == taken


async def test_unsaved_weights_are_offered_next_time(tiny_history: Path, desk: Path) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "w", "l", "l", "escape", "q")
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "enter")
        assert app.priorities.status.unsaved


@pytest.mark.parametrize(
    ("opening", "message"),
    [
        ({"owner": "Nroth desk"}, "no account has the owner 'Nroth desk'"),
        ({"segment": "Trad"}, "no account has the segment 'Trad'"),
        ({"weights": "nobody's"}, "there is no weight set"),
    ],
)
async def test_what_is_not_there_ends_the_app_with_the_reason(
    tiny_history: Path, desk: Path, opening: dict[str, str], message: str
) -> None:
    app = KamtuiApp(Opening(tiny_history, desk, **opening))
    await app.run_async(headless=True)
    assert isinstance(app.failure, WrongUsage)
    assert message in str(app.failure)


async def test_a_folder_without_a_history_ends_the_app_with_the_reason(tmp_path: Path) -> None:
    app = KamtuiApp(Opening(tmp_path, tmp_path / "desk"))
    await app.run_async(headless=True)
    assert isinstance(app.failure, BrokenContract)


async def test_an_owner_asked_for_on_the_command_line_is_the_first_filter(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk, owner="South desk") as (app, _):
        assert names_shown(app) == ["Harbour Light"]
        assert app.priorities.status.shown == 1
        assert app.priorities.status.of_all == 4
