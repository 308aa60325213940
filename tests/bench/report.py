"""The benchmarks' results: a table to read and JSON to keep."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.comparison import Comparison

_HEADINGS = ("benchmark", "ours", "baseline", "ratio", "at most", "")
_PARTS = ("duckdb", "numpy", "textual")


def table_lines(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield the lines of a table, a line a comparison, and below it what is worth noting."""
    rows = [_HEADINGS, *(_row(comparison) for comparison in comparisons)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        first, *others = (
            cell.rjust(width) if 0 < column < len(row) - 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *others)).rstrip()
    for comparison in comparisons:
        for note in comparison.notes:
            yield f"{comparison.name}: {note}"


def _row(comparison: Comparison) -> tuple[str, ...]:
    return (
        comparison.name,
        _in_words(median(comparison.ours)),
        _in_words(median(comparison.baseline)),
        f"{comparison.ratio:.2f}×",
        f"{comparison.allowed.ratio:g}×",
        _verdict(comparison),
    )


def _verdict(comparison: Comparison) -> str:
    if comparison.is_within:
        return "ok"
    return "OVER THE LIMIT" if comparison.allowed.is_limit else "over the goal"


def _in_words(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def write_json(path: Path, comparisons: Sequence[Comparison]) -> None:
    """Write the comparisons with every single measurement, and the machine they were made on."""
    written = {
        "machine": _machine(),
        "benchmarks": [_record(comparison) for comparison in comparisons],
    }
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load_average": os.getloadavg(),
        "python": platform.python_version(),
        **{part: version(part) for part in _PARTS},
    }


def _record(comparison: Comparison) -> dict[str, Any]:
    ratios = comparison.ratios
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
    return {
        "name": comparison.name,
        "ratio": comparison.ratio,
        "ratio_quartiles": [low, high],
        "at_most": comparison.allowed.ratio,
        "kind": "limit" if comparison.allowed.is_limit else "goal",
        "ok": comparison.is_within,
        "ours_median_s": median(comparison.ours),
        "baseline_median_s": median(comparison.baseline),
        "ours_s": comparison.ours,
        "baseline_s": comparison.baseline,
        "details": dict(comparison.details),
    }
