"""The Strength screen: who leads where, ratings that are tried out, saved, or thrown away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.priorities_screen import press, running, settle
from support.written_tables import line, write_tables
from textual.pilot import Pilot

from kamtui.model.strength_editing import Cell
from kamtui.portfolio.strength_card import load_strength_card, save_tried
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.screens.name_supplier import NameSupplier
from kamtui.tui.screens.strength import StrengthScreen
from kamtui.tui.widgets.strength.accounts import StrengthAccounts, lead_bar, signed
from kamtui.tui.widgets.strength.grid import StrengthGrid

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
HOSTILE = "[@click=app.quit]Rival[/] \x1b]52;c;YQ==\x07"
NEWEST = date(2025, 6, 30)


def rating(who: str, supplier: str, factor: str, rated: float, view: str = "own") -> dict[str, Any]:
    return {
        "account_id": who,
        "supplier": supplier,
        "factor": factor,
        "rating": rated,
        "rated_on": date(2025, 1, 1),
        "view": view,
    }


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Two accounts that are rated, and one that is not."""
    return write_tables(
        {
            "accounts": [
                {"account_id": "A1", "name": "Norra Brygga", "owner": "North desk"},
                {"account_id": "A2", "name": "Harbour Light", "owner": "South desk"},
                {"account_id": "A3", "name": "Fjord Timber", "owner": "South desk"},
            ],
            "order_lines": [line(each, each, NEWEST, "500") for each in ("A1", "A2", "A3")],
            "factor_ratings": [
                rating("A1", "us", "product", 9),
                rating("A1", "us", "service", 7),
                rating("A1", "us", "service", 5, "customer"),
                rating("A1", HOSTILE, "product", 6),
                rating("A1", HOSTILE, "service", 9),
                rating("A2", "us", "service", 8),
                rating("A2", HOSTILE, "service", 6),
            ],
            "factor_weights": [
                {"factor": "service", "weight": 70.0},
                {"factor": "product", "weight": 30.0},
            ],
        },
        tmp_path / "history",
    )


