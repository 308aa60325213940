"""The errors a user meets, one class for each way a command can end.

Each says in one or two lines what is wrong, where, and what to do about it. The fronts show
the text as it stands; the command line turns the class into its exit code.
"""

from __future__ import annotations


class KamtuiError(Exception):
    """What is wrong and where; `hint` is the next step or the nearest right spelling, or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n{self.hint}"


class Failed(KamtuiError):
    """The query or the machine failed."""


class WrongUsage(KamtuiError):
    """What was asked for cannot be understood or does not exist."""


class BrokenContract(KamtuiError):
    """The history does not keep the contract."""


class NotAllowed(KamtuiError):
    """The thing asked for is understood and refused."""


class ChangedMeanwhile(KamtuiError):
    """Somebody else changed it first; nothing was overwritten."""
