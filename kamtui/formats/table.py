"""The table that a person reads on a terminal: aligned, fitted to the width, honest about cuts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from kamtui.formats.figures import NO_VALUE
from kamtui.formats.text import Chunks
from kamtui.formats.values import plain
from kamtui.text import harmless

_GAP = "  "
_NARROWEST = 12
"""A text column is cut to this many cells before a column is left out."""
_TOO_LONG = 1e15
"""From here on a number is shown with an exponent."""
_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}
    | {"UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)


@dataclass(frozen=True)
class Heading:
    """A column's name and its DuckDB type."""

    name: str
    type: str


def is_number(column: Heading) -> bool:
    """Whether a column holds numbers, which stand to the right."""
    kind = column.type.upper()
    return kind in _WHOLE or kind in ("DOUBLE", "FLOAT") or _is_amount(column)


def _is_amount(column: Heading) -> bool:
    return column.type.upper().startswith("DECIMAL") and not column.type.endswith("]")


@dataclass(frozen=True)
class _Shown:
    """One column as it is shown."""

    title: str
    cells: list[str]
    is_number: bool

    @property
    def width(self) -> int:
        return max(map(cells_of, chain((self.title,), self.cells)))

    @property
    def narrowest(self) -> int:
        return self.width if self.is_number else min(self.width, _NARROWEST)


def table_lines(
    columns: Sequence[Heading], chunks: Chunks, *, top: int | None, width: int | None
) -> Iterator[str]:
    """Yield the lines of a table at most `width` cells wide; None for as wide as it gets.

    `top` is how many rows are shown, None for all. The last line says what was left out, or
    that there are no rows.
    """
    rows = [row for chunk in chunks for row in chunk]
    shown = [
        _Shown(harmless(column.name), _spelled(column, values), is_number(column))
        for column, values in zip(columns, _columns_of(rows[:top], len(columns)), strict=True)
    ]
    widths = _fitted(shown, width)
    fitting = shown[: len(widths)]
    yield _line([column.title for column in fitting], fitting, widths)
    yield _GAP.join("─" * width for width in widths) + "\n"
    for cells in zip(*(column.cells for column in fitting), strict=True):
        yield _line(cells, fitting, widths)
    if note := _note(len(rows[:top]), len(rows), len(fitting), len(shown)):
        yield note + "\n"


def _columns_of(rows: Sequence[tuple[Any, ...]], count: int) -> Iterable[Sequence[Any]]:
    return zip(*rows, strict=True) if rows else [()] * count


def _note(rows: int, of_rows: int, columns: int, of_columns: int) -> str:
    parts = []
    if rows < of_rows:
        parts.append(f"{rows:,} of {of_rows:,}")
    elif not of_rows:
        parts.append("no rows")
    if columns < of_columns:
        parts.append(
            f"{columns} of {of_columns} columns fit; a wider terminal or --format csv shows all"
        )
    return " · ".join(parts)


def _line(cells: Iterable[str], columns: Sequence[_Shown], widths: Sequence[int]) -> str:
    fitted = (
        _aligned(cell, width, column.is_number)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return _GAP.join(fitted).rstrip() + "\n"


def _aligned(text: str, width: int, to_the_right: bool) -> str:
    text = cut(text, width)
    blank = " " * (width - cells_of(text))
    return blank + text if to_the_right else text + blank


def _fitted(columns: Sequence[_Shown], width: int | None) -> list[int]:
    """Return the width of each column that fits, from the left; the first always does."""
    if width is None:
        return [column.width for column in columns]
    widths: list[int] = []
    room = width
    for column in columns:
        needed = column.narrowest + (len(_GAP) if widths else 0)
        if needed > room:
            break
        widths.append(column.narrowest)
        room -= needed
    if not widths:
        return [max(width, 1)]
    for index, column in enumerate(columns[: len(widths)]):
        wider = min(column.width - widths[index], room)
        widths[index] += wider
        room -= wider
    return widths


def _spelled(column: Heading, values: Sequence[Any]) -> list[str]:
    spell = _speller(column, values)
    return [NO_VALUE if value is None else spell(value) for value in values]


def _speller(column: Heading, values: Sequence[Any]) -> Callable[[Any], str]:
    kind = column.type.upper()
    if kind in _WHOLE:
        return lambda value: f"{value:,}"
    if _is_amount(column):
        return lambda value: rounded(value, 2)
    if kind in ("DOUBLE", "FLOAT"):
        places = _places(values)
        return lambda value: rounded(value, places) if math.isfinite(value) else NO_VALUE
    return lambda value: harmless(plain(value) or "")


def _places(values: Sequence[float | None]) -> int:
    """Return how many decimals a column of real numbers needs to be told apart by eye."""
    finite = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = max(finite, default=0.0)
    if largest >= 1000:
        return 0 if all(value == int(value) for value in finite) else 1
    return 2 if largest >= 1 else 3


def rounded(value: Decimal | float, places: int) -> str:
    """Return a number with a comma between thousands and that many decimals; never `-0`."""
    if abs(float(value)) >= _TOO_LONG:
        return f"{value:.6g}"
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.") else text


def cells_of(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii() or text == NO_VALUE:
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, ending in `…` when something was cut off."""
    if cells_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1] + "…"
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1).rstrip() + "…"
