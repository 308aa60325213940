"""What the status line says. Light: the first frame waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Status:
    """Which history and day, how many accounts, which weights, how many findings."""

    history: str = ""
    is_sample: bool = False
    as_of: date | None = None
    shown: int = 0
    """How many accounts are shown."""
    of_all: int = 0
    """How many there are."""
    weight_set: str = ""
    unsaved: bool = False
    findings: int | None = None
    """How many doubtful things the check of the history found; None while it is not known."""
    doing: str = ""
    """The long work that is going on; "" for none."""
