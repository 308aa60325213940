"""A question asked from a script, as a whole process, beside bare Python and DuckDB."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.surroundings import (
    PROGRAMS,
    SAMPLE_LINES,
    beside_python,
    clean_environment,
    seconds_of,
)

QUERY = (
    *("query", "priorities", "--top", "20"),
    *("--format", "csv", "--history", "sample"),
)


def asked_again(home: Path) -> Callable[[], float]:
    """Return what measures the question by a user who asked it before."""
    environment = clean_environment(home)
    return lambda: seconds_of([beside_python("kamtui"), *QUERY], environment)


def asked_first(home: Path) -> Callable[[], float]:
    """Return what measures the question by a user who never asked anything."""

    def measure() -> float:
        with TemporaryDirectory(dir=home) as new:
            return seconds_of([beside_python("kamtui"), *QUERY], clean_environment(Path(new)))

    return measure


def bare_scan(home: Path) -> Callable[[], float]:
    """Return what measures one grouped aggregation of the same order lines, printed as csv."""
    arguments = [sys.executable, str(PROGRAMS / "grouped_scan_csv.py"), str(SAMPLE_LINES)]
    environment = clean_environment(home)
    return lambda: seconds_of(arguments, environment)
