"""The ranked accounts in a real terminal: seen, moved through, filtered, opened, written out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.ranked_screen import account_under_cursor, is_ranked, shown_accounts, shows_order
from support.terminal import Condition, Terminal
from terminal.conftest import Ask, OpenKamtui

SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])


@SIZES
def test_the_sample_data_opens_ranked(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    names = [row["name"] for row in ask()]
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(lambda there: shows_order(there, names, at_least=lines - 5))
    terminal.wait_for("sample data")
    terminal.wait_for("as of 2025-11-30")
    terminal.wait_for("240 accounts")
    assert max(map(len, terminal.lines)) <= columns


@SIZES
def test_q_leaves_the_terminal_as_it_was(open_kamtui: OpenKamtui, columns: int, lines: int) -> None:
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    assert not terminal.is_restored()
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert terminal.is_restored()
    assert not terminal.written_after_leaving.strip()


def test_ctrl_c_says_how_to_leave(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui()
    terminal.wait_for(is_ranked)
    terminal.press("ctrl+c")
    terminal.wait_for("to quit")


def test_arrows_and_letters_move_the_cursor(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui()
    terminal.wait_for(is_ranked)
    for keys, rank in ((("j", "j"), 3), (("down", "k"), 3), (("up",), 2), (("G",), 240)):
        terminal.press(*keys)
        terminal.wait_for(is_at(rank))


def is_at(rank: int) -> Condition:
    """Return whether the cursor is on the account of this rank, to be waited for."""
    return lambda terminal: cursor_rank(terminal) == rank


def cursor_rank(terminal: Terminal) -> int:
    """Return the rank under the cursor; 0 when the cursor is not on a ranked account."""
    return next((each.rank for each in shown_accounts(terminal) if each.has_cursor), 0)


def type_filter(terminal: Terminal, text: str) -> None:
    """Open the filter and type into it."""
    terminal.press("/")
    terminal.wait_for("name, id, owner or segment")
    terminal.write(text)


def found_by(row: Mapping[str, str], text: str) -> bool:
    """Whether a filter finds an account of the csv."""
    return any(text in row[column].lower() for column in ("name", "account_id", "owner", "segment"))


@SIZES
def test_accounts_are_filtered_as_one_types(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    wanted = [row["name"] for row in ask() if found_by(row, "garden")]
    assert 1 < len(wanted) < 240
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    type_filter(terminal, "garden")
    terminal.wait_for(f"{len(wanted)} of 240")
    shown = shown_accounts(terminal)
    assert shown
    assert all(each.is_called(name) for each, name in zip(shown, wanted, strict=False))
    terminal.press("escape")
    terminal.wait_for(lambda there: "of 240" not in there.text and cursor_rank(there))


@SIZES
def test_a_card_opens_and_closes_on_the_same_row(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    fifth = ask()[4]["name"]
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("j", "j", "j", "j")
    terminal.wait_for(lambda there: cursor_rank(there) == 5)
    terminal.press("enter")
    terminal.wait_for(lambda there: fifth in there.text and not is_ranked(there))
    terminal.wait_for("Sales volume")
    terminal.press("escape")
    terminal.wait_for(lambda there: cursor_rank(there) == 5)
    terminal.wait_for(lambda there: account_under_cursor(there).is_called(fifth))


def test_the_help_names_every_key_that_works_here(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui(columns=120, lines=50)
    terminal.wait_for(is_ranked)
    terminal.press("?")
    terminal.wait_for("filter by name, id, owner or segment")
    terminal.wait_for("choose the day that everything is computed for")
    terminal.press("escape")
    terminal.wait_for(is_ranked)


def background_of(terminal: Terminal, text: str) -> str:
    """Return the background of a text on the screen; "" when it is not there."""
    for row, line in enumerate(terminal.lines):
        if text in line:
            return str(terminal.screen.buffer[row][line.index(text)].bg)
    return ""


def test_the_palette_finds_an_action_by_its_name(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui()
    terminal.wait_for(is_ranked)
    terminal.press("ctrl+p")
    terminal.wait_for(lambda there: not is_ranked(there))
    terminal.write("as of")
    terminal.wait_for(
        lambda there: background_of(there, "As of") != background_of(there, "By rank")
    )
    terminal.press("enter")
    terminal.wait_for("As of which day?")


@SIZES
def test_another_day_gives_that_days_order(
    open_kamtui: OpenKamtui, ask: Ask, columns: int, lines: int
) -> None:
    then = [row["name"] for row in ask("--as-of", "2024-06-30")]
    assert then[:20] != [row["name"] for row in ask()][:20]
    terminal = open_kamtui(columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.press("t")
    terminal.wait_for("As of which day?")
    terminal.press("ctrl+u")
    terminal.wait_for("not a date")
    terminal.write("2024-06-30")
    terminal.wait_for("2024-06-30")
    terminal.press("enter")
    terminal.wait_for("as of 2024-06-30")
    terminal.wait_for(lambda there: shows_order(there, then))


def test_what_is_shown_can_be_written_to_a_file(
    open_kamtui: OpenKamtui, ask: Ask, tmp_path: Path
) -> None:
    terminal = open_kamtui(columns=120, lines=40)
    terminal.wait_for(is_ranked)
    type_filter(terminal, "garden")
    terminal.wait_for(" of 240")
    terminal.press("enter")
    terminal.wait_for(cursor_rank)
    terminal.press("e")
    terminal.wait_for("File; its ending says the format")
    terminal.press("ctrl+u")
    terminal.wait_for(lambda there: ".csv" not in there.text)
    written = tmp_path / "garden.csv"
    terminal.write(str(written))
    terminal.press("enter")
    terminal.wait_for(lambda there: written.exists() and is_ranked(there))
    rows = list(csv.DictReader(written.read_text().splitlines()))
    wanted = [row for row in ask() if found_by(row, "garden")]
    assert [(row["account_id"], row["rank"]) for row in rows] == [
        (row["account_id"], row["rank"]) for row in wanted
    ]


def fills(lines: int) -> Condition:
    """Return whether the accounts fill so many lines, to be waited for."""
    return lambda terminal: (
        len(shown_accounts(terminal)) >= lines - 6 and terminal.lines[lines - 1].strip()
    )


def test_the_screen_follows_the_size_of_the_terminal(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui(columns=80, lines=24)
    terminal.wait_for(is_ranked)
    for columns, lines in ((200, 50), (60, 18), (120, 40), (80, 24)):
        terminal.resize(columns, lines)
        terminal.wait_for(fills(lines))
        assert max(map(len, terminal.lines)) <= columns
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_a_narrow_terminal_still_ranks(open_kamtui: OpenKamtui, ask: Ask) -> None:
    names = [row["name"] for row in ask()]
    terminal = open_kamtui(columns=60, lines=18)
    terminal.wait_for(lambda there: shows_order(there, names))
    terminal.press("w")
    terminal.wait_for("Sales volume")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def test_keys_pressed_before_the_accounts_are_all_there_are_not_lost(
    open_kamtui: OpenKamtui, tmp_path: Path
) -> None:
    terminal = open_kamtui(KAMTUI_CACHE=str(tmp_path / "nothing computed yet"))
    terminal.wait_for(is_ranked)
    terminal.press("w", "L", "L")
    terminal.wait_for(lambda there: " 40 " in there.line_with("Sales volume"))
    terminal.wait_for("unsaved")


def test_a_history_that_is_not_there_is_said_without_a_screen(
    open_kamtui: OpenKamtui, tmp_path: Path
) -> None:
    terminal = open_kamtui(tmp_path / "nowhere")
    assert terminal.wait_for_end() == 3
    assert "kamtui: " in terminal.text
    assert "nowhere" in terminal.text
    assert terminal.is_restored()
    assert "Traceback" not in terminal.text


def test_it_leaves_no_process_behind(open_kamtui: OpenKamtui) -> None:
    terminal = open_kamtui()
    terminal.wait_for(is_ranked)
    terminal.press("q")
    terminal.wait_for_end()
    assert not terminal.left_running()
