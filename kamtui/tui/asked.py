"""What a screen asks the app to log, so that it counts on every screen and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from kamtui.portfolio.opening import Portfolio
    from kamtui.workspace.log import Logged


@dataclass
class ContactAsked(Message):
    """A contact with an account is to be logged."""

    account_id: str
    about: str = ""
    """Why the account is contacted, for the eye."""


@dataclass
class LoggingAsked(Message):
    """Something else is to be logged."""

    log: Callable[[Portfolio], Logged]
    """Logs it; called in a thread. Raises KamtuiError where it cannot be."""
    said: str
    """What was done, such as `Snoozed Norra Brygga until 2025-12-07`."""


class UndoAsked(Message):
    """What was logged last is to be taken back."""
