"""BG/NBD fitted to a panel, in processes of their own: by kamtui, and by the package lifetimes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from bench.measuring import run_program

OURS, THEIRS, CDNOW = "bgnbd_fit.py", "bgnbd_fit_lifetimes.py", "cdnow_panel.py"

# Fader, Hardie & Lee (2005): what the CDNOW panel gives.
_R, _ALPHA, _A, _B = 0.243, 4.414, 0.793, 2.426


@dataclass(frozen=True)
class Fit:
    """A program that fits a panel, and what it found each time."""

    program: str
    panel: Path
    home: Path
    found: list[tuple[float, tuple[float, ...]]] = field(default_factory=list)
    """Log-likelihood and parameters."""

    def measure(self) -> float:
        """Run it and return the seconds of its work, without its start and imports."""
        said = json.loads(run_program(self.program, (str(self.panel),), self.home))
        self.found.append((said["log_likelihood"], tuple(said["parameters"])))
        return float(said["seconds"])

    @property
    def log_likelihood(self) -> float:
        """That of the last fit."""
        return self.found[-1][0]

    @property
    def parameters(self) -> tuple[float, ...]:
        """r, alpha (weeks), a and b of the last fit."""
        return self.found[-1][1]


def why_not_compared() -> str | None:
    """Return why there is nothing to compare with; None when there is."""
    if find_spec("lifetimes") is None:
        return "the package lifetimes is not installed: pip install -e '.[bench]'"
    return None


def cdnow_panel(folder: Path, home: Path) -> Path:
    """Write the CDNOW panel that lifetimes brings; return its file."""
    path = folder / "cdnow.npz"
    run_program(CDNOW, (str(path),), home)
    return path


def made_up_panel(path: Path, accounts: int) -> Path:
    """Write a panel as large as wanted, which buys as CDNOW's customers do; return its file.

    Watched for 27 to 39 weeks, counted in days; three in five never buy again.
    """
    chance = np.random.default_rng(7)
    age = chance.integers(27 * 7, 39 * 7 + 1, accounts)
    rate, stop = chance.gamma(_R, 1 / _ALPHA, accounts), chance.beta(_A, _B, accounts)
    repeats, recency = np.zeros((2, accounts), dtype=np.int64)
    day = np.zeros(accounts)
    buys = np.ones(accounts, dtype=bool)
    while buys.any():
        day += 7 * chance.exponential(1, accounts) / np.maximum(rate, 1e-300)
        buys &= day <= age
        repeats += buys
        recency[buys] = np.ceil(day[buys])
        buys &= chance.random(accounts) >= stop
    np.savez(path, repeats=repeats, recency=recency, age=age, a_week=7)
    return path
