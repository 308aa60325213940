"""From pressing a key to the changed screen, in a real terminal with the weights open."""

from __future__ import annotations

import time
from itertools import cycle
from pathlib import Path
from typing import Self

import pyte
from bench.surroundings import beside_python
from support.terminal import DEADLINE, Terminal, terminal_environment

COLUMNS, LINES = 120, 40
QUIET_SECONDS = 0.4
"""So long nothing more is painted after a key."""


class OpenWeights:
    """kamtui with the weights open beside the ranked accounts of a history."""

    def __init__(self, history: Path, home: Path) -> None:
        """Start it; wait until it takes keys."""
        home.mkdir(exist_ok=True)
        command = [beside_python("kamtui"), "--history", str(history)]
        self._terminal = Terminal(command, terminal_environment(home), columns=COLUMNS, lines=LINES)
        self._keys = cycle(("L", "H"))
        self._terminal.wait_for(lambda there: there.line_with("as of "), 2 * DEADLINE)
        self._terminal.press("w")
        self._terminal.wait_for("as declared")
        self._read_until_quiet()

    def measure(self) -> float:
        """Add 5 to the first weight, or take it off again; return the seconds until it shows.

        It shows when the table and the weights are what they stay. What the smallest change
        would be is worked out later, and does not count.
        """
        before = len(self._terminal.received)
        painted = self._copy_of_screen()
        pressed = time.perf_counter()
        self._terminal.press(next(self._keys))
        while len(self._terminal.received) == before:
            if not self._terminal.read() or time.perf_counter() - pressed > DEADLINE:
                raise AssertionError(f"the key changed nothing\n{self._terminal.text}")
        self._read_until_quiet()
        final = _what_counts(self._terminal.lines)
        stream = pyte.ByteStream(painted)
        for moment, piece in self._terminal.received[before:]:
            stream.feed(piece)
            if _what_counts(painted.display) == final:
                return moment - pressed
        raise AssertionError(self._terminal.text)

    def _copy_of_screen(self) -> pyte.Screen:
        """Return a screen that shows the same characters."""
        copied = pyte.Screen(COLUMNS, LINES)
        for number, line in self._terminal.screen.buffer.items():
            copied.buffer[number].update(line)
        return copied

    def _read_until_quiet(self) -> None:
        pieces = -1
        while pieces != len(self._terminal.received):
            pieces = len(self._terminal.received)
            self._terminal.read(QUIET_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: object,
        error: object,
        traceback: object,
    ) -> None:
        self._terminal.close()


def _what_counts(lines: list[str]) -> list[str]:
    """Return the table whole, and of the weights beside it the criteria."""
    panel = max(line.find("Weights") for line in lines[1:-2])
    said = next((n for n, line in enumerate(lines) if " moved" in line[panel:]), len(lines))
    return [line.rstrip() if n < said else line[:panel].rstrip() for n, line in enumerate(lines)]
