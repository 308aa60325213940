"""The weights of the scorecards on the axes of a matrix, one scorecard at a time."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kamtui.model.scorecard import Scorecard
from kamtui.portfolio.matrix_basis import MatrixBasis
from kamtui.portfolio.opening import Portfolio
from kamtui.text import harmless
from kamtui.tui.matrix.figures import counted
from kamtui.tui.matrix.placing import Weighed
from kamtui.tui.widgets.weights_panel import WeightsPanel
from kamtui.workspace.location import history_key
from kamtui.workspace.weight_sets import WeightSet


class AxisWeights(Vertical):
    """A panel for each scorecard, made when it is first opened; closed ones keep their weights."""

    DEFAULT_CSS = """
    AxisWeights { width: 30%; min-width: 34; max-width: 58; height: 1fr; display: none; }
    AxisWeights > #axis {
        height: 1;
        padding: 0 1;
        border-left: vkey $foreground 30%;
        color: $text-accent;
        text-style: bold;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    AxisWeights:focus-within > #axis { border-left: vkey $accent; }
    AxisWeights WeightsPanel { width: 1fr; max-width: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._portfolio: Portfolio | None = None
        self._axes: dict[str, tuple[Scorecard, WeightSet]] = {}
        self._panels: dict[str, WeightsPanel] = {}
        self._open: str | None = None

    def compose(self) -> ComposeResult:
        """Yield the title of the scorecard over its panel."""
        yield Static(id="axis", markup=False)

    @property
    def scorecards(self) -> tuple[str, ...]:
        """The ids of the scorecards of the matrix, x first."""
        return tuple(self._axes)

    @property
    def weighed(self) -> Mapping[str, Weighed]:
        """The weights set now, by scorecard, as far as they were opened."""
        return {
            name: Weighed(panel.editing.current, panel.editing.saved)
            for name, panel in self._panels.items()
        }

    def take(self, basis: MatrixBasis, portfolio: Portfolio) -> None:
        """Weigh the scorecards of another matrix; closes what is not one of its."""
        self._portfolio = portfolio
        self._axes = {}
        for axis in (basis.x_axis, basis.y_axis):
            if axis.scorecard is not None and axis.weight_set is not None:
                self._axes[axis.scorecard.id] = (axis.scorecard, axis.weight_set)
        if self._open not in self._axes:
            self.close()

    async def go_on(self) -> bool:
        """Open the weights, or those of the next scorecard; False after the last one."""
        is_left = self._open is not None and not self._panels[self._open].editor.has_focus
        if is_left and self._open is not None:
            self._panels[self._open].focus()
            return True
        names = (None, *self._axes)
        wanted = names[(names.index(self._open) + 1) % len(names)]
        if wanted is None:
            return False
        await self._show(wanted)
        return True

    async def _show(self, name: str) -> None:
        self.close()
        is_new = name not in self._panels
        if is_new:
            await self._make(name)
        self._open, self.display = name, True
        self.query_one("#axis", Static).update(harmless(self._axes[name][0].title))
        self._panels[name].display = True
        self._panels[name].focus()
        if is_new:
            self._panels[name].offer_draft()

    async def _make(self, name: str) -> None:
        portfolio = self._portfolio
        if portfolio is None:
            return
        scorecard, weight_set = self._axes[name]
        key = history_key(portfolio.history.folder)
        self._panels[name] = WeightsPanel(scorecard, weight_set, portfolio.workspace, key)
        await self.mount(self._panels[name])

    def close(self) -> None:
        """Close the weights."""
        self._open, self.display = None, False
        for panel in self._panels.values():
            panel.display = False

    def say_moved(self, count: int) -> None:
        """Say how many accounts stand in another cell than by the saved weights."""
        if self._open is not None:
            verb = "stands" if count == 1 else "stand"
            self._panels[self._open].say(
                f"{counted(count)} {verb} in another cell than by the saved weights."
            )

    def keep_draft_now(self) -> None:
        """Keep unsaved weights before this returns."""
        for panel in self._panels.values():
            panel.keep_draft_now()
