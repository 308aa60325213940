"""The line of keys at the foot: what the keys do here, as far as the width goes."""

from __future__ import annotations

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.tui.actions import BY_ID

_ALWAYS = ("app.keys", "app.quit")
_GAP = "  "

Keys = tuple[tuple[str, str], ...]
"""Key and name of each action."""


class KeyLine(Widget):
    """The keys of what has the focus, then of the screen; help and quit at the right end."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; background: $background; }
    """

    keys: reactive[tuple[Keys, Keys]] = reactive(((), ()))
    """Those of the place, and those that are always there."""

    def on_mount(self) -> None:
        """Follow the keys that work."""
        self.screen.bindings_updated_signal.subscribe(self, self._take)
        self._take()

    def _take(self, _: object = None) -> None:
        if not self.screen.is_current:
            return
        found: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding, action_id = active.binding, active.binding.id
            if action_id is None or action_id not in BY_ID or action_id in found:
                continue
            if binding.show and active.enabled and not self._is_typed(binding, action_id):
                found[action_id] = self._key_and_name(binding)
        always = tuple(found.pop(id_) for id_ in _ALWAYS if id_ in found)
        self.keys = tuple(found.values()), always

    def _is_typed(self, binding: Binding, action_id: str) -> bool:
        """Whether what has the focus takes the key for a character to type."""
        focused, character = self.screen.focused, BY_ID[action_id].keys[0]
        if focused is None or len(character) > 1:
            return False
        return focused.check_consume_key(binding.key, character)

    def _key_and_name(self, binding: Binding) -> tuple[str, str]:
        return self.app.get_key_display(binding), binding.description

    def render(self) -> RenderResult:
        """Return the line."""
        here, always = self.keys
        right = _joined([_labelled(*each) for each in always])
        left, room = Content(""), self.size.width - right.cell_length - len(_GAP)
        for key, name in here:
            longer = _joined([left, _labelled(key, name)] if left else [_labelled(key, name)])
            if longer.cell_length > room:
                break
            left = longer
        blank = " " * (self.size.width - left.cell_length - right.cell_length)
        return Content.assemble(left, blank, right)


def _labelled(key: str, name: str) -> Content:
    return Content.assemble((key, "bold $text-accent"), (f" {name}", "$foreground-muted"))


def _joined(parts: list[Content]) -> Content:
    return Content(_GAP).join(parts)
