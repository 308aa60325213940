"""The registry of actions: every action is reached, and no key reaches two."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import kamtui.tui
from kamtui.tui.actions import ACTIONS, BY_ID, SCOPES, Action
from kamtui.tui.keymap import clashes


def bound() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Yield every binding of the UI's classes that belongs to an action."""
    for module in pkgutil.walk_packages(kamtui.tui.__path__, "kamtui.tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DOMNode):
                for binding in value.__dict__.get("BINDINGS", ()):
                    if isinstance(binding, Binding) and binding.id is not None:
                        yield value, binding


def test_no_key_reaches_two_actions_at_once() -> None:
    assert clashes({}) == []


def test_a_clash_would_be_found() -> None:
    assert ("w", "priorities.filter", "priorities.weights") in clashes(
        {"priorities.filter": ("w",)}
    )
    assert ("q", "app.quit", "table.open") in [
        (key, *sorted((one, other))) for key, one, other in clashes({"table.open": ("q",)})
    ]


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_reached_and_does_something(action: Action) -> None:
    if action.typed:
        return
    classes = [cls for cls, binding in bound() if binding.id == action.id]
    assert classes, f"nothing binds {action.id}"
    for cls in classes:
        assert hasattr(cls, f"action_{action.method}"), f"{cls.__name__} has no {action.method}"


def test_every_binding_with_an_id_is_in_the_registry_with_its_keys() -> None:
    for cls, binding in bound():
        assert binding.id in BY_ID, f"{cls.__name__} binds {binding.id}"
        assert binding.key.split(",") == list(BY_ID[binding.id].keys)


def test_ids_are_unique_and_their_scopes_have_titles() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert {action.scope for action in ACTIONS} == set(SCOPES)


def test_no_action_needs_a_mouse_a_function_key_or_home_and_end() -> None:
    for action in ACTIONS:
        plain = [key for key in action.keys if key not in ("home", "end", "delete")]
        assert plain, action.id
        assert not any(key[0] == "f" and key[1:].isdecimal() for key in action.keys), action.id


def test_help_is_one_line_that_begins_small_and_ends_without_a_stop() -> None:
    for action in ACTIONS:
        assert action.help
        assert "\n" not in action.help
        assert not action.help.endswith(".")
