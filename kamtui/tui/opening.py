"""What the command line says about how to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Opening:
    """Which history, seen how."""

    history: Path | str | None = None
    """None for the sample data."""
    workspace: Path | None = None
    """None for the environment's or the platform's."""
    as_of: date | None = None
    """None for the newest day."""
    weights: str | None = None
    """A weight set as NAME or NAME@VERSION; None for `default`."""
    owner: str | None = None
    """Only this account manager's accounts; None for all."""
    segment: str | None = None
    """Only this segment's accounts; None for all."""
