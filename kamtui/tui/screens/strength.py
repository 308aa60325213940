"""The Strength screen: at which accounts a competitor leads, on what, and what it would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.model.strength_editing import StrengthEditing
from kamtui.portfolio.judgements import take_back
from kamtui.portfolio.request import Request
from kamtui.portfolio.strength import losses
from kamtui.portfolio.strength_card import (
    StrengthCard,
    StrengthList,
    load_strength_card,
    load_strength_list,
    save_tried,
)
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.session_screen import SessionScreen
from kamtui.tui.session import Session
from kamtui.tui.shown import Shown
from kamtui.tui.widgets.strength.accounts import StrengthAccounts
from kamtui.tui.widgets.strength.grid import StrengthGrid
from kamtui.tui.widgets.strength.losses import StrengthLosses
from kamtui.tui.widgets.strength.writing_out import accounts_shown, losses_shown, ratings_shown
from kamtui.workspace.entries import EntryChanged

Rows = Sequence[Mapping[str, Any]]


class StrengthScreen(SessionScreen):
    """The accounts on the left, the ratings of the chosen one on the right."""

    HERE = "app.strength"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("strength")]
    AUTO_FOCUS = "StrengthAccounts"

    DEFAULT_CSS = """
    StrengthScreen {
        #strength { height: 1fr; }
        StrengthAccounts { width: 36%; min-width: 29; }
        #ratings { width: 1fr; border-left: solid $foreground 25%; scrollbar-size-vertical: 1; }
        StrengthLosses { display: none; }
        &.-base #strength { display: none; }
        &.-base StrengthLosses { display: block; }
    }
    """

    @dataclass
    class Listed(Message):
        """Our strength at every account, or why it is not known, from a thread."""

        session: Session
        result: tuple[StrengthList, Rows] | KamtuiError

    @dataclass
    class Loaded(Message):
        """The ratings of one account, or why there are none, from a thread."""

        request: int
        result: StrengthCard | KamtuiError | None
        """None where the reading was stopped."""

    @dataclass
    class Saved(Message):
        """What became of what was to be saved, from a thread."""

        account_id: str
        count: int
        """How many judgements were saved; 0 where one was taken back."""
        error: KamtuiError | None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._tried: dict[str, StrengthEditing] = {}
        self._losses: Rows = ()
        self._request = 0
        self._is_reading = False
        self._wanted: tuple[str, str] | None = None

    @property
    def account_id(self) -> str | None:
        """The account under the cursor."""
        return self.query_one(StrengthAccounts).account_id

    def shown(self) -> Shown | None:
        """Return the losses, the ratings where the keys go to them, or the accounts."""
        as_of, grid = self.session.as_of, self.query_one(StrengthGrid)
        if self.has_class("-base"):
            return losses_shown(self._losses, as_of)
        if grid.has_focus and grid.card is not None:
            return ratings_shown(grid.card, grid.editing, grid.row, as_of)
        listed = self.query_one(StrengthAccounts).listed
        return None if listed is None else accounts_shown(*listed, as_of)

    def compose_body(self) -> ComposeResult:
        """Yield the accounts beside the ratings, and the losses in their place."""
        with Horizontal(id="strength"):
            yield StrengthAccounts()
            with VerticalScroll(id="ratings", can_focus=False):
                yield StrengthGrid()
        yield StrengthLosses()

    def on_mount(self) -> None:
        """Read the accounts."""
        self._list()

    def session_changed(self) -> None:
        """Read the accounts again; what is tried out stays."""
        self._list()

    # Reading

    def _list(self) -> None:
        session, filters = self.session, self.filters

        def load() -> None:
            result: tuple[StrengthList, Rows] | KamtuiError
            portfolio = session.portfolio
            request = Request(owner=filters.owner or None, segment=filters.segment or None)
            try:
                listed = load_strength_list(portfolio, request.owner, request.segment)
                result = (listed, losses(portfolio, request).records())
            except KamtuiError as error:
                result = error
            except Interrupted:
                return  # whatever stopped it reads the session again
            self.post_message(self.Listed(session, result))

        self.run_worker(load, thread=True, group="strength-list")

    def on_strength_screen_listed(self, message: Listed) -> None:
        """Show the accounts, unless another session is shown by now."""
        if message.session is not self.session:
            return
        if isinstance(message.result, KamtuiError):
            self.notify(harmless(str(message.result)), severity="error", markup=False)
            return
        listed, lost = message.result
        self._losses = lost
        currency = self.session.portfolio.history.settings.currency
        self.query_one(StrengthAccounts).show(listed, currency)
        self.query_one(StrengthLosses).show(lost, currency)

    def on_strength_accounts_chosen(self, message: StrengthAccounts.Chosen) -> None:
        """Read the ratings of the account under the cursor."""
        self._wanted = (message.account_id, message.name)
        self._request += 1
        self._read()

    def _read(self) -> None:
        # One account is read at a time; of those asked for meanwhile the last one follows it.
        if self._is_reading or self._wanted is None:
            return
        self._is_reading = True
        load = partial(self._load, self._request, self.session, *self._wanted)
        self.run_worker(load, thread=True, group="strength-card")

    def _load(self, request: int, session: Session, account_id: str, name: str) -> None:
        result: StrengthCard | KamtuiError | None
        try:
            result = load_strength_card(session.portfolio, account_id, name)
        except KamtuiError as error:
            result = error
        except Interrupted:
            result = None
        self.post_message(self.Loaded(request, result))

    def on_strength_screen_loaded(self, message: Loaded) -> None:
        """Show what was read, unless another account was asked for meanwhile."""
        self._is_reading = False
        if message.request != self._request:
            self._read()
            return
        if message.result is None:
            return
        if isinstance(message.result, KamtuiError):
            self.notify(harmless(str(message.result)), severity="error", markup=False)
            return
        card = message.result
        editing = self._tried.get(card.account_id)
        state = StrengthEditing(card.values) if editing is None else editing.saved_as(card.values)
        self.query_one(StrengthGrid).show(card, state)
        self._keep(card.account_id, state)

    def _keep(self, account_id: str, editing: StrengthEditing) -> None:
        self._tried.pop(account_id, None)
        if editing.is_tried:
            self._tried[account_id] = editing
        self.query_one(StrengthAccounts).tried = frozenset(self._tried)

    # Editing

    def on_strength_accounts_opened(self) -> None:
        """Go to the ratings."""
        self.query_one(StrengthGrid).focus()

    def on_strength_grid_left(self) -> None:
        """Go back to the accounts."""
        self.query_one(StrengthAccounts).focus()

    def on_strength_grid_edited(self, message: StrengthGrid.Edited) -> None:
        """Keep what is tried out while other accounts are looked at."""
        self._keep(message.account_id, message.editing)

    def on_strength_grid_refused(self, message: StrengthGrid.Refused) -> None:
        """Say why a change cannot be made."""
        self.notify(harmless(message.reason), severity="warning", timeout=4, markup=False)

    def on_strength_grid_save_asked(self) -> None:
        """Save what is tried out at the account."""
        grid = self.query_one(StrengthGrid)
        if grid.card is None or not grid.editing.is_tried:
            self.notify("Nothing is tried out here.", timeout=3)
            return
        self._save(self.session, grid.card, grid.editing)

    @work(group="asking")
    async def on_strength_grid_competitor_asked(self) -> None:
        """Ask for the name of another competitor, and show a column for it."""
        from kamtui.tui.screens.name_supplier import NameSupplier

        grid = self.query_one(StrengthGrid)
        known = grid.card.suppliers if grid.card is not None else ()
        name = await self.app.push_screen_wait(NameSupplier(known))
        if name is not None:
            grid.add_supplier(name)

    @work(thread=True, group="strength-save")
    def on_strength_grid_take_back_asked(self, message: StrengthGrid.TakeBackAsked) -> None:
        """Take back what was entered in a cell."""
        error: KamtuiError | None = None
        try:
            take_back(self.session.portfolio, message.entry.id)
        except KamtuiError as refused:
            error = refused
        self.post_message(self.Saved(message.entry.subject.account_id, 0, error))

    @work(thread=True, group="strength-save")
    def _save(self, session: Session, card: StrengthCard, editing: StrengthEditing) -> None:
        error: KamtuiError | None = None
        try:
            save_tried(session.portfolio, card, editing.tried)
        except KamtuiError as refused:
            error = refused
        self.post_message(self.Saved(card.account_id, len(editing.tried), error))

    def on_strength_screen_saved(self, message: Saved) -> None:
        """Say what became of it, and count it everywhere."""
        error = message.error
        if error is None:
            if message.count:
                self._tried.pop(message.account_id, None)
            counts = self.session.portfolio.judged_until == self.session.portfolio.today
            later = "" if counts else "; it counts from today, and this is an earlier day"
            noun = "judgement" if message.count == 1 else "judgements"
            done = f"Saved {message.count} {noun}" if message.count else "Taken back"
            self.notify(f"{done}{later}.", timeout=5)
            self.post_message(self.Entered())
            return
        self.notify(harmless(str(error)), severity="error", timeout=12, markup=False)
        if isinstance(error, EntryChanged):
            # Theirs is shown as saved, and ours beside it is still tried out.
            self._request += 1
            self._read()

    # The whole base

    def action_base(self) -> None:
        """Show where we lose over every account, or the accounts again."""
        shows_base = not self.has_class("-base")
        self.set_class(shows_base, "-base")
        self.query_one(StrengthLosses if shows_base else StrengthAccounts).focus()

    def action_other_side(self) -> None:
        """Go to the accounts, or to the ratings."""
        grid, accounts = self.query_one(StrengthGrid), self.query_one(StrengthAccounts)
        (accounts if grid.has_focus else grid).focus()

    def on_strength_losses_left(self) -> None:
        """Show the accounts again."""
        self.action_base()
