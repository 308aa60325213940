"""How the Actions screen looks on the sample data, at two sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from support.actions_screen import has_queue, pane_of, screen_of, until
from support.priorities_screen import settle
from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.screens.actions import ActionsScreen
from kamtui.tui.screens.log_contact import LogContact

SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
Pictures = Callable[..., bool]


@pytest.fixture(autouse=True)
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours wherever the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def app(tmp_path: Path, many_colours: None) -> KamtuiApp:
    """The UI on the sample data as it was on a day."""
    return KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))


def at_the_queue(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Return what goes to the screen and presses these keys there."""

    async def press_keys(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, KamtuiApp)
        await settle(pilot)
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, ActionsScreen) and has_queue(app))
        for key in keys:
            await pilot.press(key)
        if "l" in keys:
            await until(pilot, lambda: isinstance(app.screen, LogContact))
        chosen = screen_of(app).table.chosen
        assert chosen is not None
        await until(pilot, lambda: chosen.reason in pane_of(app))
        await settle(pilot)

    return press_keys


@SIZES
@pytest.mark.parametrize("keys", [("j", "j", "j"), ("l",)], ids=["queue", "log"])
def test_it_looks_as_it_did(
    snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(app, terminal_size=size, run_before=at_the_queue(*keys))


def test_without_colours(
    snap_compare: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))
    assert snap_compare(plain, terminal_size=(80, 24), run_before=at_the_queue("j"))
