"""The Base screen: what is on its panels, what is behind a line, and that only that is read."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from support.priorities_screen import press, running, settle
from support.written_tables import line, write_tables
from textual.pilot import Pilot
from textual.widgets import Input

from kamtui.formats.figures import compact, share
from kamtui.portfolio.equity import equity
from kamtui.portfolio.request import Request
from kamtui.tui.base.panels import Panel
from kamtui.tui.kamtui_app import KamtuiApp
from kamtui.tui.screens import base_reading
from kamtui.tui.screens.account import AccountScreen
from kamtui.tui.screens.base import BaseScreen
from kamtui.tui.screens.export import Export
from kamtui.tui.screens.since import Since
from kamtui.tui.widgets.base.body import BaseBody
from kamtui.tui.widgets.base.pareto import ParetoCurve
from kamtui.tui.widgets.matrix.about_line import AboutLine
from kamtui.tui.widgets.matrix.head import MatrixHead

NARROW, WIDE = (80, 24), (200, 50)
AS_OF = date(2025, 6, 30)
HOSTILE = "[@click=app.quit]Lost[/] \x1b]52;c;YQ==\x07"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Five accounts: two stay, one is new, one came back, one is lost."""
    costed = {"cost": Decimal(60)}
    return write_tables(
        {
            "accounts": [
                {"account_id": "K1", "name": "Norra Brygga", "owner": "North", "segment": "trade"},
                {"account_id": "K2", "name": "Harbour Light", "owner": "South", "segment": "trade"},
                {"account_id": "N1", "name": "Fjord Timber", "owner": "North", "segment": "retail"},
                {"account_id": "R1", "name": "Old Friend", "owner": "South", "segment": None},
                {"account_id": "L1", "name": HOSTILE, "owner": "South", "segment": "trade"},
            ],
            "order_lines": [
                line("K1", "k1", date(2024, 6, 30), "1000", **costed),
                line("K1", "k2", date(2025, 1, 1), "3000", **costed),
                line("K2", "k3", date(2023, 7, 1), "500", **costed),
                line("K2", "k4", date(2025, 2, 1), "400", **costed),
                line("N1", "n1", date(2025, 6, 30), "800", **costed),
                line("R1", "r1", date(2022, 5, 5), "900", **costed),
                line("R1", "r2", date(2025, 5, 5), "200", **costed),
                line("L1", "l1", date(2023, 9, 1), "700", **costed),
            ],
        },
        tmp_path / "history",
    )


@asynccontextmanager
async def at_base(
    history: Path, size: tuple[int, int] = NARROW, **opening: Any
) -> AsyncIterator[tuple[KamtuiApp, Pilot[int]]]:
    async with running(history, history.parent / "desk", size, **opening) as (app, pilot):
        await press(pilot, "6")
        assert isinstance(app.screen, BaseScreen)
        yield app, pilot


def body_of(app: KamtuiApp) -> BaseBody:
    return app.screen.query_one(BaseBody)


def shown(app: KamtuiApp, panel: str | None = None) -> list[str]:
    """The lines of what has the keys, or of a panel, without blanks at their ends."""
    body = body_of(app)
    widget = body.current if panel is None else body.query_one(f"#{panel}")
    lines = [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]
    return [each for each in lines if each]


def about(app: KamtuiApp) -> str:
    return str(app.screen.query_one(AboutLine).content)


def head(app: KamtuiApp) -> str:
    return str(app.screen.query_one(MatrixHead).render())


def words(text: str) -> list[str]:
    return text.split()


