"""How sure the ranking is, below the ranked accounts: worked out while the weights are edited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer

from kamtui.tui.screens.class_lines import ClassLinesScreen
from kamtui.tui.widgets.ranking_table import RankingTable

# NumPy is loaded after the first frame, where it is used.
if TYPE_CHECKING:
    from kamtui.tui.ranked.trying import Robust, Trying
    from kamtui.tui.widgets.robustness_panel import RobustnessPanel

TRY_AFTER_SECONDS = 0.3
"""How long the ranking stays as it is before other weightings are tried on it."""


class RobustnessScreen(ClassLinesScreen):
    """Tries other weightings in a thread; what comes too late is dropped."""

    class Tried(Message):
        """What came of a search; None when it was cancelled."""

        def __init__(self, trying: Trying, robust: Robust | None) -> None:
            super().__init__()
            self.trying = trying
            self.robust = robust

    class Said(Message):
        """How far a search is."""

        def __init__(self, trying: Trying, said: str) -> None:
            super().__init__()
            self.trying = trying
            self.said = said

    def __init__(self) -> None:
        super().__init__()
        self._trying: Trying | None = None
        self._robust: Robust | None = None
        self._stopped_at: object = None
        """The ranking whose search was stopped: it is not begun again by itself."""
        self._is_around_today = False
        self._try_timer: Timer | None = None
        self.robustness_panel: RobustnessPanel | None = None
        """None while it is not shown."""

    def say_doing(self, doing: str) -> None:
        """Say what long work is going on; "" for none."""
        raise NotImplementedError

    @property
    def is_trying(self) -> bool:
        """Whether weightings are being tried."""
        return self._trying is not None

    # Opening and closing

    async def action_robustness(self) -> None:
        """Show how sure the ranking is, or hide it."""
        if self.robustness_panel is not None:
            await self._close_robustness()
        elif self.body.accounts is not None:
            from kamtui.tui.widgets.robustness_panel import RobustnessPanel

            self._stopped_at = None
            self.robustness_panel = RobustnessPanel()
            await self.body.mount_below(self.robustness_panel)
            self._show_robustness()
            self._try()

    async def _close_robustness(self) -> None:
        self.stop_trying()
        panel, self.robustness_panel = self.robustness_panel, None
        if panel is not None:
            await panel.remove()

    def action_around(self) -> None:
        """Try all weightings, or those around the weights set now."""
        if self.robustness_panel is not None:
            self._is_around_today = not self._is_around_today
            self._stopped_at = None
            self._try()

    # Trying

    def ranking_shown(self) -> None:
        """Try other weightings soon, where the ranking is another one by now."""
        if self.robustness_panel is None:
            return
        self._show_robustness()
        if self._is_up_to_date():
            return
        if self._try_timer is not None:
            self._try_timer.stop()
        self._try_timer = self.set_timer(TRY_AFTER_SECONDS, self._try)

    def _is_up_to_date(self) -> bool:
        accounts = self.body.accounts
        if accounts is None or accounts.ranking is self._stopped_at:
            return True
        if self._trying is not None:
            return accounts.ranking is self._trying.ranking
        return self._robust is not None and accounts.ranking is self._robust.ranking

    def _try(self) -> None:
        accounts = self.body.accounts
        if accounts is None or self.robustness_panel is None:
            return
        from kamtui.tui.ranked.trying import Trying

        if self._trying is not None:
            self._trying.cancelled = True
        prepared, ranking = accounts.basis.prepared, accounts.ranking
        around = ranking.weights if self._is_around_today else None
        known = accounts.counted
        if known is not None and (known.prepared is not prepared or known.around != around):
            known = None
        trying = self._trying = Trying(prepared, ranking, around, known)
        self._say("trying weightings")
        self.app.refresh_bindings()
        self.run_worker(partial(self._find, trying), thread=True, group="trying")

    def _find(self, trying: Trying) -> None:
        def say(said: str) -> None:
            self.post_message(self.Said(trying, said))

        self.post_message(self.Tried(trying, trying.found(say)))

    def on_robustness_screen_said(self, message: Said) -> None:
        """Say how far it is."""
        if message.trying is self._trying:
            self._say(message.said)

    def on_robustness_screen_tried(self, message: Tried) -> None:
        """Show what was found, unless it comes too late."""
        accounts = self.body.accounts
        if message.trying is not self._trying or accounts is None:
            return
        self._end_trying()
        if message.robust is not None:
            self._robust = message.robust
            self.body.take_counted(message.robust.counted)
            self._show_robustness()

    def stop_trying(self) -> None:
        """Stop: what was found before stays."""
        if self._try_timer is not None:
            self._try_timer.stop()
        if self._trying is not None:
            self._trying.cancelled = True
            self._stopped_at = self._trying.ranking
            self._end_trying()
            self._show_robustness()

    def _end_trying(self) -> None:
        self._trying = None
        self.say_doing("")
        self.app.refresh_bindings()

    def _say(self, said: str) -> None:
        self.say_doing(f"{said} …, esc cancels")
        self._show_robustness()

    # Showing

    def on_ranking_table_moved(self, message: RankingTable.Moved) -> None:
        """Say how sure the place of the account under the cursor is."""
        self._show_robustness()

    def _show_robustness(self) -> None:
        panel, accounts = self.robustness_panel, self.body.accounts
        if panel is None or accounts is None:
            return
        from kamtui.tui.ranked.sureness import sureness

        robust = self._robust
        if robust is not None and robust.ranking is not accounts.ranking:
            robust = None
        counted = accounts.counted
        panel.shown = sureness(
            accounts.basis,
            accounts.ranking,
            counted,
            None if robust is None else robust.turning,
            self.table.cursor,
            is_around_today=self._is_around_today,
            is_stopped=self._trying is None and not self._is_waiting(),
        )

    def _is_waiting(self) -> bool:
        return not self._is_up_to_date()
