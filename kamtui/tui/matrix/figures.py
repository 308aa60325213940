"""How the values of an axis are written."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kamtui.formats.figures import NO_VALUE, compact, number, share
from kamtui.model.matrix import Axis
from kamtui.portfolio.measure_names import MEASURES, Unit

_UNITS: Mapping[str, Unit] = {measure.name: measure.unit for measure in MEASURES}
_SHORTENED_FROM = 10_000.0


def axis_text(axis: Axis, value: float) -> str:
    """Return a value in the unit of its axis, as short as it is exact enough to tell a cut line.

    The sign for no value for NaN.
    """
    if math.isnan(value):
        return NO_VALUE
    unit = _UNITS.get(axis.measure or "")
    if unit == "ratio":
        return share(value)
    if unit == "money" or abs(value) >= _SHORTENED_FROM:
        return compact(value)
    return number(value)


def value_text(axis: Axis, value: float) -> str:
    """Return an account's value on an axis: a score with one decimal, else as `axis_text`."""
    if axis.scorecard is None or math.isnan(value):
        return axis_text(axis, value)
    return f"{value:.1f}"


def part_of(fraction: float) -> str:
    """Return a share of the whole revenue; the sign for no value for NaN."""
    return NO_VALUE if math.isnan(fraction) else share(fraction)


def counted(count: int, noun: str = "account") -> str:
    """Return a number of things with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
