"""The Relationship screen on a history, without a terminal, and what stands on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.screens.relationship import RelationshipScreen
from kamtui.tui.widgets.matrix.about_line import AboutLine
from kamtui.tui.widgets.matrix.body import MatrixBody
from kamtui.tui.widgets.matrix.head import MatrixHead
from support.priorities_screen import press, running
from support.written_tables import line, write_tables

AS_OF = date(2025, 6, 30)

NINE = """
[matrices.ge]
title = "Business screen"
source = "General Electric and McKinsey 1971"
x = { title = "Importance", assessment = "importance", cuts = [4, 7], bands = BANDS }
y = { title = "Potential", measure = "potential_annual", cuts = [10000, 50000], bands = BANDS }
cells = [
    { x = "low", y = "high", name = "select" }, { x = "middle", y = "high", name = "grow" },
    { x = "high", y = "high", name = "invest" }, { x = "low", y = "middle", name = "harvest" },
    { x = "middle", y = "middle", name = "manage" }, { x = "high", y = "middle", name = "build" },
    { x = "low", y = "low", name = "divest" }, { x = "middle", y = "low", name = "milk" },
    { x = "high", y = "low", name = "protect" },
]
""".replace("BANDS", '["low", "middle", "high"]')
"""A matrix of nine cells that no code knows."""

# account → (name, owner, revenue, potential, judgements now, judgements two years ago)
ACCOUNTS: dict[str, tuple[str, str | None, int, int, dict[str, int], dict[str, int]]] = {
    "A1": ("Norra Brygga", "North desk", 90000, 120000, {"congruence": 8, "will": 9}, {}),
    "A2": ("Harbour Light", "South desk", 40000, 60000, {"congruence": 9, "importance": 8}, {}),
    "A3": ("Fjord Timber", "North desk", 800, 900, {"congruence": 2, "will": 1}, {"congruence": 9}),
    "A4": ("Garden Gate", None, 700, 40000, {"congruence": 6, "importance": 5}, {"congruence": 1}),
    "A5": ("Only Asked Once", None, 0, 20000, {"will": 6}, {}),
    "A6": ("River Works", "South desk", 60000, 70000, {"congruence": 5, "importance": 2}, {}),
}


def judgements(account: str, scores: dict[str, int], day: date) -> list[dict[str, Any]]:
    """Return our own judgements of an account on a day."""
    return [
        {
            "account_id": account,
            "assessed_on": day,
            "view": "own",
            "dimension": dimension,
            "score": float(score),
        }
        for dimension, score in scores.items()
    ]


def judged_history(folder: Path, model: str = NINE, names: dict[str, str] | None = None) -> Path:
    """Write a history of six accounts, of which one cannot be placed; `names` by account."""
    accounts, orders, assessments = [], [], []
    for account, (name, owner, revenue, potential, now, then) in ACCOUNTS.items():
        accounts.append(
            {
                "account_id": account,
                "name": (names or {}).get(account, name),
                "owner": owner,
                "segment": None if owner is None else "Trade",
                "potential_annual": potential,
            }
        )
        if revenue:
            orders.append(line(account, f"o{account}", AS_OF, str(revenue)))
            orders.append(line(account, f"p{account}", date(2023, 5, 3), "300"))
        assessments += judgements(account, now, date(2025, 1, 1))
        assessments += judgements(account, then, date(2023, 1, 1))
    tables = {"accounts": accounts, "order_lines": orders, "assessments": assessments}
    for row in orders:
        row["cost"] = row["net"] / 2
    write_tables(tables, folder)
    if model:
        (folder / "model.toml").write_text(model)
    return folder


@asynccontextmanager
async def at_relationship(
    history: Path | str, desk: Path, size: tuple[int, int] = (120, 40), **opening: Any
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    """Yield the app with a matrix on the screen."""
    async with running(history, desk, size, **opening) as (app, pilot):
        await press(pilot, "2")
        assert isinstance(app.screen, RelationshipScreen)
        yield app, pilot


def screen_of(app: KamtuiApp) -> RelationshipScreen:
    """Return the Relationship screen."""
    assert isinstance(app.screen, RelationshipScreen)
    return app.screen


def view_of(app: KamtuiApp) -> MatrixView:
    """Return what the screen draws."""
    placing = screen_of(app).placing
    assert placing is not None
    return placing.view()


def held(app: KamtuiApp) -> dict[str, tuple[int, int | None, int | None]]:
    """Return how many accounts each cell holds, and how many entered and left it, by name."""
    view = view_of(app)
    found = [view.facts(number) for number in range(view.unplaced + 1)]
    return {each.name: (each.accounts, each.entered, each.left) for each in found}


def about(app: KamtuiApp) -> str:
    """Return the line below the matrix."""
    return str(app.screen.query_one(AboutLine).content)


def head(app: KamtuiApp) -> str:
    """Return the two lines at the top."""
    return "\n".join(drawn(app.screen.query_one(MatrixHead)))


def lines_shown(app: KamtuiApp) -> list[str]:
    """Return the lines of the matrix, or of the list or table in its place, as they are drawn."""
    body = app.screen.query_one(MatrixBody)
    return drawn(body._current)


def drawn(widget: Widget) -> list[str]:
    """Return the lines of a widget as they are drawn."""
    return [widget.render_line(y).text for y in range(widget.size.height)]
