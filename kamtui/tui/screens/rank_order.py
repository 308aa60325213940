"""Weights from an order of importance alone (rank-order centroid)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kamtui.model.rank_order import weights_by_importance
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.choice_list import ChoiceList
from kamtui.tui.widgets.weights.figures import bar, bar_scale, in_cells

_PLACE_CELLS = 4
_SHARE_CELLS = 8
_TITLE_CELLS = 30


class RankOrder(Dialog[Mapping[str, float] | None]):
    """Criteria are put in order; the result is the share of each, 0-1."""

    DEFAULT_CSS = """
    RankOrder > #frame { width: 72; }
    RankOrder #what { margin-bottom: 1; color: $text-muted; }
    RankOrder ChoiceList { max-height: 14; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rank_order")]

    SHOWN = ("rank_order.accept", "rank_order.rise", "rank_order.fall")

    def __init__(self, titles: Mapping[str, str], order: Iterable[str]) -> None:
        """`titles` of the criteria by id; `order` begins with the most important of them."""
        super().__init__("Weights from an order of importance", "rank-order centroid")
        self._titles = titles
        self._order = list(order)

    def contents(self) -> Iterable[Widget]:
        """Return the criteria in their order, with the weights that it gives."""
        yield Static(
            "Put what matters most first. The weights are the mean of all weights that keep"
            " the order (Barron & Barrett 1996).",
            id="what",
            markup=False,
        )
        yield ChoiceList()

    def on_mount(self) -> None:
        """Show the order."""
        self.query_one(ChoiceList).focus()
        self.call_after_refresh(self._show, 0)

    def action_rise(self) -> None:
        """Let the highlighted criterion change places with the one above."""
        self._move(-1)

    def action_fall(self) -> None:
        """Let the highlighted criterion change places with the one below."""
        self._move(1)

    def action_accept(self) -> None:
        """Take the weights over."""
        self.dismiss(self._shares())

    def _move(self, step: int) -> None:
        place = self.query_one(ChoiceList).place
        other = place + step
        if 0 <= other < len(self._order):
            order = self._order
            order[place], order[other] = order[other], order[place]
            self._show(other)

    def _shares(self) -> dict[str, float]:
        return weights_by_importance(self._order, tuple(self._titles)).shares()

    def _show(self, highlighted: int) -> None:
        choices = self.query_one(ChoiceList)
        shares = self._shares()
        scale = bar_scale(shares.values())
        width = choices.line_cells
        lines = [
            self._line(place, shares[criterion], scale, width)
            for place, criterion in enumerate(self._order)
        ]
        choices.show(lines, highlighted)

    def _line(self, place: int, share: float, scale: float, width: int) -> Content:
        title = harmless(self._titles[self._order[place]])
        return Content("").join(
            [
                in_cells(f"{place + 1} ", _PLACE_CELLS, right=True),
                in_cells(title, _TITLE_CELLS),
                bar(share, scale, max(0, width - _PLACE_CELLS - _TITLE_CELLS - _SHARE_CELLS)),
                in_cells(f"{100.0 * share:.1f}", _SHARE_CELLS, right=True),
            ]
        )
