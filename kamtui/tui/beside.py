"""Work in a process beside this one, begun before this one has loaded anything."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn


def answer_from_beside(work: Callable[[], bytes]) -> tuple[int, int] | None:
    """Begin `work` in a process of its own; return where its answer can be read, and its id.

    The answer is empty when the work raises. None where a process cannot be forked. Called before
    any thread is started.
    """
    if not hasattr(os, "fork"):
        return None
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(ours)
        _answer_and_end(work, theirs)
    os.close(theirs)
    return ours, process


def _answer_and_end(work: Callable[[], bytes], answer: int) -> NoReturn:
    try:
        with os.fdopen(answer, "wb") as file:
            file.write(work())
    finally:
        # Whatever went wrong goes wrong again, and is said, in the process that began this one.
        # Nothing that was registered there may run here.
        os._exit(0)
