"""Measures of ten million order lines cost a few scans, and next to nothing the second time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.measuring import (
    IS_LARGE,
    LINES,
    Program,
    grouped_scan,
    measures_again,
    measures_anew,
    signals_anew,
    time_by_part,
)
from bench.surroundings import made_up_history

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large history."""
    folder = tmp_path_factory.mktemp("large") / "history"
    return made_up_history(folder, accounts=max(240, LINES // 500), lines=LINES)


def with_memory(found: Comparison, ours: Program, baseline: Program) -> Comparison:
    """Return the comparison with the peak memory of both."""
    return replace(
        found,
        details={
            "order_lines": LINES,
            "accounts": ours.rows[-1],
            "peak_megabytes": ours.peak_megabytes,
            "baseline_peak_megabytes": baseline.peak_megabytes,
        },
        notes=(
            f"peak memory {ours.peak_megabytes:.0f} MB, "
            f"the grouped scan {baseline.peak_megabytes:.0f} MB",
        ),
    )


def test_measures_from_the_files(ledger: list[Comparison], history: Path, home: Path) -> None:
    ours, baseline = measures_anew(history, home), grouped_scan(history, home)
    name = f"measures over {LINES:,} lines"
    found = compared(name, ours.measure, baseline.measure, Allowed(4.0, is_limit=False), pairs=7)
    found = with_memory(found, ours, baseline)
    parts = time_by_part(history, home)
    largest = "; ".join(f"{part['share']:.0%} {part['part']}" for part in parts[:3])
    ledger.append(
        replace(
            found,
            details={**found.details, "time_by_part": parts},
            notes=(*found.notes, f"takes the time: {largest}"),
        )
    )


def test_measures_the_second_time(ledger: list[Comparison], history: Path, home: Path) -> None:
    ours, baseline = measures_again(history, home), grouped_scan(history, home)
    name = "the same, opened again unchanged"
    found = compared(name, ours.measure, baseline.measure, Allowed(0.3, IS_LARGE), pairs=11)
    ledger.append(with_memory(found, ours, baseline))
    assert found.is_within or not IS_LARGE


def test_signals_from_the_files(ledger: list[Comparison], history: Path, home: Path) -> None:
    ours, baseline = signals_anew(history, home), measures_anew(history, home)
    name = f"signals over {LINES:,} lines against measures"
    found = compared(name, ours.measure, baseline.measure, Allowed(1.5, is_limit=False), pairs=7)
    ledger.append(
        replace(
            found,
            details={
                "order_lines": LINES,
                "signals": ours.rows[-1],
                "peak_megabytes": ours.peak_megabytes,
            },
            notes=(f"{ours.rows[-1]:,} signals, peak memory {ours.peak_megabytes:.0f} MB",),
        )
    )
