"""Accounts of the base as a sheet: those behind a line, in a segment, along the curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from kamtui.model.ranking import Floats, Integers
from kamtui.portfolio.base import base_accounts, cohort_accounts
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranking import Texts, floats, texts_of
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import with_since
from kamtui.tui.matrix.figures import counted, part_of
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.ranked.search import alphabetical_places
from kamtui.tui.widgets.cells import NO_VALUE, compact

_TEXTS = ("name", "owner", "segment")
_DAYS = ("first_order_on", "last_order_on")
_RATIOS = ("revenue_share", "cumulative_share")


@dataclass(frozen=True, eq=False)
class BaseAccounts:
    """Accounts in an order; a `Sheet` whose keys are account ids."""

    title: str
    account_ids: Texts
    texts: Mapping[str, Texts]
    """Column → a text an account, None where there is none."""
    numbers: Mapping[str, Floats]
    """Column → a number an account, NaN where there is none."""
    columns: tuple[SheetColumn, ...]
    order: Integers
    """The rows in the order shown."""
    places: Mapping[str, Floats]
    """Column of texts → their alphabetical places, NaN where there is none."""
    sorting: Sorting

    def __len__(self) -> int:
        return len(self.order)

    @property
    def empty(self) -> str:
        """What is said where there are none."""
        return "no account is behind this"

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        by_text = self.sorting.column in (*self.places, "rank")
        return by_text == self.sorting.reverse

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return an account, a piece for each column of so many cells."""
        row = int(self.order[place])
        return tuple(self._cell(column.id, row) for column in self.columns)

    def _cell(self, column: str, row: int) -> Piece:
        if column == "name":
            return (self.texts["name"][row] or self.account_ids[row], "name")
        if column in self.texts:
            return (self.texts[column][row] or NO_VALUE, "muted" if column in _TEXTS else "")
        value = float(self.numbers[column][row])
        if column in _RATIOS:
            return (part_of(value), "")
        if column == "rank":
            return (f"{value:,.0f}", "muted")
        tone = "up" if value > 0 else "down" if value < 0 else ""
        return (compact(value), tone if column == "revenue_change" else "")

    def key_at(self, place: int) -> str:
        """Return the id of the account at a place."""
        return str(self.account_ids[self.order[place]])

    def place_of(self, key: str) -> int | None:
        """Return where an account is shown; None where it is not."""
        found = np.flatnonzero(self.account_ids[self.order] == key)
        return int(found[0]) if len(found) else None

    def ids(self) -> list[str]:
        """Return the ids of the accounts in the order shown."""
        ids: list[str] = self.account_ids[self.order].tolist()
        return ids

    def sorted_by(self, sorting: Sorting) -> BaseAccounts:
        """Return them in another order; those of which nothing is known come last either way."""
        column = sorting.column
        keys = self.places.get(column)
        if keys is None:
            keys = self.numbers[column] if column == "rank" else -self.numbers[column]
        order: Integers = np.argsort(-keys if sorting.reverse else keys, kind="stable")
        return replace(self, order=order, sorting=sorting)


LISTED = {
    "opening": "In the base on {since}",
    "new": "New since {since}",
    "reactivated": "Came back since {since}",
    "lost": "Lost since {since}",
    "kept": "In the base on {since} and now",
    "closing": "In the base on {as_of}",
}
"""What the accounts of each line are called."""


def load_line(portfolio: Portfolio, request: Request) -> BaseAccounts:
    """Return the accounts behind the line that the request's parameter `line` names.

    Without one those of the base now. Raises WrongUsage as `base_accounts` does.
    """
    return settled(portfolio, partial(_load_line, request=request))


