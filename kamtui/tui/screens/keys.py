"""The help panel: every key that works here, by where it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kamtui.tui.actions import BY_ID, SCOPES, Action, bindings_of
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.cells import fitted

_KEYS_WIDTH = 18


class KeysHelp(Dialog[None]):
    """Lists actions with their keys and a line of help each."""

    DEFAULT_CSS = """
    KeysHelp > #frame { width: 84; height: 90%; }
    KeysHelp VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of([BY_ID["keys.down"], BY_ID["keys.up"], BY_ID["keys.close"]])
    ]

    SHOWN = ("keys.down",)

    def __init__(self, active: Mapping[str, Sequence[str]]) -> None:
        """`active` gives for each action id the keys, as they are shown, that work here."""
        super().__init__("Keys that work here", "a keymap file in the workspace changes them")
        self._active = active

    def contents(self) -> Iterable[Widget]:
        """Return the list."""
        lines = Content("\n").join(self._lines())
        yield VerticalScroll(Static(lines), id="keys")

    def _lines(self) -> Iterable[Content]:
        for scope, title in SCOPES.items():
            actions = [BY_ID[id_] for id_ in self._active if BY_ID[id_].scope == scope]
            if actions:
                yield Content.styled(title, "bold")
                yield from map(self._line, actions)
                yield Content("")

    def _line(self, action: Action) -> Content:
        keys = fitted("  ".join(self._active[action.id]), _KEYS_WIDTH)
        return Content.assemble("  ", (keys, "$text-accent"), action.help)

    def action_down(self) -> None:
        """Go on."""
        self.query_one(VerticalScroll).scroll_relative(y=3, animate=False)

    def action_up(self) -> None:
        """Go back."""
        self.query_one(VerticalScroll).scroll_relative(y=-3, animate=False)

    def action_close(self) -> None:
        """Close the panel."""
        self.dismiss(None)


def active_keys(
    bindings: Iterable[ActiveBinding], shown: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return for each action of the registry the keys that reach it now, as `shown` has them."""
    keys: dict[str, list[str]] = {}
    for active in bindings:
        action_id = active.binding.id
        if action_id is not None and action_id in BY_ID and active.enabled:
            keys.setdefault(action_id, []).append(shown[active.binding.key])
    return keys
