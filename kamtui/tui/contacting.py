"""Logging contacts and what is done with the queue, from any screen; the last can be undone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from kamtui.text import harmless
from kamtui.tui.judging import JudgingApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamtui.portfolio.opening import Portfolio
    from kamtui.tui.asked import ContactAsked, LoggingAsked
    from kamtui.workspace.log import Logged


@dataclass(frozen=True)
class Undoable:
    """Something that was logged since the app began."""

    id: int
    said: str


class ContactingApp(JudgingApp):
    """Logs what is asked for in a thread, says so, and counts it everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._undoable: list[Undoable] = []

    def action_contact(self) -> None:
        """Log a contact with the account under the cursor."""
        if self.account_here is not None:
            self._ask_for_contact(self.account_here, "")

    def on_contact_asked(self, message: ContactAsked) -> None:
        """Log a contact with an account."""
        self._ask_for_contact(message.account_id, message.about)

    @work(group="asking")
    async def _ask_for_contact(self, account_id: str, about: str) -> None:
        session = self.session
        if session is None:
            return
        from kamtui.portfolio.contact_log import log_contact
        from kamtui.tui.screens.log_contact import LogContact, Suggested

        name = self.name_of(account_id)
        dialog = LogContact(Suggested(account_id, name, about), session.portfolio.today)
        contact = await self.push_screen_wait(dialog)
        if contact is not None:
            was = "reached" if contact.reached else "not reached"
            await self._log_and_say(partial(log_contact, new=contact), f"Logged: {name} {was}")

    @work(group="logging")
    async def on_logging_asked(self, message: LoggingAsked) -> None:
        """Log something."""
        await self._log_and_say(message.log, message.said)

    async def _log_and_say(self, log: Callable[[Portfolio], Logged], said: str) -> None:
        from kamtui.errors import KamtuiError

        session = self.session
        if session is None:
            return
        portfolio = session.portfolio
        try:
            logged = await asyncio.to_thread(log, portfolio)
        except KamtuiError as error:
            self.notify(harmless(str(error)), severity="error", timeout=12)
            self.count_entered()  # a screen may have taken it for done
            return
        self._undoable.append(Undoable(logged.id, said))
        counts = portfolio.judged_until == portfolio.today
        later = "" if counts else "; it counts from today, and this is an earlier day"
        self.notify(f"{harmless(said)}{later}.", timeout=5)
        self.count_entered()

    @work(group="logging")
    async def on_undo_asked(self) -> None:
        """Take back what was logged last."""
        session = self.session
        if session is None or not self._undoable:
            self.notify("Nothing was logged since kamtui was opened.", timeout=4)
            return
        from kamtui.errors import KamtuiError
        from kamtui.portfolio.contact_log import take_back

        last = self._undoable.pop()
        try:
            await asyncio.to_thread(take_back, session.portfolio, last.id)
        except KamtuiError as error:
            self.notify(harmless(str(error)), severity="error", timeout=12)
            return
        self.notify(f"Taken back: {harmless(last.said)}.", timeout=5)
        self.count_entered()
