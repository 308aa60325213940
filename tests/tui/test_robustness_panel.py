"""How sure the ranking is, below the ranked accounts: tried out in a thread, and never late."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from support.priorities_screen import lines_of, press, running, settle
from textual.pilot import Pilot

from kamtui.portfolio.opening import SAMPLE, open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.ranked import trying
from kamtui.tui.ranked.sureness import AccountSure, Sureness
from kamtui.tui.screens import robustness
from kamtui.tui.widgets.cells import share_text
from kamtui.tui.widgets.robustness_panel import in_words


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for before other weightings are tried."""
    monkeypatch.setattr(robustness, "TRY_AFTER_SECONDS", 0.01)


def shown(app: KamtuiApp) -> Sureness:
    panel = app.priorities.robustness_panel
    assert panel is not None
    assert panel.shown is not None
    return panel.shown


def of_cursor(app: KamtuiApp) -> AccountSure:
    account = shown(app).account
    assert account is not None
    return account


def in_top(app: KamtuiApp) -> dict[str, float]:
    view = app.priorities.table.view
    assert view is not None
    rows = [view.row_at(place) for place in range(len(view))]
    return {row.account_id: row.in_top for row in rows}


def answered(desk: Path, **more: Any) -> dict[str, dict[str, Any]]:
    found = ask_by_name(open_portfolio(SAMPLE, workspace=desk), "robustness", Request(**more))
    return {row["account_id"]: dict(row) for row in found.records()}


async def until(pilot: Pilot[int], there: Callable[[], bool]) -> None:
    """Wait for a state."""
    for _ in range(3000):
        if there():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came to that")


async def tried(app: KamtuiApp, pilot: Pilot[int]) -> None:
    """Wait until everything is known of the ranking that is shown."""
    await until(pilot, lambda: shown(app).vectors > 0 and of_cursor(app).turns is not None)


async def test_the_column_and_the_panel_say_what_the_query_says(desk: Path) -> None:
    expected = answered(desk)
    async with running(SAMPLE, desk, size=(200, 50)) as (app, pilot):
        assert all(math.isnan(share) for share in in_top(app).values())
        await press(pilot, "b")
        await tried(app, pilot)
        assert in_top(app) == {each: row["share_in_top"] for each, row in expected.items()}
        for _ in range(6):
            row, said = expected[app.priorities.table.cursor or ""], of_cursor(app)
            assert (said.rank, said.in_top) == (row["rank"], row["share_in_top"])
            assert said.in_classes == (row["share_a"], row["share_b"], row["share_c"])
            assert said.turns is not None
            nearest = said.turns[0]
            change = nearest.new_share - nearest.share
            if row["smallest_change"] is None:
                assert math.isnan(change)
            else:
                assert change == pytest.approx(row["smallest_change"])
                assert nearest.happens == row["happens"]
            await press(pilot, "j")
        heading, first, *_ = lines_of(app)
        assert "Top 10" in heading
        assert share_text(expected["A0235"]["share_in_top"]) in first
        assert app.priorities.status.doing == ""


async def test_accounts_are_ordered_by_how_sure_their_place_is(desk: Path) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "b")
        await tried(app, pilot)
        await press(pilot, *["greater_than_sign"] * 7)
        view = app.priorities.table.view
        assert view is not None
        assert view.sorting.column == "top"
        shares = [view.row_at(place).in_top for place in range(view.ranked)]
        assert shares == sorted(shares, reverse=True)


async def test_smallest_changes_follow_the_weights(desk: Path) -> None:
    expected = answered(desk, weight_overrides=(("sales_volume", 80.0),))
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "w", "b")
        await tried(app, pilot)
        before = in_top(app)
        await press(pilot, "8", "0", "enter")
        await tried(app, pilot)
        row, said = expected[app.priorities.table.cursor or ""], of_cursor(app)
        assert said.turns is not None
        by_title = {each.title: each for each in said.turns}
        growth = by_title["Growth potential"]
        change = row["change_growth_potential"]
        assert change is not None
        assert growth.new_share - growth.share == pytest.approx(change)
        # All weightings are all weightings, whatever weights are set.
        assert in_top(app) == before


