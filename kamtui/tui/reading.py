"""Long readings of the history: each in a thread, one at a time, to be cancelled at any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from kamtui.errors import KamtuiError
from kamtui.portfolio.opening import Portfolio
from kamtui.tui.session import Session


@dataclass(eq=False)
class Reading:
    """One reading; whoever asked for it knows it by identity, so that a late answer is dropped."""

    said: str
    """What it does, for the status line."""
    began: float = field(default_factory=monotonic)
    cancelled: bool = False
    _portfolio: Portfolio | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def progress(self) -> str:
        """What it does, and for how long once that is worth saying."""
        seconds = int(monotonic() - self.began)
        lasted = f" {seconds} s" if seconds else ""
        return f"{self.said} …{lasted}, esc cancels"

    def on(self, portfolio: Portfolio) -> None:
        """Say what is being read; interrupted at once where it was cancelled before."""
        with self._lock:
            self._portfolio = portfolio
        if self.cancelled:
            portfolio.engine.interrupt()

    def cancel(self) -> None:
        """Stop it: its queries are interrupted, and what comes of it counts no more."""
        self.cancelled = True
        with self._lock:
            portfolio = self._portfolio
        if portfolio is not None:
            portfolio.engine.interrupt()


def outcome(reading: Reading, read: Callable[[Reading], Session]) -> Session | KamtuiError | None:
    """Return what a reading gives: a session, why there is none, or None when it was cancelled."""
    try:
        return read(reading)
    except KamtuiError as error:
        return None if reading.cancelled else error
    except Exception:
        # An interrupted query raises an error of the engine's own.
        if reading.cancelled:
            return None
        raise
