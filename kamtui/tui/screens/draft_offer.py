"""Unsaved weights of an earlier session, offered again."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from kamtui.model.scorecard import Scorecard
from kamtui.portfolio.drafts import OfferedDraft
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.weights.figures import moment_text, version_text
from kamtui.tui.widgets.weights.weights_table import WeightsColumn, WeightsTable


class DraftDecision(Enum):
    """What becomes of a draft."""

    TAKE_UP = "take up"
    THROW_AWAY = "throw away"


class DraftOffer(Dialog[DraftDecision | None]):
    """Shows what a draft changes and when it was kept; None leaves it for the next time."""

    DEFAULT_CSS = """
    DraftOffer #what { margin-bottom: 1; }
    DraftOffer #later { margin-top: 1; color: $text-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("draft_offer")]

    SHOWN = ("draft_offer.take_up", "draft_offer.throw_away")

    def __init__(self, draft: OfferedDraft, scorecard: Scorecard) -> None:
        super().__init__("You left weights unsaved")
        self._draft = draft
        self._scorecard = scorecard

    def contents(self) -> Iterable[Widget]:
        """Return when, what it changes, and what escape does."""
        base, editing = self._draft.base, self._draft.editing
        gone = ", ".join(map(harmless, self._draft.unknown))
        yield Static(
            f"Changed on {moment_text(self._draft.kept_at)}, starting from"
            f" {version_text(base)}."
            + (f"\nNo longer in the scorecard, and left out: {gone}" if gone else ""),
            id="what",
            markup=False,
        )
        yield WeightsTable(
            self._scorecard,
            WeightsColumn("saved", editing.saved.as_mapping()),
            WeightsColumn("unsaved", editing.current.as_mapping()),
        )
        yield Static(
            "Taken up, undo goes back to what was saved. Escape leaves them for next time,"
            " unless you change weights meanwhile.",
            id="later",
            markup=False,
        )

    def action_take_up(self) -> None:
        """Go on with these weights."""
        self.dismiss(DraftDecision.TAKE_UP)

    def action_throw_away(self) -> None:
        """Forget them."""
        self.dismiss(DraftDecision.THROW_AWAY)
