"""What keys do on the Actions screen and in its dialogs."""

from __future__ import annotations

from kamtui.tui.action import Action

QUEUE_ACTIONS: tuple[Action, ...] = (
    Action("actions.log", ("l",), "Log", "log a contact: r reached, n not reached", footer=True),
    Action("actions.snooze", ("z",), "Snooze", "put it off for some days", footer=True),
    Action("actions.hand_over", ("h",), "Hand over", "give it to somebody else", footer=True),
    Action("actions.done", ("d",), "Done", "say that it was dealt with", footer=True),
    Action("actions.undo", ("u",), "Undo", "take back the last of these", footer=True),
    Action("actions.mine", ("m",), "Mine", "show your own list, or everyone's", footer=True),
    Action("actions.owner", ("o",), "Whose", "choose whose list to show"),
    Action("actions.filter", ("/",), "Filter", "find words in names, owners and reasons", True),
    Action("actions.view", ("v",), "View", "go on: the calendar, white space", footer=True),
    Action("actions.view_before", ("V",), "View before", "go back through the views"),
    Action("actions.put_away", ("s",), "Snoozed", "show what is snoozed, what was done, the queue"),
    Action("actions.in_order", ("comma",), "In order", "put the queue in its own order again"),
    Action("actions.clear", ("escape",), "Clear", "show everything again"),
)
"""In the order of the help."""

CONTACT_ACTIONS: tuple[Action, ...] = (
    Action("reached.yes", ("r",), "Reached", "log that somebody was reached", footer=True),
    Action("reached.no", ("n",), "Not reached", "log that nobody was reached", footer=True),
    Action("pick.left", ("left", "h"), "Before", "take what stands on the left"),
    Action("pick.right", ("right", "l"), "Next", "take what stands on the right", footer=True),
    Action("contact.down", ("down", "tab"), "Details", "go to the line below", footer=True),
    Action("contact.up", ("up", "shift+tab"), "Up", "go to the line above"),
    Action("contact.accept", ("enter",), "Save", "log it as it stands", footer=True),
    Action("snooze.accept", ("enter",), "Snooze", "put it off until that day", footer=True),
)
"""In the order of the help."""
