"""An app in which a key takes effect before the next one is given to anybody."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from textual.app import App
from textual.events import Event, Key
from textual.message_pump import MessagePump

PATIENCE: Final = 3.0
"""Seconds after which a key is taken to have had its effect, whatever it still does."""
_ROUNDS: Final = 2
"""A key travels from the focus up to the app, and what it does there may travel once more."""


class PressingApp(App[int]):
    """Gives out the keys one by one.

    Textual gives every key at once to what has the focus at that moment. A slow line delivers
    several together: a letter after the enter that closes a line would still be typed into it.
    Here the next key waits until a call that follows the one before it has come through.
    """

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._keys: deque[Key] = deque()
        self._pressed = 0
        self._is_pressing = False

    @property
    def is_pressing(self) -> bool:
        """Whether a key has not had its effect yet."""
        return self._is_pressing

    async def press(self, key: Key) -> None:
        """Give a key to whatever it is for."""
        await super().on_event(key)

    async def on_event(self, event: Event) -> None:
        """Press a key, or keep it until the one before it has had its effect."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._is_pressing:
            if not self._keys:
                number = self._pressed
                self.set_timer(PATIENCE, lambda: self._press_next(number))
            self._keys.append(event)
        else:
            await self._press(event)

    async def _press(self, key: Key) -> None:
        self._is_pressing = True
        self._pressed += 1
        way = self._way_up()
        await self.press(key)
        self._follow(way, self._pressed, _ROUNDS)

    def _way_up(self) -> Sequence[MessagePump]:
        """Return what has the focus and everything that it is in, up to the app."""
        return (self.focused or self.screen).ancestors_with_self if self.screen_stack else ()

    def _follow(self, way: Sequence[MessagePump], number: int, rounds: int) -> None:
        """Send a call on the way of a key, behind it; what is gone by now is passed over."""
        for place, node in enumerate(way):
            rest = way[place + 1 :]
            then = self._follow if rest else self._come_up
            if node.call_later(then, rest, number, rounds):
                return

    async def _come_up(self, _: Sequence[MessagePump], number: int, rounds: int) -> None:
        if rounds > 1:
            self._follow(self._way_up(), number, rounds - 1)
        else:
            await self._press_next(number)

    async def _press_next(self, number: int) -> None:
        """Press the key that waits longest, unless that was done for this one already."""
        if number != self._pressed or not self._is_pressing:
            return
        self._is_pressing = False
        if self._keys:
            await self._press(self._keys.popleft())
            if self._keys:
                waiting = self._pressed
                self.set_timer(PATIENCE, lambda: self._press_next(waiting))
