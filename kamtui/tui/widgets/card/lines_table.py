"""Order lines as a table that draws only what is seen.

Imported when lines are first opened: what it rests on takes longer to load than a screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from textual.binding import Binding, BindingType
from textual_fastdatatable import ArrowBackend, DataTable

from kamtui.text import harmless
from kamtui.tui.widgets.cells import NO_VALUE

_TITLES = {
    "ordered_on": "Day",
    "placed_on": "Order placed",
    "order_id": "Order",
    "net": "Net",
    "cost": "Cost",
    "margin": "Margin",
    "product_group": "Product group",
    "product": "Product",
    "quantity": "Quantity",
    "channel": "Channel",
    "delivered_on": "Delivered",
    "period": "Period",
    "months_ago": "Months ago",
}
_WIDEST = 40

if TYPE_CHECKING:
    Column = pa.ChunkedArray[Any]


class LinesTable(DataTable):
    """The order lines behind a value; nothing in them is markup or a control character."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("h", "cursor_left", "Left", show=False),
        Binding("l", "cursor_right", "Right", show=False),
        Binding("g", "cursor_table_start", "First", show=False),
        Binding("G", "cursor_table_end", "Last", show=False),
    ]

    DEFAULT_CSS = """
    LinesTable {
        height: 1fr;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .datatable--header { background: $panel; color: $text-muted; text-style: bold; }
        & > .datatable--cursor { background: $primary 30%; color: $text; }
        & > .datatable--even-row { background: $background; }
    }
    """

    def __init__(self, shown: pa.Table) -> None:
        """`shown` is a table from `shown_lines`."""
        super().__init__(
            backend=ArrowBackend(shown),
            render_markup=False,
            null_rep=NO_VALUE,
            cursor_type="row",
            max_column_content_width=_WIDEST,
        )


def shown_lines(lines: pa.Table) -> pa.Table:
    """Return the lines with harmless texts, amounts in cents where that is exact, and titles."""
    names = [name for name in _TITLES if name in lines.column_names]
    columns = [_shown(lines[name]) for name in names]
    return pa.table(columns, names=[_TITLES[name] for name in names])


def _shown(column: Column) -> Column:
    if pa.types.is_string(column.type):
        return _harmless(column)
    if pa.types.is_decimal(column.type):
        return _in_cents(column)
    return column


def _harmless(column: Column) -> Column:
    # Texts repeat from line to line: each is looked at once.
    encoded: Any = column.combine_chunks().dictionary_encode()
    texts = pa.array([harmless(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([pc.take(texts, encoded.indices)])


def _in_cents(column: Column) -> Column:
    try:
        return column.cast(pa.decimal128(38, 2))
    except pa.ArrowInvalid:
        return column
