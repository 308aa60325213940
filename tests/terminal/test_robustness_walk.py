"""How sure the ranking is, in a real terminal, beside what a script says."""

from __future__ import annotations

import pytest
from support.ranked_screen import is_ranked
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@SIZES
def test_how_sure_it_is_follows_cursor_and_weights(
    open_kamtui: OpenKamtui, columns: int, lines: int
) -> None:
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("b")
    terminal.wait_for("10,000 of all weightings")
    terminal.wait_for("Raeoja Yard Market  #1  class A")
    terminal.wait_for("surely in the top 10")
    terminal.wait_for("leaves the top 10")
    terminal.press("j")
    terminal.wait_for("Raitasalmi Yard Market  #2  class A")
    terminal.press("B")
    terminal.wait_for("around today's")
    terminal.wait_for("10,000 of weightings around" if columns > 80 else "10,000 of weightings")
    terminal.press("w")
    terminal.wait_for("as declared")
    terminal.press("right")
    terminal.wait_for("unsaved")
    terminal.wait_for("10,000 of")
    terminal.press("b")
    terminal.wait_for(lambda there: "How sure  " not in "\n".join(there.lines[:-1]))
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0
