"""The scale of pairwise comparison: from 9 for the left one over 1 to 9 for the right one."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.model.pairwise import JUDGEMENTS
from kamtui.text import harmless
from kamtui.tui.widgets.weights.figures import in_cells

EQUAL = JUDGEMENTS.index(1.0)
"""The place of `as important` among the judgements."""

_STRENGTHS = (
    "as much as",
    "hardly more than",
    "moderately more than",
    "rather more than",
    "strongly more than",
    "much more than",
    "very strongly more than",
    "very much more than",
    "extremely more than",
)


def judgement_place(value: float) -> int:
    """Return where a judgement stands among `JUDGEMENTS`, the nearest one for one between."""
    return min(range(len(JUDGEMENTS)), key=lambda place: abs(JUDGEMENTS[place] - value))


def in_words(left: str, right: str, value: float) -> Content:
    """Return a judgement as a sentence."""
    place = judgement_place(value)
    if place < EQUAL:
        left, right = right, left
    strength = _STRENGTHS[abs(place - EQUAL)]
    return Content.assemble((harmless(left), "bold"), f" counts {strength} ", harmless(right))


class JudgementScale(Widget):
    """Two criteria with the scale between them, and the judgement in words."""

    DEFAULT_CSS = """
    JudgementScale { height: 4; }
    """

    pair: reactive[tuple[str, str]] = reactive(("", ""))
    value: reactive[float | None] = reactive(None)
    """How many times as important the left one is, 1/9 to 9; None when not answered."""

    def render(self) -> RenderResult:
        """Return the four lines."""
        left, right = self.pair
        half = self.size.width // 2
        titles = Content("").join(
            [
                in_cells(Content.styled(harmless(left), "bold"), half),
                in_cells(
                    Content.styled(harmless(right), "bold"), self.size.width - half, right=True
                ),
            ]
        )
        marks, pointer = self._marks()
        if self.value is None:
            words = Content.styled("Which counts more, and how much more?", "$foreground-muted")
        else:
            words = in_words(left, right, self.value)
        return Content("\n").join([titles, marks, pointer, _centred(words, self.size.width)])

    def _marks(self) -> tuple[Content, Content]:
        """The scale, and the line under it that points at the judgement."""
        cells = self.size.width // len(JUDGEMENTS)
        chosen = None if self.value is None else judgement_place(self.value)
        marks, pointers = [], []
        for place in reversed(range(len(JUDGEMENTS))):
            is_chosen = place == chosen
            mark = Content.styled(
                f" {abs(place - EQUAL) + 1} ", "bold reverse" if is_chosen else "$foreground-muted"
            )
            marks.append(_filled(mark, cells))
            pointers.append(_filled(Content.styled("▲" if is_chosen else " ", "$accent"), cells))
        width = self.size.width
        return _centred(Content("").join(marks), width), _centred(Content("").join(pointers), width)


def _filled(content: Content, width: int) -> Content:
    """Return the content in the middle of exactly `width` cells."""
    left = max(0, (width - content.cell_length) // 2)
    return in_cells(content.pad_left(left), width)


def _centred(content: Content, width: int) -> Content:
    """Return the content with as much room on its left as on its right."""
    return content.pad_left(max(0, (width - content.cell_length) // 2))
