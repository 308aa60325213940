"""The lines between the classes, moved below the ranked accounts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from support.priorities_screen import lines_of, press, running, settle
from textual.pilot import Pilot

from kamtui.model.scorecard import ClassThresholds
from kamtui.portfolio.entered_classes import class_thresholds, enter_lines, entered_lines
from kamtui.portfolio.opening import SAMPLE, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.opening import Opening
from kamtui.tui.widgets.class_lines_bar import ClassLinesBar, LinesShown


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of its own."""
    return tmp_path / "desk"


def shown(app: KamtuiApp) -> LinesShown:
    there = app.priorities.query_one(ClassLinesBar).shown
    assert there is not None
    return there


def counts(app: KamtuiApp) -> dict[str, int]:
    return {each.letter: each.accounts for each in shown(app).classes}


def saved_counts(desk: Path) -> dict[str, int]:
    found = priorities(open_portfolio(SAMPLE, workspace=desk)).records()
    letters = [row["class"] or "" for row in found]
    return {letter: letters.count(letter) for letter in ("A", "B", "C", "D", "E", "")}


def letters_of(app: KamtuiApp) -> list[str]:
    view = app.priorities.table.view
    assert view is not None
    return [view.row_at(place).class_letter for place in range(len(view))]


async def test_counts_and_revenue_follow_every_step(desk: Path) -> None:
    declared = saved_counts(desk)
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "c")
        assert counts(app) == declared
        assert sum(each.revenue_share for each in shown(app).classes) == pytest.approx(1)
        await press(pilot, "right", "right")
        assert shown(app).lines.current.a == 72
        await press(pilot, "L", "h")
        assert shown(app).lines.current.a == 76
        view = app.priorities.table.view
        assert view is not None
        rows = [view.row_at(place) for place in range(len(view))]
        assert {row.score >= 76 for row in rows if row.class_letter == "A"} == {True}
        in_class = [row for row in rows if row.class_letter == "A"]
        [held] = [each for each in shown(app).classes if each.letter == "A"]
        assert held.accounts == len(in_class) < held.accounts_saved == declared["A"]
        assert held.revenue_12m == pytest.approx(sum(row.revenue_12m for row in in_class))
        # The cursor goes with the line: on the last account that it lets in.
        place = view.place_of(app.priorities.table.cursor or "")
        assert place is not None
        assert rows[place].score >= 76 > rows[place + 1].score
        assert saved_counts(desk) == declared


async def test_escape_throws_away_and_goes_back_to_the_account(desk: Path) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "j", "j")
        before = app.priorities.table.cursor
        letters = letters_of(app)
        await press(pilot, "c", "L", "tab", "H")
        assert app.priorities.table.cursor != before
        await press(pilot, "escape")
        assert not app.priorities.query(ClassLinesBar)
        assert app.focused is app.priorities.table
        assert app.priorities.table.cursor == before
        assert letters_of(app) == letters
    assert entered_lines(open_portfolio(SAMPLE, workspace=desk)) is None


async def test_lines_are_saved_for_every_query(desk: Path) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "c", "right", "tab", "left", "tab", "L", "s")
        lines = shown(app).lines
        assert not lines.is_unsaved
        now = counts(app)
        assert (lines.current.a, lines.current.b) == (71, 49)
        assert lines.current.d > 50_000
        await press(pilot, "escape")
        letters = letters_of(app)
        assert {letter: letters.count(letter) for letter in now} == now
    assert saved_counts(desk) == now
    assert class_thresholds(open_portfolio(SAMPLE, workspace=desk)) == lines.current
    portfolio = open_portfolio(SAMPLE, workspace=desk)
    in_stages = dict.fromkeys(now, 0)
    for row in ask_by_name(portfolio, "stage-matrix", Request()).records():
        in_stages[row["class"] or ""] += row["accounts"]
    assert in_stages == now


async def test_a_line_stops_at_the_other_and_says_so(desk: Path) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "c", *["H"] * 3)
        assert shown(app).lines.current.a == 55
        await press(pilot, "H")
        assert "B is in the way" in app.priorities.query_one(ClassLinesBar).said
        assert shown(app).lines.current.a == 55
        await press(pilot, "0")
        assert shown(app).lines.current.a == 70
        assert not shown(app).lines.is_unsaved
        await press(pilot, "s")
        assert "where they are saved" in app.priorities.query_one(ClassLinesBar).said


async def test_who_was_faster_is_told_and_saving_again_means_it(desk: Path) -> None:
    theirs = ClassThresholds().with_lines(80, 60, 50_000)
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "c", "right")
        enter_lines(open_portfolio(SAMPLE, workspace=desk), theirs, based_on=0)
        await press(pilot, "s")
        assert any("meanwhile" in each.message for each in app._notifications)
        assert shown(app).lines.saved == theirs
        assert (shown(app).lines.current.a, shown(app).lines.current.b) == (71, 60)
        await press(pilot, "s")
        assert not shown(app).lines.is_unsaved
    assert class_thresholds(open_portfolio(SAMPLE, workspace=desk)) == theirs.with_lines(
        71, 60, 50_000
    )


async def test_lines_stay_where_they_are_over_weights_and_another_day(desk: Path) -> None:
    async with running(SAMPLE, desk) as (app, pilot):
        await press(pilot, "c", "right", "right", "w", "0", "enter", "escape")
        assert shown(app).lines.current.a == 72
        assert app.priorities.body.accounts is not None
        assert app.priorities.body.accounts.basis.prepared.thresholds.a == 72
        await press(pilot, "t", "y", "enter")
        assert shown(app).lines.current.a == 72
        assert app.priorities.body.accounts.basis.prepared.thresholds.a == 72


async def test_an_account_that_could_buy_more_is_marked(desk: Path) -> None:
    found = {
        row["account_id"]: row
        for row in priorities(open_portfolio(SAMPLE, workspace=desk)).records()
    }
    async with running(SAMPLE, desk, size=(120, 200)) as (app, pilot):
        view = app.priorities.table.view
        assert view is not None
        said = set()
        for place, line in enumerate(lines_of(app)[1:150]):
            row = view.row_at(place)
            could, does = (
                found[row.account_id][f"class_by_{by}"] for by in ("potential", "revenue")
            )
            differ = None not in (could, does) and could != does
            mark = " " if not differ else "▴" if could < does else "▾"
            assert f"{mark}{row.class_letter or '–'} " in line
            said.add(mark)
        assert "▴" in said
        marked = next(place for place in range(len(view)) if view.row_at(place).buys == "less")
        await press(pilot, *["j"] * marked, "enter")
        row = view.row_at(marked)
        text = "\n".join(
            "".join(segment.text for segment in line)
            for line in app.screen._compositor.render_strips()
        )
        assert f"potential {row.class_by_potential}, buys as {row.class_by_revenue}" in text


# How it looks


@pytest.fixture
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours wherever the tests run."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def pressed(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press_keys(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await press(pilot, *keys)

    return press_keys


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=["80x24", "200x50"])
def test_the_lines_below_the_accounts(
    snap_compare: Callable[..., bool], desk: Path, size: tuple[int, int], many_colours: None
) -> None:
    app = KamtuiApp(Opening(workspace=desk, as_of=date(2025, 11, 30)))
    run_before = pressed("c", "right", "right", "tab", "left")
    assert snap_compare(app, terminal_size=size, run_before=run_before)
