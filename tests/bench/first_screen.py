"""From starting a program to what its first screen shows, in a real terminal."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyte
from bench.surroundings import PROGRAMS, beside_python, clean_environment
from support.terminal import DEADLINE, Terminal, terminal_environment

COLUMNS, LINES = 120, 40
QUESTION = ("query", "priorities", "--history", "sample", "--format", "csv")


@dataclass(frozen=True)
class Row:
    """A row of a table on the screen."""

    rank: int
    name: str

    def is_on(self, lines: Sequence[str]) -> bool:
        """Whether a line begins with the rank and holds the name, as far as it fits."""
        begins = re.compile(rf"\W*{self.rank}\s")
        return any(begins.match(line) and self.name[:12] in line for line in lines)


def ranked_rows(home: Path, ranks: Sequence[int]) -> list[Row]:
    """Return the accounts of the sample data at these ranks, as a script is told."""
    told = subprocess.run(
        [beside_python("kamtui"), *QUESTION],
        env=clean_environment(home),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    names = {row["rank"]: row["name"] for row in csv.DictReader(told.splitlines())}
    return [Row(rank, names[str(rank)]) for rank in ranks]


def seconds_until_shown(command: Sequence[str], home: Path, rows: Sequence[Row]) -> float:
    """Return how long it took from starting `command` until its screen held every row.

    What arrives is only recorded while it arrives, and drawn afterwards: drawing takes longer
    than the program does.
    """
    last = rows[-1].name[:12].encode()
    with Terminal(command, terminal_environment(home), columns=COLUMNS, lines=LINES) as terminal:
        terminal.wait_for(lambda there: last in there.output and there.frame_is_whole, DEADLINE)
        begun, received = terminal.begun, list(terminal.received)
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    for moment, piece in received:
        stream.feed(piece)
        if all(row.is_on(screen.display) for row in rows):
            return moment - begun
    raise AssertionError("\n".join(screen.display))


def plain_table(home: Path) -> Callable[[], float]:
    """Return what measures a plain Textual app with a table of 50 rows."""
    command = [sys.executable, str(PROGRAMS / "plain_table.py")]
    rows = [Row(rank, f"Account {rank}") for rank in (1, 30)]
    return lambda: seconds_until_shown(command, home, rows)


def opened_again(home: Path) -> Callable[[], float]:
    """Return what measures kamtui on the sample data, which its user opened before."""
    command = [beside_python("kamtui"), "--history", "sample"]
    rows = ranked_rows(home, (1, 20))
    return lambda: seconds_until_shown(command, home, rows)


def opened_first(home: Path) -> Callable[[], float]:
    """Return what measures kamtui on the sample data by a user who never ran it."""
    command = [beside_python("kamtui"), "--history", "sample"]
    rows = ranked_rows(home, (1, 20))

    def measure() -> float:
        with TemporaryDirectory(dir=home) as new:
            return seconds_until_shown(command, Path(new), rows)

    return measure
