"""Logging a contact: two keys are enough, and what came of it may be said as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kamtui.errors import WrongUsage
from kamtui.portfolio.new_contact import OUTCOMES, NewContact
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.days import day_to_come
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.pick import Pick, ReachedPick

_CHANNELS = ("call", "visit", "meeting", "email", "offer", "event", "other")
_NO_OUTCOME = "–"
_OUTCOMES = (_NO_OUTCOME, *(outcome for outcome in OUTCOMES if outcome != "none"))


@dataclass(frozen=True)
class Suggested:
    """What the dialog begins with."""

    account_id: str
    name: str
    about: str = ""
    """Why it is called, for the eye."""


class LogContact(Dialog[NewContact | None]):
    """`r` and `n` log at once; further lines say how, what came of it, and what comes next."""

    DEFAULT_CSS = """
    LogContact Input { background: $foreground 10%; }
    LogContact Input:focus { background: $foreground 18%; }
    LogContact Label { color: $text-muted; margin-top: 1; }
    LogContact.-short Label { margin-top: 0; }
    LogContact #saying { height: 1; color: $text-warning; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("contact")]

    SHOWN = ("reached.yes", "reached.no", "pick.right", "contact.down", "contact.accept")

    def __init__(self, suggested: Suggested, today: date) -> None:
        super().__init__(f"Log a contact with {suggested.name}", suggested.about)
        self._account_id = suggested.account_id
        self._today = today

    def contents(self) -> Iterable[Widget]:
        """Return the lines, and why something cannot be."""
        yield ReachedPick()
        yield Label("How")
        yield Pick(_CHANNELS, id="channel")
        yield Label("What came of it")
        yield Pick(_OUTCOMES, id="outcome")
        yield Label("Next step")
        yield Input(id="step", max_length=200, compact=True)
        yield Label("Its day: 7 for in 7 days, or YYYY-MM-DD")
        yield Input(id="day", max_length=10, compact=True)
        yield Label("Note")
        yield Input(id="note", max_length=1000, compact=True)
        yield Static(id="saying", markup=False)

    def on_mount(self) -> None:
        """Begin with whether somebody was reached."""
        self.query_one(ReachedPick).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what picks only on a line where there is something to pick."""
        if action in ("yes", "no"):
            return isinstance(self.focused, ReachedPick)
        return isinstance(self.focused, Pick) if action in ("left", "right") else True

    def action_down(self) -> None:
        """Go to the line below."""
        self.focus_next()

    def action_up(self) -> None:
        """Go to the line above."""
        self.focus_previous()

    def on_reached_pick_said(self) -> None:
        """Log it: that is enough."""
        self.action_accept()

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Log it as it stands."""
        try:
            self.dismiss(self._contact())
        except WrongUsage as error:
            self.query_one("#saying", Static).update(harmless(error.message))

    def _contact(self) -> NewContact:
        outcome = self.query_one("#outcome", Pick).chosen
        day = self._text("day")
        return NewContact(
            account_id=self._account_id,
            channel=self.query_one("#channel", Pick).chosen,
            inbound=False,
            reached=self.query_one(ReachedPick).reached,
            outcome=None if outcome == _NO_OUTCOME else outcome,
            next_step=self._text("step") or None,
            next_step_on=day_to_come(day, self._today) if day else None,
            note=self._text("note"),
        )

    def _text(self, id_: str) -> str:
        return self.query_one(f"#{id_}", Input).value.strip()
