"""The rows of the weights editor and the keys that change weights. It knows no workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Blur, Focus, Key
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Scorecard
from kamtui.model.weights_editing import WeightsEditing
from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, actions_of, bindings_of
from kamtui.tui.widgets.key_shown import key_shown
from kamtui.tui.widgets.weights.criterion_row import CriterionLine, CriterionRow
from kamtui.tui.widgets.weights.figures import bar_scale, in_cells, side_by_side, weight_text

NEEDS_WORKSPACE = frozenset({"pairwise", "rank_order", "load", "save", "save_as", "close"})
"""The actions of the scope `weights` that need more than the weights, and are not the editor's."""

NEVER_NEGATIVE = "a weight is never negative: 0 is the least"

_STEP = 1.0
_LARGE_STEP = 5.0
_WHOLE = 100.0
_TYPED = frozenset(BY_ID["weights.type"].keys)


class WeightsEditor(Vertical, can_focus=True):
    """A row for each criterion, and their sum; keys change the chosen one."""

    DEFAULT_CSS = """
    WeightsEditor {
        height: auto;
        & > VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
        & > WeightsSum { height: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(
            action
            for action in actions_of("weights")
            if action.method not in NEEDS_WORKSPACE and not action.typed
        )
    ]

    class Edited(Message):
        """The weights, the locks or what is typed changed."""

        def __init__(self, before: WeightsEditing, after: WeightsEditing) -> None:
            super().__init__()
            self.before = before
            self.after = after

    class Refused(Message):
        """A change was refused."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Pressed(Message):
        """A key was understood: what was said before is out of date."""

    def __init__(self, scorecard: Scorecard, editing: WeightsEditing) -> None:
        super().__init__()
        self.scorecard = scorecard
        self.editing = editing
        self._chosen = 0
        self._compared = False
        self._rows = [CriterionRow() for _ in scorecard.criteria]

    @property
    def about(self) -> str:
        """What the chosen criterion is, for the person who sets its weight."""
        return harmless(self.scorecard.criteria[self._chosen].about)

    @property
    def row_count(self) -> int:
        """How many criteria there are."""
        return len(self._rows)

    def compose(self) -> ComposeResult:
        """Yield the rows and their sum."""
        with VerticalScroll(can_focus=False):
            yield from self._rows
        yield WeightsSum()

    def on_mount(self) -> None:
        """Draw the first state."""
        self.show(self.editing)

    def show(self, editing: WeightsEditing) -> None:
        """Show a state."""
        self.editing = editing
        for row, line in zip(self._rows, self._lines(), strict=True):
            row.line = line
        self.query_one(WeightsSum).total = editing.current.total

    def show_at_most(self, lines: int) -> None:
        """Let the rows take this many lines, and scroll where they need more."""
        self.query_one(VerticalScroll).styles.max_height = lines

    def changed(self, change: Callable[[WeightsEditing], WeightsEditing]) -> None:
        """Make a change and say so, or say why it is refused."""
        before = self.editing
        try:
            after = change(before)
        except ModelError as error:
            self.post_message(self.Refused(error.message))
            return
        self.show(after)
        if after != before:
            self.post_message(self.Edited(before, after))

    def on_key(self, event: Key) -> None:
        """Take a character of a weight."""
        character = event.character or ""
        if event.key in _TYPED or character in _TYPED:
            self._press(lambda editing: editing.typed(self._criterion, character))
        elif character == "-":
            self.post_message(self.Refused(NEVER_NEGATIVE))
        else:
            return
        event.stop()

    def on_focus(self, _: Focus) -> None:
        """Show which criterion the keys change."""
        self.show(self.editing)

    def on_blur(self, _: Blur) -> None:
        """Show that keys go elsewhere."""
        self.show(self.editing)

    def on_criterion_row_clicked(self, message: CriterionRow.Clicked) -> None:
        """Choose the criterion that was clicked."""
        message.stop()
        self._choose(self._rows.index(message.row))

    def action_up(self) -> None:
        """Choose the criterion above."""
        self._choose(self._chosen - 1)

    def action_down(self) -> None:
        """Choose the criterion below."""
        self._choose(self._chosen + 1)

    def action_more(self) -> None:
        """Add 1."""
        self._nudge(_STEP)

    def action_less(self) -> None:
        """Take off 1."""
        self._nudge(-_STEP)

    def action_much_more(self) -> None:
        """Add 5."""
        self._nudge(_LARGE_STEP)

    def action_much_less(self) -> None:
        """Take off 5."""
        self._nudge(-_LARGE_STEP)

    def action_commit(self) -> None:
        """Set the weight that is being typed."""
        self._press(WeightsEditing.committed)

    def action_erase(self) -> None:
        """Take back the last character typed."""
        self._press(WeightsEditing.erased)

    def action_scale(self) -> None:
        """Scale to 100."""
        self._press(WeightsEditing.scaled_to_100)

    def action_lock(self) -> None:
        """Lock or unlock the chosen criterion."""
        self._press(lambda editing: editing.lock_toggled(self._criterion))

    def action_undo(self) -> None:
        """Undo."""
        self._press(WeightsEditing.undone)

    def action_redo(self) -> None:
        """Redo."""
        self._press(WeightsEditing.redone)

    def action_compare(self) -> None:
        """Show or hide the saved weights."""
        self._compared = not self._compared
        self.show(self.editing)

    def _press(self, change: Callable[[WeightsEditing], WeightsEditing]) -> None:
        self.post_message(self.Pressed())
        self.changed(change)

    @property
    def _criterion(self) -> str:
        return self.scorecard.criteria[self._chosen].id

    def _choose(self, place: int) -> None:
        self._chosen = max(0, min(len(self._rows) - 1, place))
        self._rows[self._chosen].scroll_visible(animate=False)
        self._press(WeightsEditing.committed)

    def _nudge(self, step: float) -> None:
        criterion = self._criterion
        if step < 0.0 and self._is_at_zero(criterion):
            self.post_message(self.Refused(NEVER_NEGATIVE))
        else:
            self._press(lambda editing: editing.nudged(criterion, step))

    def _is_at_zero(self, criterion: str) -> bool:
        is_free = criterion not in self.editing.locks and self.editing.entry is None
        return is_free and self.editing.current[criterion] == 0.0

    def _lines(self) -> list[CriterionLine]:
        editing = self.editing
        percentages = editing.current.whole_percentages()
        shares, saved_shares = editing.current.shares(), editing.saved.shares()
        scale = bar_scale((*shares.values(), *saved_shares.values()))
        entry = editing.entry
        return [
            CriterionLine(
                title=harmless(criterion.title),
                about=harmless(criterion.about),
                weight=editing.current[criterion.id],
                saved=editing.saved[criterion.id],
                percentage=percentages[criterion.id],
                share=shares[criterion.id],
                saved_share=saved_shares[criterion.id],
                scale=scale,
                typed=entry.text if entry and entry.criterion == criterion.id else "",
                locked=criterion.id in editing.locks,
                chosen=place == self._chosen and self.has_focus,
                compared=self._compared,
            )
            for place, criterion in enumerate(self.scorecard.criteria)
        ]


class WeightsSum(Widget):
    """The sum of the weights, and the key that scales it to 100 when it is another."""

    total: reactive[float] = reactive(0.0)

    def render(self) -> RenderResult:
        """Return the line."""
        is_whole = abs(self.total - _WHOLE) < 1e-9
        hint = "" if is_whole else f"{key_shown(self, 'weights.scale')} makes 100 "
        total = Content.assemble(
            (hint, "$foreground-muted"),
            in_cells(Content.styled(weight_text(self.total), "bold"), 6, right=True),
            in_cells("", 5),
        )
        return side_by_side(Content("  Sum"), total, self.size.width)
