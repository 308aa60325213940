"""The lines between the classes, moved below the ranked accounts and saved for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import Screen

from kamtui.text import harmless
from kamtui.tui.widgets.ranked_body import RankedBody
from kamtui.tui.widgets.ranking_table import RankingTable

# NumPy and the engine are loaded after the first frame, where they are used.
if TYPE_CHECKING:
    from kamtui.model.class_lines import ClassLines
    from kamtui.model.scorecard import ClassThresholds
    from kamtui.tui.session import Session
    from kamtui.tui.widgets.class_lines_bar import ClassLinesBar


class ClassLinesScreen(Screen[None]):
    """Sorts the accounts into classes while a line is moved; nothing counts until it is saved."""

    class Entered(Message):
        """Lines were entered that other screens count too."""

    @dataclass
    class LinesSaved(Message):
        """What became of lines that were to be saved."""

        theirs: ClassThresholds | None
        """The lines as somebody else moved them meanwhile; None where nobody did."""
        error: str
        """Why they were not saved; empty where they were."""

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._lines: ClassLines | None = None
        """None while they are not shown."""
        self._account_before: str | None = None

    @property
    def body(self) -> RankedBody:
        """The accounts and their weights."""
        return self.query_one(RankedBody)

    @property
    def table(self) -> RankingTable:
        """The ranked table."""
        return self.query_one(RankingTable)

    @property
    def _bar(self) -> ClassLinesBar:
        from kamtui.tui.widgets.class_lines_bar import ClassLinesBar

        return self.query_one(ClassLinesBar)

    # Opening and closing

    async def action_class_lines(self) -> None:
        """Open the lines between the classes, or go to them."""
        from kamtui.model.class_lines import ClassLines
        from kamtui.tui.widgets.class_lines_bar import ClassLinesBar

        accounts = self.body.accounts
        if accounts is None or self._session is None:
            return
        if self._lines is None:
            self._account_before = self.table.cursor
            await self.body.mount_below(ClassLinesBar())
            prepared = accounts.basis.prepared
            self._show_lines(ClassLines.of(prepared.thresholds, prepared.inputs.potential))
        self._bar.focus()

    async def on_class_lines_bar_closed(self) -> None:
        """Put the classes back to the saved lines, and close."""
        lines, self._lines = self._lines, None
        await self._bar.remove()
        if lines is not None and lines.is_unsaved:
            self.body.cut_by(lines.saved)
        self.draw_cuts()
        if self._account_before is not None:
            self.table.choose(self._account_before)
        self.table.focus()

    # Moving

    def on_class_lines_bar_moved(self, message: ClassLinesBar.Moved) -> None:
        """Sort the accounts into classes in the same turn as the key."""
        self._cut_by(message.lines)
        self._go_to_line()

    def _cut_by(self, lines: ClassLines) -> None:
        before, self._lines = self._lines, lines
        if before is None or lines.current != before.current:
            self.body.cut_by(lines.current)
        self._show_lines(lines)

    def _show_lines(self, lines: ClassLines) -> None:
        from kamtui.model.ranking import classed, with_thresholds
        from kamtui.tui.ranked.classing import held
        from kamtui.tui.widgets.class_lines_bar import LinesShown

        accounts, session = self.body.accounts, self._session
        if accounts is None or session is None:
            return
        self._lines = lines
        basis, now = accounts.basis, accounts.ranking
        saved = classed(now, with_thresholds(basis.prepared, lines.saved))
        self._bar.shown = LinesShown(
            lines,
            held(now.classes, saved.classes, basis.revenue_12m),
            session.portfolio.history.settings.currency,
        )
        self.draw_cuts()

    def draw_cuts(self) -> None:
        """Draw the lines of the score in the ranking, while they are shown."""
        self.table.draw_cuts_below({count - 1 for count in self._counts_above().values() if count})

    def _counts_above(self) -> dict[str, int]:
        accounts, lines = self.body.accounts, self._lines
        if accounts is None or lines is None:
            return {}
        from kamtui.tui.ranked.classing import lines_below

        return dict(lines_below(accounts.view(), lines.current))

    def _go_to_line(self) -> None:
        """Put the cursor on the last account above the chosen line, so that it is in view."""
        counts, view = self._counts_above(), self.table.view
        count = counts.get(self._lines.chosen) if self._lines is not None else None
        if count is not None and view is not None and len(view):
            self.table.choose(view.id_at(max(0, count - 1)))

    def lines_read_again(self) -> None:
        """Keep the lines where they are over accounts that were read again."""
        accounts, lines = self.body.accounts, self._lines
        if accounts is not None and lines is not None:
            prepared = accounts.basis.prepared
            again = lines.over(prepared.thresholds, prepared.inputs.potential)
            self.body.cut_by(again.current)
            self._show_lines(again)

    # Saving

    def on_class_lines_bar_save_asked(self) -> None:
        """Save where the lines are now, if they are still saved as they were."""
        session, lines = self._session, self._lines
        if session is None or lines is None:
            return
        if not lines.is_unsaved:
            self._bar.said = "the lines are where they are saved"
            return
        self.run_worker(lambda: self._save_lines(session, lines), thread=True, group="class-lines")

    def _save_lines(self, session: Session, lines: ClassLines) -> None:
        from kamtui.errors import KamtuiError
        from kamtui.portfolio.entered_classes import class_thresholds, enter_lines, entered_lines

        portfolio = session.portfolio
        saved = self.LinesSaved(None, "")
        try:
            entry, theirs = entered_lines(portfolio), class_thresholds(portfolio)
            if entry is not None and theirs != lines.saved:
                who = harmless(entry.entered_by)
                said = f"{who} moved the lines meanwhile; s again saves yours"
                saved = self.LinesSaved(theirs, said)
            else:
                enter_lines(portfolio, lines.current, based_on=0 if entry is None else entry.id)
        except KamtuiError as error:
            saved = self.LinesSaved(None, str(error))
        self.post_message(saved)

    def on_class_lines_screen_lines_saved(self, message: LinesSaved) -> None:
        """Say what became of it, and count the lines everywhere."""
        accounts, session = self.body.accounts, self._session
        if accounts is None or session is None:
            return
        if message.theirs is not None and self._lines is not None:
            potential = accounts.basis.prepared.inputs.potential
            self._cut_by(self._lines.over(message.theirs, potential))
        if message.error:
            self.app.notify(harmless(message.error), severity="error", timeout=10, markup=False)
            return
        portfolio = session.portfolio
        later = "" if portfolio.judged_until == portfolio.today else "; they count from today"
        self.notify(f"Saved the lines between the classes{later}.", timeout=5)
        self.post_message(self.Entered())
