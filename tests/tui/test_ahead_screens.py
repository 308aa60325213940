"""The views beside the queue: the coming days, and the groups that are not bought."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.actions_screen import at_actions, until
from support.written_tables import line, write_tables
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.screens.actions import ActionsScreen
from kamtui.tui.screens.ahead import AheadScreen
from kamtui.tui.screens.calendar import CalendarScreen
from kamtui.tui.screens.choose import Choose
from kamtui.tui.screens.export import Export
from kamtui.tui.screens.white_space import WhiteSpaceScreen
from kamtui.tui.widgets.matrix.sheet_table import SheetTable

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
HOSTILE = "[@click=app.quit]x[/] \x1b]52;c;YQ==\x07"
AS_OF = date(2025, 6, 30)
OWNERS = {"a": "North desk", "b": "South desk", "c": None}


def ahead(n: int) -> date:
    return AS_OF + timedelta(days=n)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Three customers alike: contracts that end, and groups that some of them buy."""
    names = {"a": "Norra Brygga", "b": HOSTILE, "c": "Harbour Light"}
    bought = {"a": {"Soil": "5000"}, "b": {"Soil": "900", "Tools": "300"}, "c": {HOSTILE: "70"}}
    write_tables(
        {
            "accounts": [
                {
                    "account_id": who,
                    "name": name,
                    "owner": OWNERS[who],
                    "segment": "Trade",
                    "potential_annual": Decimal(9000),
                }
                for who, name in names.items()
            ],
            "order_lines": [
                *(
                    line(who, f"{who}{group}", AS_OF, net, product_group=group)
                    for who, groups in bought.items()
                    for group, net in groups.items()
                ),
                line("a", "old", date(2024, 1, 1), "40", product_group="Tools"),
            ],
            "contracts": [
                {
                    "account_id": who,
                    "contract_id": f"{who.upper()} {HOSTILE}",
                    "starts_on": date(2024, 7, 1),
                    "ends_on": ahead(days),
                }
                for who, days in (("a", 40), ("b", 10), ("c", 120))
            ],
        },
        tmp_path / "history",
    )
    return tmp_path / "history"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder of the workspace."""
    return tmp_path / "desk"


def is_shown(app: KamtuiApp, kind: type[AheadScreen[Any]]) -> bool:
    return isinstance(app.screen, kind) and app.screen.table.sheet is not None


@asynccontextmanager
async def at(
    kind: type[AheadScreen[Any]], history: Path, desk: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    """Yield the app with one of the views on the screen."""
    async with at_actions(history, desk, size, as_of=AS_OF) as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: is_shown(app, CalendarScreen))
        if kind is WhiteSpaceScreen:
            await pilot.press("v")
            await until(pilot, lambda: is_shown(app, WhiteSpaceScreen))
        yield app, pilot


def lines_of(app: KamtuiApp) -> list[str]:
    screen = app.screen
    assert isinstance(screen, AheadScreen)
    return [screen.table.render_line(y).text.rstrip() for y in range(screen.table.size.height)]


def rows_of(app: KamtuiApp, kind: str) -> list[str]:
    """Return the days' rows that say this, from the top."""
    return [text for text in lines_of(app)[2:] if kind in text]


@SIZES
async def test_the_calendar_says_what_falls_on_which_day(
    history: Path, desk: Path, size: tuple[int, int]
) -> None:
    async with at(CalendarScreen, history, desk, size) as (app, pilot):
        assert "The 90 days from 2025-06-30" in lines_of(app)[0]
        ends = rows_of(app, "contract ends")
        assert [text[2:7] for text in ends] == ["[@cli", "Norra"]
        assert f"{ahead(40):%a} {ahead(40)}" in ends[1]
        assert "\x1b" not in "".join(lines_of(app))
        await pilot.press("+")
        await until(pilot, lambda: len(rows_of(app, "contract ends")) == 3)
        assert "The 180 days" in lines_of(app)[0]
        await pilot.press("-")
        await until(pilot, lambda: "The 90 days" in lines_of(app)[0])
        await pilot.press("-")
        await until(pilot, lambda: "The 30 days" in lines_of(app)[0])
        assert len(rows_of(app, "contract ends")) == 1


@SIZES
async def test_white_space_says_what_is_bought_and_what_peers_buy(
    history: Path, desk: Path, size: tuple[int, int]
) -> None:
    async with at(WhiteSpaceScreen, history, desk, size) as (app, pilot):
        title, headings, *rows = lines_of(app)[:5]
        assert "3 accounts: EUR of 12 months" in title
        assert headings.split()[:4] == ["Account", "Revenue▾", "Soil", "Tools"]
        # a has bought tools before, and one of its two peers does; nobody else buys what c does.
        assert rows[0].split()[-4:] == ["5.00k", "5.00k", "↓50%", "›50%"]
        assert rows[1].split()[-3:] == ["900", "300", "›50%"]
        assert rows[2].split()[-4:] == ["70", "›100%", "›50%", "70"]
        assert "\x1b" not in "".join(lines_of(app))
        await pilot.press("]")
        await until(pilot, lambda: "Soil" not in lines_of(app)[1])
        await pilot.press("[")
        await until(pilot, lambda: "Soil" in lines_of(app)[1])


