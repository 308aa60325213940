"""The first frame shows what the session shows after it, and waits for nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.priorities_screen import running

from kamtui.tui.beside import answer_from_beside
from kamtui.tui.first_screen import (
    FirstScreen,
    first_screen,
    first_screen_from,
    pickled_first_screen,
)
from kamtui.tui.opening import Opening

HEAVY = ("numpy", "duckdb", "pyarrow", "polars", "plotext", "textual_fastdatatable", "sqlite3")


@pytest.mark.parametrize(
    "asked",
    [{}, {"owner": "North desk"}, {"weights": "default@0"}],
    ids=["all", "owner", "weights"],
)
async def test_the_first_page_is_the_page_of_the_session(
    tiny_history: Path, tmp_path: Path, asked: dict[str, str]
) -> None:
    first = first_screen(Opening(tiny_history, tmp_path / "desk", **asked), 60)
    assert first is not None
    async with running(tiny_history, tmp_path / "desk", **asked) as (app, _):
        view = app.priorities.table.view
        assert view is not None
        shown = [view.row_at(place) for place in range(len(view))]
        # NaN is not itself: rows are compared as they are written.
        assert list(map(repr, first.page.rows)) == list(map(repr, shown))
        assert first.page.ranked == view.ranked
        assert first.page.of_all == view.of_all
        assert first.page.least_coverage == view.least_coverage
        status = replace(app.priorities.status, findings=None)
        assert replace(first.status, weight_set=status.weight_set) == status
        assert first.filters == app.priorities.query_one("TitleLine").filters


def test_a_page_may_be_shorter_than_the_accounts(tiny_history: Path, tmp_path: Path) -> None:
    first = first_screen(Opening(tiny_history, tmp_path / "desk"), 2)
    assert first is not None
    assert [row.account_id for row in first.page.rows] == ["A1", "A2"]
    assert (first.status.shown, first.status.of_all) == (4, 4)


def from_beside(opening: Opening) -> FirstScreen | None:
    """Return the first frame as another process works it out."""
    return first_screen_from(answer_from_beside(lambda: pickled_first_screen(opening))).result(60)


def test_another_process_gives_the_same(tiny_history: Path, tmp_path: Path) -> None:
    opening = Opening(tiny_history, tmp_path / "desk")
    beside, here = from_beside(opening), first_screen(opening, 60)
    assert repr(beside) == repr(here)


@pytest.mark.parametrize("asked", [{"owner": "Nobody"}, {"weights": "none"}, {"history": "/none"}])
def test_what_is_not_there_gives_no_page(
    tiny_history: Path, tmp_path: Path, asked: dict[str, str]
) -> None:
    opening = Opening(**{"history": tiny_history, "workspace": tmp_path / "desk", **asked})
    assert from_beside(opening) is None


def test_the_ui_is_loaded_without_the_engine() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, kamtui.tui.app, kamtui.tui.kamtui_app, kamtui.tui.hangup;"
            f"print([name for name in {HEAVY!r} if name in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert loaded.stdout.strip() == "[]"
