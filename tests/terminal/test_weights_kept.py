"""Weights changed with the keyboard: the order moves, is saved, and is the same in a script."""

from __future__ import annotations

import pytest
from support.ranked_screen import is_ranked, shown_accounts, shows_order
from support.terminal import Terminal
from terminal.conftest import Ask, OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


def open_weights(terminal: Terminal) -> None:
    """Open the weights beside the ranked accounts."""
    terminal.wait_for(is_ranked)
    terminal.press("w")
    terminal.wait_for("as declared")


def has_moved(terminal: Terminal) -> bool:
    """Whether the screen shows an account that has moved."""
    return any(account.moved[0] in "▲▼" for account in shown_accounts(terminal))


@SIZES
def test_weights_are_changed_saved_and_found_again(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    before = [row["name"] for row in ask()]
    terminal = open_kamtui(columns=columns, lines=lines)
    open_weights(terminal)
    assert shows_order(terminal, before)
    assert not has_moved(terminal)

    terminal.press("5", "enter")  # the first criterion, sales volume, from 30 to 5
    terminal.wait_for("unsaved")
    terminal.wait_for(has_moved)
    terminal.wait_for(lambda there: not shows_order(there, before))

    terminal.press("S")
    terminal.wait_for("Save the weights under a name")
    terminal.write("Small and steady")
    terminal.wait_for("this is its version 1")
    terminal.press("enter")
    terminal.wait_for("Saved as")
    terminal.wait_for(lambda there: "unsaved" not in there.text)
    terminal.press("q")
    assert terminal.wait_for_end() == 0

    after = [row["name"] for row in ask("--weights", "Small and steady")]
    assert after != before
    assert [row["name"] for row in ask("-w", "sales_volume=5")] == after
    again = open_kamtui("sample", "--weights", "Small and steady", columns=columns, lines=lines)
    again.wait_for(lambda there: shows_order(there, after))
    assert "You left weights unsaved" not in again.text
    again.press("q")
    assert again.wait_for_end() == 0


def test_a_saved_set_is_loaded_by_its_name(open_kamtui: OpenKamtui, ask: Ask) -> None:
    first = open_kamtui(columns=120, lines=40)
    open_weights(first)
    first.press("0", "enter", "S")
    first.wait_for("Save the weights under a name")
    first.write("Without volume")
    first.press("enter")
    first.wait_for("Saved as")
    first.press("q")
    assert first.wait_for_end() == 0

    wanted = [row["name"] for row in ask("--weights", "Without volume")]
    again = open_kamtui(columns=120, lines=40)
    open_weights(again)
    again.press("f")
    again.wait_for("2 weight sets")
    again.wait_for("−30")
    again.press("enter")
    again.wait_for(lambda there: shows_order(there, wanted))


def test_keys_undo_and_redo(open_kamtui: OpenKamtui, ask: Ask) -> None:
    names = [row["name"] for row in ask()]
    changed = [row["name"] for row in ask("-w", "sales_volume=5")]
    terminal = open_kamtui(columns=120, lines=40)
    open_weights(terminal)
    terminal.press("H", "H", "H", "H", "H")
    terminal.wait_for(lambda there: shows_order(there, changed))
    terminal.press("u", "u", "u", "u", "u")
    terminal.wait_for(lambda there: shows_order(there, names))
    terminal.wait_for(lambda there: "unsaved" not in there.text)
    for _ in range(5):
        terminal.press("ctrl+r")
    terminal.wait_for(lambda there: shows_order(there, changed))


def test_leaving_unsaved_weights_keeps_a_draft(open_kamtui: OpenKamtui, ask: Ask) -> None:
    changed = [row["name"] for row in ask("-w", "sales_volume=5")]
    terminal = open_kamtui(columns=120, lines=40)
    open_weights(terminal)
    terminal.press("5", "enter")
    terminal.wait_for(has_moved)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert_offered_and_taken_up(open_kamtui(columns=120, lines=40), changed)


def test_a_vanished_terminal_ends_the_program_and_leaves_a_draft(
    open_kamtui: OpenKamtui, ask: Ask
) -> None:
    changed = [row["name"] for row in ask("-w", "sales_volume=5")]
    terminal = open_kamtui(columns=120, lines=40)
    open_weights(terminal)
    terminal.press("5", "enter")
    terminal.wait_for(has_moved)
    terminal.hang_up()
    terminal.ended()
    assert not terminal.left_running()
    assert_offered_and_taken_up(open_kamtui(columns=120, lines=40), changed)


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
def test_a_signal_ends_the_program_and_leaves_a_draft(
    open_kamtui: OpenKamtui, ask: Ask, name: str
) -> None:
    changed = [row["name"] for row in ask("-w", "sales_volume=5")]
    terminal = open_kamtui(columns=120, lines=40)
    open_weights(terminal)
    terminal.press("5", "enter")
    terminal.wait_for(has_moved)
    terminal.signal(name)
    terminal.wait_for_end()
    assert not terminal.left_running()
    assert_offered_and_taken_up(open_kamtui(columns=120, lines=40), changed)


def assert_offered_and_taken_up(terminal: Terminal, wanted: list[str]) -> None:
    """Check that the next start offers the draft, and that taking it up ranks by it."""
    terminal.wait_for("You left weights unsaved")
    terminal.press("t")
    terminal.wait_for(lambda there: shows_order(there, wanted))
    terminal.wait_for("unsaved")  # the status line is drawn on its own


def test_a_draft_thrown_away_is_not_offered_again(open_kamtui: OpenKamtui, ask: Ask) -> None:
    names = [row["name"] for row in ask()]
    first = open_kamtui(columns=120, lines=40)
    open_weights(first)
    first.press("5", "enter")
    first.wait_for(has_moved)
    first.press("q")
    first.wait_for_end()
    second = open_kamtui(columns=120, lines=40)
    second.wait_for("You left weights unsaved")
    second.press("x")
    second.wait_for(lambda there: shows_order(there, names))
    second.press("q")
    second.wait_for_end()
    third = open_kamtui(columns=120, lines=40)
    open_weights(third)
    assert "You left weights unsaved" not in third.text


def test_a_workspace_that_cannot_be_written_still_ranks(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui(columns=120, lines=40, KAMTUI_WORKSPACE="/proc/kamtui")
    open_weights(terminal)
    terminal.press("5", "enter")
    terminal.wait_for(has_moved)
    terminal.press("s")
    terminal.wait_for("Not saved")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()
