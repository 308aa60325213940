"""Judging an account: assessments in our view and the customer's, and the intended stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kamtui.errors import WrongUsage
from kamtui.portfolio.judging import Judged
from kamtui.text import harmless
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.judge_grid import JudgeGrid
from kamtui.workspace.entries import NewEntry
from kamtui.workspace.weight_sets import checked_note


@dataclass(frozen=True)
class Judgement:
    """What was entered about an account, and why."""

    entries: tuple[NewEntry, ...]
    note: str


class Judge(Dialog[Judgement | None]):
    """Nothing counts until it is saved; escape closes it and changes nothing."""

    DEFAULT_CSS = """
    Judge Input { background: $foreground 10%; }
    Judge Input:focus { background: $foreground 18%; }
    Judge Label { margin-top: 1; color: $text-muted; }
    Judge #saying { height: 1; color: $text-warning; }
    Judge.-short Label { margin-top: 0; }
    """

    SHOWN = ("judge.accept", "judge.erase")

    def __init__(self, judged: Judged, name: str) -> None:
        super().__init__(f"Judge {name}", "counts from today")
        self._judged = judged

    def contents(self) -> Iterable[Widget]:
        """Return the lines, the note, and why something cannot be."""
        yield JudgeGrid(self._judged)
        yield Label("Note: where this comes from (tab; may be empty)", markup=False)
        yield Input(id="note", max_length=1000, compact=True)
        yield Static(id="saying", markup=False)

    def on_mount(self) -> None:
        """Begin with the first assessment."""
        self.query_one(JudgeGrid).focus()

    def on_judge_grid_refused(self, message: JudgeGrid.Refused) -> None:
        """Say why."""
        self._say(message.reason)

    @on(JudgeGrid.Accepted)
    @on(Input.Submitted)
    def _accept(self) -> None:
        entered = self.query_one(JudgeGrid).entered
        if not entered:
            self._say("nothing was changed: escape closes")
            return
        try:
            note = checked_note(self.query_one("#note", Input).value)
        except WrongUsage as error:
            self._say(error.message)
        else:
            self.dismiss(Judgement(entered, note))

    def _say(self, reason: str) -> None:
        self.query_one("#saying", Static).update(harmless(reason))
