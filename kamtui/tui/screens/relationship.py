"""The Relationship screen: a matrix in its views, its cut lines, its moves, its accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from kamtui.errors import KamtuiError
from kamtui.model.cut_lines import CutLines
from kamtui.model.errors import Refusal
from kamtui.model.matrix import Matrix
from kamtui.portfolio.matrix_basis import MatrixBasis
from kamtui.tui.actions import bindings
from kamtui.tui.matrix import sayings
from kamtui.tui.matrix.listing import InCell
from kamtui.tui.matrix.placing import Placing, Weighed
from kamtui.tui.matrix.views import VIEW_TITLES, View
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.screens.matrix_saving import MatrixSaving
from kamtui.tui.session import Session
from kamtui.tui.shown import Shown
from kamtui.tui.status import Status
from kamtui.tui.widgets.matrix.about_line import AboutLine
from kamtui.tui.widgets.matrix.body import MatrixBody
from kamtui.tui.widgets.matrix.head import HeadShown, MatrixHead
from kamtui.tui.widgets.matrix.weighing import AxisWeights
from kamtui.tui.widgets.weights_panel import WeightsPanel


class RelationshipScreen(MatrixSaving):
    """Shows one declared matrix at a time; cut lines and weights recut it without a query."""

    HERE = "app.relationship"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("matrix")]
    AUTO_FOCUS = "MatrixGrid"

    def __init__(self, session: Session, filters: Filters, status: Status) -> None:
        super().__init__(session, filters, status)
        self._placing: Placing | None = None
        self._lines: dict[str, CutLines] = {}
        """Cut lines that were moved, by matrix."""

    def compose_body(self) -> ComposeResult:
        """Yield the head, the matrix with the weights beside it, and what is said of it."""
        yield MatrixHead()
        with Horizontal():
            yield MatrixBody()
            yield AxisWeights()
        yield AboutLine()

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        return self._body.account_id

    def shown(self) -> Shown | None:
        """Return the cells, accounts, ways or tables that are on the screen."""
        return self._body.rows_shown()

    @property
    def placing(self) -> Placing | None:
        """The accounts in the matrix; None while they are being read."""
        return self._placing

    def declared_cuts(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the cut lines, of x and of y, that those of the matrix are put back to."""
        declared = self.matrix if self._placing is None else self._placing.basis.matrix
        return declared.x.cuts, declared.y.cuts

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where it is shown."""
        self._body.choose(account_id)

    def keep_draft_now(self) -> None:
        """Keep unsaved weights before this returns."""
        self._weights.keep_draft_now()

    @property
    def _body(self) -> MatrixBody:
        return self.query_one(MatrixBody)

    @property
    def _about(self) -> AboutLine:
        return self.query_one(AboutLine)

    @property
    def _weights(self) -> AxisWeights:
        return self.query_one(AxisWeights)

    # What was read

    def matrix_asked(self) -> None:
        """Say that another matrix is being read."""
        self._about.say(f"reading {self.matrix.title} …")
        self._entitle()

    def basis_read(self, basis: MatrixBasis, session: Session) -> None:
        """Show a matrix, cut and weighed as it was left."""
        currency = session.portfolio.history.settings.currency
        weighed, lines = self._weights.weighed, self._lines.get(basis.matrix.id)
        self._placing = Placing(basis, self.filters, currency, weighed, lines)
        self._weights.take(basis, session.portfolio)
        self._show()

    def filters_changed(self) -> None:
        """Show the accounts of another owner or segment."""
        if self._placing is not None:
            self._placing.filter(self.filters)
            self._show()

    def nothing_read(self, error: KamtuiError, view: View | None) -> None:
        """Say why a matrix was not read, or the tables of a view."""
        if view is None:
            self._about.refuse(str(error))
        elif view is self._body.shown:
            self._body.say_instead_of_tables(str(error))

    def tables_read(self, view: View) -> None:
        """Show the tables of a view, where that is shown."""
        self._show_tables()

    def _show(self) -> None:
        """Draw the matrix as it is now."""
        if self._placing is not None:
            self._body.show(self._placing.view())
            self._entitle()
            self._show_tables()

    def _show_tables(self) -> None:
        view = self._body.shown
        if not view.is_table or self._placing is None:
            return
        if "" in (self.filters.owner, self.filters.segment):
            self._body.say_instead_of_tables(
                "This table is not there for accounts without an owner or a segment alone."
            )
            return
        tables = self.tables_of(view)
        if tables is None:
            self._body.say_instead_of_tables("reading …")
        else:
            self._body.show_tables(tables)

    def _entitle(self) -> None:
        view = None if self._placing is None else self._placing.view()
        self.query_one(MatrixHead).shown = HeadShown(
            title=self.matrix.title,
            place=f"{self.matrices.index(self.matrix_id) + 1} of {len(self.matrices)}",
            source=self.matrix.source,
            since=f"moves since {self.since}",
            views=VIEW_TITLES,
            view=int(self._body.shown),
            unsaved="" if view is None else sayings.unsaved(view),
        )

    def on_matrix_body_changed(self) -> None:
        """Say what is under the cursor now."""
        if not self.is_reading:
            self._about.say(self._body.about())

    def on_matrix_body_account_asked(self, message: MatrixBody.AccountAsked) -> None:
        """Open the card of an account."""
        self.post_message(self.AccountOpened(message.account_id, message.account_ids))

    # Matrices and views

    def action_next(self) -> None:
        """Go to the next matrix."""
        self._go_to_matrix(1)

    def action_previous(self) -> None:
        """Go to the matrix before."""
        self._go_to_matrix(-1)

    def _go_to_matrix(self, step: int) -> None:
        place = self.matrices.index(self.matrix_id) + step
        self.matrix_id = self.matrices[place % len(self.matrices)]
        self.ask()

    def action_view(self) -> None:
        """Show the next view."""
        self._turn(1)

    def action_view_before(self) -> None:
        """Show the view before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        self._body.turn_to(View((self._body.shown + step) % len(View)))
        self._entitle()
        self._show_tables()

    def action_not_placed(self) -> None:
        """List who is not placed."""
        if self._placing is not None:
            self._body.list_accounts(InCell(self._placing.view().unplaced))

    def action_leave(self) -> None:
        """Leave the list, let go of the cut line, or close the weights."""
        if self._body.is_listing:
            self._body.close_list()
        elif self._placing is not None and self._placing.lines.chosen is not None:
            self._cut_by(lambda lines: lines.choosing(None))
        else:
            self._close_weights()

    # Cut lines

    def action_cut(self) -> None:
        """Choose the next cut line."""
        self._cut_by(CutLines.next_chosen)

    def action_lower(self) -> None:
        """Move the cut line a step down."""
        self._cut_by(lambda lines: lines.moved(-1))

    def action_higher(self) -> None:
        """Move the cut line a step up."""
        self._cut_by(lambda lines: lines.moved(1))

    def action_much_lower(self) -> None:
        """Move the cut line five steps down."""
        self._cut_by(lambda lines: lines.moved(-5))

    def action_much_higher(self) -> None:
        """Move the cut line five steps up."""
        self._cut_by(lambda lines: lines.moved(5))

    def action_put_back(self) -> None:
        """Put the cut line back to where it was."""
        self._cut_by(CutLines.put_back)

    def _cut_by(self, change: Callable[[CutLines], CutLines]) -> None:
        """Recut the matrix in the same turn as the key."""
        placing = self._placing
        if placing is None:
            return
        try:
            lines = change(placing.lines)
        except Refusal as refusal:
            self._about.refuse(refusal.message)
            return
        placing.cut_by(lines)
        self._lines[lines.declared.id] = lines
        self._show()

    def action_save(self) -> None:
        """Save where the cut lines are now."""
        lines = None if self._placing is None else self._placing.lines
        if lines is None or not lines.is_unsaved:
            self._about.refuse("the cut lines are where they are saved")
        else:
            self.save_cuts(lines.declared, lines.current)

    def cuts_saved(self, matrix_id: str) -> None:
        """Count the cut lines of a matrix as saved."""
        self._lines.pop(matrix_id, None)

    def cuts_changed(self, theirs: Matrix) -> None:
        """Take the cut lines that somebody else saved for those that were there before."""
        lines = self._lines.get(theirs.id)
        if lines is not None and self._placing is not None:
            self._lines[theirs.id] = replace(lines, declared=theirs)
            self._placing.cut_by(self._lines[theirs.id])
            self._show()

    # The earlier day

    @work(group="asking")
    async def action_since(self) -> None:
        """Choose the day that moves are counted from."""
        from kamtui.tui.screens.since import Since

        day = await self.app.push_screen_wait(Since(self.since, self.session.as_of))
        if day is not None:
            self.count_since(day)

    # Weights

    async def action_weights(self) -> None:
        """Open the weights of an axis, go on to those of the other, or close them."""
        if self._placing is None:
            return
        if not self._weights.scorecards:
            self._about.refuse("no axis of this matrix is a scorecard: there is nothing to weigh")
        elif not await self._weights.go_on():
            self._close_weights()

    def _close_weights(self) -> None:
        self._weights.close()
        self._body.focus_shown()

    def on_weights_panel_closed(self) -> None:
        """Close the weights."""
        self._close_weights()

    def on_weights_panel_changed(self, message: WeightsPanel.Changed) -> None:
        """Place the accounts by the weights set now, in the same turn as the key."""
        if self._placing is None:
            return
        scorecard = message.weight_set.scorecard
        was_saved = self._placing.saved_weights(scorecard)
        weighed = Weighed(message.editing.current, message.editing.saved)
        self._placing.weigh(scorecard, weighed)
        self._show()
        self._weights.say_moved(self._placing.moved_by_weights())
        if weighed.saved != was_saved:
            self.post_message(self.Entered())
