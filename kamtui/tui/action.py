"""One thing that a key does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One thing that a key does.

    The part of the id after the dot names the method: "priorities.filter" is `action_filter` of
    the screen or widget that binds the scope.
    """

    id: str
    """SCOPE.METHOD; also the name in the keymap file."""
    keys: tuple[str, ...]
    """Textual's names of keys; a single character stands for itself, but for "comma"."""
    name: str
    """What the line of keys and the palette call it."""
    help: str
    """One line: what it does."""
    footer: bool = False
    """Whether the line of keys shows it."""
    typed: bool = False
    """Whether the keys are characters typed into a widget, where they come before the app's."""
    priority: bool = False
    """Whether the keys come before those of whatever has the focus, while the action can run."""

    @property
    def scope(self) -> str:
        """Where the keys work: a scope of `SCOPES`."""
        return self.id.partition(".")[0]

    @property
    def method(self) -> str:
        """The name of the Textual action."""
        return self.id.partition(".")[2]
