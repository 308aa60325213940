"""The part of the Actions screen that deals with what is under the cursor."""

from __future__ import annotations

from datetime import date
from functools import partial

from textual import work

from kamtui.portfolio.contact_log import hand_over, mark_done, snooze
from kamtui.portfolio.queue import ActionRow
from kamtui.tui.asked import ContactAsked, LoggingAsked, UndoAsked
from kamtui.tui.screens.queue_reading import QueueReading


class QueueDealing(QueueReading):
    """Asks the app to log what is done about it; what is dealt with goes at once."""

    @property
    def chosen(self) -> ActionRow | None:
        """What is under the cursor; None where nothing is."""
        raise NotImplementedError

    def hide(self, row: ActionRow) -> None:
        """Show something no longer, until the queue that is read next says what is there."""
        raise NotImplementedError

    def action_log(self) -> None:
        """Log a contact with the account under the cursor."""
        chosen = self.chosen
        if chosen is not None:
            self.post_message(ContactAsked(chosen.account_id, chosen.reason))

    @work(group="asking")
    async def action_snooze(self) -> None:
        """Put what is under the cursor off."""
        from kamtui.tui.screens.snooze import Snooze

        chosen = self.chosen
        if chosen is None:
            return
        what = f"{chosen.name}: {chosen.reason}"
        until: date | None = await self.app.push_screen_wait(
            Snooze(what, self.session.portfolio.today)
        )
        if until is not None:
            log = partial(snooze, account_id=chosen.account_id, reason=chosen.key, until=until)
            self.hide(chosen)
            self.post_message(LoggingAsked(log, f"Snoozed until {until}: {what}"))

    @work(group="asking")
    async def action_hand_over(self) -> None:
        """Give what is under the cursor to somebody else."""
        from kamtui.tui.screens.choose import Choose, choices_of

        chosen = self.chosen
        if chosen is None:
            return
        counts = self.accounts_of_owners()
        for taken in (None, chosen.owner):
            counts.pop(taken, None)
        choices = choices_of(counts, "nobody")[1:]
        choice = await self.app.push_screen_wait(
            Choose(f"Hand {chosen.name} over to", choices, None)
        )
        if choice is not None and choice.value:
            log = partial(
                hand_over, account_id=chosen.account_id, reason=chosen.key, to=choice.value
            )
            what = f"{chosen.name}: {chosen.reason}"
            self.post_message(LoggingAsked(log, f"Handed over to {choice.value}: {what}"))

    def action_done(self) -> None:
        """Say that what is under the cursor was dealt with."""
        chosen = self.chosen
        if chosen is not None:
            log = partial(
                mark_done, account_id=chosen.account_id, reason=chosen.key, cause=chosen.cause
            )
            if self.asked.show != "done":
                self.hide(chosen)
            self.post_message(LoggingAsked(log, f"Done: {chosen.name}: {chosen.reason}"))

    def action_undo(self) -> None:
        """Take back what was logged last."""
        self.post_message(UndoAsked())
