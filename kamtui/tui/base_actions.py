"""What keys do on the Base screen and its parts."""

from __future__ import annotations

from kamtui.tui.action import Action

_BASE = (
    Action("base.panel", ("v", "tab"), "Panel", "go to the next panel", footer=True),
    Action("base.panel_before", ("V", "shift+tab"), "Panel before", "go to the panel before"),
    Action("base.since", ("d",), "Since", "choose the day that the base is compared with", True),
    Action("base.leave", ("escape",), "Back", "leave the list of accounts"),
)

_BASE_ROWS = (
    Action("base_rows.up", ("up", "k"), "Up", "go one line up"),
    Action("base_rows.down", ("down", "j"), "Down", "go one line down"),
    Action("base_rows.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("base_rows.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("base_rows.first", ("g", "home"), "First", "go to the first line"),
    Action("base_rows.last", ("G", "end"), "Last", "go to the last line"),
    Action("base_rows.open", ("enter",), "List", "list the accounts behind the line", footer=True),
)

_BASE_CURVE = (
    Action("base_curve.larger", ("left", "h"), "Larger", "go to a larger account"),
    Action("base_curve.smaller", ("right", "l"), "Smaller", "go to a smaller account"),
    Action("base_curve.much_larger", ("up", "k"), "Ten larger", "go ten steps to the left"),
    Action("base_curve.much_smaller", ("down", "j"), "Ten smaller", "go ten steps to the right"),
    Action("base_curve.open", ("enter",), "List", "list the accounts of the curve", footer=True),
)

_BASE_WORTH = (
    Action("base_worth.up", ("up", "k"), "Up", "go one line up"),
    Action("base_worth.down", ("down", "j"), "Down", "go one line down"),
)

BASE_ACTIONS: tuple[Action, ...] = (*_BASE, *_BASE_ROWS, *_BASE_CURVE, *_BASE_WORTH)
"""In the order of the help."""
