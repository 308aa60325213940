"""The installed command in a real terminal, and the same user's answers from a script."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.terminal import Terminal, kamtui_command, terminal_environment

OpenKamtui = Callable[..., Terminal]
Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Measures that were computed before, by any of the tests."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture
def open_kamtui(own_home: Path, snapshots: Path) -> Iterator[OpenKamtui]:
    """A function that opens a history in a terminal; what it opened is closed at the end.

    A word after `history` is an option of the command, a keyword an environment variable.
    """
    opened: list[Terminal] = []

    def open_history(
        history: Path | str = "sample",
        *options: str,
        columns: int = 80,
        lines: int = 24,
        **environment: str,
    ) -> Terminal:
        terminal = Terminal(
            [kamtui_command(), "--history", str(history), *options],
            terminal_environment(own_home, **{"KAMTUI_CACHE": str(snapshots), **environment}),
            columns=columns,
            lines=lines,
        )
        opened.append(terminal)
        return terminal

    yield open_history
    for terminal in opened:
        terminal.close()


@pytest.fixture
def ask(own_home: Path, snapshots: Path) -> Ask:
    """A function that asks for the priorities in a script, as the same user, and reads the csv."""

    def priorities(*options: str, history: Path | str = "sample") -> list[dict[str, str]]:
        question = ("query", "priorities", "--history", str(history), "--format", "csv")
        ended = subprocess.run(
            [kamtui_command(), *question, *options],
            env=terminal_environment(own_home, KAMTUI_CACHE=str(snapshots)),
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return list(csv.DictReader(ended.stdout.splitlines()))

    return priorities
