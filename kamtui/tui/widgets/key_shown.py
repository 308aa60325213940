"""Which key a text names for an action: the one that the user's keymap gives it."""

from __future__ import annotations

from textual.widget import Widget

from kamtui.tui.actions import BY_ID


def key_shown(widget: Widget, action: str) -> str:
    """Return how the first key of an action is written; the registry's where it does not work."""
    for active in widget.screen.active_bindings.values():
        if active.binding.id == action:
            return widget.app.get_key_display(active.binding)
    return BY_ID[action].keys[0]
