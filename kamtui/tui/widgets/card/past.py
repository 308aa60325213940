"""The section of the history: the relationship by year or by month, with what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from textual.binding import BindingType

from kamtui.formats.figures import alike, money
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_past import Period
from kamtui.tui.actions import bindings
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, Cell, cell
from kamtui.tui.widgets.card.table import SectionTable
from kamtui.tui.widgets.cells import NO_VALUE, bar

_BAR = 8

_COLUMNS = (
    CardColumn("Revenue", right=True),
    CardColumn("Margin", right=True, leaves=1),
    CardColumn("Cost", right=True, leaves=2),
    CardColumn("Profit", right=True),
    CardColumn("So far", right=True),
    CardColumn("Orders", right=True, leaves=3),
    CardColumn("Compl.", right=True, leaves=4),
    CardColumn("Revenue", stretches=True, least=_BAR),
)


class PastTable(SectionTable, can_focus=True):
    """The years or the months, the newest first, with bars of the revenue."""

    name_of_tab = "History"

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("past")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._card: AccountCard | None = None
        self._by_month = False

    def show(self, card: AccountCard) -> None:
        """Show the account's years, or its months where those were shown before."""
        self._card = card
        past = card.past
        periods = past.months if self._by_month else past.years
        unit = "month" if self._by_month else "year"
        self.entitle(f"History by {unit}, {card.currency}", _whole(card))
        columns = (CardColumn(unit.capitalize()), *_COLUMNS)
        empty = "it has not ordered, and nobody has contacted it"
        self.show_rows(columns, _rows(periods, self._by_month), empty)

    def action_switch(self) -> None:
        """Show months instead of years, or years instead of months."""
        if self._card is not None:
            self._by_month = not self._by_month
            self.show(self._card)


def _whole(card: AccountCard) -> str:
    total = card.past.total
    if total is None:
        return ""
    return f"profit of {money(total.profit)} so far" if total.profit is not None else ""


def _rows(periods: Sequence[Period], by_month: bool) -> list[CardRow]:
    most = max((each.revenue for each in periods), default=Decimal(0))
    amounts = [
        alike(getattr(each, name) for each in periods)
        for name in ("revenue", "margin", "relationship_cost", "profit", "cumulative_profit")
    ]
    rows = [
        _row(period, texts, most, by_month)
        for period, *texts in zip(periods, *amounts, strict=True)
    ]
    return rows[::-1]


def _row(period: Period, amounts: Sequence[str], most: Decimal, by_month: bool) -> CardRow:
    revenue, margin, cost, profit, so_far = amounts
    tone = "bad" if period.profit is not None and period.profit < 0 else "strong"
    part = float(period.revenue / most) if most > 0 else 0.0
    complaints = period.complaints
    return CardRow(
        cells=(
            cell(_name(period, by_month)),
            cell(revenue),
            _amount(margin, ""),
            _amount(cost, "muted"),
            _amount(profit, tone),
            _amount(so_far, ""),
            cell(f"{period.orders:,}"),
            cell(None if complaints is None else f"{complaints:,}", "bad" if complaints else ""),
            ((bar(part, _BAR).rstrip(), "bar"),),
        ),
        about=_about(period, by_month),
    )


def _amount(text: str, tone: str) -> Cell:
    return cell(None) if text == NO_VALUE else cell(text, tone)


def _name(period: Period, by_month: bool) -> str:
    return period.first_day.isoformat()[: 7 if by_month else 4]


def _about(period: Period, by_month: bool) -> str:
    happened = [_counted(period.orders, "order")]
    happened += [_counted(period.complaints, "complaint")] if period.complaints is not None else []
    if period.contacts is not None:
        reached = f", {period.reached:,} reached" if period.reached is not None else ""
        happened.append(f"{_counted(period.contacts, 'contact')}{reached}")
    if period.offers_won is not None and period.offers_lost is not None:
        happened.append(f"offers: {period.offers_won:,} won, {period.offers_lost:,} lost")
    return f"{_name(period, by_month)}: {_gained(period)}; {'; '.join(happened)}"


def _gained(period: Period) -> str:
    if period.profit is None:
        return "profit not known, as its margin or what the relationship cost is not"
    return (
        f"margin {money(period.margin)} less {money(period.relationship_cost)} for the "
        f"relationship is a profit of {money(period.profit)}"
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
