"""A walk from the queue through the calendar and white space in a real terminal."""

from __future__ import annotations

import pytest
from support.ranked_screen import is_ranked
from support.terminal import Terminal
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


def heading_of(terminal: Terminal) -> str:
    """Return the line of the table's headings."""
    return terminal.lines[2]


@SIZES
def test_from_the_queue_to_the_days_and_the_groups_and_back(
    open_kamtui: OpenKamtui, columns: int, lines: int
) -> None:
    terminal = open_kamtui("sample", "--as-of", "2025-11-30", columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("5")
    terminal.wait_for("To do on 2025-11-30")
    terminal.press("v")
    terminal.wait_for("The 90 days from 2025-11-30")
    terminal.wait_for("contract ends")
    terminal.press("+")
    terminal.wait_for("The 180 days from 2025-11-30")
    terminal.press("v")
    terminal.wait_for("240 accounts: EUR of 12 months")
    terminal.wait_for(lambda there: "Skips" in heading_of(there))
    terminal.press("]")
    terminal.wait_for(lambda there: "Skips" not in heading_of(there))
    terminal.press("o")
    terminal.wait_for("Whose?")
    terminal.write("north")
    terminal.press("enter")
    terminal.wait_for("51 accounts: EUR of 12 months")
    terminal.wait_for("owner North desk")
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("v")
    terminal.wait_for("To do on 2025-11-30")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
