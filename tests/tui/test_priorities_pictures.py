"""How the Priorities screen looks on the sample data, at three sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from support.priorities_screen import press, settle
from textual.pilot import Pilot

from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.widgets.weights.consequences import ConsequencesView

SIZES = pytest.mark.parametrize(
    "size", [(80, 24), (120, 40), (200, 50)], ids=["80x24", "120x40", "200x50"]
)
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
    """Return what presses these keys when everything is there."""

    async def press_keys(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await press(pilot, *keys)

    return press_keys


@SIZES
def test_the_ranked_accounts(snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=pressed("j", "j"))


@SIZES
def test_the_weights_beside_them(
    snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int]
) -> None:
    async def weights_changed(pilot: Pilot[int]) -> None:
        await pressed("w", *["down"] * 4, "3", "0", "enter")(pilot)
        said = pilot.app.screen.query_one(ConsequencesView)
        # What would unseat the first is worked out in a thread, a moment later.
        while said.consequences is None or not said.consequences.unseats:
            await pilot.pause(0.02)

    assert snap_compare(app, terminal_size=size, run_before=weights_changed)


@SIZES
def test_a_filter_and_another_order(
    snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int]
) -> None:
    keys = (*["greater_than_sign"] * 5, "slash", *"yard")
    assert snap_compare(app, terminal_size=size, run_before=pressed(*keys))


@SIZES
def test_the_help(snap_compare: Pictures, app: KamtuiApp, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=pressed("question_mark"))


def test_the_as_of_dialog(snap_compare: Pictures, app: KamtuiApp) -> None:
    run_before = pressed("t", "q")
    assert snap_compare(app, terminal_size=(80, 24), run_before=run_before)


def test_an_owner_is_chosen(snap_compare: Pictures, app: KamtuiApp) -> None:
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressed("o", "down"))


def test_without_colours(
    snap_compare: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = KamtuiApp(Opening(workspace=tmp_path / "desk", as_of=date(2025, 11, 30)))
    assert snap_compare(plain, terminal_size=(80, 24), run_before=pressed("j", "j"))