def _load_line(portfolio: Portfolio, request: Request) -> BaseAccounts:
    line = request.params.get("line", "closing")
    since, asked = with_since(portfolio, replace(request, params={**request.params, "line": line}))
    currency = portfolio.history.settings.currency
    then = SheetColumn("revenue_then", f"to {since:%Y-%m}", 11, right=True, leaves=3)
    now = SheetColumn("revenue_12m", f"to {portfolio.as_of:%Y-%m}", 11, right=True, leaves=3)
    change = SheetColumn("revenue_change", "Change", 8, right=True, leaves=2)
    shown = {
        "new": (now,),
        "reactivated": (now,),
        "lost": (replace(then, leaves=0),),
    }.get(line, (then, replace(now, leaves=0), change))
    columns = (
        SheetColumn("name", "Account", 22),
        SheetColumn("owner", "Owner", 12, 22, leaves=4),
        SheetColumn("segment", "Segment", 10, 18, leaves=5),
        *shown,
        SheetColumn("last_order_on", "Last order", 10, leaves=1),
    )
    by = "revenue_then" if line in ("lost", "opening") else "revenue_12m"
    title = LISTED[line].format(since=since, as_of=portfolio.as_of)
    if request.segment is not None:
        title += f" · {request.segment}"
    found = base_accounts(portfolio, asked).numpy()
    revenue = float(np.nansum(floats(found[by])))
    said = f"{title} · {counted(len(found['account_id']))} · {currency} {compact(revenue)}"
    return _sheet(found, said, columns, by)


def load_cohort(portfolio: Portfolio, request: Request) -> BaseAccounts:
    """Return the accounts of the cohort that the request's parameter `cohort` names, or of all.

    Raises WrongUsage as `cohort_accounts` does.
    """
    return settled(portfolio, partial(_load_cohort, request=request))


def _load_cohort(portfolio: Portfolio, request: Request) -> BaseAccounts:
    columns = (
        SheetColumn("name", "Account", 22),
        SheetColumn("owner", "Owner", 12, 22, leaves=4),
        SheetColumn("segment", "Segment", 10, 18, leaves=5),
        SheetColumn("revenue_12m", f"to {portfolio.as_of:%Y-%m}", 11, right=True),
        SheetColumn("revenue_total", "Ever", 8, right=True),
        SheetColumn("first_order_on", "First order", 11, leaves=2),
        SheetColumn("last_order_on", "Last order", 10, leaves=1),
    )
    found = cohort_accounts(portfolio, request).numpy()
    cohort = request.params.get("cohort")
    began = "Customers of every year" if cohort is None else f"Began in the year to {cohort}"
    active = int(np.count_nonzero(found["is_active"]))
    said = f"{began} · {counted(len(found['account_id']))} · {active:,} active"
    return _sheet(found, said, columns, "revenue_12m")


def account_texts(
    found: Mapping[str, np.ndarray[Any, Any]], names: Sequence[str]
) -> dict[str, Texts]:
    """Return columns of an answer as texts; days as ISO dates."""
    return {name: _text(found[name]) for name in names}


def _text(column: np.ndarray[Any, Any]) -> Texts:
    if column.dtype.kind != "M":
        return texts_of(column)
    days = np.datetime_as_string(np.ma.getdata(column), unit="D").astype(object)
    days[np.ma.getmaskarray(column)] = None
    return days


def _sheet(
    found: Mapping[str, np.ndarray[Any, Any]],
    title: str,
    columns: tuple[SheetColumn, ...],
    by: str,
) -> BaseAccounts:
    texts = account_texts(found, [*_TEXTS, *(each for each in _DAYS if each in found)])
    numbers = {name: floats(found[name]) for name in found if name.startswith("revenue_")}
    sheet = BaseAccounts(
        title=title,
        account_ids=np.asarray(found["account_id"], dtype=object),
        texts=texts,
        numbers=numbers,
        columns=columns,
        order=np.arange(len(found["account_id"])),
        places={name: alphabetical_places(each) for name, each in texts.items()},
        sorting=Sorting(by),
    )
    return sheet.sorted_by(Sorting(by))
