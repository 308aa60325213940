"""What keys do on the Relationship screen and its parts."""

from __future__ import annotations

from kamtui.tui.action import Action

_MATRIX = (
    Action("matrix.next", ("m",), "Matrix", "go to the next matrix", footer=True),
    Action("matrix.previous", ("M",), "Matrix before", "go to the matrix before"),
    Action(
        "matrix.view",
        ("v",),
        "View",
        "go on through cells, scatter, moves, stages by class and moves of class",
        footer=True,
    ),
    Action("matrix.view_before", ("V",), "View before", "go back through the views"),
    Action("matrix.cut", ("c",), "Cut line", "choose the next cut line", footer=True),
    Action("matrix.lower", ("-",), "Lower", "move the cut line a step down"),
    Action("matrix.higher", ("+", "="), "Higher", "move the cut line a step up"),
    Action("matrix.much_lower", ("_", "H"), "Much lower", "move the cut line five steps down"),
    Action("matrix.much_higher", ("L",), "Much higher", "move the cut line five steps up"),
    Action(
        "matrix.put_back",
        ("0",),
        "Put back",
        "put the cut line back to where it was; all of them where none is chosen",
    ),
    Action("matrix.save", ("s",), "Save cuts", "save where the cut lines are"),
    Action("matrix.not_placed", ("n",), "Not placed", "list who is not placed and why", True),
    Action("matrix.since", ("d",), "Since", "choose the day that moves are counted from", True),
    Action("matrix.weights", ("w",), "Weights", "weigh the scorecards of the axes", footer=True),
    Action("matrix.leave", ("escape",), "Back", "leave the list, or let go of the cut line"),
)

_GRID = (
    Action("grid.up", ("up", "k"), "Up", "go one cell up"),
    Action("grid.down", ("down", "j"), "Down", "go one cell down"),
    Action("grid.left", ("left", "h"), "Left", "go one cell to the left"),
    Action("grid.right", ("right", "l"), "Right", "go one cell to the right"),
    Action("grid.open", ("enter",), "List", "list the accounts of the cell", footer=True),
)

_SCATTER = (
    Action("scatter.up", ("up", "k"), "Up", "pick the nearest account above"),
    Action("scatter.down", ("down", "j"), "Down", "pick the nearest account below"),
    Action("scatter.left", ("left", "h"), "Left", "pick the nearest account on the left"),
    Action("scatter.right", ("right", "l"), "Right", "pick the nearest account on the right"),
    Action("scatter.smaller", ("]",), "Smaller", "pick the account with the next lower revenue"),
    Action("scatter.bigger", ("[",), "Bigger", "pick the account with the next higher revenue"),
    Action("scatter.open", ("enter",), "Open", "open the card of the account", footer=True),
)

_CELL_LIST = (
    Action("cell_list.up", ("up", "k"), "Up", "go one row up"),
    Action("cell_list.down", ("down", "j"), "Down", "go one row down"),
    Action("cell_list.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("cell_list.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("cell_list.first", ("g", "home"), "First", "go to the first row"),
    Action("cell_list.last", ("G", "end"), "Last", "go to the last row"),
    Action(
        "cell_list.open",
        ("enter",),
        "Open",
        "open the card of the account, or list who is behind the row",
        footer=True,
    ),
    Action("cell_list.sort_left", ("<",), "Sort ◂", "sort by the column on the left"),
    Action("cell_list.sort_right", (">",), "Sort ▸", "sort by the column on the right"),
    Action("cell_list.reverse", (".",), "Reverse", "turn the order round"),
)

_CROSS_TABLE = (
    Action("cross_table.up", ("up", "k"), "Up", "go one line up"),
    Action("cross_table.down", ("down", "j"), "Down", "go one line down"),
    Action("cross_table.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("cross_table.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
)

MATRIX_ACTIONS: tuple[Action, ...] = (*_MATRIX, *_GRID, *_SCATTER, *_CELL_LIST, *_CROSS_TABLE)
"""In the order of the help."""
