"""Running the command line, in this process or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str
    data: bytes
    """What it wrote to stdout, as bytes."""


@pytest.fixture
def kamtui(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    """A function that runs `kamtui ARGUMENTS` in this process; stdout is no terminal."""
    from kamtui.cli.main import run

    def kamtui(*arguments: object) -> Ended:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ending:
            run([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        code = ending.value.code
        assert isinstance(code, int)
        return Ended(code, out.decode("utf-8", "replace"), err.decode(), out)

    return kamtui


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A function that starts `kamtui ARGUMENTS` as a process of its own, ended with the test."""
    processes: list[subprocess.Popen[bytes]] = []

    def started(*arguments: object, **settings: Any) -> subprocess.Popen[bytes]:
        settings.setdefault("stdout", subprocess.PIPE)
        process = subprocess.Popen(
            [sys.executable, "-m", "kamtui", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=dict(os.environ),
            **settings,
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        process.kill()
        process.communicate()
