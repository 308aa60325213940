"""Where a value of a TOML file stands, and how an error shows what it found there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kamtui.model.errors import ModelError


@dataclass(frozen=True)
class Place:
    """A value's place: the file and the dotted path of its key."""

    file: str
    key: str = ""

    def of(self, key: str) -> Place:
        """Return the place of a key of the table here."""
        spelled = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else shown(key)
        return Place(self.file, f"{self.key}.{spelled}" if self.key else spelled)

    def at(self, index: int) -> Place:
        """Return the place of an item, counted from 0, of the list here."""
        return Place(self.file, f"{self.key}[{index}]")

    def error(self, message: str, hint: str | None = None) -> ModelError:
        """Return the error that this message makes here."""
        return ModelError(message, file=self.file, key=self.key or None, hint=hint)


def shown(value: object) -> str:
    """Return a TOML value as an error shows it: short, on one line, no control characters."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            short = value if len(value) <= 60 else f"{value[:59]}…"
            return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short) + '"'
        case Mapping():
            return "a table"
        case list() | tuple():
            return "a list" if value else "an empty list"
        case _:
            return f"{value!s:.60}"
