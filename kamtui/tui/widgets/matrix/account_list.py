"""The accounts of a cell, of none, or of a way, in an order."""

from __future__ import annotations

from functools import partial

import numpy as np
from textual.message import Message

from kamtui.model.ranking import Integers
from kamtui.portfolio.matrix_basis import MatrixBasis
from kamtui.tui.matrix.listing import (
    BY_REVENUE,
    TEXT_COLUMNS,
    AccountsSheet,
    Asked,
    TextPlaces,
    accounts_sheet,
    text_places,
)
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.matrix.sheet_table import SheetTable


class AccountList(SheetTable):
    """A `SheetTable` that orders its accounts itself; by texts as soon as those are in order."""

    class TextsReady(Message):
        """Accounts can be ordered by their texts."""

        def __init__(self, places: TextPlaces) -> None:
            super().__init__()
            self.places = places

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._view: MatrixView | None = None
        self._asked: Asked | None = None
        self._sorting: Sorting = BY_REVENUE
        self._places: TextPlaces | None = None

    @property
    def ids(self) -> list[str]:
        """The ids of the accounts in the order shown."""
        return self.sheet.ids() if isinstance(self.sheet, AccountsSheet) else []

    @property
    def rows(self) -> Integers:
        """Those accounts as rows of the basis; none before any are listed."""
        if isinstance(self.sheet, AccountsSheet):
            return self.sheet.rows
        return np.empty(0, dtype=np.intp)

    def list_accounts(self, view: MatrixView, asked: Asked) -> None:
        """List other accounts, with the cursor on the first."""
        self._view, self._asked = view, asked
        self.begin(accounts_sheet(view, asked, self._sorting, self._places))
        self._work_out_texts()

    def take(self, view: MatrixView) -> None:
        """List the same accounts of another snapshot."""
        self._view = view
        self._order()
        self._work_out_texts()

    def on_sheet_table_sorting_chosen(self, message: SheetTable.SortingChosen) -> None:
        """Order the accounts."""
        message.stop()
        self._sorting = message.sorting
        self._order()
        self._work_out_texts()

    def _order(self) -> None:
        if self._view is not None and self._asked is not None:
            self.show(accounts_sheet(self._view, self._asked, self._sorting, self._places))

    def _work_out_texts(self) -> None:
        view = self._view
        if view is None or self._sorting.column not in TEXT_COLUMNS:
            return
        if self._places is None or self._places.basis is not view.basis:
            work_out = partial(self._text_places, view.basis)
            self.run_worker(work_out, thread=True, group="texts", exclusive=True)

    def _text_places(self, basis: MatrixBasis) -> None:
        self.post_message(self.TextsReady(text_places(basis)))

    def on_account_list_texts_ready(self, message: TextsReady) -> None:
        """Order by texts, unless there are other accounts by now."""
        message.stop()
        if self._view is not None and message.places.basis is self._view.basis:
            self._places = message.places
            self._order()
