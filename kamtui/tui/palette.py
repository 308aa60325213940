"""The command palette: every action that works here, and the themes, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from kamtui.tui.actions import BY_ID
from kamtui.tui.themes import THEMES


@dataclass(frozen=True)
class _Command:
    name: str
    help: str
    run: Callable[[], Any]


class ActionCommands(Provider):
    """Finds the actions of the registry that work on the screen under the palette."""

    async def discover(self) -> Hits:
        """Yield every command, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.name, command.run, help=command.help)

    async def search(self, query: str) -> Hits:
        """Yield the commands whose name or help is like what was typed."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(matcher.match(command.name), 0.8 * matcher.match(command.help))
            if score > 0:
                name = matcher.highlight(command.name)
                yield Hit(score, name, command.run, help=command.help)

    def _commands(self) -> Iterator[_Command]:
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            action_id = active.binding.id
            if action_id is None or action_id in seen or not active.enabled:
                continue
            seen.add(action_id)
            action = BY_ID.get(action_id)
            if action is not None and not action.typed and action.method != "command_palette":
                run = partial(self.app.run_action, active.binding.action, active.node)
                keys = self.app.get_key_display(active.binding)
                yield _Command(action.name, f"{action.help} ({keys})", run)
        for theme in THEMES:
            run = partial(self.app.run_action, f"app.take_theme({theme!r})")
            yield _Command(f"Theme {theme}", "take this theme, and keep it", run)
