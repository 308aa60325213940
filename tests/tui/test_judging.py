"""Judging the account under the cursor: from any screen, in two views, with intended stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.priorities_screen import press, running, settle
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.portfolio.judged import entries_of
from kamtui.portfolio.judging import load_judged
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.screens.judge import Judge
from kamtui.tui.widgets.judge_grid import JudgeGrid

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])


async def until_asked(pilot: Pilot[int]) -> JudgeGrid:
    """Wait for the dialog, which a worker opens when it has read what is judged."""
    while not isinstance(pilot.app.screen, Judge) or not pilot.app.screen.query(JudgeGrid):
        await pilot.pause()
    await pilot.pause()
    return pilot.app.screen.query_one(JudgeGrid)


async def until_entered(pilot: Pilot[int], count: int) -> None:
    """Wait until so many judgements are in the workspace, and everything was read again."""
    app = pilot.app
    assert isinstance(app, KamtuiApp)
    while app.session is None or len(entries_of(app.session.portfolio)) < count:
        await pilot.pause()
    await settle(pilot)


async def test_scores_and_a_stage_are_entered_with_a_note(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        session = app.session
        assert session is not None
        account = app.priorities.table.cursor
        assert account is not None
        await pilot.press("a")
        await until_asked(pilot)
        # congruence in our view, then importance in the customer's; then the lifecycle.
        await pilot.press("down", "7", "down", "right", "8", ".", "5")
        await pilot.press("down", "down", "right", "right", "tab", *"visit", "enter")
        await until_entered(pilot, 3)
        judged = load_judged(session.portfolio, account)
        assert judged.scores == {("congruence", "own"): 7.0, ("importance", "customer"): 8.5}
        assert [stage.intended for stage in judged.stages] == ["takeover", None]
        assert {each.note for each in entries_of(session.portfolio)} == {"visit"}


async def test_keys_that_come_at_once_are_taken_in_their_order(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await pilot.press("a")
        grid = await until_asked(pilot)
        driver = app._driver
        assert driver is not None
        from textual.events import Key

        for key, character in (("4", "4"), ("right", None), ("8", "8"), ("down", None), ("3", "3")):
            driver.send_message(Key(key, character))
        while len(grid.entered) < 3:
            await pilot.pause()
        assert {(each.subject.topic, each.subject.view): each.number for each in grid.entered} == {
            ("attractiveness", "own"): 4,
            ("attractiveness", "customer"): 8,
            ("congruence", "customer"): 3,
        }


async def test_what_cannot_be_is_said_and_escape_changes_nothing(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await pilot.press("a")
        grid = await until_asked(pilot)
        await pilot.press("enter")
        assert "nothing was changed" in str(app.screen.query_one("#saying").render())
        await pilot.press("1", "1")
        assert "from 0 to 10" in str(app.screen.query_one("#saying").render())
        assert [each.number for each in grid.entered] == [1]
        await pilot.press("backspace")
        assert grid.entered == ()
        await pilot.press("5", "escape")
        await settle(pilot)
        session = app.session
        assert session is not None
        assert entries_of(session.portfolio) == ()
        assert app.screen is app.priorities


async def test_on_the_card_it_is_about_the_cards_account(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press(pilot, "j", "enter")
        account = app.account_here
        await pilot.press("a")
        await until_asked(pilot)
        await pilot.press("9", "enter")
        await until_entered(pilot, 1)
        session = app.session
        assert session is not None
        assert [each.subject.account_id for each in entries_of(session.portfolio)] == [account]
        assert app.account_here == account


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

    async def judge(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await pilot.press("a")
        await until_asked(pilot)
        await pilot.press("7", *["down"] * 4, "right", "right", "right")
        # A cursor that blinks would make two pictures.
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=judge)
