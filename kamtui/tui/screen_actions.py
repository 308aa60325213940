"""What keys do on the screens and their parts."""

from __future__ import annotations

from kamtui.tui.action import Action
from kamtui.tui.ahead_actions import AHEAD_ACTIONS
from kamtui.tui.base_actions import BASE_ACTIONS
from kamtui.tui.matrix_actions import MATRIX_ACTIONS
from kamtui.tui.queue_actions import QUEUE_ACTIONS

_APP = (
    Action("app.priorities", ("1",), "Priorities", "go to the ranked accounts"),
    Action("app.relationship", ("2",), "Relationship", "go to the matrices of relationships"),
    Action("app.strength", ("3",), "Strength", "go to our strength beside the competitors"),
    Action("app.account", ("4",), "Account", "go to the card of the account under the cursor"),
    Action("app.actions", ("5",), "Actions", "go to what there is to do today"),
    Action("app.base", ("6",), "Base", "go to what the customer base is worth"),
    Action("app.contact", ("C",), "Contact", "log a contact with the account under the cursor"),
    Action("app.judge", ("a",), "Judge", "assess the account under the cursor; intended stages"),
    Action("app.as_of", ("t",), "As of", "choose the day that everything is computed for"),
    Action("app.reload", ("r",), "Read again", "read the history's files again"),
    Action("app.cancel", ("escape",), "Cancel", "stop the long work", priority=True),
    Action("app.next_theme", ("T",), "Theme", "take the next theme, and keep it"),
    Action("app.keys", ("?",), "Help", "show every key that works here", footer=True),
    Action("app.command_palette", ("ctrl+p",), "Palette", "find an action by name", footer=True),
    Action("app.quit", ("q",), "Quit", "leave; unsaved weights are kept as a draft", footer=True),
)

_PRIORITIES = (
    Action("priorities.filter", ("/",), "Filter", "filter by name, id, owner or segment", True),
    Action("priorities.weights", ("w",), "Weights", "open or close the weights", footer=True),
    Action("priorities.owner", ("o",), "Owner", "show one account manager's accounts", True),
    Action("priorities.segment", ("m",), "Segment", "show one market segment's accounts", True),
    Action("priorities.class_lines", ("c",), "Classes", "move the lines between the classes"),
    Action("priorities.robustness", ("b",), "How sure", "show how sure the ranking is", True),
    Action("priorities.around", ("B",), "Weightings", "try all weightings, or those near today's"),
    Action("priorities.export", ("e",), "Export", "write what is shown to a file", footer=True),
    Action("priorities.copy", ("y",), "Copy", "copy the account as tab-separated text"),
    Action("priorities.copy_all", ("Y",), "Copy all", "copy every account shown"),
    Action("priorities.clear", ("escape",), "Clear", "close the weights, or show all accounts"),
)

