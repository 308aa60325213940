"""A screen with nothing but the weights panel, and a table that only says what it was told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widgets import Static

from kamtui.model.scorecard import Criterion, Linear, Scorecard, Source
from kamtui.portfolio.weights import DEFAULT
from kamtui.portfolio.weights import weight_set as kept_weight_set
from kamtui.tui.widgets.weights_panel import Consequences, WeightsPanel
from kamtui.workspace.location import history_key
from kamtui.workspace.store import Workspace

CRITERIA = (
    ("sales_volume", "Sales volume", 30, "what it bought in the last 12 months"),
    ("profitability", "Profitability", 25, "margin less what the relationship costs"),
    ("growth_potential", "Growth potential", 25, "what it could still buy from us in a year"),
    ("relationship_length", "Length of the relationship", 10, "months since it became a customer"),
    ("loyalty", "Loyalty", 10, "in how many of the last 12 months it bought"),
)


def scorecard(*criteria: tuple[str, str, float, str]) -> Scorecard:
    """Return a scorecard of these criteria, each from a measure that nobody asks for."""
    source = Source(Linear(0, 1), measure="revenue_12m")
    return Scorecard(
        "priority",
        "Priority",
        tuple(
            Criterion(id=each, title=title, sources=(source,), weight=weight, about=about)
            for each, title, weight, about in criteria or CRITERIA
        ),
    )


class WeightsHost(App[None]):
    """Shows the panel beside the last thing that it said."""

    CSS = """
    #table { width: 1fr; height: 1fr; color: $text-muted; }
    """

    def __init__(
        self,
        workspace: Workspace,
        card: Scorecard | None = None,
        name: str = DEFAULT,
        history: str = "somewhere",
        draft_after: float = 0.001,
    ) -> None:
        super().__init__()
        card = card or scorecard()
        self.history = history_key(Path("/") / history)
        self.panel = WeightsPanel(
            card,
            kept_weight_set(workspace, card, name),
            workspace,
            self.history,
            draft_after=draft_after,
        )
        self.changes: list[WeightsPanel.Changed] = []
        self.closed = 0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="table", markup=False)
            yield self.panel

    def on_mount(self) -> None:
        self.panel.focus()

    def on_weights_panel_changed(self, message: WeightsPanel.Changed) -> None:
        self.changes.append(message)
        self.panel.show_consequences(
            Consequences(
                moved=1284,
                class_changes={("B", "A"): 2, ("A", "B"): 1},
                first="Karhu Steel [b]Works[/b]",
                unseats="Loyalty +6.2 (16.2): Harbour Light takes over",
            )
        )

    def on_weights_panel_closed(self) -> None:
        self.closed += 1

    @property
    def weights(self) -> dict[str, float]:
        """The weights set now."""
        return self.panel.editing.current.as_mapping()

    def text(self) -> str:
        """What is on the screen."""
        lines = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    async def settled(self, pilot: Pilot[None]) -> None:
        """Wait until every message is handled and no worker runs but one that waits for keys."""
        await pilot.pause()
        if len(self.screen_stack) == 1:
            await self.workers.wait_for_complete()
        await pilot.pause()


@asynccontextmanager
async def hosted(
    host: WeightsHost, *keys: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """Run the host and press the keys one after the other; gives the pilot when all is quiet."""
    async with host.run_test(size=size) as pilot:
        await press(host, pilot, *keys)
        yield pilot


async def press(host: WeightsHost, pilot: Pilot[None], *keys: str) -> None:
    """Press the keys one after the other, and wait for their effect."""
    if keys:
        await pilot.press(*keys)
    await host.settled(pilot)
