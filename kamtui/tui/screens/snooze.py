"""Putting something off for some days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kamtui.errors import WrongUsage
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.days import day_to_come
from kamtui.tui.screens.dialog import Dialog

_USUAL = "7"


class Snooze(Dialog[date | None]):
    """Asks for a number of days, or for the day; the result is the day that it comes back."""

    DEFAULT_CSS = """
    Snooze > #frame { width: 64; }
    Snooze Label { color: $text-muted; }
    Snooze Input { background: $foreground 10%; }
    Snooze Input:focus { background: $foreground 18%; }
    Snooze #saying { margin-top: 1; height: 1; color: $text-muted; }
    Snooze #saying.-wrong { color: $text-warning; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("snooze")]

    SHOWN = ("snooze.accept",)

    def __init__(self, what: str, today: date) -> None:
        super().__init__("Snooze", what)
        self._today = today

    def contents(self) -> Iterable[Widget]:
        """Return the line to type in, and what it means."""
        yield Label("For how many days, or until which day (YYYY-MM-DD)?")
        yield Input(_USUAL, id="days", max_length=10, compact=True)
        yield Static(id="saying", markup=False)

    def on_mount(self) -> None:
        """Begin with the usual days, which the first digit replaces."""
        self.query_one(Input).focus()
        self._say()

    @on(Input.Changed)
    def _say(self) -> None:
        saying = self.query_one("#saying", Static)
        try:
            day = self._day()
        except WrongUsage as error:
            saying.add_class("-wrong")
            saying.update(harmless(error.message))
        else:
            saying.remove_class("-wrong")
            saying.update(f"It comes back on {day:%A} {day.isoformat()}.")

    def _day(self) -> date:
        day = day_to_come(self.query_one(Input).value, self._today)
        if day <= self._today:
            raise WrongUsage(f"{day.isoformat()} is not to come")
        return day

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take the day, if it is to come."""
        try:
            self.dismiss(self._day())
        except WrongUsage:
            self._say()