@asynccontextmanager
async def at_strength(
    history: Path, size: tuple[int, int] = (120, 40), **opening: Any
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    async with running(history, history.parent / "desk", size, **opening) as (app, pilot):
        await press(pilot, "3")
        assert isinstance(app.screen, StrengthScreen)
        yield app, pilot


def accounts_of(app: KamtuiApp) -> list[str]:
    shown = app.screen.query_one(StrengthAccounts)
    return [shown.render_line(y).text.rstrip() for y in range(1, shown.size.height)]


def grid_of(app: KamtuiApp) -> str:
    return str(app.screen.query_one(StrengthGrid).render())


async def test_the_accounts_where_we_are_behind_come_first(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        names = [line[2:15].strip() for line in accounts_of(app)[:3]]
        assert names == ["Norra Brygga", "Harbour Light", "Fjord Timber"]
        assert "−1.9" in accounts_of(app)[0]
        assert "+2.0" in accounts_of(app)[1]
        assert "not rated" in accounts_of(app)[2]
        await press(pilot, ">", ">", ">")
        names = [line[2:15].strip() for line in accounts_of(app)[:3]]
        assert names == ["Fjord Timber", "Harbour Light", "Norra Brygga"]
        assert app.screen.query_one(StrengthAccounts).account_id == "A1"


async def test_the_grid_says_who_leads_on_what_and_what_it_takes(history: Path) -> None:
    async with at_strength(history) as (app, _):
        said = grid_of(app)
        assert "leads us by 1.90" in said
        assert r"[@click=app.quit]Rival[/] \x1b]52;c;YQ==\x07" in said
        assert "service +2.7 draws level" in said
        assert "product alone cannot: +6.3 needed, +1.0 left" in said
        assert "service: we say 7, the customer 5 (+2)" in said
        assert "weights: the default" in said
        # The best of a row is marked by more than colour, and whose view it is.
        assert "▲9" in said
        assert "5c" in said


async def test_the_index_moves_as_it_is_typed_and_the_list_remembers(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "9", ".", "5")
        said = grid_of(app)
        assert "9.5▏" in said
        assert "we lead" in said
        assert "as saved:" in said
        assert "* unsaved" in said
        await press(pilot, "escape", "j")
        assert "Harbour Light" in grid_of(app)
        assert accounts_of(app)[0].startswith("  Norra Brygga")
        assert "*" in accounts_of(app)[0]
        await press(pilot, "k")
        assert "9.5" in grid_of(app)
        await press(pilot, "enter", "x")
        assert "leads us by 1.90" in grid_of(app)
        await press(pilot, "u")
        assert "we lead" in grid_of(app)


async def test_what_is_tried_out_is_saved_and_counts_everywhere(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "+", "+", "+", "left", "down", "9", "s")
        assert "unsaved" not in grid_of(app)
        assert "2 of 2" not in grid_of(app)
        assert "weights: 1 of 2 this account's own" in grid_of(app)
        session = app.session
        assert session is not None
        card = load_strength_card(session.portfolio, "A1", "")
        assert card.values[Cell("service", "us", "customer")] == 6.5
        assert card.values[Cell("product")] == 9
        # The list was read again with what was saved.
        assert " 6.8 " in accounts_of(app)[0]


async def test_the_weights_of_every_account_can_be_edited(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "d", "left", "5", "s")
        assert "weights of every account" in grid_of(app)
        session = app.session
        assert session is not None
        card = load_strength_card(session.portfolio, "A2", "")
        assert card.values[Cell("service", for_all=True)] == 5


async def test_the_two_views_are_shown_and_edited_apart(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "v")
        assert "only the customer's view" in grid_of(app)
        await press(pilot, "v", "3")
        assert "only our own view" in grid_of(app)
        # Our own view does not count where the customer's is known.
        assert "leads us by 1.90" in grid_of(app)
        assert "we say 3, the customer 5 (−2)" in grid_of(app)


async def test_an_account_that_nobody_rated_can_be_rated(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "G")
        assert "not rated" in grid_of(app)
        await press(pilot, "enter", "7", "s")
        assert "our index is 7.00; no competitor is rated" in grid_of(app)


async def test_what_cannot_be_is_refused_with_the_reason(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "1", "1")
        assert [note.message for note in app._notifications] == ["a rating is from 1 to 10"]
        assert app.screen.query_one(StrengthGrid).editing.value(app_cell(app)) == 1


def app_cell(app: KamtuiApp) -> Cell:
    return app.screen.query_one(StrengthGrid).cell


async def test_who_was_faster_is_told_and_nothing_is_lost(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "2")
        session = app.session
        assert session is not None
        card = load_strength_card(session.portfolio, "A1", "")
        south = replace(session.portfolio.workspace, who="South desk")
        theirs = {Cell("service", "us", "customer"): 8.0}
        save_tried(replace(session.portfolio, workspace=south), card, theirs)
        await press(pilot, "s")
        assert any("South desk entered 8 meanwhile" in n.message for n in app._notifications)
        # Theirs counts as saved now, ours is still there, and a second save is meant.
        grid = app.screen.query_one(StrengthGrid)
        assert grid.editing.saved[Cell("service", "us", "customer")] == 8
        assert grid.editing.value(Cell("service", "us", "customer")) == 2
        await press(pilot, "s")
        assert grid.editing.saved[Cell("service", "us", "customer")] == 2
        assert not grid.editing.is_tried


async def test_where_we_lose_over_the_whole_base(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "b")
        lines = [str(each.render()) for each in app.screen.query("_Lines")]
        assert "Where we lose" in lines[0]
        assert "service" in lines[0]
        assert "−2.80" in lines[0]
        await press(pilot, "escape")
        assert app.screen.query_one(StrengthAccounts).has_focus


async def test_the_owner_of_priorities_is_the_owner_here(history: Path) -> None:
    async with at_strength(history, owner="South desk") as (app, _):
        names = [line[2:15].strip() for line in accounts_of(app) if line.strip()]
        assert names == ["Harbour Light", "Fjord Timber"]


async def test_the_card_of_the_account_is_one_key_away(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "4")
        assert isinstance(app.screen, AccountScreen)
        assert app.screen.account_id == "A1"
        await press(pilot, "escape")
        assert isinstance(app.screen, StrengthScreen)
        await press(pilot, "1")
        assert app.screen is app.priorities


@pytest.mark.parametrize(
    ("lead", "bar"),
    [
        (0.0, "   │   "),
        (float("nan"), "   │   "),
        (0.05, "   │█  "),
        (-3.0, "███│   "),
        (9.0, "   │███"),
        (-1.0, "  █│   "),
    ],
)
def test_the_bar_shows_by_its_side_who_leads(lead: float, bar: str) -> None:
    assert lead_bar(lead, 7) == bar


def test_a_lead_has_its_sign() -> None:
    assert [signed(each) for each in (1.25, -0.04, float("nan"))] == ["+1.2", "−0.0", "–"]


@SIZES
def test_what_it_looks_like(
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    app = KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))

    async def try_out(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await press(pilot, "3", "G", "g", *["j"] * 12, "enter", "9", "enter", "down")

    assert snap_compare(app, terminal_size=size, run_before=try_out)


async def test_another_competitor_is_named_and_rated(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await pilot.press("enter", "n")
        while not isinstance(app.screen, NameSupplier):
            await pilot.pause()
        # One that is spelled like a known one is refused, and can be spelled anew.
        await pilot.press(*"US", "enter")
        assert "did you mean us?" in str(app.screen.query_one("#saying").render())
        await pilot.press("backspace", "backspace", *"Third", "enter")
        while not isinstance(app.screen, StrengthScreen):
            await pilot.pause()
        await press(pilot, "8", "s")
        assert "Third" in grid_of(app)
        session = app.session
        assert session is not None
        card = load_strength_card(session.portfolio, "A1", "")
        assert card.values[Cell("service", "Third", "own")] == 8


async def test_what_was_entered_is_signed_and_can_be_taken_back(history: Path) -> None:
    async with at_strength(history) as (app, pilot):
        await press(pilot, "enter", "Z")
        assert any("the files say it" in note.message for note in app._notifications)
        assert "service, ours, customer view: as the files say" in grid_of(app)
        await press(pilot, "9", "s")
        assert "entered by" in grid_of(app)
        await press(pilot, "Z")
        assert "as the files say" in grid_of(app)
        assert "leads us by 1.90" in grid_of(app)


async def test_hostile_factor_names_are_shown_as_they_are_spelled(tmp_path: Path) -> None:
    factor = "[@click=app.quit]fac[/] \x1b[2J\x07"
    history = write_tables(
        {
            "accounts": [{"account_id": "A1", "name": "[/]\x1b[31m"}],
            "order_lines": [line("A1", "1", NEWEST, "500")],
            "factor_ratings": [
                rating("A1", "us", factor, 4),
                rating("A1", "[b]Rival", factor, 9),
            ],
            "factor_weights": [{"factor": factor, "weight": 10.0}],
        },
        tmp_path / "hostile",
    )
    async with at_strength(history, (200, 50)) as (app, pilot):
        said = grid_of(app)
        assert r"[@click=app.quit]fac…" in said or r"[@click=app.quit]fac[/]" in said
        assert r"fac[/] \x1b[2J\x07 +5.0 draws level with [b]Rival" in said
        assert r"[/]\x1b[31m" in said
        await press(pilot, "b")
        drawn = "".join(str(each.render()) for each in app.screen.query("_Lines"))
        assert not set(said + drawn) & {"\x1b", "\x07"}
