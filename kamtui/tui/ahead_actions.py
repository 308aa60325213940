"""What keys do in the views beside the queue."""

from __future__ import annotations

from kamtui.tui.action import Action

AHEAD_ACTIONS: tuple[Action, ...] = (
    Action("ahead.view", ("v",), "View", "go on: the calendar, white space, the queue", True),
    Action("ahead.view_before", ("V",), "View before", "go back through the views"),
    Action("ahead.owner", ("o",), "Whose", "choose whose accounts to show", footer=True),
    Action("ahead.in_order", ("comma",), "In order", "put the rows in their own order again"),
    Action("days.farther", ("+", "="), "Farther", "look farther ahead", footer=True),
    Action("days.nearer", ("-",), "Nearer", "look less far ahead"),
    Action("groups.right", ("]",), "Groups ▸", "go one product group to the right", footer=True),
    Action("groups.left", ("[",), "Groups ◂", "go one product group to the left"),
)
"""In the order of the help."""
