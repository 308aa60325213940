"""What a value looks like in the cells of a terminal."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kamtui.tui.widgets.cells import bar, compact, fitted, percent, share_text, sparkline, whole


@given(st.text(max_size=30), st.integers(0, 40), st.booleans())
def test_fitted_text_takes_exactly_its_cells(text: str, width: int, right: bool) -> None:
    shown = fitted(text, width, right=right)
    assert cell_len(shown) == width
    assert not any(ord(character) < 32 or ord(character) == 127 for character in shown)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0.0, "0"),
        (999.4, "999"),
        (999.6, "1.00k"),
        (1_234.0, "1.23k"),
        (14_940.0, "14.9k"),
        (149_400.0, "149k"),
        (999_600.0, "1.00M"),
        (-3_400.0, "−3.40k"),
        (-0.2, "0"),
        (math.nan, "–"),
    ],
)
def test_amounts_are_three_digits_and_a_unit(amount: float, shown: str) -> None:
    assert compact(amount) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(0.124, "+12%"), (-0.5, "−50%"), (0.004, "0%"), (11.0, "×12"), (math.nan, "–")],
)
def test_growth_has_a_sign(fraction: float, shown: str) -> None:
    assert percent(fraction) == shown


def test_whole_numbers_have_thousands_apart() -> None:
    assert [whole(12345.0), whole(math.nan)] == ["12,345", "–"]


@given(st.floats(0, 1), st.integers(0, 30))
def test_a_bar_takes_exactly_its_cells_and_grows_with_the_fraction(
    fraction: float, width: int
) -> None:
    assert len(bar(fraction, width)) == width
    assert eighths(bar(fraction, width)) == round(fraction * width * 8)


def eighths(drawn: str) -> int:
    return sum(8 - "█▉▊▋▌▍▎▏".index(cell) for cell in drawn.strip())


def test_a_bar_of_the_unknown_is_empty() -> None:
    assert bar(math.nan, 4) == "    "


def test_a_sparkline_sums_equal_numbers_of_months() -> None:
    months = [0.0] * 22 + [1.0, 3.0]
    assert sparkline(months, 12) == " " * 11 + "▇"
    assert sparkline(months, 24) == " " * 22 + "▃▇"


def test_months_without_sales_are_blank_and_no_sales_at_all_no_value() -> None:
    assert sparkline([5.0, -5.0, math.nan, 10.0], 4) == "▄  ▇"
    assert sparkline([0.0] * 24, 8) == "–       "


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.001, "<1%"), (0.873, "87%"), (0.9999, ">99%"), (1.0, "100%"), (math.nan, "–")],
)
def test_a_share_is_all_or_nothing_only_when_it_is(share: float, text: str) -> None:
    assert share_text(share) == text
