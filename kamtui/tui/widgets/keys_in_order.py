"""Keys of a widget that also takes characters, in the order in which they were pressed."""

from __future__ import annotations

from textual.events import Key
from textual.widget import Widget


async def pressed_at_once(widget: Widget, key: Key) -> bool:
    """Do now what a key is bound to at the widget; return whether it is bound to anything there.

    A bound key otherwise goes up to the app before anything is done, and a character that was
    pressed after it would be typed first: a slow line delivers several keys at once.
    """
    active = widget.screen.active_bindings.get(key.key)
    if active is None or active.node is not widget or not active.enabled:
        return False
    key.stop()
    await widget.run_action(active.binding.action)
    return True
