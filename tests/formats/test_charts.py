"""The charts of a page: what is drawn lies in the picture, and is as large as its value."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.formats.charts import bars_svg, line_svg, ticks
from kamtui.formats.figures import alike
from kamtui.formats.page import Bars, Entry, Grid, Lengths, Line, Series
from kamtui.formats.small_charts import grid_svg, lengths_svg

amounts = st.integers(-(10**12), 10**12).map(lambda cents: cents / 100)
values = st.lists(st.none() | amounts, min_size=1, max_size=60)


def numbers(svg: str, element: str, *names: str) -> list[tuple[float, ...]]:
    found = re.findall(rf"<{element} [^>]*>", svg)
    return [
        tuple(float(re.search(rf' {name}="(-?[\d.]+)"', each)[1]) for name in names)  # type: ignore[index]
        for each in found
        if all(f' {name}="' in each for name in names)
    ]


@given(low=amounts.map(lambda each: -abs(each)), high=amounts.map(abs))
def test_ticks_are_round_even_and_reach_the_highest(low: float, high: float) -> None:
    found = ticks(low, high)
    steps = [later - earlier for earlier, later in pairwise(found)]
    assert 2 <= len(found) <= 8
    unseen = 1e-8 * (high - low)
    assert found[-1] >= high - unseen
    assert found[0] >= low - unseen
    assert any(math.isclose(each, 0.0, abs_tol=1e-9) for each in found)
    assert max(steps) == pytest.approx(min(steps))


@given(revenue=values)
def test_every_column_lies_in_the_picture(revenue: list[float | None]) -> None:
    names = tuple(f"{place:04}" for place in range(len(revenue)))
    svg = bars_svg(Bars("By year", names, (Series("Revenue", tuple(revenue)),)), 440)
    columns = numbers(svg, "rect", "x", "y", "width", "height")[:-1]  # the last is the legend's
    assert len(columns) == sum(value is not None for value in revenue)
    for x, y, width, height in columns:
        assert width > 0
        assert 0 <= x <= x + width <= 440
        assert -0.5 <= y <= y + height <= 210.5


def test_a_column_is_as_high_as_its_value_and_what_is_not_known_is_no_column() -> None:
    revenue = Series("Revenue", (100.0, 50.0, 0.0, None, -50.0))
    svg = bars_svg(Bars("By year", ("1", "2", "3", "4", "5"), (revenue,)), 440)
    columns = numbers(svg, "rect", "y", "height")
    full = max(height for _, height in columns)
    assert [round(height / full, 2) for _, height in columns[1:]] == [1.0, 0.5, 0.0, 0.5]
    assert "4, Revenue: –" in svg
    assert svg.count('class="series-revenue below"') == 1


@given(so_far=values)
def test_the_line_has_a_point_for_each_value_that_is_known(so_far: list[float | None]) -> None:
    names = tuple(str(place) for place in range(len(so_far)))
    svg = line_svg(Line("So far", names, Series("Profit", tuple(so_far))), 440)
    points = [
        point for line in re.findall(r'<polyline points="([^"]*)"', svg) for point in line.split()
    ]
    assert len(points) == sum(value is not None for value in so_far)
    for point in points:
        x, y = map(float, point.split(","))
        assert 0 <= x <= 440
        assert -0.5 <= y <= 210.5


def test_the_one_to_look_at_is_marked_and_every_length_stays_in_its_room() -> None:
    entries = (Entry("Quarry & Sons <b>", 8.25), Entry("We", 4.6, True), Entry("We", 12.0))
    svg = lengths_svg(Lengths("Index", entries, 10.0), 880)
    assert svg.count('class="here"') == 1
    assert "Quarry &amp; Sons &lt;b&gt;" in svg
    widths = [width for (width,) in numbers(svg, "rect", "width")]
    room = widths[0]
    assert widths[1::2] == pytest.approx([0.825 * room, 0.46 * room, room])


@pytest.mark.parametrize(
    ("point", "here"),
    [((0.0, 0.0), "a"), ((1.0, 0.5), "b"), ((2.0, 2.0), "d"), ((0.99, 1.0), "c"), (None, None)],
)
def test_the_cell_in_which_the_point_lies_is_marked(
    point: tuple[float, float] | None, here: str | None
) -> None:
    bands = ("low", "high")
    svg = grid_svg(Grid("X", "Y", bands, bands, (("a", "b"), ("c", "d")), point), 280)
    marked = re.findall(r'<g class="here">.*?<text[^>]*>(.)</text>', svg)
    assert marked == ([here] if here else [])
    assert svg.count('class="dot"') == (1 if point else 0)


def test_amounts_of_a_column_have_the_same_decimals() -> None:
    assert alike([1234.5, 0.25, None]) == ["1,234", "0", "–"]
    assert alike([12.5, 0, -3]) == ["12.50", "0.00", "−3.00"]
    assert alike([12, -0.001]) == ["12.00", "0.00"]
    assert alike([]) == []
