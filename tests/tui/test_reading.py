"""Long readings are cancelled, and what comes of them too late is dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from support.priorities_screen import press, running, settle

from kamtui.errors import Failed
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.reading import Reading, outcome
from kamtui.tui.session import Session

WAITS = 30.0
"""Seconds: a thread that waits longer has been forgotten."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


def held(app: KamtuiApp, go_on: Event, day: date) -> None:
    """Begin a reading of another day that waits until it may go on."""
    session = app.session
    assert session is not None

    def read(reading: Reading) -> Session:
        go_on.wait(WAITS)
        return session.as_of_another_day(day, reading.on)

    app.read(f"scoring {day}", read)


async def test_escape_cancels_and_everything_is_as_it_was(tiny_history: Path, desk: Path) -> None:
    go_on = Event()
    async with running(tiny_history, desk) as (app, pilot):
        held(app, go_on, date(2025, 1, 1))
        await pilot.pause()
        assert "scoring 2025-01-01 …" in app.priorities.status.doing
        await pilot.press("escape")
        assert app.priorities.status.doing == ""
        go_on.set()
        await settle(pilot)
        assert app.priorities.status.as_of == date(2025, 11, 28)


async def test_a_reading_that_was_overtaken_is_dropped(tiny_history: Path, desk: Path) -> None:
    first, second = Event(), Event()
    async with running(tiny_history, desk) as (app, pilot):
        held(app, first, date(2025, 1, 1))
        held(app, second, date(2025, 7, 1))
        second.set()
        first.set()
        await settle(pilot)
        assert app.priorities.status.as_of == date(2025, 7, 1)


async def test_keys_work_while_something_is_read(tiny_history: Path, desk: Path) -> None:
    go_on = Event()
    async with running(tiny_history, desk) as (app, pilot):
        held(app, go_on, date(2025, 7, 1))
        await pilot.press("j")
        assert app.priorities.table.cursor == "A2"
        go_on.set()
        await settle(pilot)
        assert app.priorities.table.cursor == "A2"


async def test_escape_clears_the_filter_when_nothing_is_read(
    tiny_history: Path, desk: Path
) -> None:
    async with running(tiny_history, desk) as (app, pilot):
        await press(pilot, "slash", *"fjord", "enter")
        assert app.priorities.status.shown == 1
        await press(pilot, "escape")
        assert app.priorities.status.shown == 4


def test_an_error_of_a_reading_is_its_outcome_unless_it_was_cancelled() -> None:
    def fails(_: Reading) -> Session:
        raise Failed("the disk is gone")

    def breaks(_: Reading) -> Session:
        raise ZeroDivisionError

    going, cancelled = Reading("reading"), Reading("reading", cancelled=True)
    assert isinstance(outcome(going, fails), Failed)
    assert outcome(cancelled, fails) is None
    assert outcome(cancelled, breaks) is None
    with pytest.raises(ZeroDivisionError):
        outcome(going, breaks)