async def test_around_today_what_belongs_to_other_weights_is_taken_away(desk: Path) -> None:
    expected = answered(desk, params={"around": "today"})
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "b", "B")
        await tried(app, pilot)
        assert in_top(app) == {each: row["share_in_top"] for each, row in expected.items()}
        before = in_top(app)
        await press(pilot, "w", "8", "0", "enter")
        await tried(app, pilot)
        assert in_top(app) != before
        await press(pilot, "u")
        await tried(app, pilot)
        assert in_top(app) == before


class Held:
    """A search that waits after its first step until it is let go."""

    def __init__(self, real: Callable[..., Iterator[Any]]) -> None:
        self._real = real
        self.began, self.goes_on = Event(), Event()

    def __call__(self, *args: Any) -> Iterator[Any]:
        for each in self._real(*args):
            yield each
            self.began.set()
            assert self.goes_on.wait(60)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The trying of weightings, held up."""
    holding = Held(trying.acceptability)
    monkeypatch.setattr(trying, "acceptability", holding)
    return holding


async def test_escape_stops_it_and_a_late_answer_is_dropped(desk: Path, held: Held) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: "trying weightings" in app.priorities.status.doing)
        await until(pilot, held.began.is_set)
        assert "esc cancels" in app.priorities.status.doing
        await pilot.press("escape")
        await until(pilot, lambda: app.priorities.status.doing == "")
        assert app.priorities.robustness_panel is not None
        held.goes_on.set()
        await settle(pilot)
        assert shown(app).vectors == 0
        assert shown(app).is_stopped
        assert all(math.isnan(share) for share in in_top(app).values())
        # It begins anew when it is asked for anew.
        await press(pilot, "b", "b")
        await tried(app, pilot)
        await press(pilot, "escape")
        assert app.priorities.robustness_panel is None


async def test_keys_are_answered_while_weightings_are_tried(desk: Path, held: Held) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await pilot.press("b")
        await until(pilot, held.began.is_set)
        await pilot.press("j")
        await until(pilot, lambda: app.priorities.table.cursor == "A0074")
        await pilot.press("w", "8", "0", "enter")
        await until(pilot, lambda: app.priorities.status.unsaved)
        held.goes_on.set()
        await settle(pilot)
        await tried(app, pilot)
        accounts = app.priorities.body.accounts
        assert accounts is not None
        assert accounts.counted is not None


async def test_without_the_panel_weights_try_nothing(desk: Path, held: Held) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "w", "8", "0", "enter")
        assert not held.began.is_set()
        assert not app.priorities.is_trying


@pytest.fixture
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours wherever the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def seen(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press_keys(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, KamtuiApp)
        await settle(pilot)
        await press(pilot, *keys)
        await tried(pilot.app, pilot)
        await settle(pilot)

    return press_keys


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
def test_how_sure_it_is_below_the_accounts(
    snap_compare: Callable[..., bool], desk: Path, size: tuple[int, int], many_colours: None
) -> None:
    app = KamtuiApp(Opening(workspace=desk, as_of=date(2025, 11, 30)))
    assert snap_compare(app, terminal_size=size, run_before=seen("j", "b"))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
def test_how_sure_it_is_beside_the_weights(
    snap_compare: Callable[..., bool], desk: Path, size: tuple[int, int], many_colours: None
) -> None:
    app = KamtuiApp(Opening(workspace=desk, as_of=date(2025, 11, 30)))
    keys = ("j", "w", "b", "B", "down", "5", "0", "enter")
    assert snap_compare(app, terminal_size=size, run_before=seen(*keys))


@pytest.mark.parametrize(
    ("rank", "share", "said"),
    [
        (1, 1.0, "surely in the top 10"),
        (9, 0.8, "very likely in the top 10"),
        (9, 0.5, "likely in the top 10"),
        (10, 0.3, "in the top 10 by these weights; by most others it is not"),
        (11, 0.0, "surely not in the top 10"),
        (11, 0.7, "not in the top 10 by these weights; by most others it is"),
        (0, 0.0, "surely not in the top 10"),
        (1, math.nan, ""),
    ],
)
def test_it_is_said_in_words(rank: int, share: float, said: str) -> None:
    account = AccountSure("Norra", rank, "A", share, (1.0, 0.0, 0.0), True, None)
    assert in_words(account, 10) == said
