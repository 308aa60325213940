"""The line at the top at widths that have room for everything, and at those that have not."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from kamtui.tui.ranked.rows import Filters
from kamtui.tui.widgets.title_line import TitleLine


class Host(App[None]):
    """A title line and nothing else."""

    def compose(self) -> ComposeResult:
        yield TitleLine("app.strength")


async def line(width: int, filters: Filters) -> str:
    """Return the title line as it is drawn."""
    app = Host()
    async with app.run_test(size=(width, 3)) as pilot:
        title = app.query_one(TitleLine)
        title.filters = filters
        await pilot.pause()
        return title.render_line(0).text


async def test_every_screen_has_its_name_where_there_is_room() -> None:
    drawn = await line(120, Filters(owner="North desk", text="oy"))
    for name in ("1 Priorities", "2 Relationship", "3 Strength", "4 Account", "6 Base"):
        assert name in drawn
    assert drawn.rstrip().endswith("owner North desk · “oy”")


@pytest.mark.parametrize("width", [40, 60])
async def test_what_is_filtered_is_seen_where_there_is_little(width: int) -> None:
    drawn = await line(width, Filters(owner="North desk"))
    assert len(drawn) <= width
    assert "3 Strength" in drawn
    assert "Priorities" not in drawn
    assert "owner" in drawn


async def test_nothing_is_shortened_without_need() -> None:
    drawn = await line(80, Filters())
    assert "1 Priorities" in drawn
    assert "6 Base" in drawn
