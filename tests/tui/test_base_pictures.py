"""How the Base screen looks on the sample data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from support.priorities_screen import press, settle
from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening

Pictures = Callable[..., bool]
NARROW, WIDE = (80, 24), (200, 50)


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


def pressed(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Return what goes to the screen and presses these keys there."""

    async def press_keys(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in ("6", *keys):
            await press(pilot, key)

    return press_keys


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        pytest.param(NARROW, ("j", "j"), id="balance-80x24"),
        pytest.param(NARROW, ("v", "j", "l"), id="curve-80x24"),
        pytest.param(NARROW, ("v", "v"), id="equity-80x24"),
        pytest.param(NARROW, ("v", "v", "v", "j"), id="segments-80x24"),
        pytest.param(NARROW, ("V", "V", "j"), id="cohorts-80x24"),
        pytest.param(NARROW, ("V",), id="moves-80x24"),
        pytest.param(NARROW, ("j", "enter", "j"), id="list-80x24"),
        pytest.param(WIDE, ("v", "j"), id="all-200x50"),
        pytest.param(WIDE, ("G", "enter", "j"), id="list-200x50"),
    ],
)
def test_it_looks_as_it_did(
    snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(app, terminal_size=size, run_before=pressed(*keys))


def test_without_colours(
    snap_compare: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))
    assert snap_compare(plain, terminal_size=NARROW, run_before=pressed("v", "j"))
