"""The ranked accounts with the weights beside them: each change of a weight ranks at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from kamtui.tui.first_screen import FirstScreen
from kamtui.tui.ranked.rows import Filters, RankedPage, Sorting
from kamtui.tui.widgets.ranking_table import RankingTable

# The engine and NumPy are loaded after the first frame; what needs them is imported where it is
# used.
if TYPE_CHECKING:
    from kamtui.model.ranking import Ranking
    from kamtui.model.scorecard import ClassThresholds
    from kamtui.portfolio.ranking import RankingBasis
    from kamtui.tui.ranked.accounts import AccountTexts, RankedAccounts
    from kamtui.tui.ranked.trying import Counted
    from kamtui.tui.session import Opened, Session
    from kamtui.tui.widgets.weights_panel import WeightsPanel
    from kamtui.workspace.weight_sets import WeightSet

UNSEATING_AFTER_SECONDS = 0.2
"""How long weights stay as they are before it is worked out what would unseat the first."""


class RankedBody(Horizontal):
    """The table and the weights; says `Shown` whenever the table shows something else."""

    DEFAULT_CSS = """
    RankedBody { height: 1fr; }
    RankedBody > #ranked { width: 1fr; height: 1fr; }
    """

    class Shown(Message):
        """The table shows other accounts, or the same ones otherwise."""

        def __init__(self, view: RankedPage, weight_set: str, unsaved: bool) -> None:
            super().__init__()
            self.view = view
            self.weight_set = weight_set
            self.unsaved = unsaved

    class TextsReady(Message):
        """The accounts can be found and ordered by their texts."""

        def __init__(self, texts: AccountTexts) -> None:
            super().__init__()
            self.texts = texts

    class UnseatingKnown(Message):
        """It is known what would unseat the first account of a ranking."""

        def __init__(self, ranking: Ranking, said: str) -> None:
            super().__init__()
            self.ranking = ranking
            self.said = said

    def __init__(self) -> None:
        super().__init__()
        self._accounts: RankedAccounts | None = None
        self._weight_set: WeightSet | None = None
        self._panel: WeightsPanel | None = None
        self._currency = ""
        self._unseating_timer: Timer | None = None

    @property
    def table(self) -> RankingTable:
        """The ranked table."""
        return self.query_one(RankingTable)

    @property
    def accounts(self) -> RankedAccounts | None:
        """What is ranked; None while it is being read."""
        return self._accounts

    def compose(self) -> ComposeResult:
        """Yield the table; the weights come when there is something to weigh."""
        with Vertical(id="ranked"):
            yield RankingTable()

    def show_first(self, first: FirstScreen) -> None:
        """Show the first page, while the session is being opened."""
        if self._accounts is None:
            self.table.show(first.page, first.currency)

    async def begin(self, opened: Opened, filters: Filters) -> None:
        """Rank the accounts of a session from now on."""
        from kamtui.tui.ranked.accounts import RankedAccounts
        from kamtui.tui.widgets.weights_panel import WeightsPanel
        from kamtui.workspace.location import history_key

        session = opened.session
        self._weight_set = opened.weight_set
        self._accounts = RankedAccounts(session.basis, opened.weights)
        self._accounts.filter(filters)
        self._read(session)
        self._panel = WeightsPanel(
            session.basis.scorecard,
            opened.weight_set,
            session.portfolio.workspace,
            history_key(session.portfolio.history.folder),
        )
        self._panel.display = False
        await self.mount(self._panel)
        self._panel.offer_draft()

    def take_session(self, session: Session) -> None:
        """Rank accounts that were read again, or for another day; the place stays."""
        if self._accounts is not None:
            self._accounts.take_basis(session.basis)
            self._read(session)
            self._show_consequences()

    def _read(self, session: Session) -> None:
        self._currency = session.portfolio.history.settings.currency
        self._show()
        work_out = partial(self._work_out_texts, session.basis)
        self.run_worker(work_out, thread=True, group="texts", exclusive=True)

    def _show(self) -> None:
        if self._accounts is None or self._weight_set is None:
            return
        view = self._accounts.view()
        self.table.show(view, self._currency)
        unsaved = self._accounts.ranking.weights != self._accounts.saved.weights
        self.post_message(self.Shown(view, self._weight_set.name, unsaved))

    # Which accounts, in which order

    def filter_by(self, filters: Filters) -> None:
        """Show other accounts."""
        if self._accounts is not None:
            self._accounts.filter(filters)
            self._show()

    def sort_by(self, sorting: Sorting) -> None:
        """Show the accounts in another order."""
        if self._accounts is not None:
            self._accounts.sort(sorting)
            self._show()

    def on_ranking_table_sorting_chosen(self, message: RankingTable.SortingChosen) -> None:
        """Order the accounts."""
        self.sort_by(message.sorting)

    def _work_out_texts(self, basis: RankingBasis) -> None:
        from kamtui.tui.ranked.accounts import account_texts

        self.post_message(self.TextsReady(account_texts(basis)))

    def on_ranked_body_texts_ready(self, message: TextsReady) -> None:
        """Find and order by texts, where that was asked for already."""
        if self._accounts is not None:
            waited = self._accounts.waits_for_texts
            self._accounts.take_texts(message.texts)
            if waited:
                self._show()

    def cut_by(self, thresholds: ClassThresholds) -> None:
        """Let the classes begin elsewhere."""
        if self._accounts is not None:
            self._accounts.cut(thresholds)
            self._show()
            self._show_consequences()

    def take_counted(self, counted: Counted) -> None:
        """Show in how many weightings each account is at the top."""
        if self._accounts is not None:
            self._accounts.take_counted(counted)
            self._show()

    async def mount_below(self, widget: Widget) -> None:
        """Show something below the table."""
        await self.query_one("#ranked").mount(widget)

    # The weights

    @property
    def shows_weights(self) -> bool:
        """Whether the weights are open."""
        return self._panel is not None and bool(self._panel.display)

    def toggle_weights(self) -> None:
        """Open the weights and go to them; from within, close them."""
        if self._panel is None:
            return
        if self._panel.display and self._panel.editor.has_focus:
            self.close_weights()
        else:
            self._panel.display = True
            self._panel.focus()
            self._show_consequences()

    def close_weights(self) -> None:
        """Close the weights and go back to the table."""
        if self._panel is not None:
            self._panel.display = False
        self.table.focus()

    def on_weights_panel_closed(self) -> None:
        """Close the weights."""
        self.close_weights()

    def on_weights_panel_changed(self, message: WeightsPanel.Changed) -> None:
        """Rank by the weights set now, in the same turn as the key."""
        self._weight_set = message.weight_set
        if self._accounts is not None:
            self._accounts.weigh(message.editing.current, message.editing.saved)
            self._show()
            self._show_consequences()

    def _show_consequences(self, unseats: str = "") -> None:
        if self._panel is None or self._accounts is None or not self._panel.display:
            return
        from kamtui.tui.ranked.consequences import consequences

        self._panel.show_consequences(consequences(self._accounts, unseats))
        if not unseats:
            self._ask_what_unseats()

    def _ask_what_unseats(self) -> None:
        if self._unseating_timer is not None:
            self._unseating_timer.stop()
        self._unseating_timer = self.set_timer(UNSEATING_AFTER_SECONDS, self._find_what_unseats)

    def _find_what_unseats(self) -> None:
        if self._accounts is not None:
            work_out = partial(
                self._work_out_what_unseats, self._accounts.basis, self._accounts.ranking
            )
            self.run_worker(work_out, thread=True, group="unseating", exclusive=True)

    def _work_out_what_unseats(self, basis: RankingBasis, ranking: Ranking) -> None:
        from kamtui.tui.ranked.consequences import what_unseats

        self.post_message(self.UnseatingKnown(ranking, what_unseats(basis, ranking)))

    def on_ranked_body_unseating_known(self, message: UnseatingKnown) -> None:
        """Say it, unless the weights changed meanwhile."""
        if self._accounts is not None and message.ranking is self._accounts.ranking:
            self._show_consequences(message.said)

    def keep_draft_now(self) -> None:
        """Keep unsaved weights before this returns."""
        if self._panel is not None:
            self._panel.keep_draft_now()
