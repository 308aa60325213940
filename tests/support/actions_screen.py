"""The Actions screen on a small history, without a terminal, and what stands on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.screens.actions import ActionsScreen
from kamtui.tui.widgets.queue.aside import QueueAside
from support.priorities_screen import running
from support.written_tables import line, write_tables

TODAY = date.today()
"""What is logged is logged today: the history ends today, too."""
_TURNS = 2000


def ago(n: int) -> date:
    """Return the day so many days ago."""
    return TODAY - timedelta(days=n)


def contact(who: str, n: int, **more: Any) -> dict[str, Any]:
    """Return a call that reached somebody."""
    moment = datetime.combine(ago(n), datetime.min.time())
    return {"account_id": who, "contacted_at": moment, "channel": "call", "reached": True, **more}


def actions_history(folder: Path, names: dict[str, str] | None = None) -> Path:
    """Write a history of three customers: a step is agreed, a contact due, a complaint open."""
    known = {"a": "Norra Brygga", "b": "Fjord Timber", "c": "Harbour Light", **(names or {})}
    owners = {"a": "North desk", "b": "South desk", "c": None}
    tables = {
        "accounts": [
            {
                "account_id": who,
                "name": name,
                "owner": owners.get(who),
                "segment": "Trade" if who == "a" else "Retail",
                "potential_annual": Decimal(90_000),
            }
            for who, name in known.items()
        ],
        "order_lines": [
            line(who, f"{who}{n}", ago(n), net, cost=Decimal(net) / 2)
            for who, net in (("a", "9000"), ("b", "2000"), ("c", "500"))
            for n in (0, 400, 900)
        ],
        "contacts": [
            contact("a", 9, next_step="Visit", next_step_on=ago(3)),
            contact("b", 45, topic="Prices"),
            contact("c", 2),
        ],
        "complaints": [
            {"account_id": "c", "complaint_id": "c1", "opened_on": ago(20), "category": "Late"}
        ],
    }
    write_tables(tables, folder)
    model = "[classes]\na = 0.1\nb = 0\n[care.A]\ninterval_days = 30\n"
    (folder / "model.toml").write_text(model)
    return folder


@asynccontextmanager
async def at_actions(
    history: Path | str, desk: Path, size: tuple[int, int] = (80, 24), **opening: Any
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    """Yield the app with the queue on the screen."""
    async with running(history, desk, size, **opening) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen) and has_queue(app))
        yield app, pilot


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(_TURNS):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("it never held")


def screen_of(app: KamtuiApp) -> ActionsScreen:
    """Return the Actions screen, whatever lies on it."""
    [found] = [screen for screen in app.screen_stack if isinstance(screen, ActionsScreen)]
    return found


def has_queue(app: KamtuiApp) -> bool:
    """Whether a queue is shown."""
    return screen_of(app).queue is not None


def there(app: KamtuiApp) -> list[tuple[str, str]]:
    """Return the account and the key of everything shown, in the order shown."""
    sheet = screen_of(app).table.queue_sheet
    if sheet is None:
        return []
    rows = [sheet.row(place) for place in range(len(sheet))]
    return [(row.account_id, row.key) for row in rows]


def under_cursor(app: KamtuiApp) -> tuple[str, str] | None:
    """Return the account and the key of what is under the cursor."""
    chosen = screen_of(app).table.chosen
    return None if chosen is None else (chosen.account_id, chosen.key)


def lines_of(app: KamtuiApp) -> list[str]:
    """Return the lines of the queue as they are drawn."""
    table = screen_of(app).table
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def pane_of(app: KamtuiApp) -> str:
    """Return what is said of what is under the cursor."""
    pane = screen_of(app).query_one(QueueAside)
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


def said(app: KamtuiApp) -> str:
    """Return every notice that is on the screen."""
    return "\n".join(note.message for note in app._notifications)
