"""How the Relationship screen looks on the sample data, at two sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from support.priorities_screen import press, settle
from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening

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


def pressed(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Return what goes to the screen and presses these keys there."""

    async def press_keys(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in ("2", *keys):
            await press(pilot, key)

    return press_keys


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(("l",), id="cells"),
        pytest.param(("c", "c", "-", "-"), id="cut-line"),
        pytest.param(("v", "c"), id="scatter"),
        pytest.param(("v", "v", "j"), id="moves"),
        pytest.param(("V", "V"), id="stages"),
        pytest.param(("V",), id="classes"),
        pytest.param(("l", "enter", "j"), id="list"),
        pytest.param(("n",), id="not-placed"),
        pytest.param(("m", "w", "j"), id="six-cells"),
        pytest.param(("w", "w", "l", "l"), id="weights"),
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
    assert snap_compare(plain, terminal_size=(80, 24), run_before=pressed("v", "c"))
