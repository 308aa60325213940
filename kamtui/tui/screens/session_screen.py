"""What the numbered screens besides Priorities have in common: one session, and lines around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from kamtui.tui.actions import bindings
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.session import Session
from kamtui.tui.shown import Shown, copied, exported
from kamtui.tui.status import Status
from kamtui.tui.widgets.key_line import KeyLine
from kamtui.tui.widgets.status_line import StatusLine
from kamtui.tui.widgets.title_line import TitleLine


class SessionScreen(Screen[None]):
    """Shows something of a session, for the owner and segment that Priorities is filtered by."""

    HERE: ClassVar[str]
    """The id of the action that goes to this screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("session")]

    DEFAULT_CSS = """
    SessionScreen { background: $background; }
    """

    @dataclass
    class AccountOpened(Message):
        """The card of an account is asked for."""

        account_id: str
        account_ids: Sequence[str]
        """The accounts that it stands among, in the order of the screen."""

    @dataclass
    class Turned(Message):
        """Another view of what this screen is about is asked for."""

        name: str
        """What the app calls that screen."""
        owner: str | None
        """Whose list is shown; None for everyone's, "" for nobody's."""

    class Entered(Message):
        """Something was entered that other screens count too."""

    def __init__(self, session: Session, filters: Filters, status: Status) -> None:
        super().__init__()
        self.session = session
        self.filters = replace(filters, text="")
        """The owner and the segment whose accounts are shown."""
        self._status = status

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        return None

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account whose card was shown, where the screen lists it."""

    def keep_draft_now(self) -> None:
        """Keep what is unsaved before this returns, where the screen has something to keep."""

    def show_list_of(self, owner: str | None) -> None:
        """Show what is an owner's, where the screen has a list of its own for everybody."""

    def shown(self) -> Shown | None:
        """Return the rows that are on the screen; None while there are none."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the title and the lines at the foot."""
        raise NotImplementedError

    def session_changed(self) -> None:
        """Show another session, or other accounts of it, at the same place."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Yield the body between the title and the lines at the foot."""
        title = TitleLine(self.HERE)
        title.filters = self.filters
        yield title
        yield from self.compose_body()
        yield StatusLine(self._status)
        yield KeyLine()

    def say_status(self, status: Status) -> None:
        """Say something else in the status line."""
        self._status = status
        if self.is_mounted:
            self.query_one(StatusLine).status = status

    def take(self, session: Session, filters: Filters) -> None:
        """Show another session, or other accounts of it; nothing where both are the same."""
        filters = replace(filters, text="")
        if session is self.session and filters == self.filters:
            return
        self.session, self.filters = session, filters
        self.query_one(TitleLine).filters = filters
        self.session_changed()

    # Writing out

    @work(group="asking")
    async def action_export(self) -> None:
        """Write what is shown to a file."""
        shown = self._shown_or_say()
        if shown is None:
            return
        from kamtui.tui.screens.export import Export

        suggested = Path.cwd() / f"{shown.file_name}.csv"
        file = await self.app.push_screen_wait(Export(shown.counted(shown.count), suggested))
        if file is not None:
            self.notify(await exported(shown, file), timeout=6, markup=False)

    def action_copy(self) -> None:
        """Copy the row under the cursor; all of them where the cursor is on none."""
        self._copy(whole=False)

    def action_copy_all(self) -> None:
        """Copy everything that is shown."""
        self._copy(whole=True)

    @work
    async def _copy(self, *, whole: bool) -> None:
        shown = self._shown_or_say()
        if shown is None:
            return
        folder = self.session.portfolio.workspace.folder
        text, said = await copied(shown, folder, whole=whole or shown.cursor is None)
        if text:
            self.app.copy_to_clipboard(text)
        self.notify(said, timeout=5, markup=False)

    def _shown_or_say(self) -> Shown | None:
        shown = self.shown()
        if shown is None or not shown.count:
            self.notify("There is nothing on the screen to write.", timeout=3)
            return None
        return shown
