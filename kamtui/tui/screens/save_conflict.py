"""Two people changed one weight set: theirs, mine, or mine under another name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from kamtui.model.scorecard import Scorecard
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.weights.figures import moment_text
from kamtui.tui.widgets.weights.weights_table import WeightsColumn, WeightsTable
from kamtui.workspace.weight_sets import WeightSetChanged


class Choice(Enum):
    """What becomes of two people's weights."""

    THEIRS = "theirs"
    """Theirs are taken over; undo brings mine back."""
    MINE = "mine"
    """Mine are saved as the version after theirs."""
    ANOTHER_NAME = "another name"
    """Theirs stay; mine are saved as another set."""


class SaveConflict(Dialog[Choice | None]):
    """Shows both, and whose is when; None when nothing is decided and nothing saved."""

    DEFAULT_CSS = """
    SaveConflict #what { margin-bottom: 1; }
    SaveConflict #choices { margin-top: 1; color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("save_conflict")]

    SHOWN = ("save_conflict.theirs", "save_conflict.mine", "save_conflict.another")

    def __init__(
        self, changed: WeightSetChanged, scorecard: Scorecard, mine: Mapping[str, float]
    ) -> None:
        super().__init__("Somebody saved this weight set meanwhile", "nothing is lost")
        self._changed = changed
        self._scorecard = scorecard
        self._mine = mine

    def contents(self) -> Iterable[Widget]:
        """Return who and when, the weights side by side, and the choices."""
        theirs, base = self._changed.theirs, self._changed.base
        started = f"version {base.version}" if base else "what the model declares"
        yield Static(
            f"{harmless(theirs.saved_by)} saved version {theirs.version} of"
            f" {harmless(theirs.name)} on {moment_text(theirs.saved_at)}."
            f" Yours started from {started}."
            + (f"\nTheir note: {harmless(theirs.note)}" if theirs.note else ""),
            id="what",
            markup=False,
        )
        started_from = base.weights if base else self._scorecard.weights
        yield WeightsTable(
            self._scorecard,
            WeightsColumn("before", started_from),
            WeightsColumn("theirs", theirs.weights),
            WeightsColumn("yours", self._mine),
        )
        yield Static(
            f"Yours becomes version {theirs.version + 1}, after theirs; or take theirs, and undo"
            " brings yours back; or save yours under another name.",
            id="choices",
            markup=False,
        )

    def action_theirs(self) -> None:
        """Take theirs over."""
        self.dismiss(Choice.THEIRS)

    def action_mine(self) -> None:
        """Save mine after theirs."""
        self.dismiss(Choice.MINE)

    def action_another(self) -> None:
        """Save mine under another name."""
        self.dismiss(Choice.ANOTHER_NAME)
