"""Keys that are pressed before the accounts are there, kept until they are."""

from __future__ import annotations

from typing import Final

from textual.events import Key

from kamtui.tui.actions import ACTIONS

_AT_ONCE: Final = frozenset({"app.quit", "app.cancel"})
"""What is never put off."""

NEED_ACCOUNTS: Final = frozenset(
    {f"app.{method}" for method in ("account", "actions", "as_of", "base", "command_palette")}
    | {f"app.{method}" for method in ("contact", "judge", "relationship", "reload", "strength")}
    | {"table.last", "table.open"}
    | {action.id for action in ACTIONS if action.scope == "priorities"}
    | {f"table.{method}" for method in ("sort_left", "sort_right", "reverse", "by_rank")}
)
"""What does nothing while only the first page is there."""


class TypedAhead:
    """Holds the first key that needs accounts, and every key after it, in their order."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._holds = False
        self._is_over = False

    def takes(self, key: Key, action_id: str | None) -> bool:
        """Hold a key back, if it has to wait; return whether it has.

        `action_id` is what the key would do now, None for nothing of the registry.
        """
        if self._is_over or action_id in _AT_ONCE:
            return False
        self._holds = self._holds or action_id in NEED_ACCOUNTS
        if self._holds:
            self._keys.append(key)
        return self._holds

    def next_key(self) -> Key | None:
        """Return the key that has waited longest; None when none has: then nothing waits again."""
        if self._keys:
            return self._keys.pop(0)
        self._is_over = True
        return None

    def forget(self) -> None:
        """Let go of every key: none was meant for what has come up since."""
        self._keys.clear()
        self._is_over = True
