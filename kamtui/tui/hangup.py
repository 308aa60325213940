"""The end that nobody asked for: a terminal that goes away, a process that is told to stop."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from threading import Event, Thread

SECONDS_TO_LEAVE = 2.0
"""How long the UI may take to restore a terminal that is still there."""

_HANGUP = 1
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name))


class Hangup:
    """Keeps what is unsaved and ends the process when its terminal goes away.

    The event loop may hang by then, for what it writes to the terminal is no longer taken: all is
    done in a thread of its own.
    """

    def __init__(self, keep: Callable[[], None], leave: Callable[[int], None]) -> None:
        """`keep` keeps what is unsaved before it returns.

        `leave` asks the UI to end with a code, and does not wait for it.
        """
        self._keep: Callable[[], None] | None = keep
        self._leave: Callable[[int], None] | None = leave
        self._left = Event()
        self._begun = Event()

    def watch(self) -> None:
        """Begin; in the main thread."""
        for number in _SIGNALS:
            # nohup and the like ask for a hang-up to be ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda caught, _: self._begin(caught))
        if hasattr(select, "poll") and sys.stdin is not None and sys.stdin.isatty():
            Thread(target=self._watch_terminal, name="kamtui-hangup", daemon=True).start()

    def ended(self) -> None:
        """Say that the UI has ended: from now on a signal does what it does to any process."""
        self._left.set()
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        # The thread that watches the terminal holds on to this to the end; the UI need not stay.
        self._keep = self._leave = None

    def _watch_terminal(self) -> None:
        poll = select.poll()
        poll.register(sys.stdin.fileno(), 0)
        while not self._left.is_set():
            events = [event for _, event in poll.poll()]
            if any(event & select.POLLHUP for event in events):
                self._begin(_HANGUP)
                return
            if events:
                return

    def _begin(self, number: int) -> None:
        if not self._begun.is_set():
            self._begun.set()
            Thread(target=self._end, args=(number,), name="kamtui-farewell", daemon=True).start()

    def _end(self, number: int) -> None:
        try:
            keep, leave = self._keep, self._leave
            if keep is not None and leave is not None:
                keep()
                leave(_code(number))
            if number != _HANGUP:
                self._left.wait(SECONDS_TO_LEAVE)
        finally:
            os._exit(_code(number))


def _code(number: int) -> int:
    """Return the exit code that says which signal ended a process."""
    return 128 + number
