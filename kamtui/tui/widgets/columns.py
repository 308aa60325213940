"""The columns of the ranked table: which of them a width has room for, and how wide each is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of the ranked table."""

    id: str
    titles: tuple[str, ...]
    """The longest first; `{currency}` stands for the history's."""
    right: bool = False
    """Whether it stands to the right."""


@dataclass(frozen=True)
class Placed:
    """A column and how many cells wide it is."""

    column: Column
    width: int

    def title(self, currency: str, mark: str = "") -> str:
        """Return the longest title that fits, with a mark behind it."""
        titles = [title.format(currency=currency) + mark for title in self.column.titles]
        return next((title for title in titles if len(title) <= self.width), titles[-1])


COLUMNS: tuple[Column, ...] = (
    Column("rank", ("Rank", "#"), right=True),
    Column("move", ("Moved", "Move", "±"), right=True),
    Column("account", ("Account",)),
    Column("owner", ("Owner",)),
    Column("segment", ("Segment",)),
    Column("class", ("Class", "Cl")),
    Column("score", ("Score",)),
    Column("top", ("In top 10", "Top 10", "Top"), right=True),
    Column("revenue", ("{currency} 12 months", "{currency} 12m", "12m"), right=True),
    Column("months", ("24 months", "Trend")),
    Column("growth", ("Growth",), right=True),
    Column("days", ("Days since order", "Days"), right=True),
    Column("lifecycle", ("Lifecycle", "Stage")),
    Column("cell", ("Relationship", "Cell")),
)
"""Every column, in the order of the screen."""

SORTABLE = tuple(column.id for column in COLUMNS)
"""The columns that the accounts can be ordered by."""

# Room is given out in this order: a column comes in where it is first named and grows from there.
_STEPS: tuple[tuple[str, int], ...] = (
    *(("account", 14), ("rank", 4), ("score", 5), ("move", 4), ("class", 2), ("revenue", 7)),
    *(("account", 18), ("score", 13), ("months", 8), ("account", 22), ("class", 5)),
    *(("growth", 6), ("days", 5), ("owner", 12), ("account", 26), ("months", 12)),
    *(("lifecycle", 11), ("cell", 12), ("top", 6), ("move", 6), ("score", 18), ("segment", 10)),
    *(("months", 24), ("owner", 16), ("account", 32), ("revenue", 13), ("segment", 16)),
    *(("score", 24), ("days", 16), ("account", 44), ("owner", 20), ("score", 40), ("segment", 20)),
)


def _first_step(name: str) -> tuple[str, int]:
    return next(step for step in _STEPS if step[0] == name)


# After the first page every column comes in before any grows.
_LATER_STEPS = tuple(sorted(_STEPS, key=lambda step: step != _first_step(step[0])))
_ALWAYS = ("rank", "move", "account")
_SPARKLINES = (8, 12, 24)


def gap_for(width: int) -> int:
    """Return how many cells stand between two columns."""
    return 1 if width < 110 else 2


def pages(width: int, rank_digits: int) -> tuple[tuple[Placed, ...], ...]:
    """Return the columns that fit into `width` cells, and then those that did not, page by page.

    Rank, movement and account stand on every page. `rank_digits` is how many digits the largest
    rank has.
    """
    found: list[tuple[Placed, ...]] = []
    seen: set[str] = set()
    while not found or len(seen) < len(COLUMNS) - len(_ALWAYS):
        page = _page(width, rank_digits, seen)
        new = {placed.column.id for placed in page} - set(_ALWAYS)
        if found and not new:
            break
        found.append(page)
        seen |= new
    return tuple(found)


def _page(width: int, rank_digits: int, left_out: Collection[str]) -> tuple[Placed, ...]:
    gap, room = gap_for(width), width
    widths: dict[str, int] = {}
    for name, target in _LATER_STEPS if left_out else _STEPS:
        if name in left_out:
            continue
        wanted = max(target, rank_digits) if name == "rank" else target
        if name in widths:
            added = _grown(name, widths[name], min(wanted, widths[name] + room)) - widths[name]
        elif wanted + (gap if widths else 0) <= room:
            added, room = wanted, room - (gap if widths else 0)
        else:
            continue
        widths[name] = widths.get(name, 0) + added
        room -= added
    return tuple(Placed(column, widths[column.id]) for column in COLUMNS if column.id in widths)


def _grown(name: str, width: int, most: int) -> int:
    """Return the width that a column grows to; a sparkline sums equal numbers of months."""
    if name == "months":
        return max([width, *(step for step in _SPARKLINES if step <= most)])
    return max(width, most)
