"""A table whose rows have an order of their own."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from kamtui.tui.actions import bindings
from kamtui.tui.widgets.matrix.sheet_table import SheetTable


class OrderedRows(SheetTable, inherit_bindings=False):
    """A `SheetTable` that no column orders."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("base_rows")]
