"""Every measure of a large history, in processes of their own, beside a bare grouped scan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.plan import largest_parts
from bench.surroundings import PROGRAMS, clean_environment

LINES = int(os.environ.get("KAMTUI_BENCH_LINES", "10_000_000"))
"""Order lines of the history; a smaller one measures sooner, and shows less."""
IS_LARGE = LINES >= 10_000_000
"""Whether the history is as large as the one that the limits are for."""


@dataclass(frozen=True)
class Program:
    """One of the programs that measure themselves, and what it said each time."""

    name: str
    arguments: tuple[str, ...]
    home: Path
    rows: list[int] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)

    def measure(self) -> float:
        """Run it and return the seconds of its work, without its start and imports."""
        said = json.loads(run_program(self.name, self.arguments, self.home))
        self.rows.append(said["rows"])
        self.peaks.append(said["peak_bytes"])
        return float(said["seconds"])

    @property
    def peak_megabytes(self) -> float:
        """The most memory the process ever had; the median over the runs."""
        return round(median(self.peaks) / 1e6, 1)


def run_program(name: str, arguments: tuple[str, ...], home: Path) -> str:
    """Return what a program of the folder programs/ wrote to stdout."""
    ended = subprocess.run(
        [sys.executable, str(PROGRAMS / name), *arguments],
        env=clean_environment(home),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ended.stdout


def grouped_scan(history: Path, home: Path) -> Program:
    """Return the baseline: sums and dates by account."""
    return Program("grouped_scan.py", (str(history),), home)


def measures_anew(history: Path, home: Path) -> Program:
    """Return opening the history and computing every measure from the files."""
    return Program("measures.py", (str(history), str(home / "workspace"), "off"), home)


def measures_again(history: Path, home: Path) -> Program:
    """Return opening the history and taking every measure, computed before, from its snapshot."""
    arguments = (str(history), str(home / "workspace"), str(home / "snapshots"))
    return Program("measures.py", arguments, home)


def signals_anew(history: Path, home: Path) -> Program:
    """Return opening the history and computing every signal from the files."""
    return Program("signals.py", (str(history), str(home / "workspace"), "off"), home)


def time_by_part(history: Path, home: Path) -> list[dict[str, Any]]:
    """Return what takes the time in the query of the measures, the largest part first."""
    plan = json.loads(
        run_program("measures_profile.py", (str(history), str(home / "workspace")), home)
    )
    return largest_parts(plan)
