"""Charts of one moment as SVG: a few values as horizontal bars, and a point in a matrix."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.formats.markup import Markup, element, joined, text
from kamtui.formats.page import Entry, Grid, Lengths
from kamtui.text import harmless

_ROW, _BAR = 26.0, 16.0
_NAME, _VALUE = 170.0, 48.0
_LONGEST_NAME = 24
_SIDE, _FOOT = 40.0, 38.0
_WHOLE = 190.0
"""The height of all cells of a matrix together."""
_LETTER = 7.2
"""About the width of a letter."""


def lengths_svg(lengths: Lengths, width: float) -> Markup:
    """Return a bar for each entry, with its name before it and its value behind."""
    room = width - _NAME - _VALUE
    rows = [
        _length(entry, lengths.whole, place * _ROW, room)
        for place, entry in enumerate(lengths.entries)
    ]
    return element(
        "svg",
        element("title", text(lengths.title)),
        *rows,
        viewBox=f"0 0 {width:.0f} {_ROW * len(rows):.0f}",
        role="img",
        aria_label=lengths.title,
        class_="chart",
    )


def _length(entry: Entry, whole: float, y: float, room: float) -> Markup:
    name, value = entry.name, entry.value
    long = room * max(0.0, min(1.0, value / whole))
    base = y + _ROW / 2 + 4
    said = element("title", text(f"{name}: {value:.2f}"))
    return element(
        "g",
        said,
        element("text", text(shortened(name, _LONGEST_NAME)), x=0, y=base),
        element("rect", x=_NAME, y=y + (_ROW - _BAR) / 2, width=room, height=_BAR, class_="whole"),
        element("rect", x=_NAME, y=y + (_ROW - _BAR) / 2, width=long, height=_BAR, class_="length"),
        element("text", text(f"{value:.2f}"), x=_NAME + long + 8, y=base, class_="value"),
        class_="here" if entry.is_here else None,
    )


def grid_svg(grid: Grid, width: float) -> Markup:
    """Return the matrix with its cells' names, and a dot where the point lies."""
    columns, rows = len(grid.x_bands), len(grid.y_bands)
    cell_width = (width - _SIDE - 2) / columns
    cell_height = _WHOLE / rows
    cells = [
        _cell(grid, x, y, cell_width, cell_height) for y in range(rows) for x in range(columns)
    ]
    dot = []
    if grid.point is not None:
        x, y = grid.point
        place = {"cx": _SIDE + x * cell_width, "cy": 1 + _WHOLE - y * cell_height}
        dot = [element("circle", r=6, class_="dot", **place)]
    title = f"{grid.x_title} and {grid.y_title}"
    return element(
        "svg",
        element("title", text(title)),
        *cells,
        _axis_titles(grid, width),
        *dot,
        viewBox=f"0 0 {width:.0f} {_WHOLE + _FOOT:.0f}",
        role="img",
        aria_label=title,
        class_="chart grid",
    )


def _cell(grid: Grid, x: int, y: int, width: float, height: float) -> Markup:
    left, top = _SIDE + x * width, 1 + _WHOLE - (y + 1) * height
    middle, is_here = top + height / 2, False
    if grid.point is not None:
        at_x, at_y = grid.point
        is_here = (_band(at_x, grid.x_bands), _band(at_y, grid.y_bands)) == (x, y)
        if is_here:  # the name makes way for the dot
            middle += height / 4 if at_y - y >= 0.5 else -height / 4
    return element(
        "g",
        element("rect", x=left, y=top, width=width, height=height),
        _lines(grid.names[y][x], left + width / 2, middle, int(width / _LETTER)),
        class_="here" if is_here else None,
    )


def _band(place: float, bands: Sequence[str]) -> int:
    return min(int(place), len(bands) - 1)


def _lines(name: str, x: float, y: float, most: int) -> Markup:
    """Return a name on as many lines as it needs, its middle at a point."""
    lines: list[str] = []
    for word in harmless(name).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(longer) <= most:
            lines[-1] = longer
        else:
            lines.append(shortened(word, most))
    first = y + 4 - 6.5 * (len(lines) - 1)
    return joined(
        *(
            element("text", text(line), x=x, y=first + 13 * place, text_anchor="middle")
            for place, line in enumerate(lines)
        )
    )


def _axis_titles(grid: Grid, width: float) -> Markup:
    cell_width = (width - _SIDE - 2) / len(grid.x_bands)
    cell_height = _WHOLE / len(grid.y_bands)
    below = [
        element("text", text(band), x=_SIDE + (place + 0.5) * cell_width, y=_WHOLE + 15)
        for place, band in enumerate(grid.x_bands)
    ]
    beside = [
        _turned(band, 32.0, _WHOLE - (place + 0.5) * cell_height, "band")
        for place, band in enumerate(grid.y_bands)
    ]
    middle = _SIDE + (width - _SIDE) / 2
    x_title = element("text", text(grid.x_title), x=middle, y=_WHOLE + 31, class_="title")
    y_title = _turned(grid.y_title, 13.0, _WHOLE / 2, "title")
    return element("g", *below, *beside, x_title, y_title, text_anchor="middle", class_="axes")


def _turned(name: str, x: float, y: float, kind: str) -> Markup:
    turn = f"rotate(-90 {x:.1f} {y:.1f})"
    return element("text", text(name), x=x, y=y, transform=turn, class_=kind)


def shortened(name: str, most: int) -> str:
    """Return a name in at most so many letters."""
    return name if len(name) <= most else name[: max(1, most - 1)].rstrip() + "…"
