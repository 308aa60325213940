"""The head of the weights panel: which weight set it is, and whether it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.widgets.weights.figures import in_cells, moment_text, side_by_side, version_text
from kamtui.workspace.weight_sets import WeightSet


@dataclass(frozen=True)
class SetShown:
    """A weight set, and whether the weights are still those."""

    weight_set: WeightSet
    is_unsaved: bool


class WeightsHeading(Widget):
    """Two lines: whether the weights are saved; the name, version, and who saved it when."""

    DEFAULT_CSS = """
    WeightsHeading { height: 2; }
    """

    shown: reactive[SetShown | None] = reactive(None)

    def render(self) -> RenderResult:
        """Return the lines."""
        if self.shown is None:
            return Content("")
        weight_set, width = self.shown.weight_set, self.size.width
        if self.shown.is_unsaved:
            state = Content.styled("● unsaved", "bold $warning")
        elif weight_set.version:
            state = Content.styled("saved", "$success")
        else:
            state = Content.styled("as declared", "$foreground-muted")
        saved = ""
        if weight_set.version:
            saved = f"  {harmless(weight_set.saved_by)}, {moment_text(weight_set.saved_at)}"
        named = Content.assemble(
            (version_text(weight_set), "bold"),
            (saved if width > _WHO_FROM_CELLS else "", "$foreground-muted"),
        )
        first = side_by_side(Content.styled("Weights", "bold $accent"), state, width)
        return Content("\n").join([first, in_cells(named, width)])


_WHO_FROM_CELLS = 40