_TABLE = (
    Action("table.up", ("up", "k"), "Up", "go one account up"),
    Action("table.down", ("down", "j"), "Down", "go one account down"),
    Action("table.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("table.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("table.first", ("g", "home"), "First", "go to the first account"),
    Action("table.last", ("G", "end"), "Last", "go to the last account"),
    Action("table.left", ("left", "h"), "Left", "bring columns on the left into view"),
    Action("table.right", ("right", "l"), "Right", "bring columns on the right into view"),
    Action("table.open", ("enter",), "Open", "open the card of the account", footer=True),
    Action("table.sort_left", ("<",), "Sort ◂", "sort by the column on the left"),
    Action("table.sort_right", (">",), "Sort ▸", "sort by the column on the right"),
    Action("table.reverse", (".",), "Reverse", "turn the order round"),
    Action("table.by_rank", ("comma",), "By rank", "put the accounts in order of rank again"),
)

_FILTER = (
    Action(
        "filter.done",
        ("enter", "down"),
        "Done",
        "keep the filter, go to the table",
        footer=True,
        priority=True,
    ),
    Action("filter.clear", ("escape",), "Clear", "show all accounts again", footer=True),
)

_WEIGHTS = (
    Action("weights.up", ("up", "k"), "Up", "go to the criterion above"),
    Action("weights.down", ("down", "j"), "Down", "go to the criterion below"),
    Action("weights.less", ("left", "h"), "−1", "take 1 off the weight", footer=True),
    Action("weights.more", ("right", "l"), "+1", "add 1 to the weight", footer=True),
    Action("weights.much_less", ("shift+left", "H"), "−5", "take 5 off the weight"),
    Action("weights.much_more", ("shift+right", "L"), "+5", "add 5 to the weight"),
    Action(
        "weights.type",
        (*"0123456789.", "comma"),
        "Type",
        "type a weight; 0 zeroes it",
        typed=True,
    ),
    Action("weights.commit", ("enter",), "Set", "set the weight that is being typed"),
    Action("weights.erase", ("backspace",), "Erase", "take back the last character typed"),
    Action("weights.scale", ("=",), "Scale", "scale the weights to a sum of 100", footer=True),
    Action("weights.lock", ("space",), "Lock", "lock or unlock the weight", footer=True),
    Action("weights.undo", ("u",), "Undo", "undo the last change", footer=True),
    Action("weights.redo", ("ctrl+r",), "Redo", "redo what was undone"),
    Action("weights.compare", ("d",), "Compare", "compare with what was saved"),
    Action("weights.pairwise", ("p",), "Pairs", "find weights by comparing criteria in pairs"),
    Action("weights.rank_order", ("c",), "Order", "find weights from an order of importance"),
    Action("weights.load", ("f",), "Load", "load another weight set"),
    Action("weights.save", ("s",), "Save", "save under the set's name", footer=True),
    Action("weights.save_as", ("S",), "Save as", "save under another name"),
    Action("weights.close", ("escape",), "Close", "go back to the table"),
)

_SESSION = (
    Action("session.export", ("e",), "Export", "write what is shown to a file"),
    Action("session.copy", ("y",), "Copy", "copy the row as tab-separated text"),
    Action("session.copy_all", ("Y",), "Copy all", "copy everything that is shown"),
)

_CLASS_LINES = (
    Action("class_lines.lower", ("left", "h", "-"), "Lower", "move the line down", footer=True),
    Action("class_lines.higher", ("right", "l", "+"), "Higher", "move the line up", footer=True),
    Action("class_lines.much_lower", ("shift+left", "H", "_"), "−5", "five steps down"),
    Action("class_lines.much_higher", ("shift+right", "L"), "+5", "five steps up"),
    Action("class_lines.next", ("tab",), "Line", "go to the next line", footer=True),
    Action("class_lines.previous", ("shift+tab",), "Line before", "go to the line before"),
    Action("class_lines.put_back", ("0",), "Put back", "put the line back", footer=True),
    Action("class_lines.save", ("s",), "Save", "save where the lines are", footer=True),
    Action("class_lines.close", ("escape",), "Drop", "close, and drop what is not saved", True),
)

_ACCOUNT = (
    Action("account.close", ("escape",), "Back", "go back to the same row", footer=True),
    Action("account.next_section", ("tab", "]"), "Section", "go to the next section", footer=True),
    Action("account.previous_section", ("shift+tab", "["), "Back", "go to the section before"),
    Action("account.next", ("n", "J"), "Next", "go to the next account in order", footer=True),
    Action("account.previous", ("p", "K"), "Previous", "go to the account before", footer=True),
    Action("account.export", ("e",), "Report", "write the account's report to a file", footer=True),
    Action("account.copy", ("y",), "Copy", "copy the row as tab-separated text"),
)

_SECTION = (
    Action("section.open", ("enter",), "Lines", "open the order lines behind a value", footer=True),
    Action("section.up", ("up", "k"), "Up", "go one row up"),
    Action("section.down", ("down", "j"), "Down", "go one row down"),
    Action("section.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("section.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("section.first", ("g", "home"), "First", "go to the first row"),
    Action("section.bottom", ("G", "end"), "Last", "go to the last row"),
)

_MONTHS = (
    Action("months.earlier", ("left", "h"), "Earlier", "go one month back", footer=True),
    Action("months.later", ("right", "l"), "Later", "go one month on", footer=True),
)

_PAST = (Action("past.switch", ("b",), "Months", "show months, or years again", footer=True),)

_LINES = (
    Action("lines.close", ("escape",), "Back", "go back to the account", footer=True),
    Action("lines.export", ("e",), "Export", "write the lines to a file", footer=True),
    Action("lines.copy", ("y",), "Copy", "copy the line as tab-separated text", footer=True),
)

_STRENGTH = (
    Action("strength.other_side", ("tab",), "Side", "go to the accounts, or to the ratings"),
    Action("strength.base", ("b",), "Losses", "where we lose, over every account", footer=True),
)

_STRENGTH_LIST = (
    Action("strength_list.up", ("up", "k"), "Up", "go one account up"),
    Action("strength_list.down", ("down", "j"), "Down", "go one account down"),
    Action("strength_list.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("strength_list.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("strength_list.first", ("g", "home"), "First", "go to the first account"),
    Action("strength_list.last", ("G", "end"), "Last", "go to the last account"),
    Action("strength_list.open", ("enter",), "Ratings", "go to its ratings", footer=True),
    Action("strength_list.sort_left", ("<",), "Order ◂", "order by what comes before"),
    Action("strength_list.sort_right", (">",), "Order", "order by what comes next", footer=True),
    Action("strength_list.reverse", (".",), "Reverse", "turn the order round"),
)

_STRENGTH_GRID = (
    Action("strength_grid.up", ("up", "k"), "Up", "go to the factor above"),
    Action("strength_grid.down", ("down", "j"), "Down", "go to the factor below"),
    Action("strength_grid.left", ("left", "h"), "Left", "go to the column on the left"),
    Action("strength_grid.right", ("right", "l"), "Right", "go to the column on the right"),
    Action("strength_grid.less", ("-",), "Lower", "lower the rating or weight", footer=True),
    Action("strength_grid.more", ("+", "="), "Raise", "raise the rating or weight", footer=True),
    Action(
        "strength_grid.type",
        (*"0123456789.", "comma"),
        "Type",
        "type a rating or weight",
        typed=True,
    ),
    Action("strength_grid.commit", ("enter",), "Set", "set the number that is being typed"),
    Action("strength_grid.erase", ("backspace",), "Erase", "let go of the number being typed"),
    Action("strength_grid.save", ("s",), "Save", "save what is tried out", footer=True),
    Action("strength_grid.throw_away", ("x",), "Drop", "throw away what is tried out", footer=True),
    Action("strength_grid.undo", ("u",), "Undo", "undo the last change", footer=True),
    Action("strength_grid.redo", ("ctrl+r",), "Redo", "redo what was undone"),
    Action("strength_grid.view", ("v",), "View", "the customer's view, or our own", footer=True),
    Action("strength_grid.for_all", ("d",), "Default", "the weights of every account, or its own"),
    Action("strength_grid.competitor", ("n",), "Competitor", "rate another competitor"),
    Action("strength_grid.take_back", ("Z",), "Take back", "take back what was entered here"),
    Action("strength_grid.close", ("escape",), "Back", "go back to the accounts", footer=True),
)

_STRENGTH_LOSSES = (
    Action("strength_losses.up", ("up", "k"), "Up", "scroll up"),
    Action("strength_losses.down", ("down", "j"), "Down", "scroll down"),
    Action("strength_losses.close", ("escape",), "Back", "show the accounts again", footer=True),
)

SCREEN_ACTIONS: tuple[Action, ...] = (
    *_APP,
    *_PRIORITIES,
    *_TABLE,
    *_FILTER,
    *_WEIGHTS,
    *_SESSION,
    *_CLASS_LINES,
    *MATRIX_ACTIONS,
    *_ACCOUNT,
    *_SECTION,
    *_MONTHS,
    *_PAST,
    *_LINES,
    *_STRENGTH,
    *_STRENGTH_LIST,
    *_STRENGTH_GRID,
    *_STRENGTH_LOSSES,
    *QUEUE_ACTIONS,
    *AHEAD_ACTIONS,
    *BASE_ACTIONS,
)
"""In the order of the help."""
