"""A walk through the Base screen in a real terminal, beside what a script is told."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from support.ranked_screen import is_ranked
from support.terminal import Terminal, kamtui_command, terminal_environment
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@pytest.fixture
def balance(own_home: Path, snapshots: Path) -> dict[str, str]:
    """How many accounts a script is told that each line holds."""
    told = subprocess.run(
        [kamtui_command(), "query", "base", "--history", "sample", "--format", "csv"],
        env=terminal_environment(own_home, KAMTUI_CACHE=str(snapshots)),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    return {row["line"]: row["accounts"] for row in csv.DictReader(told.splitlines())}


def at_base(open_kamtui: OpenKamtui, columns: int, lines: int) -> Terminal:
    """Open the sample data and go to the base."""
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("6")
    terminal.wait_for("= closing 2025-11-30")
    return terminal


@SIZES
def test_a_walk_through_panels_lists_and_days(
    open_kamtui: OpenKamtui, balance: dict[str, str], columns: int, lines: int
) -> None:
    terminal = at_base(open_kamtui, columns, lines)
    for line in ("opening", "new", "reactivated", "lost", "closing"):
        row = terminal.line_with(f" {line} ") or terminal.line_with(f"{line} 20")
        assert f" {balance[line]} " in row
    terminal.press("j", "j", "j")
    terminal.wait_for("but not in the 12 months to 2025-11-30")
    terminal.press("enter")
    terminal.wait_for(f"Lost since 2024-11-30 · {balance['lost']} accounts")
    terminal.press("j", "enter")
    terminal.wait_for("Sales volume")
    terminal.press("escape")
    terminal.wait_for("▸ Suvikaarre Plant Shop")
    terminal.press("escape")
    terminal.wait_for("▸ − lost")
    terminal.press("tab")
    terminal.wait_for("[Pareto]")
    terminal.wait_for("make half of the revenue")
    terminal.press("l")
    terminal.wait_for("largest (")
    terminal.press("tab")
    terminal.wait_for("[Equity]")
    terminal.wait_for("How sure it is")
    terminal.press("tab")
    terminal.wait_for("[Segments]")
    terminal.wait_for("▸ reseller")
    terminal.press("enter")
    terminal.wait_for("reseller · 72 accounts")
    # A letter right after escape would be a key with alt.
    terminal.press("escape")
    terminal.wait_for("▸ reseller")
    terminal.press("v")
    terminal.wait_for("[Cohorts]")
    terminal.wait_for("▸ ≤ 2021-11")
    terminal.press("v")
    terminal.wait_for("[Moves]")
    terminal.wait_for("Class on 2024-11-30")
    terminal.press("d")
    terminal.wait_for("The base since which day?")
    terminal.press("ctrl+u")
    terminal.wait_for("not a date")
    terminal.write("2025-05-31")
    terminal.wait_for("183 days before")
    terminal.press("enter")
    terminal.wait_for("2025-05-31 → 2025-11-30")
    terminal.wait_for("Class on 2025-05-31")
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_a_terminal_that_grows_shows_every_panel(open_kamtui: OpenKamtui) -> None:
    terminal = at_base(open_kamtui, 80, 24)
    assert "Pareto · " not in terminal.text
    terminal.resize(200, 50)
    terminal.wait_for("Pareto · 186 accounts")
    terminal.wait_for("5 segments · 186 active")
    terminal.wait_for("Cohorts by first year")
    terminal.wait_for("Class on 2024-11-30")
    terminal.wait_for("How sure it is")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_few_colours_are_enough(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui(TERM="xterm-16color")
    terminal.wait_for(is_ranked)
    terminal.press("6")
    terminal.wait_for("= closing 2025-11-30")
    terminal.press("v")
    terminal.wait_for("make half of the revenue")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert b"38;5;" not in terminal.output
    assert b"38;2;" not in terminal.output
