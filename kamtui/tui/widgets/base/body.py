"""The panels of the base: one at a time, or side by side where there is room for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from kamtui.errors import KamtuiError
from kamtui.tui.base.accounts import BaseAccounts
from kamtui.tui.base.balance import Balance
from kamtui.tui.base.cohorts import CohortsSheet
from kamtui.tui.base.panels import Panel
from kamtui.tui.base.segments import SegmentsSheet
from kamtui.tui.base.writing_out import curve_shown, moves_shown, sheet_shown, worth_shown
from kamtui.tui.shown import Shown
from kamtui.tui.widgets.base.pareto import ParetoCurve
from kamtui.tui.widgets.base.rows import AccountRows, OrderedRows, SegmentRows
from kamtui.tui.widgets.base.worth import WorthPanel
from kamtui.tui.widgets.matrix.cross_table import CrossTables
from kamtui.tui.widgets.matrix.sheet_table import SheetTable

_WIDE_FROM = 150
_HIGH_FROM = 34
"""Cells from which all panels stand side by side."""


class BaseBody(Container):
    """Shows what was read of the base; `Changed` says that there is something else to say."""

    DEFAULT_CSS = """
    BaseBody {
        height: 1fr;
        layout: grid;
        grid-size: 1 1;
        &.-side-by-side { grid-size: 3 2; }
        &.-side-by-side > * { border: round $foreground 25%; }
        &.-side-by-side > *:focus { border: round $primary; }
    }
    """

    class Changed(Message):
        """The cursor is elsewhere, or something else is shown."""

    class Seen(Message):
        """Other panels are seen than before."""

    @dataclass
    class ListAsked(Message):
        """The accounts behind a line, of a segment, or along the curve are asked for."""

        panel: Panel
        key: str

    @dataclass
    class AccountAsked(Message):
        """The card of an account is asked for."""

        account_id: str

    def __init__(self) -> None:
        super().__init__()
        self._panel = Panel.BALANCE
        self._is_listing = False

    def compose(self) -> ComposeResult:
        """Yield the panels in their order, and the list."""
        yield OrderedRows(id="balance")
        yield ParetoCurve(id="curve")
        yield WorthPanel(id="equity")
        yield SegmentRows(id="segments")
        yield OrderedRows(id="cohorts")
        yield CrossTables(id="moves")
        yield AccountRows(id="list")

    def on_mount(self) -> None:
        """Begin with the balance."""
        self._arrange()

    # What is seen

    @property
    def panel(self) -> Panel:
        """The panel that has the keys, or had them before the list was opened."""
        return self._panel

    @property
    def panels_seen(self) -> tuple[Panel, ...]:
        """The panels that are on the screen or under the list, in the order to read them.

        The one with the keys first; equity, which takes longest, as late as can be.
        """
        if not self._is_wide:
            return (self._panel,)
        return tuple(sorted(Panel, key=lambda each: (each != self._panel, each == Panel.EQUITY)))

    @property
    def is_listing(self) -> bool:
        """Whether a list lies over the panels."""
        return self._is_listing

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        if self._is_listing:
            return self.list.cursor
        curve = self.curve
        if self._panel is Panel.CURVE and curve.curve is not None and len(curve.curve):
            return str(curve.curve.account_ids[curve.place])
        return None

    @property
    def list(self) -> AccountRows:
        """The list of accounts."""
        return self.query_one(AccountRows)

    @property
    def curve(self) -> ParetoCurve:
        """The Pareto curve."""
        return self.query_one(ParetoCurve)

    @property
    def current(self) -> Widget:
        """The widget that has the keys."""
        return self.list if self._is_listing else self._widget(self._panel)

    def table(self, panel: Panel) -> SheetTable:
        """Return the table of a panel that is one."""
        return self.query_one(f"#{panel.name.lower()}", SheetTable)

    @property
    def _is_wide(self) -> bool:
        return self.size.width >= _WIDE_FROM and self.size.height >= _HIGH_FROM

    def _widget(self, panel: Panel) -> Widget:
        return self.query_one(f"#{panel.name.lower()}")

    def on_resize(self, event: events.Resize) -> None:
        """Show as many panels as there is room for."""
        self._arrange()

    def turn_to(self, panel: Panel) -> None:
        """Give the keys to another panel."""
        self._panel, self._is_listing = panel, False
        self._arrange()
        self.current.focus()

    def _arrange(self) -> None:
        seen = self.panels_seen
        for panel in Panel:
            self._widget(panel).display = panel in seen and not self._is_listing
        self.list.display = self._is_listing
        self.set_class(self._is_wide and not self._is_listing, "-side-by-side")
        self.post_message(self.Seen())
        self.post_message(self.Changed())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the mouse to another panel."""
        for panel in Panel:
            if event.widget is self._widget(panel) and panel is not self._panel:
                self._panel = panel
                self.post_message(self.Changed())

    # What was read

    def show(self, panel: Panel, result: Any) -> None:
        """Show what was read for a panel, or why there is nothing."""
        widget: Any = self._widget(panel)
        if isinstance(result, KamtuiError):
            widget.say(result.message)
        else:
            widget.show(result)
        self.post_message(self.Changed())

    def open_list(self, accounts: BaseAccounts) -> None:
        """List accounts over the panels."""
        self._is_listing = True
        self._arrange()
        self.list.begin(accounts)
        self.list.focus()

    def close_list(self) -> None:
        """Go back to the panels."""
        self._is_listing = False
        self._arrange()
        self.current.focus()

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where it is listed."""
        if self._is_listing:
            self.list.choose(account_id)
        elif self._panel is Panel.CURVE:
            self.curve.choose(account_id)
        self.post_message(self.Changed())

    def about(self) -> str:
        """Return what there is to say of what is under the cursor."""
        if self._is_listing:
            return ""
        if self._panel is Panel.CURVE:
            curve = self.curve
            return "" if curve.curve is None else curve.curve.about(curve.place)
        if self._panel is Panel.EQUITY:
            worth = self.query_one(WorthPanel).worth
            return "" if worth is None else worth.about()
        if self._panel is Panel.MOVES:
            return "Where those on the left then are now; of classes ▲ better, ▼ worse."
        table = self.table(self._panel)
        sheet, key = table.sheet, table.cursor
        if key is not None and isinstance(sheet, Balance | SegmentsSheet | CohortsSheet):
            return sheet.about(key)
        return ""

    def rows_shown(self, as_of: date) -> Shown | None:
        """Return what is listed, or is on the panel that has the keys, as of a day."""
        if not self._is_listing and self._panel is Panel.CURVE:
            return (
                None
                if self.curve.curve is None
                else curve_shown(self.curve.curve, as_of, self.curve.place)
            )
        if not self._is_listing and self._panel is Panel.EQUITY:
            worth = self.query_one(WorthPanel).worth
            return None if worth is None else worth_shown(worth)
        if not self._is_listing and self._panel is Panel.MOVES:
            return moves_shown(self.query_one(CrossTables).tables, as_of)
        table = self.list if self._is_listing else self.table(self._panel)
        return sheet_shown(table.sheet, as_of, table.place)

    # What is done to the parts

    @on(SheetTable.Moved)
    @on(ParetoCurve.Moved)
    def _moved(self) -> None:
        self.post_message(self.Changed())

    @on(SheetTable.Opened, "#balance")
    def _line_opened(self, message: SheetTable.Opened) -> None:
        self.post_message(self.ListAsked(Panel.BALANCE, message.key))

    @on(SheetTable.Opened, "#segments")
    def _segment_opened(self, message: SheetTable.Opened) -> None:
        self.post_message(self.ListAsked(Panel.SEGMENTS, message.key))

    @on(SheetTable.Opened, "#cohorts")
    def _cohort_opened(self, message: SheetTable.Opened) -> None:
        self.post_message(self.ListAsked(Panel.COHORTS, message.key))

    @on(ParetoCurve.Opened)
    def _curve_opened(self) -> None:
        self.post_message(self.ListAsked(Panel.CURVE, ""))

    @on(SheetTable.Opened, "#list")
    def _account_opened(self, message: SheetTable.Opened) -> None:
        self.post_message(self.AccountAsked(message.key))
