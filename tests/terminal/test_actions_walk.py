"""A walk through the Actions screen in a real terminal."""

from __future__ import annotations

import re

import pytest
from support.ranked_screen import is_ranked
from support.terminal import Terminal
from terminal.conftest import OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


def count(terminal: Terminal) -> int:
    """How many things there are to do, as the heading says; −1 where it says nothing."""
    found = re.search(r"(?:To do|Snoozed) on \S+: (\d+) ·", "\n".join(terminal.lines))
    return int(found[1]) if found else -1


@SIZES
@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}], ids=["colour", "no-colour"])
def test_a_morning_at_the_queue(
    open_kamtui: OpenKamtui, columns: int, lines: int, environment: dict[str, str]
) -> None:
    terminal = open_kamtui(columns=columns, lines=lines, **environment)
    terminal.wait_for(is_ranked)
    terminal.press("5")
    terminal.wait_for(lambda there: count(there) > 100)
    there_are = count(terminal)
    terminal.wait_for("▸ ")
    first = next(line for line in terminal.lines if "▸ " in line)
    terminal.press("z")
    terminal.wait_for("For how many days")
    terminal.press("3")
    terminal.press("enter")
    terminal.wait_for(lambda there: count(there) == there_are - 1)
    terminal.wait_for("Snoozed until")
    terminal.press("s")
    terminal.wait_for(lambda there: count(there) == 1)
    assert any(first[2:20] in line for line in terminal.lines)
    terminal.press("u")
    terminal.wait_for(lambda there: count(there) == 0)
    terminal.press("escape")
    terminal.wait_for(lambda there: count(there) == there_are)
    terminal.press("l")
    terminal.wait_for("Log a contact with")
    terminal.press("r")
    terminal.wait_for("Logged:")
    terminal.press("/")
    terminal.wait_for("name, id, owner or segment")
    terminal.write("kevät quiet")
    terminal.wait_for(lambda there: "1 of" in "\n".join(there.lines))
    terminal.press("enter")
    terminal.press("enter")
    terminal.wait_for("Sales volume")
    terminal.press("escape")
    terminal.wait_for("has gone quiet")
    assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0
