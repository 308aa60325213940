"""The lines of the dialog that judges an account: scores in two views, and intended stages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Key
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from kamtui.portfolio.account_card import StageJudged
from kamtui.portfolio.judgements import VIEWS
from kamtui.portfolio.judging import Judged
from kamtui.tui.actions import BY_ID, actions_of, bindings_of
from kamtui.tui.widgets.cells import NO_VALUE, fitted
from kamtui.tui.widgets.strength.words import entry_said
from kamtui.workspace.entries import NewEntry

_TYPED = frozenset(BY_ID["judge.type"].keys)
_TITLES = {"own": "Our view", "customer": "Customer's"}
_COLUMN = 12
_MOST = 10.0
_LONGEST = 5


class JudgeGrid(Widget, can_focus=True):
    """Holds what is entered until the dialog takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(each for each in actions_of("judge") if not each.typed)
    ]

    DEFAULT_CSS = """
    JudgeGrid { height: auto; }
    """

    class Refused(Message):
        """What was typed cannot be."""

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Accepted(Message):
        """What was entered is to be saved."""

    def __init__(self, judged: Judged) -> None:
        super().__init__()
        self._judged = judged
        self._row, self._column = 0, 0
        self._typing = ""
        self._scores: dict[tuple[str, str], float] = {}
        self._stages: dict[str, str | None] = {}

    @property
    def entered(self) -> tuple[NewEntry, ...]:
        """What was changed, as judgements to be entered."""
        judged = self._judged
        scores = [
            judged.score_entry(dimension, view, score)
            for (dimension, view), score in self._scores.items()
            if judged.scores.get((dimension, view)) != score
        ]
        now = {stage.kind: stage.intended for stage in judged.stages}
        stages = [
            judged.stage_entry(kind, stage)
            for kind, stage in self._stages.items()
            if now[kind] != stage
        ]
        return (*scores, *stages)

    @property
    def _row_count(self) -> int:
        return len(self._judged.dimensions) + len(self._judged.stages)

    @property
    def _stage(self) -> StageJudged | None:
        """The stages of the row under the cursor; None on the row of a dimension."""
        place = self._row - len(self._judged.dimensions)
        return self._judged.stages[place] if place >= 0 else None

    @property
    def _score_key(self) -> tuple[str, str]:
        return self._judged.dimensions[self._row], VIEWS[self._column]

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Return the lines."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        name = max(14, min(30, width - 2 * _COLUMN - 2))
        titles = "".join(fitted(_TITLES[view], _COLUMN, right=True) for view in VIEWS)
        heading = fitted("Assessment, 0-10", name) + titles
        lines = [Content.styled(heading, "bold $foreground-muted")]
        lines += [self._score_line(row, name) for row in range(len(self._judged.dimensions))]
        lines.append(Content(""))
        lines.append(Content.styled("Intended stage", "bold $foreground-muted"))
        for stage in self._judged.stages:
            lines += self._stage_lines(stage, name, width)
        lines.append(Content.styled(fitted(self._said(), width), "$text-muted"))
        return lines

    def _said(self) -> str:
        """Return who entered what is under the cursor."""
        judged, stage = self._judged, self._stage
        if stage is not None:
            entry = judged.entry(judged.stage_subject(stage.kind))
            return entry_said(entry) if entry is not None else "no stage was intended yet"
        subject = judged.score_subject(*self._score_key)
        if self._score_key not in judged.scores:
            return "nobody has assessed it in this view"
        return entry_said(judged.entry(subject))

    def _score_line(self, row: int, name: int) -> Content:
        dimension, is_here = self._judged.dimensions[row], row == self._row
        parts = [(fitted(dimension, name), "bold" if is_here else "")]
        for column, view in enumerate(VIEWS):
            key = (dimension, view)
            value = self._scores.get(key, self._judged.scores.get(key))
            is_chosen = is_here and column == self._column
            text = NO_VALUE if value is None else f"{value:g}"
            if is_chosen and self._typing:
                text = self._typing + "▏"
            is_new = key in self._scores and self._judged.scores.get(key) != value
            text += "*" if is_new else " "
            parts.append((fitted(text, _COLUMN, right=True), self._style(is_chosen, is_new)))
        return Content.assemble(*parts)

    def _stage_lines(self, stage: StageJudged, name: int, width: int) -> Iterable[Content]:
        is_chosen = self._stage is stage
        intended = self._stages.get(stage.kind, stage.intended)
        is_new = stage.kind in self._stages and intended != stage.intended
        text = f"‹ {intended or NO_VALUE} ›" if is_chosen else f"  {intended or NO_VALUE}"
        observed = stage.observed or NO_VALUE
        differs = intended is not None and intended != stage.observed
        said = f"observed: {observed}" + (" ≠" if differs else "")
        yield Content.assemble(
            (fitted(stage.kind, name), "bold" if is_chosen else ""),
            (fitted(text + ("*" if is_new else ""), 18), self._style(is_chosen, is_new)),
            (
                fitted(said, max(1, width - name - 18)),
                "$text-warning" if differs else "$text-muted",
            ),
        )
        if is_chosen and stage.reason:
            yield Content.styled(fitted(f"  {stage.reason}", width), "$text-muted")

    def _style(self, is_chosen: bool, is_new: bool) -> str:
        if is_chosen:
            return "reverse" if self.has_focus else "underline"
        return "$text-warning" if is_new else ""

    # Keys

    def on_key(self, event: Key) -> None:
        """Take a character of a score."""
        character = event.character or ""
        if event.key not in _TYPED and character not in _TYPED:
            return
        event.stop()
        if self._stage is not None:
            self.post_message(self.Refused("← and → choose the stage"))
            return
        text = self._typing + ("." if character == "," else character)
        try:
            score = float(text)
        except ValueError:
            score = -1.0
        if len(text) > _LONGEST or not 0 <= score <= _MOST:
            self.post_message(self.Refused("a score is a number from 0 to 10"))
            return
        self._typing = text
        self._scores[self._score_key] = score
        self._redraw()

    def action_erase(self) -> None:
        """Let go of what was entered here."""
        self._typing = ""
        stage = self._stage
        if stage is not None:
            self._stages.pop(stage.kind, None)
        else:
            self._scores.pop(self._score_key, None)
        self._redraw()

    def action_up(self) -> None:
        """Go to the line above."""
        self._move(-1)

    def action_down(self) -> None:
        """Go to the line below."""
        self._move(1)

    def _move(self, step: int) -> None:
        self._row = max(0, min(self._row + step, self._row_count - 1))
        self._typing = ""
        self._redraw()

    def action_left(self) -> None:
        """Go to our view, or take the stage before."""
        self._turn(-1)

    def action_right(self) -> None:
        """Go to the customer's view, or take the next stage."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self._typing = ""
        stage = self._stage
        if stage is None:
            self._column = max(0, min(self._column + step, len(VIEWS) - 1))
        else:
            choices: tuple[str | None, ...] = (None, *stage.path)
            now = self._stages.get(stage.kind, stage.intended)
            place = choices.index(now) if now in choices else 0
            self._stages[stage.kind] = choices[(place + step) % len(choices)]
        self._redraw()

    def action_accept(self) -> None:
        """Ask for what was entered to be saved."""
        self.post_message(self.Accepted())

    def _redraw(self) -> None:
        self.refresh(layout=True)

    def on_focus(self) -> None:
        """Show that keys come here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()
