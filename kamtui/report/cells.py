"""The cells and headings that the report's tables share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kamtui.formats.figures import NO_VALUE
from kamtui.formats.page import Cell, Heading

T = TypeVar("T")


def cell(value: object) -> Cell:
    """Return a cell of one value; the sign for no value for None or an empty text."""
    return Cell(NO_VALUE if value is None or value == "" else str(value))


def cells(*values: object) -> tuple[Cell, ...]:
    """Return the cells of a row; one that is a cell already stays as it is."""
    return tuple(value if isinstance(value, Cell) else cell(value) for value in values)


def texts(*titles: str) -> tuple[Heading, ...]:
    """Return headings of columns of text."""
    return tuple(Heading(title) for title in titles)


def numbers(*titles: str) -> tuple[Heading, ...]:
    """Return headings of columns of numbers."""
    return tuple(Heading(title, is_number=True) for title in titles)


def newest(items: Sequence[T], most: int, order: str) -> tuple[Sequence[T], str]:
    """Return the first `most` items, and a note of how many of them that is; "" for all.

    `order` says which ones come first.
    """
    note = f"{most} of {len(items):,}, {order}." if len(items) > most else ""
    return items[:most], note
