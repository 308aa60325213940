"""A walk through the Relationship screen in a real terminal."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest
from support.ranked_screen import is_ranked
from support.terminal import Condition, Terminal, kamtui_command, terminal_environment
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@pytest.fixture
def cells(own_home: Path, snapshots: Path) -> dict[str, tuple[str, str, str]]:
    """What a script is told that each cell holds: accounts, who entered and who left."""
    question = ("query", "matrix", "--history", "sample", "--format", "csv")
    params = ("--param", "matrix=relationship", "--param", "since=2024-11-30")
    told = subprocess.run(
        [kamtui_command(), *question, *params],
        env=terminal_environment(own_home, KAMTUI_CACHE=str(snapshots)),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    return {
        row["cell"]: (row["accounts"], row["entered"], row["left"])
        for row in csv.DictReader(told.splitlines())
    }


def says(*texts: str) -> Condition:
    """Return whether one line holds all of these texts, to be waited for."""
    return lambda terminal: any(all(text in line for text in texts) for line in terminal.lines)


def at_cells(open_kamtui: OpenKamtui, columns: int, lines: int) -> Terminal:
    """Open the sample data and go to the matrix."""
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("2")
    terminal.wait_for("acquaintance")
    terminal.wait_for("not placed: 101 accounts")
    return terminal


@SIZES
def test_the_cells_hold_what_a_script_is_told(
    open_kamtui: OpenKamtui,
    cells: dict[str, tuple[str, str, str]],
    columns: int,
    lines: int,
) -> None:
    terminal = at_cells(open_kamtui, columns, lines)
    for left, right in (("rival", "partner"), ("acquaintance", "friend")):
        terminal.wait_for(says(left, f" {cells[left][0]} ", right, f" {cells[right][0]} "))
        moved = [f"▲{cells[name][1]} ▼{cells[name][2]}" for name in (left, right)]
        terminal.wait_for(says(*moved))
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0


@SIZES
def test_a_walk_through_lists_cut_lines_and_views(
    open_kamtui: OpenKamtui, columns: int, lines: int
) -> None:
    terminal = at_cells(open_kamtui, columns, lines)
    terminal.press("l")
    terminal.wait_for("▸partner")
    terminal.press("enter")
    terminal.wait_for("partner · 43 accounts")
    terminal.wait_for("▸ Raitasalmi Yard Market")
    terminal.press("j", "enter")
    terminal.wait_for("Sales volume")
    terminal.wait_for("Raeoja Yard Market")
    terminal.press("escape")
    terminal.wait_for("▸ Raeoja Yard Market")
    terminal.press("escape")
    terminal.wait_for("not placed: 101 accounts")
    terminal.press("c", "+")
    terminal.wait_for("▸52*")
    terminal.wait_for("* cuts unsaved")
    terminal.press("0")
    terminal.wait_for(lambda there: "unsaved" not in there.text and "▸50" in there.text)
    # A letter right after escape would be a key with alt.
    terminal.press("escape")
    terminal.wait_for(lambda there: "▸50" not in there.text)
    terminal.press("v")
    terminal.wait_for("◆ picked")
    terminal.wait_for("Raitasalmi Yard Market: partner")
    terminal.press("v")
    terminal.wait_for("81 accounts moved since 2024-11-30")
    terminal.press("v")
    terminal.wait_for("acquisition")
    terminal.press("v")
    terminal.wait_for("Class on 2024-11-30")
    terminal.press("v", "m")
    terminal.wait_for("unredeemed expectations")
    terminal.wait_for("opportunity")
    terminal.press("n")
    terminal.wait_for("Missing")
    terminal.press("escape")
    terminal.wait_for("not placed: 101 accounts")
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0


@SIZES
def test_weights_place_accounts_anew(open_kamtui: OpenKamtui, columns: int, lines: int) -> None:
    terminal = at_cells(open_kamtui, columns, lines)
    terminal.press("w")
    terminal.wait_for("Will to cooperate")
    terminal.press("0", "down", "9", "enter")
    terminal.wait_for("accounts stand in another")
    terminal.wait_for("unsaved")
    terminal.press("u", "u")
    terminal.wait_for("0 accounts stand")
    terminal.press("w")
    terminal.wait_for("Profit ")
    terminal.press("w")
    terminal.wait_for(lambda there: "Profit " not in there.text)
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_another_day_counts_the_moves_anew(open_kamtui: OpenKamtui) -> None:
    terminal = at_cells(open_kamtui, 120, 40)
    terminal.press("d")
    terminal.wait_for("Moves since which day?")
    terminal.press("ctrl+u")
    terminal.wait_for("not a date")
    terminal.write("2025-08-31")
    terminal.wait_for("91 days before")
    terminal.press("enter")
    terminal.wait_for("moves since 2025-08-31")
    terminal.wait_for(lambda there: not there.line_with("reading"))
    assert not says("▲23 ▼7")(terminal)


def test_a_terminal_of_few_colours_gets_no_more(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui(TERM="xterm-16color")
    terminal.wait_for(is_ranked)
    terminal.press("2", "v")
    terminal.wait_for("◆ picked")
    terminal.press("l", "q")
    assert terminal.wait_for_end() == 0
    assert b"38;5;" not in terminal.output
    assert b"38;2;" not in terminal.output