async def test_a_key_turns_through_the_queue_and_the_views(history: Path, desk: Path) -> None:
    async with at(WhiteSpaceScreen, history, desk) as (app, pilot):
        await pilot.press("V")
        await until(pilot, lambda: isinstance(app.screen, CalendarScreen))
        await pilot.press("V")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen))
        await pilot.press("V")
        await until(pilot, lambda: isinstance(app.screen, WhiteSpaceScreen))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen))
        assert len(app.screen_stack) == 2  # none lies on another


async def test_the_views_show_whose_list_it_is(history: Path, desk: Path) -> None:
    async with at(CalendarScreen, history, desk) as (app, pilot):
        assert len(rows_of(app, "contract ends")) == 2
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press(*"south", "enter")
        await until(pilot, lambda: is_shown(app, CalendarScreen))
        await until(pilot, lambda: len(rows_of(app, "contract ends")) == 1)
        await pilot.press("v")
        await until(pilot, lambda: is_shown(app, WhiteSpaceScreen))
        await until(pilot, lambda: "1 accounts" in lines_of(app)[0])
        assert "[@click=app.quit]" in lines_of(app)[2]


async def test_the_list_of_one_person_stays_that_persons(history: Path, desk: Path) -> None:
    async with at_actions(history, desk, as_of=AS_OF, owner="North desk") as (app, pilot):
        await pilot.press("v")
        await until(pilot, lambda: is_shown(app, CalendarScreen))
        await until(pilot, lambda: len(rows_of(app, "contract ends")) == 1)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press(*"nobody", "enter")
        await until(pilot, lambda: is_shown(app, CalendarScreen))
        await until(pilot, lambda: "Nothing falls on these days." in "".join(lines_of(app)))
        await pilot.press("+")
        await until(pilot, lambda: "Harbour Light" in lines_of(app)[2])


async def test_an_order_by_a_column_and_back(history: Path, desk: Path) -> None:
    async with at(WhiteSpaceScreen, history, desk) as (app, pilot):
        table = app.screen.query_one(SheetTable)

        def order() -> list[str]:
            sheet = table.sheet
            return [sheet.key_at(place) for place in range(len(sheet))]

        assert order() == ["a", "b", "c"]
        await pilot.press(">", ">")
        await until(pilot, lambda: "Tools▾" in lines_of(app)[1] and order() == ["b", "a", "c"])
        await pilot.press(".")
        await until(pilot, lambda: "Tools▴" in lines_of(app)[1] and order() == ["a", "c", "b"])
        await pilot.press(",")
        await until(pilot, lambda: "Revenue▾" in lines_of(app)[1] and order() == ["a", "b", "c"])


@pytest.mark.parametrize("kind", [CalendarScreen, WhiteSpaceScreen])
async def test_enter_opens_the_card_and_escape_comes_back_to_the_row(
    history: Path, desk: Path, kind: type[AheadScreen[Any]]
) -> None:
    async with at(kind, history, desk) as (app, pilot):
        before = app.screen.account_id
        await pilot.press("j")
        await until(pilot, lambda: app.screen.account_id not in (None, before))
        chosen = app.screen.account_id
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AccountScreen))
        assert app.screen.account_id == chosen
        await pilot.press("escape")
        await until(pilot, lambda: is_shown(app, kind))
        assert app.screen.account_id == chosen


@pytest.mark.parametrize("kind", [CalendarScreen, WhiteSpaceScreen])
async def test_what_is_shown_is_written_to_a_file(
    history: Path, desk: Path, tmp_path: Path, kind: type[AheadScreen[Any]]
) -> None:
    file = tmp_path / "out.csv"
    async with at(kind, history, desk) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Export))
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, file.exists)
    rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
    if kind is CalendarScreen:
        assert [r["account_id"] for r in rows if r["kind"] == "contract_end"] == ["b", "a"]
        assert rows[0]["name"] in (HOSTILE, "Norra Brygga", "Harbour Light")
    else:
        assert [row["account_id"] for row in rows] == ["a", "b", "c"]
        assert [row["Tools: revenue_12m"] for row in rows] == ["", "300.0", ""]
        assert [row["Tools: peer_share"] for row in rows] == ["0.5", "0.0", "0.5"]


async def test_without_groups_it_says_so(tmp_path: Path, desk: Path) -> None:
    folder = write_tables(
        {
            "accounts": [{"account_id": "a", "name": "Norra Brygga"}],
            "order_lines": [line("a", "o", AS_OF, "10")],
        },
        tmp_path / "bare",
    )
    async with at(WhiteSpaceScreen, folder, desk) as (app, _):
        assert "No product group was sold in 12 months." in "\n".join(lines_of(app))


# How they look on the sample data


@pytest.fixture
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours wherever the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@SIZES
@pytest.mark.parametrize("view", ["calendar", "white-space"])
def test_how_they_look(
    snap_compare: Callable[..., bool],
    many_colours: None,
    tmp_path: Path,
    size: tuple[int, int],
    view: str,
) -> None:
    app = KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))

    async def go(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.session is not None and app.account_here is not None)
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen))
        await pilot.press("v")
        await until(pilot, lambda: is_shown(app, CalendarScreen))
        if view == "white-space":
            await pilot.press("v")
            await until(pilot, lambda: is_shown(app, WhiteSpaceScreen))

    run: Callable[[Pilot[int]], Awaitable[None]] = go
    assert snap_compare(app, terminal_size=size, run_before=run)