async def test_the_balance_adds_up_before_the_eye(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        rows = [words(each.lstrip("▸›"))[:5] for each in shown(app)[2:]]
        assert rows == [
            ["opening", "2024-06-30", "3", "2.20k", "–"],
            ["+", "new", "1", "800", "–"],
            ["+", "reactivated", "1", "200", "–"],
            ["−", "lost", "1", "700", "–"],
            ["±", "2", "that", "stayed", "+1.90k"],
            ["=", "closing", "2025-06-30", "4", "4.40k"],
        ]
        assert "3 accounts ordered in the 12 months to 2024-06-30" in about(app)
        assert "profit is known of 0" in about(app)
        await press(pilot, "G")
        assert about(app).startswith("4 accounts = 3 + 1 + 1 − 1")


async def test_a_line_opens_its_accounts_and_they_their_cards(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "j", "j", "j", "enter")
        title, _, row = shown(app)
        assert "Lost since 2024-06-30 · 1 account · EUR 700" in title
        assert "[@click=app.quit]Lost…" in row
        assert "2023-09-01" in row
        await press(pilot, "escape")
        assert "− lost" in shown(app)[5]
        assert shown(app)[5].startswith("▸")
        await press(pilot, "G", "enter")
        assert [each[2:].split("  ")[0] for each in shown(app)[2:]] == [
            *("Norra Brygga", "Fjord Timber", "Harbour Light", "Old Friend")
        ]
        await press(pilot, "j", "enter")
        assert isinstance(app.screen, AccountScreen)
        assert app.screen.account_id == "N1"
        await press(pilot, "n")
        assert app.screen.account_id == "K2"
        await press(pilot, "escape")
        assert isinstance(app.screen, BaseScreen)
        assert app.screen.account_id == "K2"


async def test_what_those_who_stayed_changed_opens_them(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "j", "j", "j", "j", "enter")
        assert "In the base on 2024-06-30 and now · 2 accounts" in shown(app)[0]
        await press(pilot, ">")
        assert "▾" in shown(app)[1]
        assert body_of(app).list.sheet is not None
        assert body_of(app).list.sheet.sorting.column == "revenue_change"
        await press(pilot, ".")
        assert [each[2:].split("  ")[0] for each in shown(app)[2:]] == [
            *("Harbour Light", "Norra Brygga")
        ]


async def test_every_panel_in_its_turn(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "v")
        assert "[Pareto]" in head(app)
        said = "\n".join(shown(app))
        assert "1 account makes half of the revenue, 2 make 80%." in said
        assert "As concentrated as 2 accounts of one size" in said
        assert "AAAA" in said
        assert "The largest (25%) makes 68%; A: Norra Brygga, EUR 3.00k" in about(app)
        await press(pilot, "v")
        assert "[Equity]" in head(app)
        assert any(each.split()[:3] == ["share", "of", "wallet"] for each in shown(app))
        await press(pilot, "v")
        assert "[Segments]" in head(app)
        assert [each[2:].split("  ")[0] for each in shown(app)[2:]] == [
            *("trade", "retail", "no segment")
        ]
        await press(pilot, "v")
        assert "[Cohorts]" in head(app)
        assert [words(each.lstrip("▸ "))[:3] for each in shown(app)[2:]] == [
            ["≤", "2022-06", "1"],
            ["2024-06", "3", "100%"],
            ["2025-06", "1", "100%"],
            ["all", "5", "1"],
        ]
        await press(pilot, "v")
        assert "[Moves]" in head(app)
        assert "Class on 2024-06-30 by class on 2025-06-30" in shown(app)[0]
        await press(pilot, "v")
        assert "[Balance]" in head(app)
        await press(pilot, "V")
        assert "[Moves]" in head(app)


async def test_along_the_curve_to_the_list(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "v", "l")
        assert about(app).startswith("The 2 largest (50%) make 86%; A: Fjord Timber")
        assert app.screen.account_id == "N1"
        await press(pilot, "h", "h", "h")
        assert about(app).startswith("The largest")
        await press(pilot, "enter")
        rows = [each[2:].split("  ")[0] for each in shown(app)[2:]]
        assert rows == ["Norra Brygga", "Fjord Timber", "Harbour Light", "Old Friend"]
        await press(pilot, "<", ".")
        assert body_of(app).is_listing
        await press(pilot, "escape")
        assert app.screen.query_one(ParetoCurve).has_focus


async def test_equity_says_why_it_is_not_known(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "v", "v")
        said = " ".join("\n".join(shown(app)).split())
        assert "equity 2025-06-30 – not known" in said
        assert "return on customer –" in said
        assert "Not foretold: lifetime value cannot be told: " in said
        assert "30 are needed" in said


async def test_equity_is_what_a_script_is_told(tmp_path: Path) -> None:
    as_of = date(2025, 11, 30)
    async with running("sample", tmp_path / "desk", NARROW, as_of=as_of) as (app, pilot):
        await press(pilot, "6", "v", "v")
        session = app.session
        assert session is not None
        told = {r["measure"]: r["value"] for r in equity(session.portfolio, Request()).records()}
        lines = {each[2:26].strip(): words(each[26:]) for each in shown(app)[1:]}
        assert lines["equity 2025-11-30"][0] == compact(told["equity"])
        assert lines["equity 2024-11-30"][0] == compact(told["equity_then"])
        assert lines["change"][0] == f"+{compact(told['change'])}"
        assert lines["return on customer"][0] == share(told["return_on_customer"])
        assert "How sure it is" in "\n".join(shown(app))
        await press(pilot, "Y")
        copied = dict(each.split("\t") for each in app.clipboard.splitlines()[1:])
        assert float(copied["equity"]) == pytest.approx(told["equity"])


async def test_segments_and_cohorts_open_their_accounts(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "v", "v", "v", "enter")
        assert "trade · 2 accounts" in shown(app)[0]
        await press(pilot, "escape", "G", "enter")
        assert "cannot be listed alone" in about(app)
        await press(pilot, "v", "j", "enter")
        assert "Began in the year to 2024-06-30 · 3 accounts · 2 active" in shown(app)[0]
        await press(pilot, "escape", "G", "enter")
        assert "Customers of every year · 5 accounts · 4 active" in shown(app)[0]


async def test_another_day_is_counted_from_everywhere(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "j", "enter")
        assert "New since 2024-06-30 · 1 account" in shown(app)[0]
        await pilot.press("d")
        while not isinstance(app.screen, Since):
            await pilot.pause()
        app.screen.query_one(Input).value = "2022-12-31"
        await pilot.press("enter")
        while not isinstance(app.screen, BaseScreen):
            await pilot.pause()
        await settle(pilot)
        assert "2022-12-31 → 2025-06-30" in head(app)
        # The list that was open is of the new day as well.
        assert "New since 2022-12-31 · 3 accounts" in shown(app)[0]
        await press(pilot, "escape")
        assert words(shown(app)[2].lstrip("▸›"))[:4] == ["opening", "2022-12-31", "1", "900"]


async def test_the_owner_of_priorities_is_the_owner_here(history: Path) -> None:
    async with at_base(history, owner="South") as (app, pilot):
        rows = [words(each.lstrip("▸›"))[:4] for each in shown(app)[2:]]
        assert rows[0] == ["opening", "2024-06-30", "2", "1.20k"]
        assert rows[-1] == ["=", "closing", "2025-06-30", "2"]
        await press(pilot, "1", "escape", "6")
        rows = [words(each.lstrip("▸›"))[:4] for each in shown(app)[2:]]
        assert rows[0] == ["opening", "2024-06-30", "3", "2.20k"]


async def test_accounts_without_a_segment_alone_have_no_base_and_nothing_old_is_left(
    history: Path,
) -> None:
    async with at_base(history, WIDE) as (app, pilot):
        await press(pilot, "1")
        app.priorities.filter_by(replace(app.priorities.filters, segment=""))
        await press(pilot, "6")
        assert "not there for accounts without an owner or a segment" in about(app)
        for panel in ("balance", "curve", "equity", "segments", "cohorts", "moves"):
            [*_, last] = shown(app, panel)
            assert "not there for accounts" in last
            assert "opening" not in last


async def test_a_list_does_not_outlive_the_accounts_that_it_was_of(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        await press(pilot, "enter")
        assert "In the base on 2024-06-30 · 3 accounts" in shown(app)[0]
        await press(pilot, "1")
        app.priorities.filter_by(replace(app.priorities.filters, owner="South"))
        await press(pilot, "6")
        assert "In the base on 2024-06-30 · 2 accounts" in shown(app)[0]
        await press(pilot, "1")
        app.priorities.filter_by(replace(app.priorities.filters, owner=""))
        await press(pilot, "6")
        assert not body_of(app).is_listing
        assert "not there for accounts" in shown(app)[-1]


async def test_another_as_of_day_is_another_base(history: Path) -> None:
    async with at_base(history) as (app, pilot):
        session = app.session
        assert session is not None
        app.read("scoring", lambda reading: session.as_of_another_day(AS_OF, reading.on))
        app.read(
            "scoring", lambda reading: session.as_of_another_day(date(2024, 6, 30), reading.on)
        )
        await settle(pilot)
        assert "2023-06-30 → 2024-06-30" in head(app)
        assert words(shown(app)[-1])[:4] == ["=", "closing", "2024-06-30", "3"]


async def test_side_by_side_where_there_is_room(history: Path) -> None:
    async with at_base(history, WIDE) as (app, pilot):
        body = body_of(app)
        assert all(body.query_one(f"#{panel.name.lower()}").display for panel in Panel)
        assert "= closing" in shown(app, "balance")[-1]
        assert "Class on" in shown(app, "moves")[0]
        await press(pilot, "tab", "tab", "tab")
        assert body.panel is Panel.SEGMENTS
        assert body.query_one("#segments").has_focus
        await press(pilot, "enter")
        assert not body.query_one("#balance").display
        assert "trade · 2 accounts" in shown(app)[0]
        await press(pilot, "escape")
        assert body.query_one("#balance").display


async def test_only_what_is_seen_is_read_and_nothing_before(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Panel] = []
    loads = dict(base_reading._LOADS)

    def counting(panel: Panel) -> base_reading.Load:
        def load(portfolio: Any, request: Any) -> Any:
            read.append(panel)
            return loads[panel](portfolio, request)

        return load

    monkeypatch.setattr(base_reading, "_LOADS", {each: counting(each) for each in Panel})
    async with running(history, history.parent / "desk", NARROW) as (app, pilot):
        assert read == []
        await press(pilot, "6")
        assert read == [Panel.BALANCE]
        await press(pilot, "v")
        assert read == [Panel.BALANCE, Panel.CURVE]
        await press(pilot, "V", "1", "6", "v")
        assert read == [Panel.BALANCE, Panel.CURVE]
        await pilot.resize_terminal(*WIDE)
        await settle(pilot)
        assert sorted(read) == list(Panel)
        # What takes longest does not hold up the others.
        assert read[-1] is Panel.EQUITY
        assert isinstance(app.screen, BaseScreen)


async def test_what_comes_too_late_is_dropped(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun, ended = Event(), Event(), []
    load = base_reading._LOADS[Panel.BALANCE]

    def held(portfolio: Any, request: Any) -> Any:
        since = request.params["since"]
        if since == "2023-12-31":
            begun.set()
            assert gate.wait(60)
        ended.append(since)
        return load(portfolio, request)

    monkeypatch.setattr(base_reading, "_LOADS", {**base_reading._LOADS, Panel.BALANCE: held})
    async with at_base(history) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        seen: list[str] = []
        monkeypatch.setattr(
            BaseBody, "show", lambda _, panel, result: seen.append(str(result.since))
        )
        screen.count_since(date(2023, 12, 31))
        while not begun.is_set():
            await pilot.pause()
        screen.count_since(date(2022, 12, 31))
        assert "2022-12-31 → " in head(app)
        gate.set()
        await settle(pilot)
        assert ended == ["2024-06-30", "2023-12-31", "2022-12-31"]
        assert seen == ["2022-12-31"]


async def test_what_is_shown_is_written_and_copied(history: Path, tmp_path: Path) -> None:
    async with at_base(history) as (app, pilot):
        file = tmp_path / "balance.csv"
        await pilot.press("e")
        while not isinstance(app.screen, Export):
            await pilot.pause()
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        while not file.exists():
            await pilot.pause()
        rows = list(csv.DictReader(file.read_text().splitlines()))
        assert [row["line"] for row in rows] == [
            *("opening", "new", "reactivated", "lost", "kept", "closing")
        ]
        assert [row["accounts"] for row in rows] == ["3", "1", "1", "1", "", "4"]
        for panel, start in (
            (Panel.BALANCE, "line\taccounts\trevenue_12m"),
            (Panel.CURVE, "account_id\tname"),
            (Panel.EQUITY, "measure\tvalue"),
            (Panel.SEGMENTS, "segment\taccounts\tactive"),
            (Panel.COHORTS, "first_year_to\taccounts\tactive_2022-06-30"),
            (Panel.MOVES, "table\tfrom\tto\taccounts"),
        ):
            assert body_of(app).panel is panel
            await press(pilot, "Y")
            assert app.clipboard.startswith(start)
            await press(pilot, "v")
        await press(pilot, "j", "j", "j", "enter", "y")
        header, row = app.clipboard.splitlines()
        assert header.startswith("account_id\tname\towner\tsegment\tfirst_order_on\tlast_order_on")
        assert row.startswith(r"L1	[@click=app.quit]Lost[/] \x1b]52;c;YQ==\x07")


async def test_a_history_without_a_customer_says_so(tmp_path: Path) -> None:
    history = write_tables(
        {
            "accounts": [{"account_id": "A1", "name": "Only Asked"}],
            "order_lines": [line("A1", "1", AS_OF, "-5")],
        },
        tmp_path / "history",
    )
    async with at_base(history, WIDE) as (app, pilot):
        assert words(shown(app, "balance")[-1])[:4] == ["=", "closing", "2025-06-30", "0"]
        assert "There is no revenue to share." in shown(app, "curve")[-1]
        assert "nobody has ordered yet" in shown(app, "cohorts")[-1]
        assert "lifetime value cannot be told" in "\n".join(shown(app, "equity"))
        await press(pilot, "tab", "l", "j", "enter", "tab", "j", "tab", "enter", "tab", "enter")
        assert isinstance(app.screen, BaseScreen)
