"""Choosing the day that everything is computed for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from kamtui.errors import WrongUsage
from kamtui.tui.actions import actions_of, bindings
from kamtui.tui.days import day_typed, months_before
from kamtui.tui.screens.dialog import Dialog


class DayInput(Input):
    """A line that takes a date and leaves letters to the dialog."""

    def __init__(self, value: str) -> None:
        super().__init__(
            value, restrict=r"[0-9-]*", max_length=10, select_on_focus=False, compact=True
        )

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is typed into the line."""
        return character is not None and (character.isdecimal() or character == "-")


class AsOf(Dialog[date | None]):
    """Asks for a day: typed, one of a few named ones, or by steps from the one that is shown."""

    DEFAULT_CSS = """
    AsOf > #frame { width: 64; }
    AsOf Input { background: $foreground 10%; }
    AsOf Input:focus { background: $foreground 18%; }
    AsOf #saying { margin-top: 1; height: 2; color: $foreground-muted; }
    AsOf #saying.-wrong { color: $text-error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("as_of")]

    SHOWN = tuple(action.id for action in actions_of("as_of"))

    def __init__(self, as_of: date, newest: date) -> None:
        """`newest` is the newest day with an order."""
        super().__init__("As of which day?", f"newest order: {newest.isoformat()}")
        self._as_of = as_of
        self._newest = newest

    def contents(self) -> Iterable[Widget]:
        """Return the line to type in, and what is said of it."""
        yield DayInput(self._as_of.isoformat())
        yield Static(id="saying", markup=False)

    def said(self, day: date) -> str:
        """Return what there is to say of a day."""
        return _said(day, self._newest)

    def refusal(self, day: date) -> str:
        """Return why a day cannot be taken; "" for one that can."""
        return ""

    @property
    def _day(self) -> date:
        """The day that is typed; the one shown before when it is none."""
        try:
            return day_typed(self.query_one(Input).value)
        except WrongUsage:
            return self._as_of

    @on(Input.Changed)
    def _say(self) -> None:
        saying = self.query_one("#saying", Static)
        try:
            day = day_typed(self.query_one(Input).value)
        except WrongUsage as error:
            saying.add_class("-wrong")
            saying.update(error.message)
            return
        refusal = self.refusal(day)
        saying.set_class(bool(refusal), "-wrong")
        saying.update(refusal or self.said(day))

    def _step(self, day: date) -> None:
        self.query_one(Input).value = day.isoformat()

    def action_later(self) -> None:
        """Go a day on."""
        self._step(self._day + timedelta(days=1))

    def action_earlier(self) -> None:
        """Go a day back."""
        self._step(self._day - timedelta(days=1))

    def action_month_later(self) -> None:
        """Go a month on."""
        self._step(months_before(self._day, -1))

    def action_month_earlier(self) -> None:
        """Go a month back."""
        self._step(months_before(self._day, 1))

    def action_newest(self) -> None:
        """Take the newest day with an order."""
        self._step(self._newest)

    def action_month_before(self) -> None:
        """Take the day a month before the newest."""
        self._step(months_before(self._newest, 1))

    def action_quarter_before(self) -> None:
        """Take the day a quarter before the newest."""
        self._step(months_before(self._newest, 3))

    def action_year_before(self) -> None:
        """Take the day a year before the newest."""
        self._step(months_before(self._newest, 12))

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take the day, if it is one."""
        try:
            day = day_typed(self.query_one(Input).value)
        except WrongUsage:
            self._say()
            return
        if not self.refusal(day):
            self.dismiss(day)


def _said(day: date, newest: date) -> str:
    weekday = f"{day:%A}"
    if day == newest:
        return f"{weekday}, the newest day with an order."
    if day > newest:
        return f"{weekday}, {(day - newest).days:,} days after the newest order."
    return f"{weekday}, {(newest - day).days:,} days before the newest order."
