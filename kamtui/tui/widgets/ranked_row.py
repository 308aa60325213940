"""How one account of the ranked table is drawn: the text and the style of each of its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kamtui.text import harmless
from kamtui.tui.ranked.rows import RankedRow
from kamtui.tui.widgets.cells import (
    NO_VALUE,
    bar,
    compact,
    fitted,
    percent,
    share_text,
    sparkline,
    whole,
)
from kamtui.tui.widgets.columns import Placed

Parts = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style; "" is that of the row."""

_KEY_ACCOUNT = "★"
_BUYS = {"less": "▴", "more": "▾", "as much": " "}
_NARROWEST_WITH_BAR = 9


def row_parts(row: RankedRow, columns: Sequence[Placed], gap: int) -> Parts:
    """Return the pieces of an account's line, in exactly the cells of the columns and the gaps."""
    blank = ((" " * gap, ""),)
    parts: Parts = ()
    for place, placed in enumerate(columns):
        cell = _CELLS[placed.column.id](row, placed.width)
        parts += (*blank, *cell) if place else cell
    return parts


def _rank(row: RankedRow, width: int) -> Parts:
    return ((fitted(str(row.rank) if row.rank else NO_VALUE, width, right=True), ""),)


def _move(row: RankedRow, width: int) -> Parts:
    if row.newly_ranked:
        return ((fitted("new", width, right=True), "up"),)
    if row.moved == 0:
        return ((fitted("·" if row.rank else "", width, right=True), "muted"),)
    mark, style = ("▲", "up") if row.moved > 0 else ("▼", "down")
    places = str(abs(row.moved))
    if len(places) >= width:
        places = compact(abs(row.moved))
    return ((fitted(f"{mark}{places}", width, right=True), style),)


def _account(row: RankedRow, width: int) -> Parts:
    if not row.key_account:
        return ((fitted(row.name, width), "name"),)
    return ((fitted(row.name, width - 2), "name"), (f" {_KEY_ACCOUNT}", "key"))


def _owner(row: RankedRow, width: int) -> Parts:
    return ((fitted(row.owner or NO_VALUE, width), "muted"),)


def _segment(row: RankedRow, width: int) -> Parts:
    return ((fitted(row.segment or NO_VALUE, width), "muted"),)


def _class(row: RankedRow, width: int) -> Parts:
    style = f"class-{row.class_letter.lower()}" if row.class_letter else "muted"
    return (
        (_BUYS[row.buys], "key" if row.buys == "less" else "muted"),
        (fitted(row.class_letter or NO_VALUE, width - 1), style),
    )


def _score(row: RankedRow, width: int) -> Parts:
    if not row.rank:
        known = f"{row.coverage:.0%}"
        longer = f"{known} known"
        return ((fitted(longer if len(longer) <= width else known, width), "muted"),)
    number = fitted(f"{row.score:.1f}", 5, right=True)
    if width < _NARROWEST_WITH_BAR:
        return ((fitted(number, width), "score"),)
    return ((number + " ", "score"), (bar(row.score / 100.0, width - 6), "bar"))


def _top(row: RankedRow, width: int) -> Parts:
    style = "muted" if row.in_top != row.in_top or row.in_top == 0.0 else ""
    return ((fitted(share_text(row.in_top), width, right=True), style),)


def _revenue(row: RankedRow, width: int) -> Parts:
    return ((fitted(compact(row.revenue_12m), width, right=True), ""),)


def _months(row: RankedRow, width: int) -> Parts:
    return ((sparkline(row.monthly_revenue, width), "spark"),)


def _growth(row: RankedRow, width: int) -> Parts:
    growth = row.revenue_growth
    style = "up" if growth > 0.005 else "down" if growth < -0.005 else "muted"
    return ((fitted(percent(growth), width, right=True), style),)


def _days(row: RankedRow, width: int) -> Parts:
    return ((fitted(whole(row.days_since_order), width, right=True), ""),)


def _lifecycle(row: RankedRow, width: int) -> Parts:
    return ((fitted(row.lifecycle or NO_VALUE, width), "" if row.lifecycle else "muted"),)


def _cell(row: RankedRow, width: int) -> Parts:
    return ((fitted(row.cell or NO_VALUE, width), "" if row.cell else "muted"),)


_CELLS: Mapping[str, Callable[[RankedRow, int], Parts]] = {
    "rank": _rank,
    "move": _move,
    "account": _account,
    "owner": _owner,
    "segment": _segment,
    "class": _class,
    "score": _score,
    "top": _top,
    "revenue": _revenue,
    "months": _months,
    "growth": _growth,
    "days": _days,
    "lifecycle": _lifecycle,
    "cell": _cell,
}


def heading_parts(
    columns: Sequence[Placed], gap: int, currency: str, sorted_by: str, falling: bool
) -> Parts:
    """Return the pieces of the heading, with a mark at the column that orders the accounts."""
    mark = "▾" if falling else "▴"
    parts: Parts = ()
    for place, placed in enumerate(columns):
        by_this = placed.column.id == sorted_by
        title = placed.title(harmless(currency), mark if by_this else "")
        cell = (fitted(title, placed.width, right=placed.column.right), "sorted" if by_this else "")
        parts += ((" " * gap, ""), cell) if place else (cell,)
    return parts
