"""How the weights panel and its dialogs look: pictures at 80×24 and at 200×50."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.weights_host import WeightsHost, press, scorecard
from textual.pilot import Pilot

from kamtui.workspace.store import Workspace

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
DECLARED = dict(scorecard().weights)
SIZES = pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])

Pictures = Callable[..., bool]


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Moments are shown in the machine's time zone: let it be the same everywhere."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def host(tmp_path: Path) -> WeightsHost:
    """A host with two versions of the default and a set whose name means harm."""
    workspace = Workspace(tmp_path / "desk", "North desk", lambda: NOON)
    workspace.save_weight_set("default", DECLARED, based_on=0)
    workspace.save_weight_set("default", {**DECLARED, "loyalty": 20.0}, based_on=1)
    workspace.save_weight_set(
        "[/] [@click=app.quit]x[/] 売上 🙂", {**DECLARED, "loyalty": 40.0}, based_on=0
    )
    return WeightsHost(workspace)


def looks(snap_compare: Pictures, host: WeightsHost, size: tuple[int, int], *keys: str) -> bool:
    """Whether the screen after these keys is the picture that was accepted."""

    async def keys_pressed(pilot: Pilot[None]) -> None:
        await press(host, pilot, *keys)

    return snap_compare(host, terminal_size=size, run_before=keys_pressed)


@SIZES
@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="as-it-opens"),
        pytest.param(["L", "space", "j", "space", "j", "H", "j"], id="changed-and-locked"),
        pytest.param(["L", "j", "space", "d"], id="compared"),
        pytest.param(["j", "4", "2"], id="typed"),
        pytest.param(["space", "right"], id="refused"),
        pytest.param(["f", "j"], id="load"),
        pytest.param(["f", "j", "right", "j"], id="load-version"),
        pytest.param(["S", *"default"], id="save-as"),
        pytest.param(["p", "3", "enter", "5", "enter", "2", "x"], id="pairwise"),
        pytest.param(["p", "9", "enter", *["1", "enter"] * 8, "1"], id="pairwise-inconsistent"),
        pytest.param(["c", "J"], id="rank-order"),
    ],
)
def test_it_looks_as_it_did(
    snap_compare: Pictures, host: WeightsHost, keys: list[str], size: tuple[int, int]
) -> None:
    assert looks(snap_compare, host, size, *keys)


@SIZES
def test_a_conflict_looks_as_it_did(
    snap_compare: Pictures, host: WeightsHost, size: tuple[int, int]
) -> None:
    async def meanwhile(pilot: Pilot[None]) -> None:
        await press(host, pilot, "L")
        folder = host.panel._workspace.folder
        other = Workspace(folder, "South desk", lambda: NOON)
        other.save_weight_set("default", {**DECLARED, "loyalty": 33.333}, based_on=2, note="[b]")
        await press(host, pilot, "s")

    assert snap_compare(host, terminal_size=size, run_before=meanwhile)


@SIZES
def test_an_offered_draft_looks_as_it_did(
    snap_compare: Pictures, host: WeightsHost, size: tuple[int, int]
) -> None:
    host.panel._workspace.keep_draft(host.history, "default", 1, {**DECLARED, "loyalty": 40.0})

    async def offered(pilot: Pilot[None]) -> None:
        host.panel.offer_draft()
        await host.settled(pilot)

    assert snap_compare(host, terminal_size=size, run_before=offered)


@SIZES
def test_a_dozen_criteria_look_as_they_did(
    snap_compare: Pictures, tmp_path: Path, size: tuple[int, int]
) -> None:
    many = scorecard(*((f"c{n}", f"Criterion number {n}", 4.0 + n, "what") for n in range(12)))
    host = WeightsHost(Workspace(tmp_path, "North desk", lambda: NOON), many)
    assert looks(snap_compare, host, size, "L", "j", "space", "j", "j")
