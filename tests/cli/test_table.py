"""The table for people: aligned, fitted to the width, and honest about what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kamtui.formats.table import Heading, cut, table_lines

COLUMNS = (
    Heading("rank", "BIGINT"),
    Heading("name", "VARCHAR"),
    Heading("revenue_12m", "DECIMAL(38,4)"),
    Heading("score", "DOUBLE"),
    Heading("owner", "VARCHAR"),
)
ROWS = [
    (1, "Norra Brygga", Decimal("1234567.8912"), 91.256, "North desk"),
    (2, "日本 Trading Company of the East", Decimal("-0.001"), 80.0, None),
    (None, "Harbour Light", None, None, "South desk"),
]


def table(
    rows: Sequence[tuple[Any, ...]], width: int | None = None, top: int | None = None
) -> list[str]:
    return "".join(table_lines(COLUMNS, [list(rows)], top=top, width=width)).splitlines()


def test_numbers_stand_to_the_right_and_null_is_a_dash() -> None:
    assert table(ROWS) == [
        "rank  name                               revenue_12m  score  owner",
        "────  ────────────────────────────────  ────────────  ─────  ──────────",
        "   1  Norra Brygga                      1,234,567.89  91.26  North desk",
        "   2  日本 Trading Company of the East          0.00  80.00  –",
        "   –  Harbour Light                                –      –  South desk",
    ]


def test_what_top_leaves_out_is_counted() -> None:
    assert table(ROWS * 1000, top=2)[-1] == "2 of 3,000"
    assert len(table(ROWS * 1000, top=2)) == 5
    assert not table(ROWS, top=3)[-1].endswith("of 3")


def test_an_empty_table_says_so() -> None:
    assert table([])[-1] == "no rows"


def test_a_narrow_table_cuts_text_before_it_leaves_columns_out() -> None:
    assert table(ROWS, width=58) == [
        "rank  name                  revenue_12m  score  owner",
        "────  ───────────────────  ────────────  ─────  ──────────",
        "   1  Norra Brygga         1,234,567.89  91.26  North desk",
        "   2  日本 Trading Compa…          0.00  80.00  –",
        "   –  Harbour Light                   –      –  South desk",
    ]


def test_columns_that_do_not_fit_are_counted() -> None:
    lines = table(ROWS, width=40)
    assert lines[0].split() == ["rank", "name", "revenue_12m", "score"]
    assert lines[-1].startswith("4 of 5 columns fit")
    assert table(ROWS, width=40, top=1)[-1].startswith("1 of 3 · 4 of 5 columns fit")


@given(st.integers(1, 120), st.lists(st.text(), min_size=1, max_size=4))
def test_no_line_is_wider_than_the_terminal(width: int, names: list[str]) -> None:
    lines = table([(1, name, Decimal(1), 1.0, name) for name in names], width=width)
    notes = [line for line in lines if "columns fit" in line]
    assert all(cell_len(line) <= width for line in lines if line not in notes)
    assert len(lines) - len(notes) == 2 + len(names)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "So"])), st.integers(1))
def test_a_cut_text_says_that_it_was_cut(text: str, width: int) -> None:
    shown = cut(text, width)
    assert cell_len(shown) <= width
    assert shown == text or shown.endswith("…")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ((0.5, 0.123456), ["0.500", "0.123"]),
        ((1.5, 0.123456), ["1.50", "0.12"]),
        ((12345.678, 1.0), ["12,345.7", "1.0"]),
        ((12345.0, 1.0), ["12,345", "1"]),
        ((-0.00001, 0.5), ["0.000", "0.500"]),
        ((float("nan"), float("-inf")), ["–", "–"]),
        ((1e300, 1.0), ["1e+300", "1"]),
    ],
)
def test_real_numbers_get_the_decimals_that_the_eye_needs(
    values: tuple[float, ...], shown: list[str]
) -> None:
    column = (Heading("x", "DOUBLE"),)
    lines = "".join(table_lines(column, [[(v,) for v in values]], top=None, width=None))
    cells = [line.strip() for line in lines.splitlines()[2:]]
    assert cells == shown
