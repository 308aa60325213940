"""Weight sets beside each other, a line a criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.model.scorecard import Scorecard
from kamtui.text import harmless
from kamtui.tui.widgets.weights.figures import difference_text, in_cells, weight_text

_COLUMN_CELLS = 9
_UNKNOWN = "–"


@dataclass(frozen=True)
class WeightsColumn:
    """One set of weights under a heading."""

    heading: str
    weights: Mapping[str, float]
    """By criterion id."""


class WeightsTable(Widget):
    """Columns of weights, and how far the last one is from the one before it.

    What is not as in the first column is set off.
    """

    DEFAULT_CSS = """
    WeightsTable { height: auto; }
    """

    columns: reactive[tuple[WeightsColumn, ...]] = reactive((), layout=True)

    def __init__(self, scorecard: Scorecard, *columns: WeightsColumn) -> None:
        """Show at least two columns; criteria that the scorecard lacks come last."""
        super().__init__()
        self._titles = {criterion.id: criterion.title for criterion in scorecard.criteria}
        self.set_reactive(WeightsTable.columns, columns)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return a line for each criterion and one for the headings."""
        return 1 + len(self._criteria())

    def render(self) -> RenderResult:
        """Return the lines."""
        headings = [in_cells(one.heading, _COLUMN_CELLS, right=True) for one in self.columns]
        difference = in_cells("±", _COLUMN_CELLS, right=True)
        lines = [self._line(Content(""), [*headings, difference]).stylize("$foreground-muted")]
        lines += [self._criterion_line(criterion) for criterion in self._criteria()]
        return Content("\n").join(lines)

    def _criteria(self) -> Sequence[str]:
        named = dict.fromkeys(one for column in self.columns for one in column.weights)
        return [*self._titles, *(one for one in named if one not in self._titles)]

    def _criterion_line(self, criterion: str) -> Content:
        weights = [column.weights.get(criterion) for column in self.columns]
        first, before, last = weights[0], *weights[-2:]
        cells = [_cell(one, is_other=one != first) for one in weights]
        is_other = before != last
        difference = difference_text((last or 0.0) - (before or 0.0)) if is_other else ""
        difference_cells = in_cells(difference, _COLUMN_CELLS, right=True).stylize("$warning")
        title = harmless(self._titles.get(criterion, criterion))
        return self._line(Content(title), [*cells, difference_cells])

    def _line(self, title: Content, cells: Sequence[Content]) -> Content:
        width = self.size.width - sum(cell.cell_length for cell in cells)
        return Content("").join([in_cells(title, width), *cells])


def _cell(weight: float | None, *, is_other: bool) -> Content:
    """Return one weight; set off where it is not that of the first column."""
    text = _UNKNOWN if weight is None else weight_text(weight)
    style = "bold $warning" if is_other else ""
    return in_cells(Content.styled(text, style), _COLUMN_CELLS, right=True)
