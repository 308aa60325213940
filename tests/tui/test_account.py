"""The account card, by the keys that a user presses."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.account_history import AS_OF, ESCAPE, MARKUP, TABLES, write_account_history
from support.account_host import AccountHost, opened, ranked_ids
from support.written_tables import write_tables
from textual.pilot import Pilot
from textual.widgets import Static

from kamtui.formats.pages import page_text
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.report import account_report
from kamtui.report.account_page import account_page
from kamtui.text import harmless
from kamtui.tui.screens import account as account_screen
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.screens.export import Export
from kamtui.tui.screens.order_lines import OrderLinesScreen
from kamtui.tui.widgets.card.section import Section

SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 50)
SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE], ids=["small", "middle", "large"])


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    folder = write_account_history(tmp_path_factory.mktemp("account") / "history")
    return opened(folder, tmp_path_factory.mktemp("cache")).at(AS_OF)


async def settle(pilot: Pilot[None]) -> None:
    for _ in range(2):  # what was read may have to be shown, or followed by another reading
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def ask_for_report(pilot: Pilot[None]) -> None:
    """Open the dialog, whose worker lasts until it is closed, so that `settle` cannot be used."""
    await pilot.press("e")
    while not isinstance(pilot.app.screen, Export):
        await pilot.pause()


def screen_text(app: AccountHost) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def about(app: AccountHost) -> str:
    return str(app.account.query_one("#about", Static).content)


def seen(app: AccountHost) -> list[str]:
    return [str(each.id) for each in app.account.query(Section) if each.region.area]


@SIZES
async def test_texts_of_the_data_are_neither_markup_nor_control_characters(
    portfolio: Portfolio, size: tuple[int, int]
) -> None:
    app = AccountHost(portfolio, "A1", ["A1", "A2", "A3", "A4"])
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert MARKUP in screen_text(app)
        for key in ("n", "n", "n", "p", "p", "p", *["tab"] * 8):
            await press(pilot, key)
            shown = screen_text(app)
            assert not [sign for sign in shown if sign != "\n" and not (sign.isprintable())]
        await press(pilot, "n")
        assert harmless(ESCAPE) in screen_text(app)


@SIZES
async def test_every_line_is_exactly_as_wide_as_the_screen(
    portfolio: Portfolio, size: tuple[int, int]
) -> None:
    app = AccountHost(portfolio, "A3", ["A3"])
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == size[0]


async def test_a_small_terminal_shows_one_section_at_a_time(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        visits = [seen(app)]
        for _ in range(9):
            await press(pilot, "tab")
            visits.append(seen(app))
        assert visits == [
            ["score", "months"],
            ["score", "months"],
            ["plan"],
            ["past"],
            ["groups"],
            ["contacts"],
            ["voice"],
            ["money"],
            ["measures"],
            ["score", "months"],
        ]
        await press(pilot, "[")
        assert seen(app) == ["measures"]
        await press(pilot, "]", "shift+tab", "shift+tab")
        assert seen(app) == ["money"]


@pytest.mark.parametrize("size", [MIDDLE, LARGE], ids=["middle", "large"])
async def test_a_large_terminal_shows_every_section(
    portfolio: Portfolio, size: tuple[int, int]
) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert len(seen(app)) == 9


async def test_a_terminal_that_grows_shows_more(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(*LARGE)
        await settle(pilot)
        assert len(seen(app)) == 9
        await pilot.resize_terminal(*SMALL)
        await settle(pilot)
        assert seen(app) == ["score", "months"]


async def test_enter_on_a_score_opens_the_lines_and_escape_comes_back(
    portfolio: Portfolio,
) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, OrderLinesScreen)
        card, behind = app.account.card, app.screen.behind
        assert card is not None
        assert behind is not None
        assert behind.value == card.measure("revenue_12m").value
        assert f"{behind.lines.num_rows} order lines, the last 12 months" in screen_text(app)
        assert f"{behind.value:,.2f} EUR" in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, AccountScreen)
        await press(pilot, "escape")
        assert app.closed_with == "A1"


async def test_a_measure_opens_its_lines_too(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "[", "down", "enter")
        assert isinstance(app.screen, OrderLinesScreen)
        assert app.screen.behind is not None
        assert app.screen.behind.title == "Revenue, the 12 months before"


async def test_a_value_that_is_not_known_has_its_reason_under_the_cursor(
    portfolio: Portfolio,
) -> None:
    app = AccountHost(portfolio, "A4")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down")
        assert about(app).startswith("Growth potential is not scored.")
        assert "its purchase potential is not given" in about(app)
        assert "it bought nothing in the 12 months before" in about(app)
        await press(pilot, *["]"] * 6)
        assert about(app) == "it has no open complaints"
        await press(pilot, "G")
        assert about(app) == "the history has no feedback"


async def test_the_months_are_read_with_the_arrows(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "tab")
        assert about(app).startswith("November 2025: revenue ")
        await press(pilot, "left", "h")
        assert about(app).startswith("September 2025: revenue ")
        await press(pilot, "l")
        assert about(app).startswith("October 2025: revenue ")


async def test_the_history_is_read_by_year_and_by_month(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1", ["A1", "A4"])
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "]", "]", "]")
        assert "History by year, EUR" in screen_text(app)
        assert app.account.card is not None
        [oldest, *_, newest] = app.account.card.past.years
        await press(pilot, "y")
        copied = app.clipboard.split("\t")
        assert copied[:2] == [f"{newest.first_day.year}", f"{newest.revenue:,.0f}"]
        assert about(app).startswith(f"{newest.first_day.year}: margin ")
        await press(pilot, "G", "y")
        assert app.clipboard.startswith(f"{oldest.first_day.year}\t")
        await press(pilot, "b")
        assert "History by month, EUR" in screen_text(app)
        assert about(app).startswith("2025-11: margin 675 less 134.50 for the relationship")
        await press(pilot, "j", "j")
        assert about(app).startswith("2025-09: profit not known")
        await press(pilot, "n")
        assert "it has not ordered, and nobody has contacted it" in about(app)
        await press(pilot, "p", "b")
        assert "History by year, EUR" in screen_text(app)


async def test_answers_are_taken_together_beside_the_complaints(tmp_path: Path) -> None:
    answered = [
        {"account_id": "A1", "metric": "nps", "score": score, "answered_at": datetime(2025, 3, 1)}
        for score in (10.0, 9.0, 7.0, 2.0)
    ]
    folder = write_tables({**TABLES, "feedback": answered}, tmp_path / "history")
    app = AccountHost(opened(folder, tmp_path / "cache").at(AS_OF), "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, *["]"] * 6, "j", "j")
        assert "NPS 25, from 2 to 10" in screen_text(app)
        assert about(app) == (
            "NPS is the % of 9–10 less % of 0–6; answers from 2025-03-01 to 2025-03-01"
        )
        await press(pilot, "j")
        assert "CSAT –" in screen_text(app)
        assert about(app) == "CSAT is the mean of 1–5; nobody has answered"


@pytest.mark.parametrize(("ending", "begins"), [("html", "<!DOCTYPE html>"), ("md", "# ")])
async def test_the_report_is_written_in_the_format_of_the_ending(
    portfolio: Portfolio, tmp_path: Path, ending: str, begins: str
) -> None:
    file = tmp_path / f"plan.{ending}"
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await ask_for_report(pilot)
        await pilot.press("ctrl+u", *str(tmp_path / "plan.csv"), "enter")
        assert "its ending names no format" in screen_text(app)
        assert not list(tmp_path.iterdir())
        await pilot.press("ctrl+u", *str(file), "enter")
        await settle(pilot)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(begins)
    weights = Weights.of(portfolio.model.priority.weights)
    page = account_page(account_report(portfolio, "A1", weights))
    assert text == page_text(page, ending)


async def test_the_report_has_a_name_to_begin_with(
    portfolio: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await ask_for_report(pilot)
        await press(pilot, "enter")
    assert [each.name for each in tmp_path.iterdir()] == ["A1-report.html"]


async def test_the_neighbours_in_the_ranking_are_a_key_away(portfolio: Portfolio) -> None:
    ids = ranked_ids(portfolio)
    app = AccountHost(portfolio, ids[0], ids)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "p")
        assert about(app) == "this is the first account"
        await press(pilot, "n", "J", "K")
        assert app.account.card is not None
        assert app.account.card.facts.account_id == ids[1]
        await press(pilot, "escape")
        assert app.closed_with == ids[1]


async def test_an_answer_that_comes_late_is_dropped(
    portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ["A1", "A2", "A3"]
    go_on, asked = threading.Event(), []
    load: Callable[..., Any] = account_screen.load_account

    def slowly(portfolio: Portfolio, account_id: str, weights: Any) -> Any:
        asked.append(account_id)
        assert go_on.wait(20)
        return load(portfolio, account_id, weights)

    monkeypatch.setattr(account_screen, "load_account", slowly)
    app = AccountHost(portfolio, "A1", ids)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n", "n")
        assert about(app) == "reading A3, 3 of 3 …"
        assert app.account.card is None
        go_on.set()
        while app.account.card is None:
            await settle(pilot)
        assert app.account.card.facts.account_id == "A3"
        assert asked == ["A1", "A3"]


async def test_an_account_that_is_not_there_is_said(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A\x1b[31m1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "there is no account" in about(app)
        assert "\x1b" not in about(app)
        await press(pilot, "enter", "tab", "y", "escape")
        assert app.closed_with == "A\x1b[31m1"


async def test_a_row_is_copied_as_tab_separated_text(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, *["]"] * 4, "y")
        assert app.clipboard.split("\t")[0] == "[bold]Skips[/]"


async def test_the_lines_are_written_in_full(
    portfolio: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, OrderLinesScreen)
        behind = app.screen.behind
        await pilot.press("e")
        await pilot.pause()
        await press(pilot, "enter")
    assert behind is not None
    [heading, *rows] = (tmp_path / "A1-sales_volume.csv").read_text(encoding="utf-8").splitlines()
    assert heading.split(",") == [column.name for column in behind.columns]
    assert len(rows) == behind.lines.num_rows
    net = heading.split(",").index("net")
    assert sum(Decimal(row[net]) for row in csv.reader(rows)) == behind.value


async def test_a_line_is_copied_without_control_characters(portfolio: Portfolio) -> None:
    app = AccountHost(portfolio, "A1")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "G", "y")
        assert app.clipboard.startswith("2024-12-")
        assert "\x1b" not in app.clipboard


@SIZES
def test_what_the_card_looks_like(
    portfolio: Portfolio, size: tuple[int, int], snap_compare: Any
) -> None:
    app = AccountHost(portfolio, "A1", ranked_ids(portfolio))
    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize("keys", [(), ("b",)], ids=["years", "months"])
def test_what_the_history_looks_like(
    portfolio: Portfolio, keys: tuple[str, ...], snap_compare: Any
) -> None:
    async def go_there(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, "]", "]", "]", *keys)

    app = AccountHost(portfolio, "A1")
    assert snap_compare(app, terminal_size=SMALL, run_before=go_there)


@SIZES
def test_what_the_order_lines_look_like(
    portfolio: Portfolio, size: tuple[int, int], snap_compare: Any
) -> None:
    async def open_lines(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, "down", "enter")

    app = AccountHost(portfolio, "A1")
    assert snap_compare(app, terminal_size=size, run_before=open_lines)
