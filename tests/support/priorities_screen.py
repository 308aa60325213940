"""The whole terminal UI on a history, without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.pressing_app import PressingApp
from kamtui.tui.widgets.ranking_table import RankingTable

ASKING = frozenset({"weight-sets", "asking"})
"""The groups of workers that wait for an answer: whoever waits for them waits for ever."""


@asynccontextmanager
async def running(
    history: Path | str, workspace: Path, size: tuple[int, int] = (120, 40), **opening: Any
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    """Yield the app with its accounts ranked, every thread done and nothing left to paint."""
    app = KamtuiApp(Opening(history, workspace, **opening))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot


async def settle(pilot: Pilot[int]) -> None:
    """Wait for the keys, for the threads, and for what they sent to be drawn."""
    app = pilot.app
    await pilot.pause()
    while isinstance(app, PressingApp) and app.is_running and app.is_pressing:
        await pilot.pause()
    while working := [each for each in app.workers if each.group not in ASKING and each.is_running]:
        await app.workers.wait_for_complete(working)
        await pilot.pause()
    await pilot.pause()


class Pasted(str):
    """A text that comes in one piece."""


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, or paste a text among them, and wait for what comes of them."""
    for key in keys:
        if isinstance(key, Pasted):
            pilot.app.post_message(Paste(str(key)))
            await pilot.pause()
        else:
            await pilot.press(key)
    await settle(pilot)


def lines_of(app: KamtuiApp) -> list[str]:
    """Return the lines of the ranked table as they are drawn, the heading first."""
    table = app.priorities.query_one(RankingTable)
    return [table.render_line(y).text for y in range(table.size.height)]


def names_shown(app: KamtuiApp) -> list[str]:
    """Return the names of the accounts in the order shown."""
    view = app.priorities.table.view
    return [] if view is None else [view.row_at(place).name for place in range(len(view))]
