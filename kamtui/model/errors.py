"""What the model refuses, said so that the right value can be typed next."""

from __future__ import annotations


class ModelError(ValueError):
    """A value that the model cannot work with: where it stands, and what was expected there."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        key: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Hold what is wrong.

        `message` says what was expected and what was found; `file` is the file it stands in, or
        None when it was not read from one; `key` the dotted path of the value in that file (or
        the criterion), or None when it is about the whole; `hint` the nearest right spelling or
        the next step, or None.
        """
        super().__init__(message)
        self.message = message
        self.file = file
        self.key = key
        self.hint = hint

    @property
    def line(self) -> str:
        """File, key and message on one line, without the hint."""
        return ": ".join(part for part in (self.file, self.key, self.message) if part)

    def __str__(self) -> str:
        return self.line if self.hint is None else f"{self.line}\n{self.hint}"


class Refusal(ModelError):
    """A change that is understood and not made; the message is the reason, on one line."""
