"""The weights editor: what each key does to the weights, and what is said when it may not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.weights_host import WeightsHost, hosted, press, scorecard

from kamtui.tui.widgets.weights.criterion_row import CriterionRow
from kamtui.workspace.store import Workspace

NOON = datetime(2025, 11, 30, 12, 0, tzinfo=UTC)
DECLARED = {
    "sales_volume": 30.0,
    "profitability": 25.0,
    "growth_potential": 25.0,
    "relationship_length": 10.0,
    "loyalty": 10.0,
}


@pytest.fixture
def host(tmp_path: Path) -> WeightsHost:
    return WeightsHost(Workspace(tmp_path / "desk", "North desk", lambda: NOON))


@pytest.mark.parametrize(
    ("keys", "changed"),
    [
        (["right"], {"sales_volume": 31.0}),
        (["l"], {"sales_volume": 31.0}),
        (["left"], {"sales_volume": 29.0}),
        (["h"], {"sales_volume": 29.0}),
        (["shift+right"], {"sales_volume": 35.0}),
        (["L"], {"sales_volume": 35.0}),
        (["shift+left"], {"sales_volume": 25.0}),
        (["H"], {"sales_volume": 25.0}),
        (["down", "right"], {"profitability": 26.0}),
        (["j", "j", "right"], {"growth_potential": 26.0}),
        (["j", "j", "k", "right"], {"profitability": 26.0}),
        (["down", "up", "up", "right"], {"sales_volume": 31.0}),
        (["j"] * 9 + ["right"], {"loyalty": 11.0}),
        (["4", "2", "enter"], {"sales_volume": 42.0}),
        (["4", "2", "down"], {"sales_volume": 42.0}),
        (["1", "2", "full_stop", "5", "enter"], {"sales_volume": 12.5}),
        (["1", "2", "comma", "5", "enter"], {"sales_volume": 12.5}),
        (["full_stop", "5", "enter"], {"sales_volume": 0.5}),
        (["4", "2", "backspace", "enter"], {"sales_volume": 4.0}),
        (["4", "0", "enter"], {"sales_volume": 40.0}),
        (["4", "right"], {"sales_volume": 5.0}),
        (["4", "2", "escape"], {}),
        (["4", "2", "escape", "enter"], {}),
        (["4", "backspace", "enter"], {}),
        (["0"], {"sales_volume": 0.0}),
        (["L", "u"], {}),
        (["L", "j", "L", "u"], {"sales_volume": 35.0}),
        (["L", "u", "ctrl+r"], {"sales_volume": 35.0}),
        (["5", "u"], {}),
        (["space", "right"], {}),
        (["space", "space", "right"], {"sales_volume": 31.0}),
        (["j"] * 3 + ["0", "H"], {"relationship_length": 0.0}),
    ],
    ids=" ".join,
)
async def test_a_key_changes_the_weights(
    host: WeightsHost, keys: list[str], changed: dict[str, float]
) -> None:
    async with hosted(host, *keys):
        assert host.weights == {**DECLARED, **changed}


async def test_every_change_is_told_at_once_and_typing_when_it_is_set(host: WeightsHost) -> None:
    async with hosted(host, "right", "4", "2") as pilot:
        assert [change.editing.current["sales_volume"] for change in host.changes] == [31.0]
        assert "42▏" in host.text()
        await press(host, pilot, "enter", "u")
        told = [change.editing.current["sales_volume"] for change in host.changes]
        assert told == [31.0, 42.0, 31.0]
        assert host.changes[-1].editing.saved.as_mapping() == DECLARED
        assert host.changes[-1].weight_set.name == "default"


async def test_scaling_makes_100_and_leaves_the_locked_weight(host: WeightsHost) -> None:
    async with hosted(host, "L", "space") as pilot:
        assert "= makes 100" in host.text()
        await press(host, pilot, "=")
        assert host.weights["sales_volume"] == 35.0
        assert sum(host.weights.values()) == pytest.approx(100.0)
        assert host.weights["loyalty"] == pytest.approx(65.0 / 70.0 * 10.0)
        assert "= makes 100" not in host.text()


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["space", "right"], "Sales volume is locked"),
        (["space", "5"], "Sales volume is locked"),
        (["minus"], "a weight is never negative"),
        (["0", "left"], "a weight is never negative"),
        (["0", "j", "0", "j", "0", "j", "0", "j", "0"], "all weights would be zero"),
        (["u"], "nothing to undo"),
        (["ctrl+r"], "nothing to redo"),
        (["1", "full_stop", "full_stop"], "a weight has one decimal point"),
        ([*"99999999999"], "more digits than a weight needs"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
async def test_what_is_refused_says_why_until_the_next_key(
    host: WeightsHost, keys: list[str], reason: str
) -> None:
    async with hosted(host, *keys) as pilot:
        assert reason in one_line(host.text())
        await press(host, pilot, "j")
        assert reason not in one_line(host.text())


async def test_a_refused_change_tells_nothing(host: WeightsHost) -> None:
    async with hosted(host, "space", "right", "minus"):
        assert host.changes == []
        assert host.weights == DECLARED


async def test_comparing_shows_the_saved_weight_and_the_difference(host: WeightsHost) -> None:
    async with hosted(host, "H", "d") as pilot:
        assert "was 30    −5" in host.text()
        assert "was 25    ±0" in host.text()
        await press(host, pilot, "d")
        assert "was 30" not in host.text()
        assert "−5" in host.text()


async def test_the_sum_the_shares_and_the_state_are_shown(host: WeightsHost) -> None:
    async with hosted(host) as pilot:
        assert "default, as declared" in host.text()
        assert "unsaved" not in host.text()
        assert "30  30%" in host.text()
        await press(host, pilot, "2", "0", "0", "enter")
        assert "● unsaved" in host.text()
        assert "200  74%" in host.text()
        assert "270" in host.text()


async def test_what_a_criterion_is_stands_under_the_rows(host: WeightsHost) -> None:
    async with hosted(host) as pilot:
        assert "what it bought in the last 12" in host.text()
        await press(host, pilot, "j")
        assert "margin less what the" in host.text()


async def test_a_lock_is_a_word_and_not_only_a_colour(host: WeightsHost) -> None:
    async with hosted(host, "space") as pilot:
        assert "locked" in host.text()
        await press(host, pilot, "d")
        assert "locked" in host.text()


async def test_the_consequences_say_who_moved_and_are_never_markup(host: WeightsHost) -> None:
    async with hosted(host, "L"):
        text = one_line(host.text())
        assert "1,284 moved · 3 changed class" in text
        assert "B→A 2  A→B 1" in text
        assert "First Karhu Steel [b]Works[/b]" in text
        assert "Loyalty +6.2 (16.2): Harbour Light takes over" in text


async def test_escape_stops_typing_first_and_then_closes(host: WeightsHost) -> None:
    async with hosted(host, "4", "escape") as pilot:
        assert host.closed == 0
        await press(host, pilot, "escape")
        assert host.closed == 1


async def test_a_click_chooses_a_criterion(host: WeightsHost) -> None:
    async with hosted(host) as pilot:
        await pilot.click(host.panel.query(CriterionRow)[2])
        await press(host, pilot, "right")
        assert host.weights["growth_potential"] == 26.0


async def test_many_criteria_stay_in_reach_on_a_low_screen(tmp_path: Path) -> None:
    many = scorecard(*((f"c{n}", f"Criterion {n}", 1.0 + n, "") for n in range(30)))
    host = WeightsHost(Workspace(tmp_path, "North desk", lambda: NOON), many)
    async with hosted(host) as pilot:
        assert "Criterion 29" not in host.text()
        await press(host, pilot, *["j"] * 29, "right")
        assert host.weights["c29"] == 31.0
        assert "Criterion 29" in host.text()


async def test_titles_from_a_model_file_are_text(tmp_path: Path) -> None:
    hostile = scorecard(
        ("one", "[@click=app.quit]x[/] \x1b]52;c;aGk=\x07", 1.0, "[/] \x1b[2J about"),
        ("two", "売上高 🙂 volume of everything it ever bought", 1.0, ""),
    )
    host = WeightsHost(Workspace(tmp_path, "North desk", lambda: NOON), hostile)
    async with hosted(host, size=(200, 50)):
        text = host.text()
        assert "[@click=app.quit]x[/] \\x1b]52;c;aGk=" in text
        assert "\x1b" not in text
        assert "\\x1b[2J about" in text
        assert len({line.index("▏") for line in text.splitlines()}) == 1


def one_line(text: str) -> str:
    """Return the panel's text with its line breaks closed up."""
    return " ".join(line.partition("▏")[2].strip() for line in text.splitlines())
