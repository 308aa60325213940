"""The terminal UI as a whole: how it begins, its screens, and how it ends."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import BindingType
from textual.command import Provider
from textual.events import Key
from textual.message import Message
from textual.screen import Screen

from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.background import in_background
from kamtui.tui.contacting import ContactingApp
from kamtui.tui.first_screen import FirstScreen
from kamtui.tui.opening import Opening
from kamtui.tui.typed_ahead import NEED_ACCOUNTS, TypedAhead

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamtui.tui.session import Opened

PATIENCE = 0.7
"""Seconds that the terminal stays as it was while the first page is awaited."""
TIME_TO_OPEN = 0.05
"""Seconds that a key typed ahead gets to open what the next one is meant for."""

Result = TypeVar("Result")


def _commands() -> type[Provider]:
    from kamtui.tui.palette import ActionCommands

    return ActionCommands


class KamtuiApp(ContactingApp):
    """Who matters most, why, and what moves when the weights do."""

    TITLE = "kamtui"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}

    class EndAsked(Message):
        """The program is told to end."""

        def __init__(self, code: int) -> None:
            super().__init__()
            self.code = code

    def __init__(self, opening: Opening, first: Future[FirstScreen | None] | None = None) -> None:
        """`first` is the first page to come, where another process works it out."""
        super().__init__()
        self._opening = opening
        self._first = first
        self._opened: Future[Opened] | None = None
        self._typed_ahead = TypedAhead()
        self.failure: BaseException | None = None
        """Why it could not begin."""

    def get_default_screen(self) -> Screen[None]:
        """Return the Priorities screen."""
        return self.priorities

    # Beginning

    async def on_mount(self) -> None:
        """Wait a moment for the first page: nothing is painted until this returns."""
        first = await _within(PATIENCE, self._first) if self._first is not None else None
        if first is not None:
            self._show_first(first)
        elif self._first is None or self._first.done():
            # Nothing to show: if that is because the history is not there, no frame is drawn.
            self._opened = self._open()
            await _within(PATIENCE, self._opened)
            if self._fail_if_failed(self._opened):
                return
        # The session is opened when the first frame is there.
        self.call_after_refresh(self._begin, waits_for_first=first is None)

    def _show_first(self, first: FirstScreen) -> None:
        self.show_theme(first.theme)
        self.priorities.show_first(first)

    @work
    async def _begin(self, waits_for_first: bool) -> None:
        gc.enable()  # kamtui/__main__.py put it off until there is something to see
        if waits_for_first and self._first is not None:
            first = await _within(None, self._first)
            if first is not None:
                self._show_first(first)
        opened = self._opened or self._open()
        await _within(None, opened)
        if not self._fail_if_failed(opened):
            await self._take(opened.result())

    def _open(self) -> Future[Opened]:
        def open_now() -> Opened:
            from kamtui.tui.session import open_session

            return open_session(self._opening)

        return in_background(open_now, "opening")

    def _fail_if_failed(self, opened: Future[Opened]) -> bool:
        """End the app when the session could not be opened; return whether that is so."""
        if not opened.done() or opened.exception() is None:
            return False
        self.failure = opened.exception()
        self.exit(1)
        return True

    async def _take(self, opened: Opened) -> None:
        self._take_keymap(opened)
        self.show_theme(opened.theme)
        self.take_session(opened.session)
        await self.priorities.begin(opened)
        await self._press_what_was_typed_ahead()

    async def press(self, key: Key) -> None:
        """Keep keys that need the accounts until they are there."""
        if not self._typed_ahead.takes(key, self._action_of(key)):
            await super().press(key)

    def _action_of(self, key: Key) -> str | None:
        """Return the id of what a key does now; None for a character that is typed, say."""
        active = self.screen.active_bindings.get(key.key)
        return active.binding.id if active else None

    async def _press_what_was_typed_ahead(self) -> None:
        """Press the keys that had to wait; what one of them opens gets time to open."""
        from kamtui.tui.screens.draft_offer import DraftOffer

        if isinstance(self.screen, DraftOffer):
            self._typed_ahead.forget()
        while key := self._typed_ahead.next_key():
            opens = self._action_of(key) in NEED_ACCOUNTS
            await super().press(key)
            if opens:
                self.set_timer(TIME_TO_OPEN, self._press_what_was_typed_ahead)
                return

    def _take_keymap(self, opened: Opened) -> None:
        from kamtui.errors import WrongUsage
        from kamtui.tui.keymap import read_keymap, textual_keymap

        try:
            keymap = read_keymap(opened.session.portfolio.workspace.folder)
        except WrongUsage as error:
            self.notify(harmless(str(error)), title="Keymap", severity="error", timeout=15)
            return
        if keymap:
            self.set_keymap(textual_keymap(keymap))

    # The session

    def say_doing(self, doing: str) -> None:
        """Say what long work is going on; "" for none."""
        self.say_status(replace(self.priorities.status, doing=doing))

    def say_findings(self, findings: int | None) -> None:
        """Say how many findings the check has; None while it is not known."""
        self.say_status(replace(self.priorities.status, findings=findings))

    # Help

    def action_keys(self) -> None:
        """Show every key that works here."""
        from kamtui.tui.screens.keys import KeysHelp, active_keys

        active = list(self.screen.active_bindings.values())
        shown = {each.binding.key: self.get_key_display(each.binding) for each in active}
        self.push_screen(KeysHelp(active_keys(active, shown)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Cancel only what is going on."""
        return self.is_reading or self._is_trying if action == "cancel" else True

    @property
    def _is_trying(self) -> bool:
        return self.screen is self.priorities and self.priorities.is_trying

    def action_cancel(self) -> None:
        """Cancel the reading, else the search for how sure the ranking is."""
        if self.is_reading:
            super().action_cancel()
        else:
            self.priorities.stop_trying()

    # Ending

    def ask_to_end(self, code: int) -> None:
        """Ask, from any thread, for the end with an exit code; returns at once."""
        self.post_message(self.EndAsked(code))

    def on_kamtui_app_end_asked(self, message: EndAsked) -> None:
        """End."""
        self.exit(message.code)

    def keep_draft_now(self) -> None:
        """Keep unsaved weights before this returns; from any thread."""
        self.priorities.body.keep_draft_now()
        for screen in self._beside.values():
            screen.keep_draft_now()

    async def action_quit(self) -> None:
        """Leave; unsaved weights are kept as a draft."""
        await asyncio.to_thread(self.keep_draft_now)
        self.exit(0)

    def on_unmount(self) -> None:
        """Stop what is still being read."""
        if self._reading is not None:
            self._reading.cancel()


async def _within(seconds: float | None, future: Future[Result]) -> Result | None:
    """Return what a future gives within some seconds (None: ever); None when it gives nothing."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    future.add_done_callback(lambda _: loop.call_soon_threadsafe(done.set))
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), seconds)
    return future.result() if future.done() and future.exception() is None else None
