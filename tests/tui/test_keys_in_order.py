"""Keys that a slow line delivers together work as they would one by one."""

from __future__ import annotations

from pathlib import Path

from support.priorities_screen import names_shown, running, settle
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.screens.choose import Choose
from kamtui.tui.screens.export import Export


async def press_together(pilot: Pilot[int], *keys: str) -> None:
    """Press keys without a moment between them, and wait for what comes of them."""
    names = {"/": "slash", ".": "full_stop"}
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(Key(names.get(key, key), character))
    await settle(pilot)


async def test_what_follows_the_enter_of_a_filter_is_not_typed_into_it(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press_together(pilot, "/", *"harbour", "enter", "e")
        assert names_shown(app) == ["Harbour Light"]
        assert isinstance(app.screen, Export)


async def test_all_that_was_typed_before_the_enter_counts(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press_together(pilot, "/", *"fjord", "down", "enter")
        assert names_shown(app) == ["Fjord Timber"]
        assert app.screen is not app.priorities  # its card is open


async def test_a_filter_that_is_cleared_and_typed_anew_is_the_new_one(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press_together(pilot, "/", *"xx", "escape", "/", *"norra", "enter", "o")
        assert names_shown(app) == ["Norra Brygga"]
        assert isinstance(app.screen, Choose)


async def test_weights_are_edited_by_the_keys_that_follow_their_opening(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press_together(pilot, "w", "L", "L", "j", "h")
        assert first_weights(app) == [40, 24]


def first_weights(app: KamtuiApp) -> list[float]:
    """Return the weights of the first two criteria."""
    assert app.priorities.body.accounts is not None
    weights = app.priorities.body.accounts.ranking.weights.as_mapping()
    return list(weights.values())[:2]


async def test_keys_are_not_held_back_when_what_had_the_focus_is_gone(
    tiny_history: Path, tmp_path: Path
) -> None:
    async with running(tiny_history, tmp_path / "desk") as (app, pilot):
        await press_together(pilot, "/", "escape", "/", "escape", "G", "k")
        assert not app.query(Input)
        assert app.priorities.table.cursor is not None
        await press_together(pilot, "q")
        assert app.return_code == 0
