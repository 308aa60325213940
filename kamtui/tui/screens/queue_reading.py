"""The part of the Actions screen that reads: the queue, and whose list it is."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from textual import work
from textual.message import Message

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.portfolio.actions import SHOWN
from kamtui.portfolio.queue import Contacted, Queue, latest_contacts, load_queue
from kamtui.portfolio.request import Request
from kamtui.text import harmless
from kamtui.tui.screens.choose import Choice, Choose, choices_of
from kamtui.tui.screens.session_screen import SessionScreen
from kamtui.tui.session import Session
from kamtui.tui.widgets.status_line import StatusLine
from kamtui.tui.widgets.title_line import TitleLine
from kamtui.workspace.settings import Json

MINE = "actions.mine"
"""The setting that says whose list is the user's own, and whether it is shown."""
_CONTACTS = 8


@dataclass(frozen=True)
class Asked:
    """Which part of the queue is wanted."""

    owner: str | None = None
    """In whose list; None for everyone's, "" for nobody's."""
    show: str = SHOWN[0]


class QueueReading(SessionScreen):
    """Reads in threads: one answer, one message; what comes too late is dropped."""

    @dataclass
    class Loaded(Message):
        """The queue, or why there is none, from a thread."""

        request: int
        result: Queue | KamtuiError | None
        """None where the reading was stopped."""

    @dataclass
    class Contacts(Message):
        """The newest contacts with an account, from a thread."""

        session: Session
        account_id: str
        contacts: tuple[Contacted, ...]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = self.session.portfolio.workspace.setting(MINE)
        known = kept if isinstance(kept, dict) else {}
        mine = known.get("owner")
        self._mine: str | None = mine if isinstance(mine, str) and mine else None
        """Whose list is the user's own; None while nobody said."""
        shows_mine = self._mine is not None and known.get("shown") is True
        from_filter = self.filters.owner
        self.asked = Asked(
            from_filter if from_filter is not None else self._mine if shows_mine else None
        )
        self.queue: Queue | None = None
        self._filter_seen = from_filter
        self.request = 0
        """Rises with every queue that is asked for."""
        self._is_reading = False
        self._wanted: str | None = None
        self._is_reading_contacts = False

    def queue_read(self, queue: Queue) -> None:
        """Show another queue."""
        raise NotImplementedError

    def contacts_read(self, account_id: str, contacts: tuple[Contacted, ...]) -> None:
        """Show the newest contacts with an account."""
        raise NotImplementedError

    def session_changed(self) -> None:
        """Read the queue again, of the owner whom the accounts are filtered by since then."""
        if self.filters.owner != self._filter_seen:
            self._filter_seen = self.filters.owner
            self.asked = replace(self.asked, owner=self.filters.owner)
        self.ask()

    # The queue

    def ask(self) -> None:
        """Read the queue; of several asked for meanwhile the last one follows."""
        self.request += 1
        title = self.query_one(TitleLine)
        title.filters = replace(title.filters, owner=self.asked.owner)
        self._say_doing("reading what there is to do …")
        if not self._is_reading:
            self._read()

    def _read(self) -> None:
        self._is_reading = True
        load = partial(self._load, self.request, self.session, self._asked_for())
        self.run_worker(load, thread=True, group="queue")

    def _say_doing(self, doing: str) -> None:
        line = self.query_one(StatusLine)
        line.status = replace(line.status, doing=doing)

    def _asked_for(self) -> Request:
        return Request(
            owner=self.asked.owner,
            segment=self.filters.segment or None,
            params={"show": self.asked.show},
        )

    def _load(self, request: int, session: Session, asked: Request) -> None:
        result: Queue | KamtuiError | None
        try:
            result = load_queue(session.portfolio, asked)
        except KamtuiError as error:
            result = error
        except Interrupted:
            result = None
        self.post_message(self.Loaded(request, result))

    def on_queue_reading_loaded(self, message: Loaded) -> None:
        """Show the queue, unless another one was asked for meanwhile."""
        self._is_reading = False
        if message.request != self.request:
            self._read()
            return
        self._say_doing("")
        if isinstance(message.result, KamtuiError):
            self.notify(harmless(str(message.result)), severity="error", markup=False)
        elif message.result is not None:
            self.queue = message.result
            self.queue_read(message.result)

    # Whose list

    @work(group="asking")
    async def action_mine(self) -> None:
        """Show the user's own list, or everyone's."""
        if self._mine is not None and self.asked.owner == self._mine:
            self._show_list_of(None)
            return
        if self._mine is None:
            choice = await self._whose("Which list is yours?", everyone=False)
            if choice is None or not choice.value:
                return
            self._mine = choice.value
        self._show_list_of(self._mine)

    @work(group="asking")
    async def action_owner(self) -> None:
        """Choose whose list to show; it is the user's own from now on."""
        choice = await self._whose("Whose list?", everyone=True)
        if choice is not None:
            self._mine = choice.value or self._mine
            self._show_list_of(choice.value)

    async def _whose(self, title: str, *, everyone: bool) -> Choice | None:
        counts = self.accounts_of_owners()
        if not everyone:
            counts.pop(None, None)
        choices = choices_of(counts, "nobody")[0 if everyone else 1 :]
        return await self.app.push_screen_wait(Choose(title, choices, self.asked.owner))

    def accounts_of_owners(self) -> Counter[str | None]:
        """Return how many accounts everybody has who may have a list; None for nobody."""
        counts: Counter[str | None] = Counter(self.session.basis.owners.tolist())
        for owner in self.queue.owners if self.queue is not None else ():
            counts.setdefault(owner, 0)
        return counts

    def _show_list_of(self, owner: str | None) -> None:
        self.asked = replace(self.asked, owner=owner)
        self.ask()
        kept: Json = {"owner": self._mine, "shown": owner is not None and owner == self._mine}
        keep = partial(self.session.portfolio.workspace.keep_setting, MINE, kept)
        self.run_worker(partial(self._keep, keep), thread=True, group="mine")

    def _keep(self, keep: partial[None]) -> None:
        try:
            keep()
        except KamtuiError as error:
            said = f"Whose list is yours is not kept: {error.message}"
            self.app.call_from_thread(self.notify, harmless(said), severity="warning")

    # Other views of the same list

    def action_view(self) -> None:
        """Go on to the calendar."""
        self.post_message(self.Turned("calendar", self.asked.owner))

    def action_view_before(self) -> None:
        """Go back to white space."""
        self.post_message(self.Turned("white_space", self.asked.owner))

    # Contacts of one account

    def ask_for_contacts(self, account_id: str) -> None:
        """Read the newest contacts with an account; of those asked for meanwhile the last."""
        self._wanted = account_id
        if not self._is_reading_contacts:
            self._read_contacts()

    def _read_contacts(self) -> None:
        account_id, self._wanted = self._wanted, None
        if account_id is not None:
            self._is_reading_contacts = True
            load = partial(self._load_contacts, self.session, account_id)
            self.run_worker(load, thread=True, group="queue-contacts")

    def _load_contacts(self, session: Session, account_id: str) -> None:
        contacts: tuple[Contacted, ...] = ()
        # What is wrong with the history is said by the queue itself.
        with suppress(KamtuiError, Interrupted):
            contacts = latest_contacts(session.portfolio, account_id, _CONTACTS)
        self.post_message(self.Contacts(session, account_id, contacts))

    def on_queue_reading_contacts(self, message: Contacts) -> None:
        """Show them, unless they are of another session."""
        self._is_reading_contacts = False
        if message.session is self.session:
            self.contacts_read(message.account_id, message.contacts)
        self._read_contacts()
