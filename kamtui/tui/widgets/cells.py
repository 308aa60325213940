"""How a value is drawn in the cells of a terminal: bars, sparklines, short numbers, fitted text."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from kamtui.formats.figures import NO_VALUE, compact
from kamtui.text import harmless

__all__ = [
    "NO_VALUE",
    "bar",
    "compact",
    "fitted",
    "percent",
    "share_text",
    "sparkline",
    "whole",
]

_EIGHTHS = " ▏▎▍▌▋▊▉"
# No full block: columns of two lines would touch.
_LEVELS = "▁▂▃▄▅▆▇"


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return the text in exactly `width` cells, cut with an ellipsis where it is longer."""
    text = harmless(text)
    cells = len(text) if text.isascii() else cell_len(text)
    if cells > width:
        return "…"[:width] if width < 2 else set_cell_size(text, width - 1) + "…"
    blank = " " * (width - cells)
    return blank + text if right else text + blank


def bar(fraction: float, width: int) -> str:
    """Return a bar in exactly `width` cells, to an eighth of a cell; 0-1, empty for NaN."""
    if math.isnan(fraction):
        return " " * width
    eighths = round(max(0.0, min(1.0, fraction)) * width * 8)
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[part] if part else "")).ljust(width)


def sparkline(values: Sequence[float], width: int) -> str:
    """Return the values as columns of their own scale, summed into exactly `width` cells.

    `width` divides the number of values. What is zero, less or unknown stays blank; the sign for
    no value where nothing is above zero.
    """
    step = len(values) // width
    sums = [_positive(values[start : start + step]) for start in range(0, len(values), step)]
    most = max(sums, default=0.0)
    if most <= 0.0:
        return NO_VALUE.ljust(width)
    return "".join(_LEVELS[min(6, int(7 * each / most))] if each > 0.0 else " " for each in sums)


def _positive(values: Sequence[float]) -> float:
    return math.fsum(value for value in values if not math.isnan(value))


def percent(fraction: float) -> str:
    """Return a growth such as +12%, or ×12 from tenfold on; the sign for no value for NaN."""
    if math.isnan(fraction):
        return NO_VALUE
    if fraction >= 9.995:
        return f"×{compact(fraction + 1.0)}"
    whole = round(100.0 * fraction)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return f"{sign}{abs(whole)}%"


def share_text(share: float) -> str:
    """Return a share 0-1 in whole per cent; never as 0% or 100% when it is not."""
    if math.isnan(share):
        return NO_VALUE
    text = f"{share:.0%}"
    if text == "100%" and share < 1.0:
        return ">99%"
    return "<1%" if text == "0%" and share > 0.0 else text


def whole(number: float) -> str:
    """Return a whole number with a comma between thousands; the sign for no value for NaN."""
    return NO_VALUE if math.isnan(number) else f"{round(number):,}"
