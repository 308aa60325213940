"""White space: what each account buys of each product group, beside the queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType

from kamtui.portfolio.white_space import WhiteSpaceSheet, white_space_sheet
from kamtui.tui.actions import bindings
from kamtui.tui.ahead.groups import BY_REVENUE, GroupsSheet, group_column, groups_sheet
from kamtui.tui.matrix.sheet import Sheet
from kamtui.tui.ranked.rows import Filters, Sorting
from kamtui.tui.screens.ahead import AheadScreen
from kamtui.tui.session import Session
from kamtui.tui.shown import Columns, Shown


class WhiteSpaceScreen(AheadScreen[WhiteSpaceSheet]):
    """A row an account, a column a product group."""

    VIEW = "white_space"
    BY_ITSELF = BY_REVENUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("groups")]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._first = 0

    def load(self, session: Session, whose: Filters) -> WhiteSpaceSheet:
        """Return the accounts and groups; called in a thread."""
        return white_space_sheet(session.portfolio, whose.owner, whose.segment)

    def sheet(self, found: WhiteSpaceSheet, sorting: Sorting) -> Sheet:
        """Return the accounts in an order; called in a thread."""
        groups = [group_column(n) for n in range(len(found.groups))]
        if sorting.column not in ("name", BY_REVENUE.column, *groups):
            sorting = BY_REVENUE
        first = min(self._first, max(0, len(found.groups) - 1))
        currency = self.session.portfolio.history.settings.currency
        return groups_sheet(found, first, sorting, currency)

    def said_to_be(self, sheet: Sheet, sorting: Sorting) -> Sheet:
        """Return the sheet with another order in its heading."""
        return replace(sheet, sorting=sorting) if isinstance(sheet, GroupsSheet) else sheet

    @property
    def _sheet(self) -> GroupsSheet | None:
        sheet = self.table.sheet
        return sheet if isinstance(sheet, GroupsSheet) else None

    @property
    def account_id(self) -> str | None:
        """The account under the cursor."""
        return self.table.cursor

    def key_of_account(self, account_id: str) -> str | None:
        """Return the key of the row of an account; None where it has none."""
        sheet = self._sheet
        return account_id if sheet is not None and sheet.place_of(account_id) is not None else None

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown."""
        return [] if self._sheet is None else self._sheet.account_ids()

    def shown(self) -> Shown | None:
        """Return the accounts with every group: the amount, and the share of peers beside it."""
        sheet = self._sheet
        if sheet is None:
            return None

        def columns() -> Columns:
            found: dict[str, list[Any]] = {
                name: [getattr(row, name) for row in sheet.rows]
                for name in ("account_id", "name", "owner", "revenue_12m")
            }
            for n, group in enumerate(sheet.groups):
                found[f"{group}: revenue_12m"] = [row.amounts[n] for row in sheet.rows]
                found[f"{group}: peer_share"] = [row.peer_shares[n] for row in sheet.rows]
            return found

        name = f"white-space-{self.session.as_of.isoformat()}"
        return Shown(name, "account", len(sheet), columns, self.table.place)

    def action_right(self) -> None:
        """Go one product group to the right."""
        self._go(1)

    def action_left(self) -> None:
        """Go one product group to the left."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if self.found is not None:
            most = max(0, len(self.found.groups) - 1)
            self._first = max(0, min(most, self._first + step))
            self.put_in_order()
