"""Terminals with few colours or none, and names that would take a terminal over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.ranked_screen import is_ranked, shown_accounts, shows_order
from support.terminal import Terminal
from terminal.conftest import Ask, OpenKamtui

_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")

HOSTILE_NAMES = (
    "[@click=app.quit]Click me[/]",
    "[/]",
    "[bold red]Loud[/bold red]",
    "\x1b]52;c;aGVsbG8=\x07Clipboard",
    "\x1b[31mRed\x1b[0m",
    "\x1b[2J\x1b[HCleared",
    "\x9b31mC1 red",
    "Two\nlines\r\nand\ttabs",
    "Bell\x07and\x08back",
    "\x1b]0;title\x1b\\Titled",
    "\u202egnirts desrever",
    "東京商事 株式会社",
    "🚚 Movers",
    "🏗️ Builders 👩‍👩‍👧",
    "'; DROP TABLE accounts; --",
    "$(touch owned) `id` %s {0} {name}",
)


def colours(output: bytes) -> set[str]:
    """Return every parameter of a colour or style that was written."""
    return {
        parameter
        for match in _SGR.finditer(output)
        for parameter in match[1].decode().split(";")
        if parameter
    }


def colour_sequences(output: bytes) -> list[bytes]:
    """Return the sequences that set a foreground or background colour, in any notation."""
    # 39 and 49 are left: they name no colour but the terminal's own.
    colour = re.compile(rb"(?:^|[;:])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:$|[;:])")
    return [match[0] for match in _SGR.finditer(output) if colour.search(match[1])]


def press_through(open_kamtui: OpenKamtui, **environment: str) -> bytes:
    """Open, look at help, weights and a card, leave; return everything that was written."""
    terminal = open_kamtui(columns=120, lines=40, **environment)
    terminal.wait_for(is_ranked)
    terminal.press("w")
    terminal.wait_for("as declared")
    terminal.press("L")
    terminal.wait_for("unsaved")
    terminal.press("w")
    terminal.wait_for(lambda there: "as declared" not in there.text and is_ranked(there))
    terminal.press("enter")
    terminal.wait_for("Sales volume")
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    return terminal.output


def test_no_color_means_none(open_kamtui: OpenKamtui) -> None:
    written = press_through(open_kamtui, NO_COLOR="1")
    assert not colour_sequences(written)


def test_colours_are_used_where_they_are_wanted(open_kamtui: OpenKamtui) -> None:
    assert colour_sequences(press_through(open_kamtui))


def test_sixteen_colours_are_enough(open_kamtui: OpenKamtui, ask: Ask) -> None:
    written = press_through(open_kamtui, TERM="xterm-16color")
    assert colours(written)
    assert not re.search(rb"\x1b\[[0-9;:]*[34]8[;:][25][;:]", written)


def test_a_true_colour_terminal_gets_true_colours(open_kamtui: OpenKamtui) -> None:
    written = press_through(open_kamtui, COLORTERM="truecolor")
    assert re.search(rb"\x1b\[[0-9;:]*38[;:]2[;:]", written)


def line(account: str, number: int, day: date, net: int) -> dict[str, Any]:
    return {
        "account_id": account,
        "order_id": f"{account}-{number}",
        "ordered_on": day,
        "net": Decimal(net),
        "cost": Decimal(net) / 2,
        "product_group": "\x1b[31mPaint\x1b[0m [/]",
        "product": "Brush\x1b]52;c;eA==\x07",
    }


@pytest.fixture
def hostile_history(make_history: Callable[..., Path]) -> Path:
    """A history whose every text would do harm if a terminal or a markup parser obeyed it."""
    accounts = [
        {"account_id": f"A{n:02}", "name": name, "owner": name, "segment": name}
        for n, name in enumerate(HOSTILE_NAMES)
    ]
    lines = [
        line(account["account_id"], number, date(2025, month, 3), 1000 * (n + 1))
        for n, account in enumerate(accounts)
        for number, month in enumerate((2, 5, 8, 11))
    ]
    settings = 'name = "\\u001b]0;Owned\\u0007[/] [bold]History"\ncurrency = "EUR"\n'
    return make_history({"accounts": accounts, "order_lines": lines}, settings=settings)


def forbidden_in(output: bytes) -> list[bytes]:
    """Return which of the data's own control sequences reached the terminal."""
    sequences = (
        b"\x1b]52;c;aGVsbG8=",
        b"\x1b]52;c;eA==",
        b"\x1b]0;",
        b"\x1b[2J\x1b[HCleared",
        b"\x1b[31mRed",
        b"\x1b[31mPaint",
        b"\xc2\x9b",
        b"Bell\x07",
        "\u202e".encode(),
    )
    return [sequence for sequence in sequences if sequence in output]


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (200, 50)])
def test_nothing_in_the_data_is_obeyed(
    open_kamtui: OpenKamtui, ask: Ask, hostile_history: Path, columns: int, lines: int
) -> None:
    terminal = open_kamtui(hostile_history, columns=columns, lines=lines)
    terminal.wait_for(is_ranked)
    terminal.wait_for("東京商事")
    terminal.wait_for("[@click=app.quit]")
    terminal.wait_for(r"\x1b")
    for _ in HOSTILE_NAMES:
        terminal.press("enter")
        terminal.wait_for("Sales volume")
        terminal.press("escape")
        terminal.wait_for(is_ranked)
        terminal.press("j")
    terminal.press("o")
    terminal.wait_for(lambda there: "esc Cancel" in there.text)
    terminal.press("escape")
    terminal.wait_for(lambda there: "esc Cancel" not in there.text)
    terminal.press("q")
    assert terminal.wait_for_end() == 0
    assert forbidden_in(terminal.output) == []


def test_wide_characters_keep_the_columns_straight(
    open_kamtui: OpenKamtui, make_history: Callable[..., Path]
) -> None:
    names = ("東京商事 株式会社", "🚚 Movers", "Ärlig Öl", "Plain")
    accounts = [{"account_id": f"A{n}", "name": name} for n, name in enumerate(names)]
    lines = [line(f"A{n}", 1, date(2025, 11, 3), 1000 * (n + 1)) for n in range(len(names))]
    terminal = open_kamtui(make_history({"accounts": accounts, "order_lines": lines}))
    terminal.wait_for(lambda there: len(shown_accounts(there)) == len(names))
    rows = [row for row in range(24) if any(cell(terminal, row, at) == "·" for at in range(14))]
    assert len(rows) == len(names)
    assert len({first_bar(terminal, row) for row in rows}) == 1


BARS = tuple("▏▎▍▌▋▊▉█")


def cell(terminal: Terminal, row: int, column: int) -> str:
    """Return what a cell of the screen holds; a wide character is followed by an empty cell."""
    return str(terminal.screen.buffer[row][column].data)


def first_bar(terminal: Terminal, row: int) -> int:
    """Return the cell in which the bar of the score begins."""
    return next(column for column in range(80) if cell(terminal, row, column) in BARS)


def test_the_order_is_the_scripts(open_kamtui: OpenKamtui, ask: Ask, tiny_history: Path) -> None:
    names = [row["name"] for row in ask(history=tiny_history) if row["rank"]]
    terminal = open_kamtui(tiny_history)
    terminal.wait_for(lambda there: shows_order(there, names, at_least=len(names)))
    assert "sample data" not in terminal.text
