"""The tables of the base: rows that have an order of their own, segments, and accounts."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from kamtui.tui.actions import bindings
from kamtui.tui.base.accounts import BaseAccounts
from kamtui.tui.base.nothing import Nothing
from kamtui.tui.base.segments import BY_REVENUE, SegmentsSheet
from kamtui.tui.matrix.sheet import Sheet
from kamtui.tui.widgets.matrix.sheet_table import SheetTable


class OrderedRows(SheetTable, inherit_bindings=False):
    """A `SheetTable` that no column orders."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("base_rows")]

    def say(self, reason: str) -> None:
        """Show no rows but why there are none."""
        self.show(Nothing(reason))


class SegmentRows(SheetTable):
    """A `SheetTable` that orders its segments itself."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sorting = BY_REVENUE

    def show(self, sheet: Sheet) -> None:
        """Show segments in the order chosen last."""
        super().show(sheet.sorted_by(self._sorting) if isinstance(sheet, SegmentsSheet) else sheet)

    def say(self, reason: str) -> None:
        """Show no rows but why there are none."""
        self.show(Nothing(reason))

    def on_sheet_table_sorting_chosen(self, message: SheetTable.SortingChosen) -> None:
        """Order the segments."""
        message.stop()
        self._sorting = message.sorting
        if isinstance(self.sheet, SegmentsSheet):
            self.show(self.sheet)


class AccountRows(SheetTable):
    """A `SheetTable` that orders its accounts itself."""

    @property
    def accounts(self) -> BaseAccounts | None:
        """What is listed; None before anything is."""
        return self.sheet if isinstance(self.sheet, BaseAccounts) else None

    def show_again(self, accounts: BaseAccounts) -> None:
        """Show the same accounts as they are now, in the same order."""
        by = accounts.sorting if self.sheet is None else self.sheet.sorting
        known = {*accounts.places, *accounts.numbers}
        self.show(accounts.sorted_by(by) if by.column in known else accounts)

    def on_sheet_table_sorting_chosen(self, message: SheetTable.SortingChosen) -> None:
        """Order the accounts."""
        message.stop()
        if self.accounts is not None:
            self.show(self.accounts.sorted_by(message.sorting))
