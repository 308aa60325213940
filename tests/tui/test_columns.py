"""Which columns of the ranked table a width has room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.tui.widgets.columns import COLUMNS, gap_for, pages

WIDTHS = st.integers(24, 260)


@given(WIDTHS, st.integers(1, 7))
def test_a_page_never_takes_more_than_the_width(width: int, digits: int) -> None:
    for page in pages(width, digits):
        taken = sum(placed.width for placed in page) + gap_for(width) * (len(page) - 1)
        assert taken <= width


@given(st.integers(60, 260), st.integers(1, 7))
def test_every_column_stands_on_a_page(width: int, digits: int) -> None:
    seen = {placed.column.id for page in pages(width, digits) for placed in page}
    assert seen == {column.id for column in COLUMNS}


@given(WIDTHS)
def test_a_rank_is_never_cut(width: int) -> None:
    for page in pages(width, 6):
        assert page[0].column.id == "rank"
        assert page[0].width >= 6


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (77, "rank move account class score revenue months growth"),
        (
            197,
            "rank move account owner segment class score top revenue months growth days lifecycle"
            " cell",
        ),
    ],
)
def test_the_first_page_shows_what_matters_most(width: int, columns: str) -> None:
    first = pages(width, 3)[0]
    assert [placed.column.id for placed in first] == columns.split()


def test_a_sparkline_sums_equal_numbers_of_months() -> None:
    for width in range(40, 260):
        for page in pages(width, 3):
            for placed in page:
                if placed.column.id == "months":
                    assert 24 % placed.width == 0
