"""A walk through the Strength screen in a real terminal."""

from __future__ import annotations

import pytest
from support.ranked_screen import is_ranked
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@SIZES
def test_a_rating_is_tried_out_saved_and_still_there(
    open_kamtui: OpenKamtui, columns: int, lines: int
) -> None:
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("3")
    terminal.wait_for("by lead")
    terminal.wait_for("leads us by")
    terminal.wait_for("Position")
    terminal.press("enter")
    terminal.wait_for("Save")
    terminal.press("9")
    terminal.wait_for("9▏")
    terminal.wait_for("as saved:")
    terminal.press("s")
    terminal.wait_for("Saved 1 judgement")
    terminal.wait_for(lambda there: "as saved:" not in "\n".join(there.lines))
    terminal.press("escape")
    terminal.wait_for("Ratings")
    terminal.press("b")
    terminal.wait_for("Where we lose")
    terminal.press("b")
    terminal.wait_for("by lead")
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0
