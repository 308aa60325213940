"""The Pareto curve: what the largest accounts make together, with the words below it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.base.curve import Curve
from kamtui.tui.widgets.cells import fitted
from kamtui.tui.widgets.matrix.toned import Part, Toned

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LABEL = 5
"""Cells of the labels on the left."""
_MARGIN = 1


class ParetoCurve(Toned, can_focus=True):
    """Draws a `Curve`; a column of the terminal stands for some accounts, the largest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("base_curve")]

    class Moved(Message):
        """Another account is looked at."""

    class Opened(Message):
        """The list of the accounts is asked for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._curve: Curve | None = None
        self._place = 0
        self._said = ""
        self._words: list[str] = []
        self._ends: list[int] = []

    @property
    def curve(self) -> Curve | None:
        """What is drawn; None before anything is."""
        return self._curve

    @property
    def place(self) -> int:
        """The place, from 0, of the account that is looked at."""
        return self._place

    def show(self, curve: Curve) -> None:
        """Draw another curve, with the same account looked at where it is on it."""
        self._said = ""
        before, place = self._curve, self._place
        self._curve, self._place = curve, 0
        if before is not None and place < len(before):
            self._place = curve.place_of(before.account_ids[place]) or 0
        self._lay_out()

    def say(self, said: str) -> None:
        """Draw no curve but a text in its place."""
        self._curve, self._place, self._said = None, 0, said
        self.refresh()

    def choose(self, account_id: str) -> None:
        """Look at an account, where it is on the curve."""
        if self._curve is None:
            return
        place = self._curve.place_of(account_id)
        if place is not None:
            self._place = place
            self.refresh()

    # Drawing

    def on_resize(self) -> None:
        """Lay it out for the new size."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Work out which account each column ends with, and where the words break."""
        if self._curve is not None:
            columns, count = self._columns, len(self._curve)
            ends = (-(-count * (column + 1) // columns) - 1 for column in range(columns))
            self._ends = [max(0, min(count - 1, end)) for end in ends]
            self._words = self._curve.words(self.size.width - 3)
        self.refresh()

    @property
    def _columns(self) -> int:
        return max(1, self.size.width - _LABEL - _MARGIN - 2)

    @property
    def _cursor_column(self) -> int:
        count = len(self._curve) if self._curve is not None else 1
        return min(self._columns - 1, self._place * self._columns // max(1, count))

    def render_line(self, y: int) -> Strip:
        """Return one line: the title, the curve, its letters, or a sentence."""
        curve = self._curve
        if curve is None:
            return self.strip([(f"  {self._said}" if y == 1 else "", "muted", "")])
        words = self._words
        height = self.size.height - 2 - len(words) - 1
        if y == 0:
            return self.strip([(f"  {harmless(curve.title)}", "title", "")])
        if not curve.is_drawn or height < 3:
            said = words[y - 1] if 0 < y <= len(words) else ""
            return self.strip([(f"  {said}", "muted", "")])
        if y <= height:
            return self._curve_line(curve, height - y, height)
        if y == height + 1:
            return self._letters(curve)
        said = words[y - height - 3] if 0 <= y - height - 3 < len(words) else ""
        return self.strip([("  ", "", ""), (fitted(said, max(1, self.size.width - 3)), "name", "")])

    def _curve_line(self, curve: Curve, above: int, height: int) -> Strip:
        """Return the line that has so many lines of the curve below it."""
        top = above == height - 1
        label = (
            "100%" if top else "80%" if above == int(0.8 * height) else "0%" if not above else ""
        )
        parts: list[Part] = [
            (f"  {label:>{_LABEL - 1}}", "muted", ""),
            ("┤" if label else "│", "rule", ""),
        ]
        cursor = self._cursor_column
        for column, end in enumerate(self._ends):
            made = float(curve.cumulative[end]) * height - above
            sign = _EIGHTHS[max(0, min(8, round(made * 8)))]
            is_here = column == cursor
            tone = ("large" if is_here else "bar") if sign != " " else ""
            parts.append((sign, tone, "cursor" if is_here and self.has_focus else ""))
        return self.strip(parts)

    def _letters(self, curve: Curve) -> Strip:
        letters = [str(curve.texts["abc"][end] or " ") for end in self._ends]
        letters[self._cursor_column] = "▲"
        return self.strip([(" " * (_LABEL + 1) + "└", "rule", ""), ("".join(letters), "muted", "")])

    # Moving

    def _go(self, columns: int) -> None:
        curve = self._curve
        if curve is None or not len(curve):
            return
        step = max(1, len(curve) // self._columns)
        self._place = max(0, min(len(curve) - 1, self._place + columns * step))
        self.refresh()
        self.post_message(self.Moved())

    def action_larger(self) -> None:
        """Go to a larger account."""
        self._go(-1)

    def action_smaller(self) -> None:
        """Go to a smaller account."""
        self._go(1)

    def action_much_larger(self) -> None:
        """Go ten steps to a larger account."""
        self._go(-10)

    def action_much_smaller(self) -> None:
        """Go ten steps to a smaller account."""
        self._go(10)

    def action_open(self) -> None:
        """Ask for the list of the accounts."""
        if self._curve is not None and len(self._curve):
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Look at the account that was clicked; a second click opens the list."""
        if event.chain > 1:
            self.action_open()
            return
        column = event.x - _LABEL - 2
        if self._curve is not None and 0 <= column < len(self._ends) and len(self._curve):
            self._place = self._ends[column]
            self.refresh()
            self.post_message(self.Moved())
