"""Entering judgements about the account under the cursor, from any screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from kamtui.text import harmless
from kamtui.tui.navigation import NavigatingApp

if TYPE_CHECKING:
    from kamtui.tui.screens.judge import Judgement
    from kamtui.tui.session import Session


class JudgingApp(NavigatingApp):
    """Asks for judgements, enters them, and counts them on every screen."""

    @work(group="asking")
    async def action_judge(self) -> None:
        """Judge the account under the cursor."""
        session, account_id = self.session, self.account_here
        if session is None or account_id is None:
            return
        from kamtui.errors import KamtuiError
        from kamtui.portfolio.judging import load_judged
        from kamtui.tui.screens.judge import Judge

        try:
            judged = await asyncio.to_thread(load_judged, session.portfolio, account_id)
        except KamtuiError as error:
            self.notify(harmless(str(error)), severity="error")
            return
        entered = await self.push_screen_wait(Judge(judged, self.name_of(account_id)))
        if entered is not None:
            await self._enter(session, entered)

    async def _enter(self, session: Session, entered: Judgement) -> None:
        from kamtui.errors import KamtuiError
        from kamtui.portfolio.judgements import enter

        portfolio = session.portfolio
        try:
            await asyncio.to_thread(enter, portfolio, entered.entries, note=entered.note)
        except KamtuiError as error:
            self.notify(harmless(str(error)), severity="error", timeout=12)
            return
        count = len(entered.entries)
        later = "" if portfolio.judged_until == portfolio.today else "; counts from today"
        self.notify(f"Saved {count} judgement{'' if count == 1 else 's'}{later}.", timeout=5)
        self.count_entered()
