"""The accounts of the Strength screen: who leads at each, in any number of lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kamtui.portfolio.strength_card import StrengthList
from kamtui.tui.actions import bindings
from kamtui.tui.widgets.cells import NO_VALUE, compact, fitted

Parts = list[tuple[str, str]]

SORTINGS = ("lead", "revenue", "index", "account")
"""What orders the accounts; the first is the one of the query."""
_TITLES = {"lead": "lead", "revenue": "revenue", "index": "our index", "account": "name"}
_HEADING = 1
_GUTTER = 2
_LARGEST_LEAD = 3.0
"""The lead, in index points, that fills one side of the bar."""


def lead_bar(lead: float, width: int) -> str:
    """Return a bar of exactly `width` cells: to the right of the middle we lead, to the left not.

    `width` is odd; a lead that is not known has the middle alone.
    """
    half = width // 2
    filled = 0 if math.isnan(lead) else round(min(1.0, abs(lead) / _LARGEST_LEAD) * half)
    if filled == 0 and not math.isnan(lead) and abs(lead) >= 0.05:
        filled = 1
    side = "█" * filled
    if lead < 0:
        return side.rjust(half) + "│" + " " * half
    return " " * half + "│" + side.ljust(half)


def signed(number: float, digits: int = 1) -> str:
    """Return a number with its sign, such as −1.1; the sign for no value for NaN."""
    if math.isnan(number):
        return NO_VALUE
    return f"{number:+.{digits}f}".replace("-", "−")


class StrengthAccounts(ScrollView, can_focus=True):
    """Says `Chosen` when the cursor is on another account; only the lines seen are drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("strength_list")]

    DEFAULT_CSS = """
    StrengthAccounts {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        & > .strength-accounts--heading {
            background: $panel; color: $foreground-muted; text-style: bold;
        }
        & > .strength-accounts--cursor { background: $primary 30%; }
        &:ansi > .strength-accounts--cursor { background: ansi_bright_black; text-style: bold; }
        & > .strength-accounts--resting { background: $surface; }
        & > .strength-accounts--muted { color: $foreground-muted; }
        & > .strength-accounts--up { color: $text-success; }
        & > .strength-accounts--down { color: $text-error; }
    }
    """
    _STYLES: ClassVar[tuple[str, ...]] = ("heading", "cursor", "resting", "muted", "up", "down")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"strength-accounts--{name}" for name in _STYLES}

    @dataclass
    class Chosen(Message):
        """The cursor is on another account."""

        account_id: str
        name: str

    @dataclass
    class Opened(Message):
        """The ratings of the account are asked for."""

    tried: reactive[frozenset[str]] = reactive(frozenset())
    """The accounts at which something is tried out and not saved."""

    def __init__(self) -> None:
        super().__init__()
        self._accounts: StrengthList | None = None
        self._order: list[int] = []
        self._cursor = 0
        self._sorting, self._is_reversed = SORTINGS[0], False
        self._currency = ""

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        return self._id_at(self._cursor)

    @property
    def name_chosen(self) -> str:
        """The name of that account."""
        return self._name_at(self._cursor)

    @property
    def account_ids(self) -> list[str]:
        """The accounts in the order that they are shown in."""
        return (
            [str(self._accounts.account_ids[row]) for row in self._order] if self._accounts else []
        )

    @property
    def listed(self) -> tuple[StrengthList, list[int], int] | None:
        """The accounts, the order of their rows, and the place of the cursor; None before any."""
        return None if self._accounts is None else (self._accounts, self._order, self._cursor)

    def show(self, accounts: StrengthList, currency: str) -> None:
        """Show other accounts, with the cursor on the account that it was on."""
        chosen = self.account_id
        self._accounts, self._currency = accounts, currency
        self._put_in_order()
        self._cursor = self._place_of(chosen) or 0
        self.virtual_size = Size(0, _HEADING + len(self._order))
        self._bring_into_view()
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        if self.account_id is not None:
            self.post_message(self.Chosen(self.account_id, self.name_chosen))

    def _id_at(self, place: int) -> str | None:
        if self._accounts is None or not 0 <= place < len(self._order):
            return None
        return str(self._accounts.account_ids[self._order[place]])

    def _name_at(self, place: int) -> str:
        if self._accounts is None or not 0 <= place < len(self._order):
            return ""
        row = self._order[place]
        return str(self._accounts.names[row] or self._accounts.account_ids[row])

    def _place_of(self, account_id: str | None) -> int | None:
        if self._accounts is None or account_id is None:
            return None
        found = np.flatnonzero(self._accounts.account_ids[self._order] == account_id)
        return int(found[0]) if len(found) else None

    def _put_in_order(self) -> None:
        accounts = self._accounts
        if accounts is None:
            return
        if self._sorting == "account":
            names = [str(name or "").casefold() for name in accounts.names.tolist()]
            order = sorted(range(len(names)), key=names.__getitem__)
            self._order = order[::-1] if self._is_reversed else order
            return
        keys = {
            "lead": accounts.lead,
            "revenue": -accounts.revenue_12m,
            "index": -accounts.index,
        }[self._sorting]
        # What is not known comes last either way.
        self._order = np.argsort(-keys if self._is_reversed else keys, kind="stable").tolist()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return one line: the heading, an account, or nothing."""
        base, width = self.rich_style, self.scrollable_content_region.width
        if y == 0:
            mark = "▴" if self._is_reversed else "▾"
            said = f"by {_TITLES[self._sorting]}{mark}"
            room = width - _GUTTER - len(said) - 1
            title = [("  " + fitted("Account", room) + " " + said, "")]
            return self._strip(title, base + self._style("heading"))
        place = y - _HEADING + self.scroll_offset.y
        if self._accounts is None or place >= len(self._order):
            return Strip.blank(self.size.width, base)
        mark = "  "
        if place == self._cursor:
            name = "cursor" if self.has_focus else "resting"
            mark, base = ("▸ ", base + self._style(name))
        return self._strip([(mark, ""), *self._parts(self._order[place], width - _GUTTER)], base)

    def _parts(self, row: int, width: int) -> Parts:
        accounts = self._accounts
        assert accounts is not None
        lead, index = float(accounts.lead[row]), float(accounts.index[row])
        name = str(accounts.names[row] or accounts.account_ids[row])
        star = "*" if str(accounts.account_ids[row]) in self.tried else " "
        side = 2 if width < 32 else 3 if width < 40 else 5 if width < 70 else 8
        tail: Parts = []
        if math.isnan(index) and math.isnan(accounts.rival_index[row]):
            tail = [(fitted("not rated", 2 * side + 7, right=True), "muted")]
        else:
            style = "up" if lead > 0 else "down" if lead < 0 else "muted"
            tail = [
                (lead_bar(lead, 2 * side + 1), style),
                (" " + fitted(signed(lead), 5, right=True), style),
            ]
        if width >= 40:
            rival_index = float(accounts.rival_index[row])
            both = [NO_VALUE if math.isnan(n) else f"{n:.1f}" for n in (index, rival_index)]
            shown = fitted(both[0], 4, right=True)
            shown += fitted(both[1], 5, right=True) if width >= 46 else ""
            tail = [(shown + " ", ""), *tail]
        if width >= 70:
            rival = str(accounts.rivals[row] or NO_VALUE)
            tail += [(" " + fitted(rival, 14), "muted")]
            tail += [(" " + fitted(compact(accounts.revenue_12m[row]), 6, right=True), "")]
        taken = sum(len(text) for text, _ in tail)
        return [(fitted(name, max(1, width - taken - 2)) + star + " ", ""), *tail]

    def _strip(self, parts: Parts, base: Style) -> Strip:
        segments = [
            Segment(text, base + self._style(tone) if tone else base) for text, tone in parts
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, name: str) -> Style:
        whole = self.get_component_rich_style(f"strength-accounts--{name}")
        if name in ("cursor", "resting", "heading"):
            return whole
        return Style(color=whole.color, bold=whole.bold)

    def watch_tried(self) -> None:
        """Mark other accounts."""
        self.refresh()

    def on_focus(self) -> None:
        """Show that keys come here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()

    # Moving

    @property
    def _lines_seen(self) -> int:
        return max(1, self.scrollable_content_region.height - _HEADING)

    def _bring_into_view(self) -> None:
        top, rows = self.scroll_offset.y, self._lines_seen
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + rows:
            self.scroll_to(y=self._cursor - rows + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in view at the new height."""
        self._bring_into_view()

    def _go_to(self, place: int) -> None:
        if not self._order:
            return
        place = max(0, min(place, len(self._order) - 1))
        if place != self._cursor:
            self._cursor = place
            self._bring_into_view()
            self.refresh()
            self._tell()

    def action_up(self) -> None:
        """Go one account up."""
        self._go_to(self._cursor - 1)

    def action_down(self) -> None:
        """Go one account down."""
        self._go_to(self._cursor + 1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go_to(self._cursor - self._lines_seen)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go_to(self._cursor + self._lines_seen)

    def action_first(self) -> None:
        """Go to the first account."""
        self._go_to(0)

    def action_last(self) -> None:
        """Go to the last account."""
        self._go_to(len(self._order) - 1)

    def action_open(self) -> None:
        """Go to the ratings of the account."""
        self.post_message(self.Opened())

    # Ordering

    def action_sort_left(self) -> None:
        """Order by what comes before."""
        self._sort_by(-1)

    def action_sort_right(self) -> None:
        """Order by what comes next."""
        self._sort_by(+1)

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._is_reversed = not self._is_reversed
        self._show_in_order()

    def _sort_by(self, step: int) -> None:
        place = SORTINGS.index(self._sorting) + step
        self._sorting, self._is_reversed = SORTINGS[place % len(SORTINGS)], False
        self._show_in_order()

    def _show_in_order(self) -> None:
        chosen = self.account_id
        self._put_in_order()
        self._cursor = self._place_of(chosen) or 0
        self._bring_into_view()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the account that was clicked; a second click goes to its ratings."""
        if event.y < _HEADING:
            return
        place = event.y - _HEADING + self.scroll_offset.y
        if place == self._cursor and event.chain > 1:
            self.action_open()
        elif place < len(self._order):
            self._go_to(place)
