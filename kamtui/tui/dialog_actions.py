"""What keys do in the dialogs."""

from __future__ import annotations

from kamtui.tui.action import Action
from kamtui.tui.queue_actions import CONTACT_ACTIONS

_PAIRWISE = (
    Action(
        "pairwise.next",
        ("enter",),
        "Next",
        "go to the next pair without a judgement; after the last, accept",
        footer=True,
    ),
    Action("pairwise.left", ("left", "h"), "Left more", "let the left one count more", True),
    Action("pairwise.right", ("right", "l"), "Right more", "let the right one count more", True),
    Action(
        "pairwise.judge",
        tuple("123456789"),
        "1-9",
        "how many times as much the left one counts",
        typed=True,
    ),
    Action("pairwise.swap", ("x",), "Turn round", "give the judgement to the other one", True),
    Action("pairwise.clear", ("backspace", "delete"), "Clear", "take the judgement back"),
    Action("pairwise.look_first", ("i",), "Look first", "go to the least consistent one", True),
    Action("pairwise.accept", ("a",), "Accept", "take the weights over into the editor", True),
)

_RANK_ORDER = (
    Action("rank_order.accept", ("enter",), "Accept", "take the weights into the editor", True),
    Action("rank_order.rise", ("shift+up", "K"), "Rise", "let it count more", footer=True),
    Action("rank_order.fall", ("shift+down", "J"), "Fall", "let it count less", footer=True),
)

_LOAD_WEIGHTS = (
    Action("load_weights.choose", ("enter",), "Load", "load what is highlighted", footer=True),
    Action("load_weights.older", ("right", "l"), "Versions", "show its earlier versions", True),
    Action("load_weights.back", ("left", "h"), "All sets", "go back to all weight sets", True),
)

_SAVE_CONFLICT = (
    Action("save_conflict.theirs", ("t",), "Theirs", "take theirs; undo brings back yours", True),
    Action("save_conflict.mine", ("m",), "Mine", "save yours as a version after theirs", True),
    Action("save_conflict.another", ("n",), "Another name", "save yours as another set", True),
)

_DRAFT_OFFER = (
    Action("draft_offer.take_up", ("enter", "t"), "Take up", "go on with these weights", True),
    Action("draft_offer.throw_away", ("x",), "Throw away", "forget these weights", True),
)

_CHOOSE = (
    Action("choose.up", ("up",), "Up", "go one line up"),
    Action("choose.down", ("down",), "Down", "go one line down"),
    Action("choose.accept", ("enter",), "Take", "take the one under the cursor", footer=True),
)

_AS_OF = (
    Action("as_of.later", ("up",), "+ day", "go a day on", True, priority=True),
    Action("as_of.earlier", ("down",), "− day", "go a day back", True, priority=True),
    Action("as_of.month_later", ("pageup",), "+ month", "go a month on", True, priority=True),
    Action("as_of.month_earlier", ("pagedown",), "− month", "go a month back", True, priority=True),
    Action("as_of.newest", ("n",), "Newest", "the newest day with an order", True, priority=True),
    Action("as_of.month_before", ("m",), "Month ago", "a month before it", True, priority=True),
    Action(
        "as_of.quarter_before", ("q",), "Quarter ago", "a quarter before it", True, priority=True
    ),
    Action("as_of.year_before", ("y",), "Year ago", "a year before it", True, priority=True),
    Action("as_of.accept", ("enter",), "Take", "compute everything for this day", True),
)

_JUDGE = (
    Action("judge.up", ("up", "k"), "Up", "go to the line above"),
    Action("judge.down", ("down", "j"), "Down", "go to the line below"),
    Action("judge.left", ("left", "h"), "Left", "go to our view, or take the stage before"),
    Action("judge.right", ("right", "l"), "Right", "the customer's view, or the next stage"),
    Action("judge.type", (*"0123456789.", "comma"), "Type", "type a score, 0-10", typed=True),
    Action("judge.erase", ("backspace", "x"), "Let go", "let go of what was entered here", True),
    Action("judge.accept", ("enter", "s"), "Save", "save what was entered", footer=True),
)

_EXPORT = (Action("export.accept", ("enter",), "Write", "write the file", footer=True),)

_KEYS = (
    Action("keys.up", ("up", "k"), "Up", "go back"),
    Action("keys.down", ("down", "j", "space"), "Down", "go on", footer=True),
    Action("keys.close", ("?", "q"), "Close", "close the help", footer=True),
)

_CHOICES = (
    Action("choices.up", ("up", "k"), "Up", "go one line up"),
    Action("choices.down", ("down", "j"), "Down", "go one line down"),
    Action("choices.page_up", ("pageup", "ctrl+b"), "Page up", "go a page up"),
    Action("choices.page_down", ("pagedown", "ctrl+f"), "Page down", "go a page down"),
    Action("choices.first", ("home", "g"), "First", "go to the first line"),
    Action("choices.last", ("end", "G"), "Last", "go to the last line"),
)

_DIALOG = (
    Action("dialog.cancel", ("escape",), "Cancel", "close and change nothing", footer=True),
    Action("dialog.accept", ("enter",), "OK", "take what is chosen", footer=True),
)

DIALOG_ACTIONS: tuple[Action, ...] = (
    *_PAIRWISE,
    *_RANK_ORDER,
    *_LOAD_WEIGHTS,
    *_SAVE_CONFLICT,
    *_DRAFT_OFFER,
    *_CHOOSE,
    *_AS_OF,
    *_JUDGE,
    *CONTACT_ACTIONS,
    *_EXPORT,
    *_KEYS,
    *_CHOICES,
    *_DIALOG,
)
"""In the order of the help."""
