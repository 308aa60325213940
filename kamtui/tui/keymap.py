"""The user's keymap file: other keys for the actions of the registry.

`keymap.toml` in the workspace's folder holds lines such as `"priorities.filter" = "f"`, or a list
of keys. An action keeps its own keys unless it is named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.keys import Keys

from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.tui.actions import ACTIONS, BY_ID, Action

FILE_NAME = "keymap.toml"

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = frozenset(key.value for key in Keys) | {"comma"}


def read_keymap(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return action id → keys from the folder's keymap file; empty without one.

    Raises WrongUsage for a file that is not TOML, an action or key that does not exist, and a
    key that would reach two actions at once.
    """
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise WrongUsage(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{path}: is not TOML: {error}") from error
    keymap = dict(_entry(path, name, value) for name, value in _flat(content))
    _refuse_clashes(path, keymap)
    return keymap


def _flat(content: Mapping[str, object], before: str = "") -> Iterable[tuple[str, object]]:
    """Yield the entries with their whole names: `priorities.filter` may be written as a table."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _entry(path: Path, name: str, value: object) -> tuple[str, tuple[str, ...]]:
    if name not in BY_ID:
        raise WrongUsage(f"{path}: there is no action {name!r}", did_you_mean(name, BY_ID))
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise WrongUsage(f"{path}: {name}: expected a key or a list of keys, found {value!r}")
    return name, tuple(_checked(path, name, key) for key in keys)


def _checked(path: Path, name: str, key: str) -> str:
    *modifiers, last = ["comma"] if key == "," else key.split("+") if len(key) > 1 else [key]
    known = len(last) == 1 or last in _NAMED or key in _NAMED
    if not known or not set(modifiers) <= _MODIFIERS:
        raise WrongUsage(f"{path}: {name}: there is no key {key!r}", did_you_mean(last, _NAMED))
    return "+".join([*modifiers, last])


def keys_of(action: Action, keymap: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the keys of an action under a keymap."""
    return keymap.get(action.id, action.keys)


REACHED_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "priorities": ("app",),
    "table": ("priorities", "app"),
    "weights": ("app",),
    "session": ("app",),
    "matrix": ("session", "app"),
    "grid": ("matrix", "session", "app"),
    "scatter": ("matrix", "session", "app"),
    "actions": ("session", "app"),
    "ahead": ("session", "app"),
    "days": ("ahead", "session", "app"),
    "groups": ("ahead", "session", "app"),
    "cell_list": ("matrix", "actions", "ahead", "days", "groups", "base", "session", "app"),
    "cross_table": ("matrix", "base", "session", "app"),
    "account": ("app",),
    "section": ("account", "app"),
    "months": ("section", "account", "app"),
    "past": ("section", "account", "app"),
    "lines": ("section", "app"),
    "strength": ("session", "app"),
    "strength_list": ("strength", "session", "app"),
    "strength_grid": ("strength", "session", "app"),
    "strength_losses": ("strength", "session", "app"),
    "base": ("session", "app"),
    "base_rows": ("base", "session", "app"),
    "base_curve": ("base", "session", "app"),
    "base_worth": ("base", "session", "app"),
    "pick": ("contact",),
    "reached": ("pick", "contact"),
}
"""Scope → the scopes whose keys work with its own. Dialogs stand alone."""


def clashes(keymap: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Return (key, action, action) for each key that would reach two actions at once."""
    found = []
    for action in ACTIONS:
        reach = (action.scope, *REACHED_TOGETHER.get(action.scope, ()))
        for other in ACTIONS:
            if other.id == action.id or other.scope not in reach or other.priority:
                continue
            # What is typed into a widget comes before the screen's keys on purpose.
            if action.typed and other.scope != action.scope:
                continue
            if other.scope == action.scope and other.id < action.id:
                continue
            shared = set(keys_of(action, keymap)) & set(keys_of(other, keymap))
            found += [(key, action.id, other.id) for key in sorted(shared)]
    return found


def _refuse_clashes(path: Path, keymap: Mapping[str, tuple[str, ...]]) -> None:
    known = set(clashes({}))
    for key, one, other in clashes(keymap):
        if (key, one, other) not in known:
            raise WrongUsage(
                f"{path}: {key} would be the key of both {one} and {other}",
                "Give one of them another key.",
            )


def textual_keymap(keymap: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the keymap as Textual takes it."""
    return {action_id: ",".join(keys) for action_id, keys in keymap.items()}
