"""Going from screen to screen: the numbered ones, and the card of an account on any of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from kamtui.tui.screens.priorities import PrioritiesScreen
from kamtui.tui.themed_app import ThemedApp
from kamtui.tui.widgets.ranking_table import RankingTable

# The other screens, the engine and NumPy are loaded where they are used, after the first frame.
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamtui.tui.screens.session_screen import SessionScreen
    from kamtui.tui.session import Session
    from kamtui.tui.status import Status


class NavigatingApp(ThemedApp):
    """Priorities lies at the bottom; another numbered screen, then a card, may lie on it."""

    def __init__(self) -> None:
        super().__init__()
        self.priorities = PrioritiesScreen()
        self._beside: dict[str, SessionScreen] = {}
        """The other numbered screens that were seen, by the method of their action."""

    # The numbered screens

    async def action_priorities(self) -> None:
        """Go to the ranked accounts."""
        await self._go_to_priorities()

    async def action_relationship(self) -> None:
        """Go to the matrices."""
        await self._go_to("relationship")

    async def action_strength(self) -> None:
        """Go to our strength beside the competitors."""
        await self._go_to("strength")

    async def action_actions(self) -> None:
        """Go to what there is to do today."""
        await self._go_to("actions")

    async def action_base(self) -> None:
        """Go to what the customer base is worth."""
        await self._go_to("base")

    async def _go_to_priorities(self) -> None:
        while self.screen is not self.priorities and len(self.screen_stack) > 1:
            await self.pop_screen()

    async def _go_to(self, name: str) -> None:
        if self.session is None or self.screen is self._beside.get(name):
            return
        # What a screen is made of takes longer to load than a frame may.
        kind = await asyncio.to_thread(_kind, name)
        await self._go_to_priorities()
        await self.push_screen(self._screen(name, kind, self.session))

    def _screen(self, name: str, kind: type[SessionScreen], session: Session) -> SessionScreen:
        filters, status = self.priorities.filters, self.priorities.status
        if name in self._beside:
            screen = self._beside[name]
            screen.say_status(status)
            screen.take(session, filters)
            return screen
        screen = kind(session, filters, status)
        self.install_screen(screen, name)
        self._beside[name] = screen
        return screen

    def say_status(self, status: Status) -> None:
        """Say something else in the status line of every screen."""
        self.priorities.say_status(status)
        for screen in self._beside.values():
            screen.say_status(status)

    async def show_session(self, session: Session) -> None:
        """Show another session; the card of an account is opened again."""
        account_id, ids = self._card_open
        self.priorities.take_session(session)
        for screen in self._beside.values():
            screen.say_status(self.priorities.status)
            screen.take(session, self.priorities.filters)
        if account_id is not None:
            while self._card_open[0] is not None:
                await self.pop_screen()
            self._open_account(account_id, ids)

    async def on_session_screen_turned(self, message: SessionScreen.Turned) -> None:
        """Go to another view of what a screen is about, for the same owner."""
        await self._go_to(message.name)
        if message.name in self._beside:
            self._beside[message.name].show_list_of(message.owner)

    # The card of an account

    def action_account(self) -> None:
        """Go to the card of the account under the cursor."""
        from kamtui.tui.screens.session_screen import SessionScreen

        if self.screen is self.priorities:
            self._open_ranked(self.account_here)
        elif isinstance(self.screen, SessionScreen) and self.account_here is not None:
            self._open_account(self.account_here, ())

    def on_ranking_table_opened(self, message: RankingTable.Opened) -> None:
        """Open the card of a ranked account."""
        self._open_ranked(message.account_id)

    def on_session_screen_account_opened(self, message: SessionScreen.AccountOpened) -> None:
        """Open the card of an account of another screen."""
        self._open_account(message.account_id, message.account_ids)

    @property
    def account_here(self) -> str | None:
        """The account that keys are about now; None where there is none."""
        from kamtui.tui.screens.account import AccountScreen
        from kamtui.tui.screens.session_screen import SessionScreen

        if self.screen is self.priorities:
            return self.priorities.table.cursor
        if isinstance(self.screen, SessionScreen | AccountScreen):
            return self.screen.account_id
        return None

    def name_of(self, account_id: str) -> str:
        """Return the name of an account; its id where it has none."""
        accounts = self.priorities.body.accounts
        name = accounts.basis.name_of(account_id) if accounts is not None else None
        return name or account_id

    def on_session_screen_entered(self) -> None:
        """Count what was entered on every screen."""
        self.count_entered()

    def on_class_lines_screen_entered(self) -> None:
        """Count the lines between the classes on every screen."""
        self.count_entered()

    def count_entered(self) -> None:
        """Read the accounts again with what was entered, at the same place."""
        session = self.session
        if session is not None:
            self.read("counting what was entered", lambda reading: session.judged_again(reading.on))

    def _open_ranked(self, account_id: str | None) -> None:
        accounts = self.priorities.body.accounts
        if account_id is not None and accounts is not None:
            self._open_account(account_id, accounts.ids_shown())

    def _open_account(self, account_id: str, account_ids: Sequence[str]) -> None:
        session, accounts = self.session, self.priorities.body.accounts
        if session is None or accounts is None:
            return
        from kamtui.tui.screens.account import AccountScreen

        card = AccountScreen(session.portfolio, account_id, accounts.ranking.weights, account_ids)
        self.push_screen(card, self._back_from_account)

    def _back_from_account(self, account_id: str | None) -> None:
        if account_id is not None:
            self.priorities.table.choose(account_id)
            for screen in self._beside.values():
                screen.choose(account_id)

    @property
    def _card_open(self) -> tuple[str | None, Sequence[str]]:
        """The account whose card is open, and those it stands among; None when none is."""
        from kamtui.tui.screens.account import AccountScreen

        for screen in reversed(self.screen_stack):
            if isinstance(screen, AccountScreen):
                return screen.account_id, screen.account_ids
        return None, ()


_KINDS: Mapping[str, str] = {
    "actions": "ActionsScreen",
    "base": "BaseScreen",
    "calendar": "CalendarScreen",
    "relationship": "RelationshipScreen",
    "strength": "StrengthScreen",
    "white_space": "WhiteSpaceScreen",
}
"""The classes of the screens beside Priorities, by the module of `screens` that each is in."""


def _kind(name: str) -> type[SessionScreen]:
    kind: type[SessionScreen] = getattr(import_module(f"kamtui.tui.screens.{name}"), _KINDS[name])
    return kind
