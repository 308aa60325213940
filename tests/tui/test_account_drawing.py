"""How a card is drawn: columns of a chart, columns of a table, figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kamtui.formats.figures import (
    exact_in_unit,
    in_unit,
    money,
    share,
    since,
    span_of_months,
)
from kamtui.tui.widgets.card.chart import block, extent_of, parts_for, round_up
from kamtui.tui.widgets.card.columns import (
    CardColumn,
    CardRow,
    cell,
    cell_width,
    column_widths,
    fitted_cell,
    line_of,
)

amounts = st.integers(-(10**11), 10**11).map(lambda cents: cents / 100)
SIGNS = " ▁▂▃▄▅▆▇█▀"


def drawn(amount: float, others: list[float], rows: int) -> str:
    extent = extent_of([amount, *others], rows)
    return "".join(block(amount, extent, row) for row in range(extent.rows))


def test_a_column_is_as_high_as_its_amount() -> None:
    assert drawn(100, [], 4) == "████"
    assert drawn(50, [100], 4) == "  ██"
    assert drawn(12.5, [100], 4) == "   ▄"
    assert drawn(0, [100], 4) == "    "


def test_what_is_below_zero_hangs_down() -> None:
    assert drawn(-100, [100], 4) == "  ██"
    assert drawn(100, [-100], 4) == "██  "
    assert drawn(-50, [-100], 2) == "█ "
    assert drawn(-20, [100], 6) == "     █"
    assert drawn(100, [-1e6], 4) == "▁   "


def test_the_least_amount_leaves_a_trace() -> None:
    assert drawn(0.01, [1e6], 4) == "   ▁"
    assert drawn(-0.01, [1e6], 4) == "   ▀"


@given(values=st.lists(amounts, min_size=1, max_size=24), rows=st.integers(2, 30))
def test_every_column_fits(values: list[float], rows: int) -> None:
    extent = extent_of(values, rows)
    assert extent.rows == rows
    for value in values:
        assert extent.bottom * (1 + 1e-9) <= value <= extent.top * (1 + 1e-9)
        signs = [block(value, extent, row) for row in range(rows)]
        assert all(sign in SIGNS for sign in signs)
        assert (set(signs) == {" "}) == (value == 0)


@pytest.mark.parametrize(("amount", "rounded"), [(0, 1), (7.1, 8), (100, 100), (101, 150)])
def test_the_scale_ends_at_a_round_number(amount: float, rounded: float) -> None:
    assert round_up(amount) == rounded


@pytest.mark.parametrize("width", range(1, 9))
@pytest.mark.parametrize("with_margin", [True, False])
def test_the_cells_of_a_month_are_shared_out(width: int, with_margin: bool) -> None:
    parts = parts_for(width, with_margin=with_margin)
    assert parts.width == width
    assert parts.revenue >= 1
    assert (parts.margin > 0) == (with_margin and width > 1)


texts = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(["株式会社", "🌲🌲"])
COLUMNS = (
    CardColumn("Name", stretches=True, least=8),
    CardColumn("How", leaves=2),
    CardColumn("Amount", right=True),
    CardColumn("Day", leaves=1),
)


@given(rows=st.lists(st.tuples(texts, texts, texts, texts), max_size=5), room=st.integers(40, 120))
def test_every_row_is_as_wide_as_the_others(
    rows: list[tuple[str, str, str, str]], room: int
) -> None:
    made = [CardRow(tuple(cell(text) for text in row)) for row in rows]
    widths = column_widths(COLUMNS, made, room)
    lengths = {cell_width(line_of(row, COLUMNS, widths)) for row in made}
    assert len(lengths) <= 1
    assert all(length <= room for length in lengths)


def test_columns_leave_in_their_order() -> None:
    row = CardRow((cell("a name"), cell("how"), cell("1,234"), cell("2025-11-30")))
    shown = [
        [column.title for column, width in zip(COLUMNS, widths, strict=True) if width]
        for room in (50, 30, 20)
        for widths in [column_widths(COLUMNS, [row], room)]
    ]
    assert shown == [
        ["Name", "How", "Amount", "Day"],
        ["Name", "Amount", "Day"],
        ["Name", "Amount"],
    ]


@given(text=texts, width=st.integers(1, 30))
def test_a_cell_is_cut_to_its_width(text: str, width: int) -> None:
    assert cell_width(fitted_cell(cell(text), width)) == width


def test_a_cell_holds_no_control_character() -> None:
    [(text, _)] = cell("a\x1b[31m\n")
    assert text == r"a\x1b[31m\n"
    assert cell_len(text) == len(text)


def test_figures() -> None:
    assert money(Decimal("1234.56")) == "1,235"
    assert money(Decimal("-12.5")) == "−12.50"
    assert money(Decimal("-0.001")) == "0.00"
    assert money(None) == "–"
    assert share(0.0712) == "7.1%"
    assert share(-0.5) == "−50%"
    assert span_of_months(0) == "0 m"
    assert span_of_months(25) == "2 y 1 m"
    assert span_of_months(24) == "2 y"
    assert in_unit(Decimal("1234.5"), "money", "EUR") == "1,234 EUR"
    assert in_unit(date(2025, 1, 2), "date") == "2025-01-02"
    assert in_unit(14.5, "days") == "14.5 d"
    assert in_unit(None, "money", "EUR") == "–"
    assert exact_in_unit(Decimal("1234.5600"), "money", "EUR") == "1,234.56 EUR"
    assert exact_in_unit(Decimal("-0.0050"), "money") == "−0.0050"
    assert since(date(2025, 11, 29), date(2025, 11, 30)) == "1 day ago"
    assert since(date(2025, 12, 2), date(2025, 11, 30)) == "in 2 days"
