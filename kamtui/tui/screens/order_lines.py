"""The order lines behind a value of an account, with their count and what they add up to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from kamtui.errors import KamtuiError
from kamtui.formats.figures import exact_in_unit
from kamtui.portfolio.account_card import Facts
from kamtui.portfolio.lines_behind import LinesBehind, Step, load_order_lines
from kamtui.portfolio.opening import Portfolio
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.copying import kept_as_well
from kamtui.tui.exporting import file_name_of, write_and_say
from kamtui.tui.widgets.cells import NO_VALUE
from kamtui.tui.widgets.key_line import KeyLine
from kamtui.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    import pyarrow as pa

    from kamtui.tui.widgets.card.lines_table import LinesTable


class OrderLinesScreen(Screen[None]):
    """Shows where a value comes from, line by line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lines")]

    DEFAULT_CSS = """
    OrderLinesScreen {
        background: $background;
        #head {
            height: 3;
            padding: 0 2;
            background: $surface;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        #lines { height: 1fr; padding: 0 1; }
    }
    """

    @dataclass
    class Loaded(Message):
        """The lines, and what is shown of them, from the thread that read them."""

        behind: LinesBehind
        shown: pa.Table

    @dataclass
    class Refused(Message):
        """Why there are no lines."""

        error: KamtuiError

    def __init__(self, portfolio: Portfolio, facts: Facts, asked: str) -> None:
        """`asked` is a criterion or a measure."""
        super().__init__()
        self._portfolio = portfolio
        self._facts = facts
        self._asked = asked
        self._table: LinesTable | None = None
        self.behind: LinesBehind | None = None

    def compose(self) -> ComposeResult:
        """Yield the head, room for the table, and the keys."""
        yield TitleLine("app.account")
        yield Static(id="head", markup=False)
        yield Static(id="lines", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin to read."""
        name = harmless(self._facts.name)
        self.query_one("#head", Static).update(
            Content.assemble((name, "bold"), "\n", ("reading the order lines …", "$foreground 60%"))
        )
        self.run_worker(self._load, thread=True)

    def _load(self) -> None:
        try:
            behind = load_order_lines(self._portfolio, self._facts.account_id, self._asked)
        except KamtuiError as error:
            self.post_message(self.Refused(error))
            return
        from kamtui.tui.widgets.card.lines_table import shown_lines

        self.post_message(self.Loaded(behind, shown_lines(behind.lines)))

    async def on_order_lines_screen_loaded(self, message: Loaded) -> None:
        """Show the lines."""
        from kamtui.tui.widgets.card.lines_table import LinesTable

        self.behind = message.behind
        currency = self._portfolio.history.settings.currency
        self.query_one("#head", Static).update(_head(self.behind, self._facts, currency))
        self._table = LinesTable(message.shown)
        await self.query_one("#lines", Static).remove()
        await self.mount(self._table, before=self.query_one(KeyLine))
        self._table.focus()

    def on_order_lines_screen_refused(self, message: Refused) -> None:
        """Say why not."""
        self.notify(harmless(str(message.error)), severity="error", markup=False)

    def action_close(self) -> None:
        """Go back to the account."""
        self.dismiss()

    @work
    async def action_export(self) -> None:
        """Write the lines to a file."""
        if self.behind is None:
            return
        from kamtui.tui.screens.export import Export

        suggested = Path.cwd() / f"{file_name_of(self.behind.account_id)}-{self._asked}.csv"
        file = await self.app.push_screen_wait(Export(_count(self.behind), suggested))
        if file is not None:
            said = await asyncio.to_thread(write_and_say, self.behind, _count(self.behind), file)
            self.notify(said, markup=False)

    @work
    async def action_copy(self) -> None:
        """Copy the line under the cursor as tab-separated text."""
        table = self._table
        if table is None or table.backend is None or not table.row_count:
            return
        row = table.backend.get_row_at(table.cursor_row)
        text = "\t".join("" if each is None else str(each) for each in row)
        self.app.copy_to_clipboard(text)
        folder = self._portfolio.workspace.folder
        self.notify(await kept_as_well(text, folder, "the line"), markup=False)


def _count(behind: LinesBehind) -> str:
    count = behind.lines.num_rows
    return "1 order line" if count == 1 else f"{count:,} order lines"


def _head(behind: LinesBehind, facts: Facts, currency: str) -> Content:
    """Return what the lines add up to, how many they are, and whose."""
    value = NO_VALUE if behind.value is None else exact_in_unit(behind.value, behind.unit, currency)
    steps = "   ".join(_step(each) for each in behind.steps)
    said = f"{_count(behind)}, {behind.says} · as of {behind.as_of} · {harmless(facts.name)}"
    return Content.assemble(
        (behind.title, "bold"),
        "  ",
        (value, "bold $text-accent"),
        (f"  {behind.missing}", "$text-warning"),
        "\n",
        (said, "$foreground 60%"),
        "\n",
        (steps, ""),
    )


def _step(step: Step) -> str:
    return f"{step.title} {exact_in_unit(step.value, step.unit)}"
