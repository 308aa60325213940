"""Every action of the terminal UI: its key, its id, its name and a line of help.

The bindings, the line of keys at the foot, the help panel, the command palette, the user's keymap
file and the docs page all read this registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kamtui.tui.action import Action
from kamtui.tui.dialog_actions import DIALOG_ACTIONS
from kamtui.tui.screen_actions import SCREEN_ACTIONS

if TYPE_CHECKING:
    from textual.binding import Binding

__all__ = ["ACTIONS", "BY_ID", "SCOPES", "Action", "actions_of", "bindings", "bindings_of"]

SCOPES: Mapping[str, str] = {
    "app": "Everywhere",
    "priorities": "Priorities",
    "table": "The ranked table",
    "filter": "The filter",
    "weights": "Weights",
    "session": "Every numbered screen but Priorities",
    "class_lines": "The lines between the classes",
    "matrix": "Relationship",
    "grid": "The cells of a matrix",
    "scatter": "The scatter of a matrix",
    "cell_list": "Lists of accounts and of moves",
    "cross_table": "Stages and classes",
    "account": "Account",
    "section": "A section of the card",
    "months": "The chart of months",
    "past": "The history",
    "lines": "Order lines",
    "strength": "Strength",
    "strength_list": "The accounts of Strength",
    "strength_grid": "The ratings of an account",
    "strength_losses": "Where we lose",
    "actions": "Actions",
    "ahead": "The calendar and white space",
    "days": "The calendar",
    "groups": "White space",
    "base": "Base",
    "base_rows": "The balance and the cohorts",
    "base_curve": "The Pareto curve",
    "base_worth": "Customer equity",
    "pairwise": "Comparing in pairs",
    "rank_order": "Order of importance",
    "load_weights": "Loading a weight set",
    "save_conflict": "Saved by two",
    "draft_offer": "Unsaved weights",
    "choose": "Choosing one of many",
    "as_of": "The as-of date",
    "judge": "Judging an account",
    "reached": "Logging a contact: reached or not",
    "pick": "Logging a contact: picking one of a few",
    "contact": "Logging a contact",
    "snooze": "Snoozing",
    "export": "Exporting",
    "keys": "This help",
    "choices": "Lists in dialogs",
    "dialog": "Dialogs",
}
"""Each scope with its title, in the order of the help."""

ACTIONS: tuple[Action, ...] = (*SCREEN_ACTIONS, *DIALOG_ACTIONS)
"""Every action there is."""

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def actions_of(scope: str) -> tuple[Action, ...]:
    """Return the actions of a scope, in the order of the help."""
    return tuple(action for action in ACTIONS if action.scope == scope)


def bindings(scope: str) -> list[Binding]:
    """Return the Textual bindings of a scope; the id of each is its action's."""
    return bindings_of(actions_of(scope))


def bindings_of(actions: Iterable[Action]) -> list[Binding]:
    """Return the Textual bindings of these actions; the id of each is its action's."""
    from textual.binding import Binding

    return [
        Binding(
            key=",".join(action.keys),
            action=action.method,
            description=action.name,
            show=action.footer,
            tooltip=action.help,
            priority=action.priority,
            id=action.id,
        )
        for action in actions
    ]
