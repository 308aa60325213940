"""Charts over periods as SVG: columns side by side, and a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamtui.formats.figures import NO_VALUE, alike, compact
from kamtui.formats.markup import NOTHING, Markup, element, joined, text
from kamtui.formats.page import Bars, Line, Series

_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 22.0, 26.0, 22.0
_HEIGHT = 210.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5
_LETTER = 7.6
"""About the width of a letter."""
_MARKED = 16.0
"""The least width of a period in which the sign for no value is drawn."""


@dataclass(frozen=True)
class _Area:
    """Where the values are drawn."""

    width: float
    low: float
    high: float
    count: int
    """How many periods there are."""

    @property
    def step(self) -> float:
        """The width of a period."""
        return (self.width - _LEFT - _RIGHT) / self.count

    def x(self, place: float) -> float:
        """Return where a period begins."""
        return _LEFT + place * self.step

    def y(self, value: float) -> float:
        """Return the height of a value."""
        whole = _HEIGHT - _TOP - _BOTTOM
        return _TOP + whole * (self.high - value) / (self.high - self.low)


def bars_svg(bars: Bars, width: float) -> Markup:
    """Return the columns, one of each series a period; what is not known is a dash, not zero."""
    values = [value for series in bars.series for value in series.values]
    area, steps = _area(values, len(bars.periods), width)
    breadth = area.step * 0.76 / len(bars.series)
    columns = [
        _column(area, series, bars.periods, place, area.x(place + 0.12) + nth * breadth, breadth)
        for nth, series in enumerate(bars.series)
        for place in range(area.count)
    ]
    parts = (_scale(area, steps), *columns, _zero(area), _names(area, bars.periods))
    return _chart(bars.title, width, (_legend(bars.series), *parts))


def _column(
    area: _Area, series: Series, periods: Sequence[str], place: int, x: float, breadth: float
) -> Markup:
    value = series.values[place]
    said = element("title", text(_said(series, periods, place)))
    if value is None:
        if area.step < _MARKED:
            return NOTHING
        middle = x + breadth / 2
        return element(
            "text", said, text(NO_VALUE), x=middle, y=area.y(0) - 4, text_anchor="middle"
        )
    top, bottom = area.y(max(value, 0.0)), area.y(min(value, 0.0))
    height = max(bottom - top, 0.75) if value else 0.0
    gap = min(1.0, breadth / 8)
    return element(
        "rect",
        said,
        x=x + gap / 2,
        y=top,
        width=breadth - gap,
        height=height,
        class_=_class(series.name) + (" below" if value < 0 else ""),
    )


def line_svg(line: Line, width: float) -> Markup:
    """Return the line; where a value is not known it is broken."""
    series = line.series
    area, steps = _area(series.values, len(line.periods), width)
    points = [
        None if value is None else (area.x(place + 0.5), area.y(value))
        for place, value in enumerate(series.values)
    ]
    drawn = [_run(area, run) for run in _runs(points)]
    ends = [place for place, point in enumerate(points) if point is not None][-1:]
    dots = [_dot(points[place], _said(series, line.periods, place)) for place in ends]
    parts = (_scale(area, steps), *drawn, _zero(area), *dots, _names(area, line.periods))
    return _chart(line.title, width, parts)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _run(area: _Area, run: Sequence[tuple[float, float]]) -> Markup:
    along = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    zero = area.y(0)
    under = f"{run[0][0]:.1f},{zero:.1f} {along} {run[-1][0]:.1f},{zero:.1f}"
    return joined(
        element("polygon", points=under, class_="under"),
        element("polyline", points=along, class_="line"),
    )


def _dot(point: tuple[float, float] | None, said: str) -> Markup:
    if point is None:
        return NOTHING
    title = element("title", text(said))
    return element("circle", title, cx=point[0], cy=point[1], r=3.5, class_="dot")


def _said(series: Series, periods: Sequence[str], place: int) -> str:
    value = series.values[place]
    return f"{periods[place]}, {series.name}: {alike([value])[0]}"


def _class(name: str) -> str:
    return f"series-{name.split()[0].lower()}" if name.isascii() else "series"


# The frame


def _area(
    values: Iterable[float | None], count: int, width: float
) -> tuple[_Area, Sequence[float]]:
    known = [0.0, *(value for value in values if value is not None)]
    steps = ticks(min(known), max(known))
    low, high = min(known), steps[-1]
    below = 0.04 * (high - low) if low < 0 else 0.0
    return _Area(width, low - below, high, max(count, 1)), steps


def ticks(low: float, high: float) -> list[float]:
    """Return round numbers, evenly apart: the least ≥ low, the most the first ≥ high.

    low ≤ 0 ≤ high; 0 is among them, and there are at least two.
    """
    span = high - low or 1.0
    power = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(each * power for each in _STEPS if each * power * _TICKS >= span * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.ceil(high / step - 1e-9)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


def _scale(area: _Area, steps: Sequence[float]) -> Markup:
    lines = [
        joined(
            element("line", x1=_LEFT, x2=area.width - _RIGHT, y1=area.y(step), y2=area.y(step)),
            element("text", text(_tick(step)), x=_LEFT - 6, y=area.y(step) + 4, text_anchor="end"),
        )
        for step in steps
    ]
    return element("g", *lines, class_="scale")


def _tick(step: float) -> str:
    shown = compact(step)
    digits = shown.rstrip("kMGT")
    if "." not in digits:
        return shown
    return digits.rstrip("0").rstrip(".") + shown[len(digits) :]


def _zero(area: _Area) -> Markup:
    y = area.y(0.0)
    return element("line", x1=_LEFT, x2=area.width - _RIGHT, y1=y, y2=y, class_="zero")


def _names(area: _Area, periods: Sequence[str]) -> Markup:
    """Return the periods' names, as many as there is room for, the newest among them."""
    longest = max(map(len, periods), default=0)
    every = max(1, math.ceil((longest * _LETTER + 8) / area.step))
    names = [
        element("text", text(periods[place]), x=area.x(place + 0.5), y=_HEIGHT - 6)
        for place in range(len(periods) - 1, -1, -every)
    ]
    return element("g", *reversed(names), class_="names", text_anchor="middle")


def _legend(series: Sequence[Series]) -> Markup:
    parts, x = [], _LEFT
    for each in series:
        parts.append(element("rect", x=x, y=4, width=10, height=10, class_=_class(each.name)))
        parts.append(element("text", text(each.name), x=x + 15, y=13))
        x += 15 + _LETTER * len(each.name) + 18
    return element("g", *parts, class_="legend")


def _chart(title: str, width: float, parts: Iterable[Markup]) -> Markup:
    return element(
        "svg",
        element("title", text(title)),
        *parts,
        viewBox=f"0 0 {width:.0f} {_HEIGHT:.0f}",
        role="img",
        aria_label=title,
        class_="chart",
    )
