"""Ctrl-C while DuckDB works: the main thread cannot hear it there, so it waits elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

T = TypeVar("T")

Interrupted = duckdb.InterruptException
"""What a statement that was stopped raises."""


def interruptible(cursor: duckdb.DuckDBPyConnection, call: Callable[[], T]) -> T:
    """Return what `call`, which uses `cursor`, returns, or raise what it raises.

    On the main thread KeyboardInterrupt stops it; on another, whoever wants to stop it calls
    `cursor.interrupt()`.
    """
    if threading.current_thread() is not threading.main_thread():
        return call()
    returned: list[T] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            returned.append(call())
        except BaseException as error:  # for the thread that waits
            raised.append(error)

    worker = threading.Thread(target=work, name="query", daemon=True)
    worker.start()
    try:
        worker.join()
    except KeyboardInterrupt:
        cursor.interrupt()
        worker.join()
        raise
    if raised:
        raise raised[0]
    return returned[0]
