"""The lines between the classes, moved in a real terminal and counted by a script."""

from __future__ import annotations

import pytest
from support.ranked_screen import is_ranked
from terminal.conftest import Ask, OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@SIZES
def test_lines_are_moved_saved_and_counted_by_a_script(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    before = [row["class"] for row in ask()]
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("c")
    terminal.wait_for("A from 70")
    terminal.press("right")
    terminal.wait_for("A from 71*")
    terminal.press("right")
    terminal.wait_for("A from 72*")
    terminal.wait_for("unsaved")
    terminal.press("tab")
    terminal.wait_for("▸B from 50")
    terminal.press("-")
    terminal.wait_for("B from 49*")
    terminal.press("s")
    terminal.wait_for("Saved the lines")
    terminal.wait_for(lambda there: "49*" not in "\n".join(there.lines))
    terminal.press("escape")
    terminal.wait_for(lambda there: "B from" not in "\n".join(there.lines))
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    after = [row["class"] for row in ask()]
    assert after.count("A") < before.count("A")
    assert after.count("C") < before.count("C")
